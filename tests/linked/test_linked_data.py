"""JSON-LD, read by PyLD with a context at hand, each word looked up in the vocabulary of schema.org
that RDFLib brings; and whatever must be shown is in it."""

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from httpx import AsyncClient
from pyld import jsonld
from rdflib.namespace import RDF, SDO

from app.catalog import Catalog
from app.content.base import Facts, Item, Lang
from app.content.cause import CauseOut
from app.content.exercise import ExerciseOut
from app.content.links import links
from app.content.routine import RoutineOut
from app.content.safety import Severity, WarningOut
from app.linked import item_document
from app.routes.linked import around
from tests.linked.documents import LD_JSON, Document, fetched, served

VOCABULARY = "https://schema.org/"
Triple = dict[str, dict[str, str]]

BASE = "https://api.example"


async def test_every_document_is_read_as_triples_in_words_of_schema_org(
    client: AsyncClient, catalog: Catalog
) -> None:
    read = 0
    async for url, lang, document, _ in served(client, catalog):
        assert unknown(triples(document, url)) == set(), (url, lang)
        read += 1

    assert read > 500


async def test_a_word_that_schema_org_does_not_have_would_be_noticed(client: AsyncClient) -> None:
    document = await fetched(client, "/v1/exercises/clamshell")
    wrong_type = {**document, "@type": "Exercise"}
    wrong_property = {**document, "contraindicatedFor": "pregnancy"}
    misused = {**document, "ExercisePlan": "a type as a property"}

    assert unknown(triples(wrong_type, "/")) == {"https://schema.org/Exercise"}
    assert unknown(triples(wrong_property, "/")) == {"https://schema.org/contraindicatedFor"}
    assert unknown(triples(misused, "/")) == {"https://schema.org/ExercisePlan"}


async def test_every_address_in_it_is_answered(client: AsyncClient, catalog: Catalog) -> None:
    addresses = set()
    async for _, _, document, _ in served(client, catalog, "en"):
        addresses |= {node["@id"].partition("#")[0] for node in nodes(document) if "@id" in node}

    assert len(addresses) > 250
    for address in addresses:
        assert (await client.get(address)).status_code == 200, address


@pytest.mark.parametrize("lang", ["en", "es"])
async def test_nothing_that_keeps_people_safe_is_lost(
    lang: Lang, client: AsyncClient, catalog: Catalog
) -> None:
    must = 0
    async for url, _, document, item in served(client, catalog, lang):
        told = said(document)
        for text in mandatory(item, catalog, lang):
            assert text in told, (url, text)
            must += 1

    assert must > 1_000


async def test_a_warning_comes_before_anything_to_do(client: AsyncClient, catalog: Catalog) -> None:
    async for url, _, document, item in served(client, catalog, "en"):
        if isinstance(item, ExerciseOut | RoutineOut):
            parts = document["hasPart"]
            is_warning = ["warning" in part.get("keywords", ()) for part in parts]
            to_do = [part["@type"] in ("HowTo", "ExercisePlan") for part in parts]
            assert is_warning[0], url
            assert not any(is_warning[to_do.index(True) :]), url
            pressing = [
                part["keywords"][1] for part in parts if "warning" in part.get("keywords", ())
            ]
            assert pressing == sorted(pressing, key=get_args(Severity).index), url


async def test_every_part_says_its_place(client: AsyncClient, catalog: Catalog) -> None:
    """In triples a list has no order; and a part has one place, in whatever else it stands."""
    placed = 0
    for lang in ("en", "es"):
        places: dict[str, set[int]] = {}
        async for url, _, document, _ in served(client, catalog, lang):
            for node in nodes(document):
                parts = node.get("hasPart", [])
                told = [part.get("position") for part in parts]
                assert told == list(range(1, len(parts) + 1)), (url, node["@id"])
                for part in parts:
                    places.setdefault(part["@id"], set()).add(part["position"])
                    placed += 1
        assert {at: of for at, of in places.items() if len(of) > 1} == {}

    assert placed > 2_000


async def test_how_often_has_no_least_that_nobody_wrote(
    client: AsyncClient, catalog: Catalog
) -> None:
    for slug, routine in catalog.all("en", "routine", RoutineOut).items():
        document = await fetched(client, f"/v1/routines/{slug}")

        often = document["activityFrequency"]
        assert (often["maxValue"], "minValue" in often) == (routine.days_per_week, False)


async def test_every_warning_says_how_much_it_presses_and_whether_to_confirm_it(
    client: AsyncClient, catalog: Catalog
) -> None:
    guide = await fetched(client, "/v1/guide")
    found = {n["identifier"]: n for n in nodes(guide) if "warning" in n.get("keywords", ())}

    warnings = catalog.all("en", "warning", WarningOut)
    assert set(found) == set(warnings)
    for slug, warning in warnings.items():
        confirm = ["must_acknowledge"] if warning.must_acknowledge else []
        assert found[slug]["keywords"] == ["warning", warning.severity, *confirm]


async def test_every_source_is_there_and_how_it_is_known(
    client: AsyncClient, catalog: Catalog
) -> None:
    async for url, _, document, item in served(client, catalog, "en"):
        whole = {n["@id"] for n in nodes(document) if "@id" in n and "publisher" in n}
        roles = [n for n in nodes(document) if n.get("@type") == "Role"]
        assert {role["citation"]["@id"] for role in roles} <= whole, url
        for link in of_the_item(item):
            told = {"@id": f"/v1/citations/{link.slug}"}
            known = [r["roleName"] for r in roles if r["citation"] == told]
            assert link.known in known, (url, link.slug)


async def test_no_review_and_no_diagnosis_is_claimed(client: AsyncClient, catalog: Catalog) -> None:
    claims = {"lastReviewed", "reviewedBy", "causeOf", "possibleTreatment", "signOrSymptom"}
    async for url, _, document, item in served(client, catalog):
        words = {key for node in nodes(document) for key in node}
        assert words.isdisjoint(claims), url
        if isinstance(item, Facts) and not url.startswith(("/v1/citations/", "/v1/questions")):
            assert "review: not_clinically_reviewed" in document["creativeWorkStatus"], url


def test_a_review_that_happened_is_told(catalog: Catalog) -> None:
    cause = json.loads(catalog.shelves["en"]["cause"].fragments["scoliosis"])
    review = {
        "status": "clinically_reviewed",
        "reviewed_on": "2027-01-15",
        "next_review_on": "2028-01-15",
        "reviewers": ["A. Name, GP", "B. Name, consultant"],
        "content_digest": "f" * 64,
    }
    signed = CauseOut.model_validate({**cause, "review": review})

    document = item_document(signed, around(catalog, "en"))

    assert document["lastReviewed"] == "2027-01-15"
    assert document["reviewedBy"][0] == {"@type": "Person", "name": "A. Name, GP"}


async def test_weak_evidence_is_called_weak(client: AsyncClient, catalog: Catalog) -> None:
    for slug, exercise in catalog.all("en", "exercise", ExerciseOut).items():
        document = await fetched(client, f"/v1/exercises/{slug}")
        (evidence,) = [n for n in nodes(document) if n.get("@id", "").endswith("#evidence")]

        assert evidence["text"] == exercise.evidence.text
        assert evidence["keywords"] == ["evidence", exercise.evidence.grade]


async def test_an_item_leads_to_its_document_by_a_link(client: AsyncClient) -> None:
    for url in ("/v1/exercises/clamshell", "/v1/causes/scoliosis", "/v1/warnings/cauda-equina"):
        links = (await client.get(url)).headers["Link"]

        assert f'<{url}>; rel="alternate"; type="{LD_JSON}"' in links
    assert LD_JSON not in (await client.get("/v1/tips/up-every-hour")).headers["Link"]


@pytest.mark.parametrize("query", ["fields=name", "include=citations"])
async def test_fields_and_include_belong_to_json(query: str, client: AsyncClient) -> None:
    for url in ("/v1/causes/scoliosis", "/v1/questions-and-answers"):
        query = query.replace("name", "question") if "questions" in url else query
        response = await client.get(f"{url}?{query}", headers={"Accept": LD_JSON})

        assert response.status_code == 422, url


async def test_json_stays_what_is_answered_to_who_has_no_wish(client: AsyncClient) -> None:
    for accept in ("*/*", "application/*", f"application/json, {LD_JSON}", ""):
        response = await client.get("/v1/causes/scoliosis", headers={"Accept": accept})

        assert response.headers["Content-Type"] == "application/json"


def triples(document: Document, url: str) -> list[Triple]:
    """As PyLD makes them of the very document, its context read from here and not from anywhere."""
    at_hand = {"documentLoader": _context, "base": f"{BASE}{url}"}
    found = jsonld.to_rdf(document, at_hand)
    assert set(found) == {"@default"}
    told: list[Triple] = found["@default"]
    return told


def _context(url: str, _: Any) -> dict[str, Any]:
    assert url == "https://schema.org"
    context = {"@context": {"@vocab": VOCABULARY}}
    return {"contentType": LD_JSON, "contextUrl": None, "documentUrl": url, "document": context}


def unknown(told: list[Triple]) -> set[str]:
    """What is used as a type or a property and is none of schema.org's. Its types begin with a
    capital letter, its properties with a small one."""
    found = set()
    for triple in told:
        predicate, value = triple["predicate"]["value"], triple["object"]["value"]
        if predicate == str(RDF.type):
            found |= set() if known(value, r"[A-Z]\w*") else {value}
        elif not known(predicate, r"[a-z]\w*"):
            found.add(predicate)
    return found


def known(word: str, form: str) -> bool:
    name = word.removeprefix(VOCABULARY)
    return word != name and re.fullmatch(form, name) is not None and name in SDO.__annotations__


def nodes(value: Any) -> Iterator[Document]:
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            yield from nodes(item)


def said(document: Document) -> str:
    """Every text in it."""
    return "\n".join(
        text for node in nodes(document) for text in node.values() if isinstance(text, str)
    )


def mandatory(item: Item | None, catalog: Catalog, lang: Lang) -> Iterator[str]:
    """What must be shown wherever the item is: of a page of many, of everything in it."""
    warnings = catalog.all(lang, "warning", WarningOut)
    if item is None:
        return
    if isinstance(item, WarningOut):
        yield item.text
    if isinstance(item, ExerciseOut | RoutineOut):
        yield from (warnings[slug].text for slug in item.warnings)
    if isinstance(item, ExerciseOut):
        yield from (row.why for row in item.contraindications)
        yield from (claim.text for claim in item.cautions)
    if isinstance(item, RoutineOut):
        yield from (rule.text for rule in item.stop_rules)
        exercises = catalog.all(lang, "exercise", ExerciseOut)
        for step in (step for phase in item.phases for step in phase.steps):
            yield from mandatory(exercises[step.exercise], catalog, lang)
    if isinstance(item, CauseOut):
        for aspect in item.aspects:
            yield from (claim.text for claim in aspect.claims)
            yield from (threshold.handling for threshold in aspect.thresholds)


def of_the_item(item: Item | None) -> list[Any]:
    """Its links to sources, but for those of what schema.org has no place for."""
    unsaid = ("easier", "harder", "muscles", "dose")
    return [link for place, link in links(item) if place[0] not in unsaid]
