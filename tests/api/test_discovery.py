"""Whoever knows nothing but the address finds everything else: by RFC 9727, and by llms.txt."""

import re
from typing import Any

import http_sf
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from jsonschema import Draft202012Validator
from llms_txt import parse_llms_file

from app.catalog import Catalog
from app.handbook.contents import CONTENTS, ORDER, title
from app.main import create_app
from app.routes.discovery import linkset
from app.settings import Settings
from tests.api.test_http import exchange

CATALOG = "/.well-known/api-catalog"
TARGET = {
    "type": "object",
    "required": ["href"],
    "properties": {
        "href": {"type": "string", "format": "uri-reference"},
        "type": {"type": "string"},
        "title": {"type": "string"},
    },
    "additionalProperties": False,
}
RFC_9264 = {
    "type": "object",
    "required": ["linkset"],
    "additionalProperties": False,
    "properties": {
        "linkset": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["anchor"],
                "properties": {"anchor": {"type": "string", "format": "uri-reference"}},
                "patternProperties": {
                    "^(?!anchor$)[a-z][a-z0-9.-]*$": {
                        "type": "array",
                        "minItems": 1,
                        "items": TARGET,
                    }
                },
                "additionalProperties": False,
            },
        }
    },
}
"""A set of links as JSON (section 4.2); no library that reads one was found."""


async def test_the_catalog_is_a_linkset_of_its_profile(client: AsyncClient) -> None:
    response = await client.get(CATALOG)

    read = http_sf.parse(response.headers["Content-Type"].encode(), tltype="item")
    assert isinstance(read, tuple)
    media_type, parameters = read
    assert str(media_type) == "application/linkset+json"
    assert parameters == {"profile": "https://www.rfc-editor.org/info/rfc9727"}
    assert list(Draft202012Validator(RFC_9264).iter_errors(response.json())) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"linkset": [{"service-doc": [{"href": "/docs"}]}]},
        {"linkset": [{"anchor": "/v1", "service-doc": {"href": "/docs"}}]},
        {"linkset": [{"anchor": "/v1", "service-doc": [{"type": "text/html"}]}]},
        {"links": []},
    ],
)
def test_what_is_no_linkset_would_be_noticed(wrong: dict[str, Any]) -> None:
    assert list(Draft202012Validator(RFC_9264).iter_errors(wrong)) != []


async def test_every_link_of_the_catalog_leads_to_what_it_says(client: AsyncClient) -> None:
    contexts = (await client.get(CATALOG)).json()["linkset"]
    targets = [
        target
        for context in contexts
        for relation, links in context.items()
        if relation not in ("anchor", "item")
        for target in links
    ]

    assert {"service-desc", "service-doc", "service-meta", "status"} <= set(contexts[1])
    assert len(targets) >= 7
    for target in targets:
        response = await client.get(target["href"], headers={"Accept": target["type"]})
        assert response.status_code == 200, target
        assert response.headers["Content-Type"].partition(";")[0] == target["type"], target


async def test_the_catalog_names_every_api_that_it_describes(client: AsyncClient) -> None:
    items, *apis = (await client.get(CATALOG)).json()["linkset"]

    assert [one["href"] for one in items["item"]] == [one["anchor"] for one in apis]
    assert "/v1" in {one["anchor"] for one in apis}


def test_fhir_is_in_the_catalog_where_there_is_fhir() -> None:
    without, with_ = linkset(with_fhir=False), linkset(with_fhir=True)

    assert "fhir" not in str(without)
    assert with_["linkset"][-1]["service-desc"][0]["href"] == "/fhir/metadata"
    assert {"href": "/fhir"} in with_["linkset"][0]["item"]


async def test_head_of_the_catalog_tells_where_it_is(catalog: Catalog) -> None:
    app: FastAPI = create_app(Settings(), load=lambda: catalog)

    status, headers, body = await exchange(app, "HEAD", CATALOG)

    assert (status, body) == (200, b"")
    assert headers["link"] == f'<{CATALOG}>; rel="api-catalog"'


@pytest.mark.parametrize("url", ["/", "/v1/meta", CATALOG])
async def test_the_catalog_is_found_from_where_programs_begin(
    url: str, client: AsyncClient
) -> None:
    response = await client.get(url)

    assert response.links["api-catalog"]["url"] == CATALOG


async def test_llms_txt_is_read_by_its_own_library(client: AsyncClient) -> None:
    response = await client.get("/llms.txt")

    read = parse_llms_file(response.text)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert read.title == "Plumbline"
    assert "does not diagnose" in re.sub(r"\s+", " ", read.summary)
    assert "every entry of `warnings`" in read.info
    assert list(read.sections) == ["Operations", *(part.title for part in CONTENTS)]


async def test_llms_txt_leads_to_every_page_and_every_link_is_answered(
    client: AsyncClient,
) -> None:
    read = parse_llms_file((await client.get("/llms.txt")).text)
    links = [link for section in read.sections.values() for link in section]

    for link in links:
        assert (await client.get(link.url)).status_code == 200, link.url
    told = {link.url: link.title for link in links}
    for page in ORDER:
        assert told[f"/guide/{page}.md"] == title(page)


@pytest.mark.parametrize("page", ORDER)
async def test_a_page_of_the_guide_comes_as_markdown_too(page: str, client: AsyncClient) -> None:
    response = await client.get(f"/guide/{page}.md")

    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.text.startswith(f"# {title(page)}\n")
    assert "](../" not in response.text
    for name in re.findall(r"\]\(([\w-]+\.md)[#)]", response.text):
        assert (await client.get(f"/guide/{name}")).status_code == 200, name


async def test_a_page_that_is_not_there_is_not_there_as_markdown(client: AsyncClient) -> None:
    assert (await client.get("/guide/nowhere.md")).status_code == 404
