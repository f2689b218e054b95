"""Search over HTTP: pages, facets and both methods; and that the query is told nowhere."""

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from sqlalchemy import Engine
from sqlmodel import Session

from app.catalog import Catalog, load_catalog
from app.library import Library
from app.main import create_app
from app.publish import publish
from app.search import KIND_ORDER, SearchOut
from app.settings import Settings
from tests.conftest import NOW
from tests.search.golden import CASES

CANARY = "zq7canary"
MOST_PAGES = 30
QUERIES = [
    {"q": "hip"},
    {"q": "pain", "limit": 3},
    {"q": "stretch", "kind": "exercise,routine"},
    {"q": "scoliosis", "kind": "citation", "limit": 100},
    {"q": "glut brige"},
    {"q": CANARY},
    {"q": "escoliosis", "lang": "es"},
]
FACETS = ("kind", "aim", "position", "equipment", "difficulty")
EMPTY: dict[str, list[Any]] = {name: [] for name in FACETS}


@pytest.mark.parametrize("asked", QUERIES, ids=str)
async def test_a_post_answers_as_the_get_does(asked: dict[str, Any], client: AsyncClient) -> None:
    got = await client.get("/v1/search", params=asked)

    posted = await send(client, asked)

    assert (posted.status_code, posted.content) == (200, got.content)
    assert posted.headers["Content-Language"] == got.headers["Content-Language"]


@pytest.mark.parametrize("asked", QUERIES, ids=str)
async def test_an_answer_has_the_shape_that_is_promised(
    asked: dict[str, Any], client: AsyncClient
) -> None:
    answer = (await client.get("/v1/search", params=asked)).content

    assert SearchOut.model_validate_json(answer).model_dump_json().encode() == answer


async def test_nobody_keeps_what_was_posted(client: AsyncClient) -> None:
    posted = await send(client, {"q": "hip"})

    assert posted.headers["Cache-Control"] == "no-store"
    assert not {"ETag", "Last-Modified", "Expires"} & set(posted.headers)


@pytest.mark.parametrize("asked", QUERIES, ids=str)
@pytest.mark.parametrize("limit", [1, 7, 100])
async def test_pages_follow_each_other_without_gap_or_overlap(
    asked: dict[str, Any], limit: int, client: AsyncClient
) -> None:
    whole = [page async for page in pages(client, {**asked, "limit": 100})]
    small = [page async for page in pages(client, {**asked, "limit": limit})]

    items = [item for page in whole for item in page["items"]]
    found = [item for page in small for item in page["items"]]
    assert found == items[: len(found)]
    assert len(found) == len(items) or len(small) == MOST_PAGES
    assert {page["total"] for page in small} == {len(items)}
    assert len({(item["kind"], item["slug"]) for item in items}) == len(items)
    assert items == sorted(items, key=in_order)
    assert all(page["facets"] == whole[0]["facets"] for page in small)


async def test_facets_add_up(client: AsyncClient, catalog: Catalog) -> None:
    for q in ("hip", "stretch", "chair", "scoliosis"):
        items = [i async for page in pages(client, {"q": q, "limit": 100}) for i in page["items"]]
        facets = (await client.get("/v1/search", params={"q": q})).json()["facets"]

        assert facets["kind"] == counted([item["kind"] for item in items])
        found = [catalog.shelves["en"][i["kind"]].items[i["slug"]] for i in items if has_aims(i)]
        exercises = [item for item in found if hasattr(item, "position")]
        assert facets["aim"] == counted([aim for i in found for aim in getattr(i, "aims", [])])
        assert facets["equipment"] == counted(
            [need for item in found for need in (getattr(item, "equipment", []) or ["none"])]
        )
        for name in ("position", "difficulty"):
            assert facets[name] == counted([getattr(item, name) for item in exercises])


async def test_the_facet_kind_counts_all_hits_and_the_others_those_of_the_kinds_asked_for(
    client: AsyncClient,
) -> None:
    everything = (await client.get("/v1/search", params={"q": "stretch"})).json()
    counts = {entry["value"]: entry["count"] for entry in everything["facets"]["kind"]}
    assert everything["total"] == sum(counts.values())

    for kind, count in counts.items():
        body = (await client.get("/v1/search", params={"q": "stretch", "kind": kind})).json()

        assert (body["total"], body["facets"]["kind"]) == (count, everything["facets"]["kind"])
        assert {item["kind"] for item in body["items"]} == {kind}
        assert bool(body["facets"]["position"]) == (kind == "exercise")
        assert bool(body["facets"]["aim"]) == (kind in ("exercise", "routine"))


async def test_of_several_kinds_either_will_do(client: AsyncClient) -> None:
    url = "/v1/search?q=hip&kind=routine,condition&limit=100"

    items = (await client.get(url)).json()["items"]

    assert {item["kind"] for item in items} == {"routine", "condition"}


async def test_the_cause_tells_the_aspect_that_fits_best(client: AsyncClient) -> None:
    whole = (await client.get("/v1/search?q=scoliosis")).json()["items"][0]
    part = (await client.get("/v1/search?q=scoliosis treatment")).json()["items"][0]

    assert (whole["slug"], whole["at"], whole["path"]) == (
        "scoliosis",
        None,
        "/v1/causes/scoliosis",
    )
    assert (part["slug"], part["at"]) == ("scoliosis", "treatment")
    assert part["path"] == "/v1/causes/scoliosis?aspects=treatment"


async def test_every_hit_is_where_it_says(client: AsyncClient, catalog: Catalog) -> None:
    paths = {entry.path: entry for entry in catalog.search["en"].entries}

    for path, entry in paths.items():
        response = await client.get(path)

        assert response.status_code == 200, path
        assert entry.kind == "question" or response.json()["slug"] == entry.slug


async def test_nothing_found_is_an_answer(client: AsyncClient) -> None:
    response = await client.get("/v1/search", params={"q": CANARY})

    assert response.status_code == 200
    assert response.json() == {"items": [], "facets": EMPTY, "total": 0, "next": None}


async def test_the_query_is_told_nowhere(
    client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    q = f"{CANARY} hip"

    got = await client.get("/v1/search", params={"q": q, "limit": 1})
    posted = await send(client, {"q": q, "limit": 1})

    assert got.json()["next"]
    for response in (got, posted):
        assert CANARY not in (response.text + str(response.headers.raw)).lower()
        assert "Link" not in response.headers
    ours = [record.getMessage() for record in caplog.records if record.name != "httpx"]
    assert not any(CANARY in message for message in ours)


async def test_both_databases_give_the_same_bytes(
    engine: Engine, library: Library, shared_app: FastAPI
) -> None:
    publish(engine, library, NOW)
    with Session(engine) as session:
        catalog = load_catalog(session)

    loaded = create_app(Settings(), load=lambda: catalog)

    assert await answers(loaded) == await answers(shared_app)


async def answers(app: FastAPI) -> list[bytes]:
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        return [
            (await client.get("/v1/search", params={"q": c.q, "lang": c.lang})).content
            for c in CASES
        ]


async def send(client: AsyncClient, asked: dict[str, Any]) -> Response:
    """The same as a body; the language stays in the URL."""
    body = {name: value for name, value in asked.items() if name != "lang"}
    params = {"lang": asked["lang"]} if "lang" in asked else {}
    return await client.post("/v1/search", json=body, params=params)


async def pages(client: AsyncClient, asked: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
    following: dict[str, str] = {}
    for _ in range(MOST_PAGES):
        page = (await client.get("/v1/search", params={**asked, **following})).json()
        yield page
        if page["next"] is None:
            return
        assert len(page["items"]) == asked["limit"]
        following = {"cursor": page["next"]}


def in_order(item: dict[str, Any]) -> tuple[float, int, str]:
    return -item["score"], KIND_ORDER.index(item["kind"]), item["slug"]


def counted(values: list[str]) -> list[dict[str, Any]]:
    """The most frequent first, then by value."""
    counts = sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"value": value, "count": count} for value, count in counts]


def has_aims(item: dict[str, Any]) -> bool:
    return item["kind"] in ("exercise", "routine")
