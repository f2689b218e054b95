"""The same answers have the same outcome through both doors: a thousand people's, all fields."""

import json
from collections import Counter
from random import Random
from typing import Any

import pytest
from httpx import AsyncClient

from app.catalog import Catalog
from tests.fhir.answering import REGIONS, SEED, drawn, parameters, response
from tests.fhir.read_back import outcome

PATHS = {"self-check": "/v1/triage", "follow-up": "/v1/follow-up"}
PEOPLE = {"self-check": 1_000, "follow-up": 200}
FHIR = {"Content-Type": "application/fhir+json"}


@pytest.mark.parametrize("check", PATHS)
async def test_everybodys_outcome_is_the_same_through_both_doors(
    check: str, client: AsyncClient, catalog: Catalog
) -> None:
    random, met = Random(SEED), Counter[str]()
    for answers in drawn(catalog, check, PEOPLE[check]):
        region, lang = random.choice(REGIONS), random.choice(["en", "es"])

        ours, theirs = await both(client, check, answers, region, lang)

        assert outcome(theirs) == ours
        assert_nothing_to_do_where_something_speaks_against_it(theirs, ours)
        met.update(_kinds(ours))

    assert sum(met[f"level {level}"] for level in LEVELS) == PEOPLE[check]
    assert min(met[kind] for kind in EXPECTED[check]) > 0, met


LEVELS = ("emergency", "urgent", "clinician_first", "self_care", None)
EXPECTED = {
    "self-check": [
        *(f"level {level}" for level in LEVELS),
        *("routines", "adapted", "replaced", "blocked", "ask_about"),
        *("causes", "conditions", "next", "optional"),
    ],
    "follow-up": [f"action {action}" for action in ("go_on", "ease_off", "stop", "see_someone")],
}
"""What has to be among them, or little was compared."""


async def both(
    client: AsyncClient, check: str, answers: dict[str, object], region: str | None, lang: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What `/v1` answers, and what FHIR does."""
    told = {"region": region} if region else {}
    ours = await client.post(f"{PATHS[check]}?lang={lang}", json={"answers": answers, **told})
    sent = parameters(response(check, answers), region)
    url = f"/fhir/Questionnaire/{check}/$evaluate?lang={lang}"
    theirs = await client.post(url, content=json.dumps(sent), headers=FHIR)
    assert (ours.status_code, theirs.status_code) == (200, 200), theirs.text[:500]
    assert theirs.headers["Cache-Control"] == "no-store"
    assert theirs.headers["Content-Language"] == lang
    return ours.json(), theirs.json()


def assert_nothing_to_do_where_something_speaks_against_it(
    bundle: dict[str, Any], ours: dict[str, Any]
) -> None:
    """S1: above self-care no exercise and no routine is offered; not in any resource."""
    kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    text = json.dumps(bundle)
    if ours["level"] != "self_care":
        assert "RequestGroup" not in text
        assert "ActivityDefinition/" not in text
    assert kinds <= {
        *("GuidanceResponse", "CommunicationRequest", "Flag", "DetectedIssue", "RequestGroup")
    }


def _kinds(ours: dict[str, Any]) -> list[str]:
    lists = ("routines", "blocked", "ask_about", "causes", "conditions", "next", "optional")
    changes = [change for routine in ours.get("routines", []) for change in routine["adapted"]]
    return [
        f"level {ours['level']}",
        f"action {ours.get('action')}",
        *(name for name in lists if ours.get(name)),
        *(["adapted"] if changes else []),
        *(["replaced"] if any(change["replaced_by"] for change in changes) else []),
    ]
