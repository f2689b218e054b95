"""Search finds what was asked for, page by page, and dates as precisely as they are written."""

from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from app.catalog import Catalog
from app.fhir.names import Json, canonical
from app.fhir.search import span

NOW = "2026-11-22"
MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""When the release of the tests was published."""


async def ids(client: AsyncClient, query: str, kind: str = "ActivityDefinition") -> list[str]:
    response = await client.get(f"/fhir/{kind}?{query}")
    assert response.status_code == 200, response.text
    bundle = response.json()
    found = [entry["resource"]["id"] for entry in bundle.get("entry", [])]
    if "_count" not in query:
        assert bundle["total"] == len(found)
    return found


async def test_a_search_finds_by_id_and_by_address(client: AsyncClient) -> None:
    clamshell = canonical("ActivityDefinition", "clamshell")

    assert await ids(client, "_id=clamshell,pelvic-tilt,nothing") == ["clamshell", "pelvic-tilt"]
    assert await ids(client, f"url={clamshell}") == ["clamshell"]
    assert await ids(client, f"url={clamshell}&_id=pelvic-tilt") == []
    assert await ids(client, "url=https://plumbline.invalid/fhir/ActivityDefinition/clam") == []


async def test_a_search_takes_a_canonical_address_with_its_version(
    client: AsyncClient, resources: list[Json]
) -> None:
    for kind, id_ in (("ActivityDefinition", "clamshell"), ("Questionnaire", "self-check")):
        (one,) = [r for r in resources if (r["resourceType"], r["id"]) == (kind, id_)]
        url = canonical(kind, id_)

        assert await ids(client, f"url={url}|{one['version']}", kind) == [id_]
        assert await ids(client, f"url={url}|9.9.9,{url}|", kind) == []


async def test_what_is_found_is_what_is_read(client: AsyncClient) -> None:
    bundle = (await client.get("/fhir/Questionnaire?_id=follow-up")).json()

    (entry,) = bundle["entry"]
    assert entry["fullUrl"] == canonical("Questionnaire", "follow-up")
    assert entry["resource"] == (await client.get("/fhir/Questionnaire/follow-up")).json()
    assert entry["search"] == {"mode": "match"}


@pytest.mark.parametrize("count", [1, 3, 20, 100])
async def test_the_pages_bring_everything_once(
    count: int, client: AsyncClient, catalog: Catalog
) -> None:
    url: str | None = f"ActivityDefinition?_count={count}&_lastUpdated=ge2026-01"
    found: list[str] = []
    while url:
        bundle = (await client.get(f"/fhir/{url}")).json()
        assert len(bundle["entry"]) <= count
        assert bundle["total"] == len(catalog.shelves["en"]["exercise"].items)
        found += [entry["resource"]["id"] for entry in bundle["entry"]]
        url = _link(bundle, "next")

    assert found == sorted(catalog.shelves["en"]["exercise"].items)


def _link(bundle: dict[str, Any], relation: str) -> str | None:
    return next((link["url"] for link in bundle["link"] if link["relation"] == relation), None)


async def test_no_resources_are_asked_for_by_a_count_of_zero(client: AsyncClient) -> None:
    bundle = (await client.get("/fhir/ActivityDefinition?_count=0")).json()

    assert "entry" not in bundle
    assert _link(bundle, "next") is None
    assert bundle["total"] > 20


async def test_a_page_says_itself_again(client: AsyncClient) -> None:
    asked = "_id=clamshell%2Cpelvic-tilt&_lastUpdated=ge2026-01-01&_count=1"
    bundle = (await client.get(f"/fhir/ActivityDefinition?{asked}")).json()

    assert _link(bundle, "self") == f"ActivityDefinition?{asked}"
    again = (await client.get(f"/fhir/{_link(bundle, 'self')}")).json()
    assert again == bundle


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2026", True),
        ("2026-11", True),
        (NOW, True),
        (f"{NOW}T12:00", True),
        (f"{NOW}T12:00:00Z", True),
        (f"{NOW}T12:00:00.000Z", True),
        (f"{NOW}T13:00:00+01:00", True),
        (f"{NOW}T11:00:00-01:00", True),
        (f"{NOW}T12:00:00.001Z", False),
        (f"{NOW}T12:00:01Z", False),
        ("2025", False),
        ("2026-12", False),
        (f"eq{NOW}", True),
        (f"ne{NOW}", False),
        ("ne2026-11-21", True),
        (f"gt{NOW}", False),
        ("gt2026-11-21", True),
        (f"sa{NOW}", False),
        ("sa2026-10", True),
        (f"ge{NOW}", True),
        ("ge2026-11-23", False),
        (f"ge{NOW}T12:00:00Z", True),
        (f"gt{NOW}T12:00:00Z", False),
        (f"gt{NOW}T11:59:59Z", True),
        (f"lt{NOW}", False),
        ("lt2026-11-23", True),
        (f"eb{NOW}", False),
        ("eb2027", True),
        (f"le{NOW}", True),
        ("le2026-11-21", False),
        (f"le{NOW}T12:00:00Z", True),
    ],
)
async def test_a_date_finds_as_precisely_as_it_is_written(
    said: str, found: bool, client: AsyncClient
) -> None:
    assert span(said).has(MOMENT) == found

    query = f"_id=clamshell&_lastUpdated={said.replace('+', '%2B')}"
    assert await ids(client, query) == (["clamshell"] if found else [])


async def test_two_dates_have_to_fit_both(client: AsyncClient) -> None:
    both = "_id=clamshell&_lastUpdated=ge2026-11-01&_lastUpdated=lt2026-12-01"

    assert await ids(client, both) == ["clamshell"]
    assert await ids(client, both.replace("2026-12-01", "2026-11-02")) == []


async def test_the_statement_names_every_type_search_and_operation(client: AsyncClient) -> None:
    statement = (await client.get("/fhir/metadata")).json()

    assert (statement["fhirVersion"], statement["status"]) == ("4.0.1", "active")
    (rest,) = statement["rest"]
    for of in rest["resource"]:
        listed = await client.get(f"/fhir/{of['type']}?_count=1")
        assert listed.status_code == 200
        id_ = listed.json()["entry"][0]["resource"]["id"]
        assert (await client.get(f"/fhir/{of['type']}/{id_}")).status_code == 200
        for parameter in of["searchParam"]:
            value = {"_id": id_, "url": "x:y", "_lastUpdated": "2026"}[parameter["name"]]
            answer = await client.get(f"/fhir/{of['type']}?{parameter['name']}={value}")
            assert answer.status_code == 200
        for operation in of.get("operation", []):
            found = await client.get(f"/fhir/OperationDefinition?url={operation['definition']}")
            assert found.json()["total"] == 1
