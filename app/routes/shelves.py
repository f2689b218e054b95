"""The kinds that need nothing of their own: a list by slug, and each item."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field, create_model

from app import errors
from app.catalog import Catalog, Shelf
from app.catalog.order import Wanted
from app.content.base import OURS, SLUG_PATTERN, Item, Lang
from app.content.fields import NextCursor
from app.content.kinds import KIND, Kind
from app.routes.linked import (
    LD_JSON,
    linked_answers,
    linked_item,
    list_types,
    media_types,
    wants_linked,
)
from app.routes.lists import Cursor, Ids, Limit, Words, chosen, joined, listed_page
from app.routes.reply import Link, digest_of, reply
from app.routes.request import CatalogDep, LanguageDep, accepts
from app.routes.shape import (
    WHOLE,
    Bringing,
    Shape,
    ShapeDep,
    fewer_fields,
    only_for_json,
    with_included,
)

LIST_ERRORS = errors.declare(errors.UnknownParameter, errors.NotAcceptable, errors.InvalidRequest)
ITEM_ERRORS = LIST_ERRORS | errors.declare(errors.UnknownSlug)

ALSO_LINKED = " Also as JSON-LD, in the words of schema.org."

SlugPath = Annotated[
    str,
    Path(
        pattern=SLUG_PATTERN,
        max_length=64,
        description="Which one: its `slug`, as lists and other items name it.",
    ),
]


def item_model(kind: Kind) -> type[BaseModel]:
    """One item, and what it was asked to bring along."""
    name = f"{kind.out.__name__.removesuffix('Out')}Item"
    return create_model(name, __base__=(kind.out, Bringing), __doc__=kind.out.__doc__)


def page_model(kind: Kind) -> type[BaseModel]:
    """`{"items": […], "next": …}` of one kind."""
    return create_model(
        f"{kind.out.__name__.removesuffix('Out')}Page",
        __base__=Bringing,
        __doc__=f"One page of the {kind.plural.replace('-', ' ')}; `next` leads on.",
        items=(
            list[kind.out],  # type: ignore[name-defined]
            Field(description="The items of this page, in the order asked for; may be empty."),
        ),
        next=(NextCursor | None, ...),
    )


def listed(
    request: Request,
    catalog: Catalog,
    lang: Lang,
    kind: str,
    slugs: list[str],
    following: str | None,
    shape: Shape,
    *filters: object,
) -> Response:
    """One page, with a `Link` to the next.

    Args:
        filters: those sent that may say what somebody has; null is not sent.
    """
    as_linked = accepts(request, *list_types(kind)) == LD_JSON
    shelf, of = catalog.shelves[lang][kind], KIND[kind]
    links = page_links(request, following)
    about = any(sent is not None for sent in filters)
    if as_linked:
        only_for_json(shape)
        return linked_answers(request, catalog, lang, slugs, links, about_somebody=about)
    if shape == WHOLE:
        body = joined([shelf.fragments[slug] for slug in slugs], following)
        digests = catalog.listings[lang, kind].digest(slugs)
        tag = digest_of(digests + json.dumps(following).encode())
        return reply(request, body, lang, links=links, tag=tag, about_somebody=about)
    fragments = (fewer_fields(of, shelf.fragments[slug], shape) for slug in slugs)
    items = [shelf.items[slug] for slug in slugs]
    body = with_included(catalog, lang, of, items, joined(fragments, following), shape)
    return reply(request, body, lang, links=links, about_somebody=about)


def page_links(request: Request, following: str | None) -> list[Link]:
    """Where a list begins and goes on."""
    path, query = request.scope["path"], request.scope["query_string"].decode("latin-1")
    if PLAIN_QUERY.fullmatch(query):
        asked = [part for part in query.split("&") if part and not part.startswith("cursor=")]
    else:
        items = request.query_params.multi_items()
        asked = [urlencode([item]) for item in items if item[0] != "cursor"]
    links = [Link("?".join([path, "&".join(asked)]) if asked else path, "first")]
    if following is not None:
        links.append(Link(f"{path}?{'&'.join([*asked, f'cursor={following}'])}", "next"))
    return links


PLAIN_QUERY = re.compile(r"([a-z_]+=[A-Za-z0-9_.~%+,-]*(&|$))*")
"""What may stand in a link as it was sent, with names that need no decoding."""


def one(
    request: Request,
    catalog: Catalog,
    lang: Lang,
    kind: str,
    slug: str,
    shape: Shape,
    instead: Callable[[Item], Item] | None = None,
) -> Response:
    """One item.

    Args:
        instead: what to answer in its place.

    Raises:
        UnknownSlug: nothing published has it.
    """
    of = KIND[kind]
    as_linked = wants_linked(request, of)
    shelf = catalog.shelves[lang][kind]
    item = shelf.items.get(slug)
    if item is None:
        raise errors.UnknownSlug(f"no {kind} has this slug; /v1/{of.plural} lists them")
    body = shelf.fragments[slug]
    if instead is not None:
        item = instead(item)
        body = item.model_dump_json().encode()
    links = list(item_links(request, catalog, lang, of, item))
    if as_linked:
        only_for_json(shape)
        return linked_item(request, catalog, lang, item, links)
    body = with_included(catalog, lang, of, [item], fewer_fields(of, body, shape), shape)
    return reply(request, body, lang, links=links)


def item_links(
    request: Request, catalog: Catalog, lang: Lang, kind: Kind, item: Item
) -> Iterator[Link]:
    """Its list, its licence, and itself in other languages and other formats."""
    yield Link(f"/v1/{kind.plural}", "collection")
    rights = getattr(item, "rights", None)
    if rights == OURS:
        yield Link("https://creativecommons.org/licenses/by/4.0/", "license")
    for other in catalog.published_languages:
        if other != lang:
            yield Link(f"{request.scope['path']}?lang={other}", "alternate", other)
    if LD_JSON in media_types(kind):
        yield Link(request.scope["path"], "alternate", type=LD_JSON)


def some(shelf: Shelf, ids: list[str] | None) -> list[set[str]]:
    """The slugs that `ids` leaves."""
    return chosen(ids, "ids", shelf.fragments)


def add_list(router: APIRouter, kind: Kind, tag: str) -> None:
    """Add `GET /v1/<plural>`."""
    name = kind.plural.replace("-", " ")

    async def list_(
        request: Request,
        catalog: CatalogDep,
        lang: LanguageDep,
        shape: ShapeDep,
        q: Words = None,
        ids: Ids = None,
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> Response:
        listing = catalog.listings[lang, kind.name]
        wanted = Wanted(slugs=some(catalog.shelves[lang][kind.name], ids), words=q or "")
        slugs, following = listed_page(listing, wanted, "slug", limit, cursor)
        return listed(request, catalog, lang, kind.name, slugs, following, shape, q)

    router.add_api_route(
        f"/{kind.plural}",
        list_,
        name=f"list_{kind.plural.replace('-', '_')}",
        response_model=page_model(kind),
        responses=LIST_ERRORS,
        summary=f"List {name}",
        description=f"All {name} by slug, page by page; `q` and `ids` leave fewer."
        + (ALSO_LINKED if len(list_types(kind.name)) > 1 else ""),
        tags=[tag],
    )


def add_item(router: APIRouter, kind: Kind, tag: str) -> None:
    """Add `GET /v1/<plural>/{slug}`."""

    async def get(
        request: Request, catalog: CatalogDep, lang: LanguageDep, shape: ShapeDep, slug: SlugPath
    ) -> Response:
        return one(request, catalog, lang, kind.name, slug, shape)

    router.add_api_route(
        f"/{kind.plural}/{{slug}}",
        get,
        name=f"get_{kind.name.replace('-', '_')}",
        response_model=item_model(kind),
        responses=ITEM_ERRORS,
        summary=f"Get one {kind.name.replace('-', ' ')}",
        description=_described(kind),
        tags=[tag],
    )


def _described(kind: Kind) -> str:
    text = (kind.out.__doc__ or "").strip()
    return text + ALSO_LINKED if len(media_types(kind)) > 1 else text
