"""What `$evaluate` takes, how it refuses, and that nothing of it is kept."""

import json
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from app.catalog import Catalog
from app.fhir.link_ids import unanswered
from app.fhir.names import Json, canonical
from app.openapi.asked import WELL
from tests.api.test_errors import assert_problem, withdrawn
from tests.fhir.answering import nested, parameters, response
from tests.fhir.read_back import outcome
from tests.fhir.test_resources import items, of_type

URL = "/fhir/Questionnaire/self-check/$evaluate"


async def sent(client: AsyncClient, body: Json, url: str = URL) -> Response:
    return await client.post(
        url, content=json.dumps(body), headers={"Content-Type": "application/fhir+json"}
    )


async def test_answers_in_groups_and_in_a_list_are_the_same(
    client: AsyncClient, resources: list[Json]
) -> None:
    flat = await sent(client, response("self-check", WELL))
    grouped = await sent(client, nested(resources, "self-check", WELL))
    wrapped = await sent(client, parameters(response("self-check", WELL), None))

    assert flat.status_code == 200
    assert flat.content == grouped.content == wrapped.content


async def test_the_same_answers_have_the_same_bytes_in_another_order(client: AsyncClient) -> None:
    first = await sent(client, response("self-check", WELL))
    other = await sent(client, response("self-check", dict(reversed(WELL.items()))))

    assert first.content == other.content


async def test_answers_may_be_sent_and_asked_for_as_plain_json(client: AsyncClient) -> None:
    body = response("self-check", WELL)

    plain = await client.post(URL, json=body, headers={"Accept": "application/json"})
    short = await sent(client, body, f"{URL}?_format=json")

    assert plain.headers["Content-Type"] == "application/json"
    assert short.headers["Content-Type"] == "application/fhir+json; charset=utf-8"
    assert plain.json() == short.json()


async def test_the_region_brings_its_emergency_number(client: AsyncClient) -> None:
    for region, number in (("GB", "999"), ("US", "911"), ("ZZ", "112"), (None, "112")):
        answer = await sent(client, parameters(response("self-check", {"who": "me"}), region))

        assert outcome(answer.json())["advice"]["contact"]["number"] == number


async def test_unfinished_is_no_success_and_says_what_to_ask(client: AsyncClient) -> None:
    bundle = (await sent(client, response("self-check", {"who": "me"}))).json()

    guidance = bundle["entry"][0]["resource"]
    missing = next(one for one in guidance["contained"] if one["id"] == "missing")
    assert guidance["status"] == "data-required"
    assert [issue["details"]["coding"][0]["code"] for issue in missing["issue"]] == [
        question["question"] for question in outcome(bundle)["next"]
    ]


async def test_a_version_of_the_rules_is_asked_for_by_the_canonical_address(
    client: AsyncClient, catalog: Catalog
) -> None:
    def asked(version: str) -> Json:
        return {
            **response("self-check", WELL),
            "questionnaire": canonical("Questionnaire", "self-check", version),
        }

    known = await sent(client, asked(catalog.in_force["self-check"]))
    unknown = await sent(client, asked("9.9.9"))

    assert known.status_code == 200
    await assert_problem(client, unknown, 404, "unknown_slug")


async def test_withdrawn_rules_are_gone(app: FastAPI) -> None:
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        app.state.catalog = withdrawn(app.state.catalog)

        answer = await sent(client, response("self-check", WELL))
        questionnaire = await client.get("/fhir/Questionnaire/self-check")

        await assert_problem(client, answer, 410, "withdrawn")
        assert questionnaire.json()["status"] == "retired"


async def test_every_fault_is_told_with_its_place(client: AsyncClient) -> None:
    body = response("self-check", {"who": ["me", "zq7"], "sitting-hours": 99, "zq7": "none"})
    body["status"] = "zq7"

    answer = await sent(client, parameters(body, "zq7"))

    issues = answer.json()["issue"][1:]
    at = "Parameters.parameter[0].resource"
    assert {(one["expression"][0], one["details"]["coding"][0]["code"]) for one in issues} == {
        (f"{at}.item[0].answer[1].value", "unknown_option"),
        (f"{at}.item[1].answer[0].value", "wrong_number"),
        (f"{at}.item[2].linkId", "unknown_question"),
        (f"{at}.status", "wrong_status"),
        ("Parameters.parameter[1].value", "wrong_region"),
    }
    assert "zq7" not in answer.text
    (option,) = (i for i in issues if i["expression"][0].endswith("answer[1].value"))
    assert option["diagnostics"] == "should be one of: me, my-child, somebody-else"


async def test_a_refusal_says_that_nothing_was_judged_and_whom_to_call(client: AsyncClient) -> None:
    answer = await sent(client, response("self-check", {"saddle-numbness": "zq7"}))

    assert "emergency number" in answer.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize("code", ["none", "yes"])
async def test_an_option_of_another_question_is_refused(code: str, client: AsyncClient) -> None:
    body = response("self-check", {"saddle-numbness": code})
    coding: dict[str, Any] = body["item"][0]["answer"][0]["valueCoding"]
    coding["system"] = "https://plumbline.invalid/fhir/CodeSystem/question-foot-drop"

    await assert_problem(client, await sent(client, body), 422, "answers_refused")


@pytest.mark.parametrize("id_", ["saddle-numbness.yes", "who.", "pain.anything", "section.zq7"])
async def test_an_item_that_the_questionnaire_does_not_have_is_refused(
    id_: str, client: AsyncClient
) -> None:
    body = response("self-check", {"who": "me"})
    body["item"].append({"linkId": id_})

    await assert_problem(client, await sent(client, body), 422, "answers_refused")


@pytest.mark.parametrize("check", ["self-check", "follow-up"])
async def test_every_item_that_the_questionnaire_has_is_taken(
    check: str, client: AsyncClient, resources: list[Json], catalog: Catalog
) -> None:
    (form,) = (q for q in of_type(resources, "Questionnaire") if q["id"] == check)
    rules = catalog.rule_sets[check, catalog.in_force[check]].rules
    told = {item["linkId"] for item in items(form)} - {q.slug for q in rules.questions}
    body = {**response(check, {}), "item": [{"linkId": id_} for id_ in sorted(told)]}

    answer = await sent(client, body, f"/fhir/Questionnaire/{check}/$evaluate")

    assert answer.status_code == 200, answer.text
    assert told <= {*unanswered(catalog.checks[check, rules.version, "en"], rules)}


def changed(**more: Any) -> Json:
    """Parameters with a region, and with something that changes what they mean."""
    return {**parameters(response("self-check", WELL), "GB"), **more}


def told(**more: Any) -> Json:
    region = {"name": "region", **more}
    return {**changed(), "parameter": [changed()["parameter"][0], region]}


MODIFIER = [{"url": "https://example.org/not", "valueBoolean": True}]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (changed(modifierExtension=MODIFIER), "Parameters"),
        (changed(implicitRules="https://example.org/rules"), "Parameters"),
        (changed(parameter={"name": "region"}), "Parameters.parameter"),
        (told(valueCode="GB", modifierExtension=MODIFIER), "Parameters.parameter[1]"),
        (told(valueCode="GB", valueString="US"), "Parameters.parameter[1].value"),
        (told(valueCode=None, valueString="US"), "Parameters.parameter[1].value"),
    ],
)
async def test_what_changes_the_meaning_around_a_response_is_refused(
    body: Json, place: str, client: AsyncClient
) -> None:
    answer = await sent(client, body)

    await assert_problem(client, answer, 422, "invalid_request")
    assert place in {issue["expression"][0] for issue in answer.json()["issue"][1:]}


@pytest.mark.parametrize("said", [None, "", f"{canonical('Questionnaire', 'self-check')}|", 5])
async def test_no_questionnaire_and_no_version_are_not_those_in_force(
    said: object, client: AsyncClient
) -> None:
    answer = await sent(client, {**response("self-check", WELL), "questionnaire": said})

    await assert_problem(client, answer, 422, "invalid_request")


@pytest.mark.parametrize(
    ("version", "status"),
    [("4.0", 200), ("4.0.1", 200), ('"4.0"', 200), ("4.3", 415), ("5.0", 415), ("3.0", 415)],
)
async def test_another_version_of_fhir_is_not_taken_for_r4(
    version: str, status: int, client: AsyncClient
) -> None:
    media = f"application/fhir+json; fhirVersion={version}"
    body = json.dumps(response("self-check", WELL))

    answer = await client.post(URL, content=body, headers={"Content-Type": media})
    read = await client.get("/fhir/Questionnaire/self-check", headers={"Accept": media})
    either = await client.get("/fhir/metadata", headers={"Accept": f"{media};q=0.5, */*;q=0.1"})

    assert answer.status_code == status
    assert read.status_code == (200 if status == 200 else 406)
    kind = either.headers["Content-Type"].partition(";")[0]
    assert kind == ("application/fhir+json" if status == 200 else "application/json")


async def test_a_new_release_is_published_under_fhir_too(app: FastAPI) -> None:
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        url = "/fhir/ActivityDefinition/clamshell"
        before = await client.get(url)
        app.state.catalog = replace(app.state.catalog, release=app.state.catalog.release + 1)

        after = await client.get(url, headers={"If-None-Match": before.headers["ETag"]})

        assert after.status_code == 200
        assert after.json()["meta"]["versionId"] == "2"
