"""Of what a result tells, nothing that keeps people safe is out of sight of a program that shows
the standard's own elements and knows none of our codes."""

from collections.abc import Iterator
from typing import Any

import pytest
from httpx import AsyncClient

from app.catalog import Catalog
from app.fhir.names import Json
from app.openapi.asked import WELL
from tests.fhir.answering import drawn, parameters, response
from tests.fhir.test_evaluate import sent
from tests.fhir.test_same_outcome import both

PRIORITIES = ("routine", "urgent", "asap", "stat")


def resource(bundle: Json, kind: str) -> Json:
    found: Json = next(
        entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind
    )
    return found


def deep(action: Json) -> Iterator[Json]:
    for inner in action.get("action", []):
        yield inner
        yield from deep(inner)


@pytest.mark.parametrize(("region", "number"), [("GB", "999"), (None, "112")])
async def test_the_number_to_call_is_the_first_thing_said(
    region: str | None, number: str, client: AsyncClient
) -> None:
    body = response("self-check", {"screen-nerves": "one-or-more", "saddle-numbness": "yes"})
    bundle = (await sent(client, parameters(body, region))).json()

    payload = resource(bundle, "CommunicationRequest")["payload"]
    assert payload[0]["id"] == "contact"
    assert payload[0]["contentString"].startswith(number)
    assert {"GB": "112 works too."}.get(str(region), "If 112") in payload[0]["contentString"]
    assert "emergency number shown" in payload[2]["contentString"]


async def test_every_warning_stands_in_words_before_what_is_offered(client: AsyncClient) -> None:
    ours, bundle = await both(client, "self-check", dict(WELL), "GB", "en")

    actions = resource(bundle, "RequestGroup")["action"]
    told = ours["warnings"]
    assert {"see-a-doctor-first", "not-a-diagnosis"} <= {warning["slug"] for warning in told}
    first, rest = actions[: len(told)], actions[len(told) :]
    assert [one["textEquivalent"] for one in first] == [warning["text"] for warning in told]
    assert first[0]["title"] in ("Emergency", "Urgent", "Important", "Advice", "Good to know")
    assert [one["title"] for one in rest] == [routine["name"] for routine in ours["routines"]]


async def test_every_warning_and_every_rule_for_stopping_of_a_routine_is_an_action_in_words(
    client: AsyncClient,
) -> None:
    ours, bundle = await both(client, "self-check", dict(WELL), "GB", "es")

    actions = resource(bundle, "RequestGroup")["action"][len(ours["warnings"]) :]
    for action, routine in zip(actions, ours["routines"], strict=True):
        said = [one.get("textEquivalent") for one in deep(action)]
        stops = [rule["text"] for rule in routine["stop_rules"]]
        steps = [step for phase in routine["phases"] for step in phase["steps"]]
        warnings = [w["text"] for of in (routine, *steps) for w in of["warnings"]]
        assert stops
        assert set(stops) | set(warnings) <= set(said)
        names = [one.get("title") for one in action["action"]]
        begun = names.index(_first_phase(action))
        assert set(stops) <= {one.get("textEquivalent") for one in action["action"][:begun]}


def _first_phase(action: Json) -> Any:
    return next(one["title"] for one in action["action"] if "action" in one)


@pytest.mark.parametrize("check", ["self-check", "follow-up"])
async def test_unfinished_is_coded_as_no_level_and_waits_for_nobody(
    check: str, client: AsyncClient, catalog: Catalog
) -> None:
    unfinished = 0
    for answers in ({}, *drawn(catalog, check, 60)):
        ours, bundle = await both(client, check, answers, None, "en")
        guidance, flag = resource(bundle, "GuidanceResponse"), resource(bundle, "Flag")
        system = "level" if ours["level"] else "level-at-least"
        for concept in (guidance["reasonCode"][0], flag["code"]):
            (coding,) = concept["coding"]
            assert coding["system"].rpartition("/")[2] == system
            assert coding["code"] == (ours["level"] or ours["level_at_least"])
        priority = resource(bundle, "CommunicationRequest")["priority"]
        if ours["level"] is None:
            assert PRIORITIES.index(priority) >= PRIORITIES.index("urgent")
            unfinished += 1

    assert unfinished > 5


async def test_what_must_be_confirmed_is_never_of_low_severity(
    client: AsyncClient, catalog: Catalog
) -> None:
    confirmed = 0
    for answers in drawn(catalog, "self-check", 40):
        _, bundle = await both(client, "self-check", answers, None, "en")
        for entry in bundle["entry"]:
            issue = entry["resource"]
            if issue["resourceType"] != "DetectedIssue":
                continue
            if any(one["code"] == "must-acknowledge" for one in issue["code"]["coding"]):
                assert issue["severity"] in ("moderate", "high")
                confirmed += 1

    assert confirmed > 40
