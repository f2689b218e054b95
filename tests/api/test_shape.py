"""`fields` leaves out, `include` brings along, and links lead on."""

import pytest
from httpx import AsyncClient

from app.catalog import Catalog
from app.content.kinds import KIND
from app.routes.shape import ALWAYS, INCLUDED, ORDER
from tests.api.conftest import FILLED


async def test_only_the_fields_asked_for_come_in_a_list_and_in_an_item(client: AsyncClient) -> None:
    page = (await client.get("/v1/exercises?fields=name,summary&limit=3")).json()
    item = (await client.get("/v1/exercises/clamshell?fields=summary,name")).json()

    for found in [*page["items"], item]:
        assert set(found) == {
            "name",
            "summary",
            "slug",
            "language",
            "warnings",
            "contraindications",
        }
    assert set(page) == {"items", "next"}


async def test_whom_it_could_harm_is_never_left_out(client: AsyncClient, catalog: Catalog) -> None:
    for kind in FILLED:
        whole = catalog.shelves["en"][kind.name].items
        page = (await client.get(f"/v1/{kind.plural}?fields=slug&limit=100")).json()

        for found in page["items"]:
            there = {name for name in ALWAYS if hasattr(whole[found["slug"]], name)}
            assert set(found) == there, kind.name


async def test_fewer_fields_say_the_same(client: AsyncClient) -> None:
    whole = (await client.get("/v1/routines/desk-break")).json()
    names = list(whole)

    assert (await client.get(f"/v1/routines/desk-break?fields={','.join(names)}")).json() == whole


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("fields=nothing", "?fields"),
        ("fields=name,", "?fields"),
        ("fields=", "?fields"),
        ("fields=Name", "?fields"),
        ("fields=included", "?fields"),
        ("include=nothing", "?include"),
        ("include=routines", "?include"),
        ("include=citations,", "?include"),
        ("include=warning", "?include"),
    ],
)
async def test_what_cannot_be_asked_for_is_refused(
    query: str, pointer: str, client: AsyncClient
) -> None:
    for url in ("/v1/exercises", "/v1/exercises/clamshell"):
        response = await client.get(f"{url}?{query}")

        assert response.status_code == 422
        (error,) = response.json()["errors"]
        assert error["pointer"] == pointer
        assert error["detail"].startswith("each should be one of: ")
        assert "nothing" not in error["detail"]


async def test_a_routine_brings_its_exercises_and_their_warnings_and_sources(
    client: AsyncClient,
) -> None:
    url = "/v1/routines/desk-break?include=exercises,warnings,citations"
    routine = (await client.get(url)).json()

    brought = routine["included"]
    steps = {step["exercise"] for phase in routine["phases"] for step in phase["steps"]}
    exercises = {exercise["slug"]: exercise for exercise in brought["exercises"]}
    assert set(exercises) == steps
    warned = {slug for e in exercises.values() for slug in e["warnings"]} | {*routine["warnings"]}
    assert {warning["slug"] for warning in brought["warnings"]} == warned
    sources = {citation["slug"] for citation in brought["citations"]}
    assert {link["slug"] for e in exercises.values() for link in e["citations"]} <= sources
    assert list(brought) == ["exercises", "warnings", "citations"]


async def test_an_included_item_is_the_item_itself(client: AsyncClient) -> None:
    page = (await client.get("/v1/exercises?include=terms,conditions&limit=2")).json()

    for plural, items in page["included"].items():
        assert items
        for item in items:
            assert item == (await client.get(f"/v1/{plural}/{item['slug']}")).json()


async def test_every_kind_brings_what_it_may_and_all_of_it_is_published(
    client: AsyncClient,
) -> None:
    for kind in FILLED:
        wanted = [KIND[name].plural for name in INCLUDED.get(kind.name, ("citation",))]
        url = f"/v1/{kind.plural}?limit=100&include={','.join(wanted)}"
        page = (await client.get(url)).json()

        assert set(page["included"]) == set(wanted), kind.name
        assert set(ORDER) >= {name for names in INCLUDED.values() for name in names}


async def test_fewer_fields_and_more_items_go_together(client: AsyncClient) -> None:
    cause = (await client.get("/v1/causes/scoliosis?fields=name&include=citations")).json()

    assert set(cause) == {"slug", "language", "name", "included"}
    assert cause["included"]["citations"]


@pytest.mark.parametrize("query", ["fields=title", "include=citations"])
async def test_fields_belong_to_json(query: str, client: AsyncClient) -> None:
    wanted = {"Accept": "application/x-bibtex"}

    for url in ("/v1/citations", "/v1/citations/vogt-2020-leg-length-discrepancy"):
        response = await client.get(f"{url}?{query}", headers=wanted)
        assert response.status_code == 422


async def test_an_item_links_to_its_list_its_licence_and_its_translations(
    client: AsyncClient,
) -> None:
    links = (await client.get("/v1/exercises/clamshell")).headers["Link"].split(", ")

    assert links == [
        '</v1/exercises>; rel="collection"',
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
        '</v1/exercises/clamshell?lang=es>; rel="alternate"; hreflang="es"',
        '</v1/exercises/clamshell>; rel="alternate"; type="application/ld+json"',
    ]


async def test_a_list_links_to_its_first_page_from_every_page(client: AsyncClient) -> None:
    first = await client.get("/v1/terms?limit=5")
    second = await client.get(first.links["next"]["url"])

    assert second.links["first"]["url"] == "/v1/terms?limit=5"
    assert (await client.get(second.links["first"]["url"])).content == first.content
