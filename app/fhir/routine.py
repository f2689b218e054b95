"""A routine as a `PlanDefinition`: its phases, its steps with their dose, and when to stop."""

from app.content.base import SOURCE_LANG, Lang
from app.content.routine import Phase, RoutineOut, Step, StopRule
from app.fhir.dose import dose_extension, in_words, seconds, weekly
from app.fhir.exercise import not_for, warning_codes
from app.fhir.names import TERMINOLOGY, Json, canonical, coding, concept, extension
from app.fhir.source import Source

GROUP = {"groupingBehavior": "logical-group", "selectionBehavior": "all"}
PLAN_TYPE = f"{TERMINOLOGY}/plan-definition-type"


def plan(source: Source, slug: str) -> Json:
    """It is no protocol to follow: adapted to nobody, and retired with the rules that adapt it."""
    routine, release = source.routines(SOURCE_LANG)[slug], str(source.catalog.release)
    return {
        **source.head("PlanDefinition", slug, release, retired=source.is_recalled("self-check")),
        **source.rights(routine),
        **source.told("title", lambda lang: source.routines(lang)[slug].name),
        "type": concept({"system": PLAN_TYPE, "code": "workflow-definition"}),
        **source.told(
            "description", lambda lang: source.routines(lang)[slug].summary, markdown=True
        ),
        **source.told("purpose", source.term("about-published"), markdown=True),
        **source.told("usage", lambda lang: _usage(source, slug, lang), markdown=True),
        "topic": [concept(coding("aim", aim)) for aim in routine.aims],
        "relatedArtifact": source.cited(routine.citations),
        "action": [_session(source, routine)],
    }


def _usage(source: Source, slug: str, lang: Lang) -> str:
    return "\n\n".join([source.term("about-published")(lang), source.routines(lang)[slug].for_whom])


def _session(source: Source, routine: RoutineOut) -> Json:
    """Everything of one session: what to know first, then the parts, then what changes later."""
    slug = routine.slug
    often = weekly(
        routine.days_per_week,
        **seconds(routine.duration_s),
        boundsDuration={
            "value": routine.weeks,
            "unit": "weeks",
            "system": "http://unitsofmeasure.org",
            "code": "wk",
        },
    )
    return {
        **source.told("title", lambda lang: source.routines(lang)[slug].name),
        "code": [
            concept(coding("routine", slug)),
            *(concept(coding("equipment", thing)) for thing in routine.equipment),
        ],
        "documentation": source.cited(routine.citations),
        "condition": [_stop(source, slug, n, rule) for n, rule in enumerate(routine.stop_rules)],
        "timingTiming": often,
        **GROUP,
        "action": [
            *(_warning(source, warning) for warning in routine.warnings),
            *(_phase(source, slug, phase) for phase in routine.phases),
            *(_stage(source, slug, n) for n in range(len(routine.progression))),
        ],
    }


def _phase(source: Source, routine: str, phase: Phase) -> Json:
    term = source.term(f"phase-{phase.slug.replace('_', '-')}")
    return {
        **source.told("title", term),
        "code": [concept(coding("phase", phase.slug))],
        **GROUP,
        "action": [_step(source, routine, step) for step in phase.steps],
    }


def _step(source: Source, routine: str, step: Step) -> Json:
    slug = step.exercise
    return {
        "extension": [dose_extension(step.dose)],
        **source.told("title", lambda lang: source.exercises(lang)[slug].name),
        **source.told("textEquivalent", in_words(source, routine, slug, step.dose)),
        "code": [concept(coding("exercise", slug))],
        "definitionCanonical": canonical("ActivityDefinition", slug, str(source.catalog.release)),
        **GROUP,
        "action": [
            *(_warning(source, one) for one in source.exercises(SOURCE_LANG)[slug].warnings),
            *(
                {**source.told("textEquivalent", line), "code": [concept(*codes)]}
                for codes, line in not_for(source, slug)
            ),
        ],
    }


def _warning(source: Source, slug: str) -> Json:
    """To be shown before what it belongs to is begun."""
    warning = source.warnings(SOURCE_LANG)[slug]
    return {
        **source.told("textEquivalent", lambda lang: source.warnings(lang)[slug].text),
        "code": [concept(*warning_codes(source, slug))],
        "documentation": source.cited(warning.citations),
    }


def _stage(source: Source, routine: str, n: int) -> Json:
    stage = source.routines(SOURCE_LANG)[routine].progression[n]
    return {
        **source.told(
            "textEquivalent", lambda lang: source.routines(lang)[routine].progression[n].text
        ),
        "code": [concept(coding("progression", f"week-{stage.week}"))],
        "documentation": source.cited(stage.citations),
    }


def _stop(source: Source, routine: str, n: int, rule: StopRule) -> Json:
    said = source.told(
        "description", lambda lang: source.routines(lang)[routine].stop_rules[n].text
    )
    return stop_condition(rule, said, source.cited(rule.citations))


def stop_condition(rule: StopRule, said: Json, cited: list[Json]) -> Json:
    """When to stop, as a condition of kind `stop`: `%pain >= 5`, or a thing that is there.

    Args:
        said: its words, as `description`.
        cited: its sources.
    """
    expression = f"%`{rule.measure}`"
    if rule.at_least is not None:
        expression += f" >= {rule.at_least}"
    return {
        "id": rule.slug,
        "extension": [
            extension("stop-action", valueCode=rule.action),
            *(extension("cites", valueRelatedArtifact=one) for one in cited),
        ],
        "kind": "stop",
        "expression": {
            **said,
            "name": rule.measure,
            "language": "text/fhirpath",
            "expression": expression,
        },
    }
