"""Every JSON-LD document that is served, as served."""

import json
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from httpx import AsyncClient

from app.catalog import Catalog
from app.content.base import Item, Lang
from app.content.kinds import KINDS
from app.linked import WRITERS

Document = dict[str, Any]
LD_JSON = "application/ld+json"
PAGES = ("/v1/guide", "/v1/questions-and-answers")


class Served(NamedTuple):
    url: str
    lang: Lang
    document: Document
    item: Item | None
    """None: it is a page of many."""


async def served(client: AsyncClient, catalog: Catalog, *languages: Lang) -> AsyncIterator[Served]:
    for lang in languages or catalog.published_languages:
        for url in PAGES:
            yield Served(url, lang, await fetched(client, url, lang), None)
        for kind in KINDS:
            if kind.out in WRITERS:
                for slug, item in catalog.shelves[lang][kind.name].items.items():
                    url = f"/v1/{kind.plural}/{slug}"
                    yield Served(url, lang, await fetched(client, url, lang), item)


async def fetched(client: AsyncClient, url: str, lang: Lang = "en") -> Document:
    response = await client.get(url, params={"lang": lang}, headers={"Accept": LD_JSON})
    assert response.status_code == 200, (url, response.text)
    assert response.headers["Content-Type"] == LD_JSON
    assert response.headers["Content-Language"] == lang
    document: Document = json.loads(response.content)
    return document
