"""What is offered to somebody, as one `RequestGroup`: every warning of the outcome, then routines
as adapted, each with its warnings before it and its rules for stopping. All of it is in words, for
who shows a `RequestGroup` alone. It is only made where nothing speaks against exercise."""

from collections.abc import Iterable, Iterator

from app.content.offered import ExerciseStep, OfferedPhase, OfferedRoutineOut
from app.content.routine import StopRule
from app.content.said import WarningRef
from app.fhir.dose import dose_extension, in_words, seconds, weekly
from app.fhir.names import Json, canonical, coding, concept
from app.fhir.routine import GROUP, stop_condition
from app.fhir.warned import Telling, acknowledgement, address

BETWEEN = "\n\n"
"""Stands between reasons."""


def offer(telling: Telling, routines: Iterable[OfferedRoutineOut]) -> Json:
    release = str(telling.said.content_release)
    plans = [canonical("PlanDefinition", routine.slug, release) for routine in routines]
    return {
        **telling.begun("RequestGroup"),
        "instantiatesCanonical": plans,
        "status": "active",
        "intent": "proposal",
        "priority": "routine",
        "code": concept(coding("offer", "routines")),
        "note": [{"text": telling.said.disclaimer}],
        "action": [
            *(_shown(telling, warning) for warning in telling.said.warnings),
            *(_routine(telling, routine) for routine in routines),
        ],
    }


def warnings_of(routines: Iterable[OfferedRoutineOut]) -> Iterator[WarningRef]:
    """Of the routines and of every step; a warning may come more than once."""
    for routine in routines:
        yield from routine.warnings
        for phase in routine.phases:
            for step in phase.steps:
                yield from step.warnings


def _routine(telling: Telling, routine: OfferedRoutineOut) -> Json:
    stops = [
        stop_condition(rule, {"description": rule.text}, telling.documentation(rule.citations))
        for rule in routine.stop_rules
    ]
    return {
        "title": routine.name,
        "description": BETWEEN.join(routine.why),
        "code": [
            concept(coding("routine", routine.slug)),
            *(concept(coding("equipment", thing)) for thing in routine.equipment),
        ],
        "documentation": telling.documentation(routine.citations),
        "condition": stops,
        "timingTiming": weekly(routine.days_per_week, **seconds(routine.duration_s)),
        **GROUP,
        "action": [
            *(_shown(telling, warning) for warning in routine.warnings),
            *(_stop(telling, routine.slug, rule) for rule in routine.stop_rules),
            *(_phase(telling, routine.slug, phase) for phase in routine.phases),
        ],
    }


def _phase(telling: Telling, routine: str, phase: OfferedPhase) -> Json:
    term = telling.source.term(f"phase-{phase.slug.replace('_', '-')}")
    return {
        "title": term(telling.said.language),
        "code": [concept(coding("phase", phase.slug))],
        **GROUP,
        "action": [_step(telling, routine, step) for step in phase.steps],
    }


def _step(telling: Telling, routine: str, step: ExerciseStep) -> Json:
    """Its warnings come first, then the exercise itself."""
    dose = in_words(telling.source, routine, step.exercise, step.dose)
    exercise = {"type": "ActivityDefinition", "reference": f"ActivityDefinition/{step.exercise}"}
    return {
        "extension": [dose_extension(step.dose)],
        "title": step.name,
        "textEquivalent": dose(telling.said.language),
        "code": [concept(coding("exercise", step.exercise))],
        "timingTiming": {"repeat": seconds(step.duration_s)},
        **GROUP,
        "action": [
            *(_shown(telling, warning) for warning in step.warnings),
            {"title": step.name, "resource": exercise},
        ],
    }


def _shown(telling: Telling, warning: WarningRef) -> Json:
    severity = telling.source.term(f"severity-{warning.severity}")
    return {
        "title": severity(telling.said.language),
        "textEquivalent": warning.text,
        "code": [
            concept(coding("warning", warning.slug), acknowledgement(must=warning.must_acknowledge))
        ],
        "resource": {"reference": address("DetectedIssue", warning.slug)},
    }


def _stop(telling: Telling, routine: str, rule: StopRule) -> Json:
    """The condition has it too, for programs; here it is for the person. FHIR asks of an action
    that it leads somewhere: this one to where the rule is published."""
    return {
        "title": telling.source.term("page-stop")(telling.said.language),
        "textEquivalent": rule.text,
        "code": [concept(coding("stop-rule", rule.slug), coding("stop-action", rule.action))],
        "documentation": telling.documentation(rule.citations),
        "resource": {"type": "PlanDefinition", "reference": f"PlanDefinition/{routine}"},
    }
