"""The cases of the contract kit are what the API answers today, and enough of them."""

import json
from typing import Any

import pytest

from app.catalog import Catalog
from app.library import Library
from tests.contract.made import FILE, made

Json = dict[str, Any]
LEVELS = {"emergency", "urgent", "clinician_first", "self_care", None}


@pytest.fixture(scope="module")
def cases() -> list[Json]:
    read: list[Json] = json.loads(FILE.read_text())
    return read


@pytest.fixture(scope="module")
def outcomes(cases: list[Json]) -> list[Json]:
    """What was answered, of today and as it is."""
    answered = [case["given"]["response"] for case in cases if "later:" not in case["name"]]
    return [one["body"] for one in answered if one and "warnings" in one["body"]]


async def test_they_are_what_the_api_answers(catalog: Catalog, library: Library) -> None:
    now = await made(catalog, library)

    assert FILE.read_text() == now, "python -m tests.contract writes them anew"


def test_each_has_a_name_of_its_own_and_there_are_enough(cases: list[Json]) -> None:
    assert 60 <= len({case["name"] for case in cases}) == len(cases) <= 150


def test_every_level_warning_and_reason_is_there(outcomes: list[Json], library: Library) -> None:
    given = {w["slug"] for outcome in outcomes for w in outcome["warnings"]}
    reasons = {(outcome["no_routine"] or {}).get("code") for outcome in outcomes}

    assert {outcome["level"] for outcome in outcomes} == LEVELS
    assert given >= {w for rule in library.rule_sets["self-check"].rules for w in rule.warnings}
    assert reasons == {"not_finished", "see_someone_first", "all_blocked", None}


def test_every_warning_of_an_exercise_is_there(outcomes: list[Json], library: Library) -> None:
    own = {
        warning["slug"]
        for outcome in outcomes
        for routine in outcome["routines"]
        for phase in routine["phases"]
        for step in phase["steps"]
        for warning in step["warnings"]
    }

    exercises = library.documents["exercise"].values()
    assert own == {slug for exercise in exercises for slug in exercise.model_dump()["warnings"]}


def test_routines_are_there_whole_adapted_and_several(outcomes: list[Json]) -> None:
    routines = [routine for outcome in outcomes for routine in outcome["routines"]]

    assert any(not routine["adapted"] for routine in routines)
    for replaced in (True, False):
        assert any(
            (change["replaced_by"] is not None) is replaced
            for routine in routines
            for change in routine["adapted"]
        )
    assert any(len(outcome["routines"]) > 1 for outcome in outcomes)


def test_what_reads_as_fine_is_forbidden_wherever_it_is_not(
    cases: list[Json], outcomes: list[Json]
) -> None:
    fine = {outcome["advice"]["title"] for outcome in outcomes if outcome["routines"]}

    assert len(fine) == 2, "in English and in Spanish"
    for case in cases:
        said = {saying["text"] for saying in case["expect"]["say"]}
        assert fine & {*said, *case["expect"]["never_say"]}, case["name"]
