"""A routine as an `ExercisePlan` with its steps. It is the routine as published, for nobody in
particular, so the warnings of every exercise come with it, and come first."""

from collections.abc import Iterator

from app.content.routine import RoutineOut
from app.linked.around import Around
from app.linked.exercise import limits
from app.linked.words import (
    Node,
    at_most,
    between,
    cited,
    own_in_order,
    part,
    seconds,
    warning_parts,
    work,
)


def routine_plan(routine: RoutineOut, around: Around) -> Node:
    path = f"/v1/routines/{routine.slug}"
    return {
        **work("ExercisePlan", path, routine),
        "name": routine.name,
        "description": routine.summary,
        "audience": {"@type": "Audience", "audienceType": routine.for_whom},
        "hasPart": own_in_order(
            path,
            [
                *_safety(routine, around),
                *_steps(routine, around),
                *_progression(routine, around),
            ],
        ),
        "exerciseType": [around.label(aim) for aim in routine.aims],
        "activityDuration": seconds(routine.duration_s),
        "activityFrequency": at_most(routine.days_per_week, unitText="days_per_week"),
        "additionalVariable": [f"weeks: {routine.weeks}"],
        "citation": cited(routine.citations),
    }


def _safety(routine: RoutineOut, around: Around) -> Iterator[Node]:
    """Warnings of the routine and of its exercises, when to stop, and whom each is not for."""
    steps = (step for phase in routine.phases for step in phase.steps)
    exercises = [around.exercises[slug] for slug in dict.fromkeys(step.exercise for step in steps)]
    of_exercises = (slug for exercise in exercises for slug in exercise.warnings)
    yield from warning_parts([*routine.warnings, *of_exercises], around)
    yield from _stop_rules(routine, around)
    for exercise in exercises:
        yield from limits(exercise, around)


def _stop_rules(routine: RoutineOut, around: Around) -> Iterator[Node]:
    name = around.label("page-stop")
    for rule in routine.stop_rules:
        place = f"/v1/routines/{routine.slug}#stop_rules.{rule.slug}"
        keywords = ["stop_rule", rule.action]
        yield part(place, rule.text, rule.citations, name=name, keywords=keywords)


def _steps(routine: RoutineOut, around: Around) -> Iterator[Node]:
    for at, phase in enumerate(routine.phases):
        for of, step in enumerate(phase.steps):
            dose = step.dose
            yield {
                "@type": "ExercisePlan",
                "@id": f"/v1/routines/{routine.slug}#phases.{at}.steps.{of}",
                "name": around.exercises[step.exercise].name,
                "isBasedOn": {"@id": f"/v1/exercises/{step.exercise}"},
                "repetitions": dose.reps,
                "restPeriods": between(dose.rest_s, dose.rest_s, unitCode="SEC"),
                "additionalVariable": [
                    f"phase: {phase.slug}",
                    f"sets: {dose.sets}",
                    f"hold_s: {dose.hold_s}",
                ],
            }


def _progression(routine: RoutineOut, around: Around) -> Iterator[Node]:
    for at, stage in enumerate(routine.progression):
        place = f"/v1/routines/{routine.slug}#progression.{at}"
        name = around.label("page-from-week").format(n=stage.week)
        yield part(place, stage.text, stage.citations, name=name, keywords=["progression"])
