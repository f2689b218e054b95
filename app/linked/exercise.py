"""An exercise as an `ExercisePlan` of one movement: the warnings first, then how it is done."""

from collections.abc import Iterator

from app.content.dose import Dose, Range
from app.content.exercise import ExerciseOut
from app.linked.around import Around
from app.linked.words import (
    Node,
    between,
    cited,
    contraindication_part,
    own_in_order,
    part,
    seconds,
    warning_parts,
    work,
)


def exercise_plan(exercise: ExerciseOut, around: Around) -> Node:
    path = f"/v1/exercises/{exercise.slug}"
    return {
        **work("ExercisePlan", path, exercise),
        "name": exercise.name,
        **({"alternateName": list(exercise.aliases)} if exercise.aliases else {}),
        "description": exercise.summary,
        "hasPart": own_in_order(
            path,
            [
                *warning_parts(exercise.warnings, around),
                *limits(exercise, around),
                *_how(exercise, around),
            ],
        ),
        "exerciseType": [around.label(aim) for aim in exercise.aims],
        "associatedAnatomy": [
            {"@type": "Muscle", "@id": f"/v1/terms/{slug}", "name": around.label(slug)}
            for slug in exercise.muscles.primary
        ],
        "activityDuration": seconds(exercise.duration_s),
        **_dose(exercise.dose),
        "citation": cited(exercise.citations),
    }


def limits(exercise: ExerciseOut, around: Around) -> Iterator[Node]:
    """Whom it is not for, and what to mind."""
    path = f"/v1/exercises/{exercise.slug}"
    for at, row in enumerate(exercise.contraindications):
        yield contraindication_part(f"{path}#contraindications.{at}", row, around)
    care = around.label("page-care")
    for at, claim in enumerate(exercise.cautions):
        place = f"{path}#cautions.{at}"
        yield part(place, claim.text, claim.citations, name=care, keywords=["caution"])


def _how(exercise: ExerciseOut, around: Around) -> Iterator[Node]:
    path = f"/v1/exercises/{exercise.slug}"
    yield {
        "@type": "HowTo",
        "@id": f"{path}#steps",
        "name": around.label("page-how"),
        "tool": [around.label(slug) for slug in exercise.equipment],
        "step": [
            {"@type": "HowToStep", "position": number, "text": text}
            for number, text in enumerate(exercise.steps, start=1)
        ],
        "citation": cited(exercise.steps_citations),
    }
    for at, claim in enumerate(exercise.mistakes):
        place, name = f"{path}#mistakes.{at}", around.label("page-mistakes")
        yield part(place, claim.text, claim.citations, name=name, keywords=["mistake"])
    evidence = exercise.evidence
    yield part(
        f"{path}#evidence",
        evidence.text,
        evidence.citations,
        name=around.label("page-evidence"),
        keywords=["evidence", evidence.grade],
    )
    if exercise.dose.note:
        name = around.label("page-dose")
        yield part(f"{path}#dose", exercise.dose.note, exercise.dose.citations, name=name)


def _dose(dose: Dose) -> Node:
    """schema.org has no word for sets and holds: they are told as JSON names them."""
    return {
        "repetitions": between(dose.reps.min, dose.reps.max),
        "restPeriods": between(dose.rest_s.min, dose.rest_s.max, unitCode="SEC"),
        "activityFrequency": between(
            dose.days_per_week.min, dose.days_per_week.max, unitText="days_per_week"
        ),
        "additionalVariable": [f"sets: {_told(dose.sets)}", f"hold_s: {_told(dose.hold_s)}"],
    }


def _told(of: Range) -> str:
    return str(of.min) if of.min == of.max else f"{of.min} to {of.max}"
