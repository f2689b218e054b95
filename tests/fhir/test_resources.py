"""Every resource and every kind of outcome is what the models of R4 take, and says what it must."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from httpx import AsyncClient
from pydantic import BaseModel, ValidationError

from app.catalog import Catalog
from app.content.exercise import ExerciseOut
from app.fhir.extensions import OWN
from app.fhir.names import Json, canonical
from tests.fhir.answering import drawn, parameters, response
from tests.fhir.planted import FAULTS, planted

SAMPLE = 40
OPEN = ("format",)
"""Codes of which the models know only some."""


def faults(resource: Json) -> list[str]:
    """What fhir.resources finds, with the codes that it knows of and does not look at."""
    try:
        model = get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValidationError as exc:
        return [f"{error['loc']}: {error['msg']}" for error in exc.errors(include_input=False)]
    return list(_unknown_codes(model, resource["resourceType"]))


def _unknown_codes(model: BaseModel, at: str) -> Iterator[str]:
    for name, field in type(model).model_fields.items():
        value, more = getattr(model, name), field.json_schema_extra
        codes = more.get("enum_values", []) if isinstance(more, dict) else []
        codes = codes if isinstance(codes, list) and "+" not in codes else []  # cut short there
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, BaseModel):
                yield from _unknown_codes(one, f"{at}.{name}")
            elif one is not None and name not in OPEN and codes and one not in codes:
                yield f"{at}.{name}: not a code of it"


def test_every_resource_is_valid(resources: list[Json]) -> None:
    found = {f"{one['resourceType']}/{one['id']}": faults(one) for one in resources}

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert len(found) > 40


@pytest.mark.parametrize("check", ["self-check", "follow-up"])
async def test_every_outcome_is_valid(check: str, client: AsyncClient, catalog: Catalog) -> None:
    kinds = set()
    for answers in drawn(catalog, check, SAMPLE):
        bundle = await evaluated(client, check, answers)

        assert faults(bundle) == []
        kinds |= {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    offered = {"RequestGroup"} if check == "self-check" else set()
    assert kinds == {"GuidanceResponse", "CommunicationRequest", "Flag", "DetectedIssue"} | offered


async def test_every_search_and_every_failure_is_valid(client: AsyncClient) -> None:
    for url in ("Questionnaire", "PlanDefinition?_count=2", "ActivityDefinition?_count=0"):
        assert faults((await client.get(f"/fhir/{url}")).json()) == []
    for url in ("nothing", "Questionnaire/nothing", "Questionnaire?_count=-1", "Questionnaire?a=1"):
        failed = await client.get(f"/fhir/{url}")
        assert failed.status_code >= 400
        assert faults(failed.json()) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_planted_is_found(fault: str, resources: list[Json]) -> None:
    assert faults(planted(fault, resources)) != []


def test_a_code_that_is_none_is_found(resources: list[Json]) -> None:
    assert faults({**resources[0], "status": "bogus"}) == ["Questionnaire.status: not a code of it"]


def test_no_element_is_empty_or_null(resources: list[Json]) -> None:
    # FHIR has no empty lists, objects or texts; the models above take some of them.
    empty = [
        (one["resourceType"], one["id"], place)
        for one in resources
        for place, value in walk(one)
        if value in (None, "", [], {})
    ]

    assert empty == []


def test_every_id_within_a_questionnaire_is_there_once(resources: list[Json]) -> None:
    for questionnaire in of_type(resources, "Questionnaire"):
        ids = [item["linkId"] for item in items(questionnaire)]
        assert sorted(ids) == sorted(set(ids))


def test_every_question_is_there_with_its_options_and_when_it_is_due(
    resources: list[Json], catalog: Catalog
) -> None:
    for questionnaire in of_type(resources, "Questionnaire"):
        name = questionnaire["id"]
        rules = catalog.rule_sets[name, catalog.in_force[name]].rules
        by_id = {item["linkId"]: item for item in items(questionnaire)}

        for question in rules.questions:
            item = by_id[question.slug]
            options = [option["valueCoding"]["code"] for option in item.get("answerOption", [])]
            assert options == [option.slug for option in question.options]
            assert item["required"] == (question.safety is not None)
            due = {(w["question"], w["answerCoding"]["code"]) for w in item.get("enableWhen", [])}
            assert due == {(c.question, o) for c in question.asked_when for o in c.any_of}
            assert ("enableBehavior" in item) == bool(due)
        asked = [i for i in by_id.values() if i["type"] not in ("group", "display")]
        assert [item["linkId"] for item in asked] == [q.slug for q in rules.questions]


def test_a_test_of_the_body_says_that_it_is_optional_and_for_whom_it_is_not(
    resources: list[Json], catalog: Catalog
) -> None:
    rules = catalog.rule_sets["self-check", catalog.in_force["self-check"]].rules
    (check,) = (q for q in of_type(resources, "Questionnaire") if q["id"] == "self-check")
    by_id = {item["linkId"]: item for item in items(check)}

    physical = [question for question in rules.questions if question.physical]

    assert len(physical) > 5
    for question in physical:
        assert by_id[question.slug]["required"] is False
        assert "do not have to" in by_id[f"{question.slug}.optional"]["text"]
        if question.not_when:
            assert by_id[f"{question.slug}.not-when"]["text"].startswith("Do not do this test")


def test_everything_shown_is_there_in_every_published_language(
    resources: list[Json], catalog: Catalog
) -> None:
    others = [lang for lang in catalog.published_languages if lang != "en"]
    translated = 0
    for one in of_type(resources, "Questionnaire"):
        for item in items(one):
            shown = [] if ".gate-" in item["linkId"] else [(item, "text")]
            shown += [(o["valueCoding"], "display") for o in item.get("answerOption", [])]
            for element, key in shown:
                assert languages(element[f"_{key}"]) == others
                translated += 1
        assert languages(one["_title"]) == others
    for kind in ("PlanDefinition", "ActivityDefinition"):
        for one in of_type(resources, kind):
            assert languages(one["_title"]) == others

    assert translated > 600


def test_every_exercise_says_whom_it_is_not_for_and_every_warning(
    resources: list[Json], catalog: Catalog
) -> None:
    exercises = catalog.all("en", "exercise", ExerciseOut)
    for activity in of_type(resources, "ActivityDefinition"):
        exercise = exercises[activity["id"]]
        (dosage,) = activity["dosage"]
        told = [coded(one) for one in dosage["additionalInstruction"]]

        for row in exercise.contraindications:
            assert {("contraindication", row.action), ("condition", row.condition)} in told
            assert row.why in activity["usage"]
        for warning in exercise.warnings:
            assert any(("warning", warning) in codes for codes in told)
        assert activity["experimental"] == (exercise.review.status == "not_clinically_reviewed")


def test_every_canonical_address_leads_to_a_resource(resources: list[Json]) -> None:
    known = {one["url"] for one in resources}
    named = {
        str(value).partition("|")[0]
        for one in resources
        for place, value in walk(one)
        if place.rpartition("/")[2] in ("definitionCanonical", "resource", "definition")
        and str(value).startswith("https://plumbline.invalid/")
    }

    assert len(named) > 25
    assert named <= known


def test_every_extension_is_hl7s_or_described_here(resources: list[Json]) -> None:
    ours = {canonical("StructureDefinition", name) for name in OWN}
    used = {
        extension["url"]
        for one in resources
        for place, value in walk(one)
        if place.endswith("/extension")
        for extension in value
    }

    others = {url for url in used if not url.startswith("http://hl7.org/")}
    assert {url for url in others if ":" in url} == ours  # parts of them have plain names


def test_it_says_of_everything_that_it_is_no_diagnosis(resources: list[Json]) -> None:
    for one in resources:
        (tag,) = one["meta"]["tag"]
        assert tag["display"] == "Education and signposting, not a diagnosis"


async def evaluated(client: AsyncClient, check: str, answers: dict[str, object]) -> Json:
    answer = await client.post(
        f"/fhir/Questionnaire/{check}/$evaluate",
        content=json.dumps(parameters(response(check, answers), "GB")),
        headers={"Content-Type": "application/fhir+json"},
    )
    bundle: Json = answer.json()
    return bundle


def of_type(resources: list[Json], kind: str) -> list[Json]:
    return [copy.deepcopy(one) for one in resources if one["resourceType"] == kind]


def items(of: Json) -> Iterator[Json]:
    for item in of.get("item", []):
        yield item
        yield from items(item)


def languages(element: Json) -> list[str]:
    return [one["extension"][0]["valueCode"] for one in element["extension"]]


def coded(concept: Json) -> set[tuple[str, str]]:
    codings = concept.get("coding", [])
    return {(coding["system"].rpartition("/")[2], coding["code"]) for coding in codings}


def walk(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    yield place, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, f"{place}/{key}")
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from walk(item, f"{place}/{position}")
