"""A published exercise or routine, shown by itself, says what to be warned of and whom it is not
for; and it is offered by nobody once the rules that would adapt it are withdrawn."""

import json

import pytest

from app.catalog import Catalog
from app.content.exercise import ExerciseOut
from app.content.guide import TermOut
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.fhir.names import Json
from app.fhir.shelf import shelves
from tests.api.test_errors import withdrawn
from tests.fhir.test_resources import coded, of_type, walk

HEADING = {"avoid": "page-avoid", "ask_first": "page-ask"}


def test_warnings_stand_first_in_the_usage_of_an_exercise(
    resources: list[Json], catalog: Catalog
) -> None:
    exercises = catalog.all("en", "exercise", ExerciseOut)
    warnings = catalog.all("en", "warning", WarningOut)
    for activity in of_type(resources, "ActivityDefinition"):
        usage = activity["usage"]
        said = [warnings[slug].text for slug in exercises[activity["id"]].warnings]
        assert said
        assert all(text in usage for text in said)
        assert max(usage.index(text) for text in said) < usage.index("This teaches")


def test_whom_an_exercise_is_not_for_is_said_whole(resources: list[Json], catalog: Catalog) -> None:
    exercises = catalog.all("en", "exercise", ExerciseOut)
    for activity in of_type(resources, "ActivityDefinition"):
        told = [one["text"] for one in activity["dosage"][0]["additionalInstruction"]]
        assert set(not_for(catalog, exercises[activity["id"]])) <= set(told)


def test_every_step_of_a_routine_says_whom_it_is_not_for(
    resources: list[Json], catalog: Catalog
) -> None:
    exercises = catalog.all("en", "exercise", ExerciseOut)
    steps = 0
    for plan in routines(resources, catalog):
        for _, action in walk(plan):
            if isinstance(action, dict) and "definitionCanonical" in action:
                slug = action["definitionCanonical"].rpartition("/")[2].partition("|")[0]
                told = [one["textEquivalent"] for one in action["action"]]
                assert set(not_for(catalog, exercises[slug])) <= set(told)
                steps += 1

    assert steps > 30


def test_a_routine_is_no_protocol_and_says_that_it_is_adapted_to_nobody(
    resources: list[Json], catalog: Catalog
) -> None:
    published = catalog.all("en", "term", TermOut)["about-published"].name
    for plan in routines(resources, catalog):
        assert coded(plan["type"]) == {("plan-definition-type", "workflow-definition")}
        assert plan["usage"].startswith(published)


@pytest.mark.parametrize("kind", ["ActivityDefinition", "PlanDefinition"])
def test_a_definition_says_which_warnings_must_be_confirmed(
    kind: str, resources: list[Json], catalog: Catalog
) -> None:
    warnings = catalog.all("en", "warning", WarningOut)
    met = set()
    for one in of_type(resources, kind):
        if one["id"].endswith("-rules"):
            continue
        for _, value in walk(one):
            codes = dict(coded(value)) if isinstance(value, dict) and "coding" in value else {}
            if "severity" in codes:
                must = warnings[codes["warning"]].must_acknowledge
                expected = "must-acknowledge" if must else "showing-is-enough"
                assert codes["acknowledgement"] == expected
                met.add(must)

    assert False in met


@pytest.mark.parametrize("kind", ["Questionnaire", "PlanDefinition", "ActivityDefinition"])
def test_all_of_it_is_retired_while_the_rules_are_withdrawn(kind: str, catalog: Catalog) -> None:
    for of, status in ((catalog, "active"), (withdrawn(catalog), "retired")):
        made = shelves(of).types[kind].values()
        assert {json.loads(one.body)["status"] for one in made} == {status}


def routines(resources: list[Json], catalog: Catalog) -> list[Json]:
    slugs = catalog.all("en", "routine", RoutineOut)
    return [one for one in of_type(resources, "PlanDefinition") if one["id"] in slugs]


def not_for(catalog: Catalog, exercise: ExerciseOut) -> list[str]:
    """What to leave out or to ask about first, for whom, and why, in one line each."""
    terms = catalog.all("en", "term", TermOut)
    conditions = catalog.all("en", "condition", ConditionOut)
    return [
        f"{terms[HEADING[row.action]].name}: {conditions[row.condition].name}: {row.why}"
        for row in exercise.contraindications
    ]
