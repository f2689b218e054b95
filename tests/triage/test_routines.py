"""What the shipped routines promise, whatever is taken out of them."""

import itertools

import pytest

from app.content.exercise import ExerciseDocument
from app.library import Library
from app.triage.adapt import adapt

LYING = {"lying-back", "lying-side", "lying-face-down"}
PLACES = {
    "standing-only": {"standing", "sitting"},
    "gentle-chair": {"standing", "sitting"},
    "desk-break": {"standing", "sitting"},
    "bed-friendly": {*LYING, "sitting"},
}


@pytest.mark.parametrize("slug", PLACES)
def test_a_routine_for_one_place_stays_there_whatever_is_replaced(
    slug: str, library: Library
) -> None:
    rules = library.rule_sets["self-check"]
    exercises = library.documents["exercise"]
    (routine,) = (r for r in rules.routines if r.slug == slug)

    for count in (0, 1, 2):
        for conditions in itertools.combinations(rules.conditions, count):
            offered = adapt(rules, routine, conditions)
            for phase in offered.phases if offered else ():
                for step in phase.steps:
                    exercise = exercises[step.exercise]
                    assert isinstance(exercise, ExerciseDocument)
                    assert exercise.position in PLACES[slug], (conditions, step.exercise)


def test_one_or_two_cleared_conditions_always_leave_a_routine(library: Library) -> None:
    """Except those that bar every exercise until a clinician chooses."""
    rules = library.rule_sets["self-check"]
    bar_all = {
        "hip-replacement-posterior",
        "hip-replacement-anterior",
        "other-hip-pelvis-spine-operation",
        "neuromuscular-condition",
        "under-18",
    }
    others = [condition for condition in rules.conditions if condition not in bar_all]

    for count in (0, 1, 2):
        for conditions in itertools.combinations(others, count):
            assert any(adapt(rules, r, conditions) for r in rules.routines), conditions
