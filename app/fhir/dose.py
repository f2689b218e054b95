"""How much of an exercise, as codes and numbers, and in words."""

from app.content.base import SOURCE_LANG, Lang
from app.content.dose import Dose, Range, StepDose
from app.content.exercise import ExerciseOut
from app.content.guide import TermOut
from app.fhir.names import Json, coding, concept, extension
from app.fhir.source import Say, Source
from app.paper.dose import dose_in_words
from app.paper.handout import Handout, Part

UCUM = "http://unitsofmeasure.org"
PARTS = ("sets", "reps", "hold_s", "rest_s")
"""What a step of a routine says, in this order."""


def dose_extension(dose: StepDose) -> Json:
    """FHIR has doses of substances only, so this one is ours."""
    return extension(
        "dose",
        extension=[{"url": part, "valueInteger": getattr(dose, part)} for part in PARTS],
    )


def ranges(dose: Dose) -> list[Json]:
    """Each part of a dose with its least and its most, told apart by its type."""
    parts = {part: getattr(dose, part) for part in (*PARTS, "rep_s")}
    return [
        {"type": concept(coding("dose", part)), "doseRange": _range(part, value)}
        for part, value in parts.items()
    ]


def _range(part: str, value: Range) -> Json:
    unit = {"unit": "s", "system": UCUM, "code": "s"} if part.endswith("_s") else {}
    return {"low": {"value": value.min, **unit}, "high": {"value": value.max, **unit}}


def weekly(days: int, most: int | None = None, **more: object) -> Json:
    """On so many days of a week."""
    upper = {"frequencyMax": most} if most is not None and most > days else {}
    return {"repeat": {"frequency": days, **upper, "period": 1, "periodUnit": "wk", **more}}


def seconds(duration_s: int) -> Json:
    return {"duration": duration_s, "durationUnit": "s"}


def in_words(source: Source, routine: str, exercise: str, dose: StepDose) -> Say:
    """As the printed page says it, in any language."""
    return lambda lang: dose_in_words(
        handout(source, routine, lang), _part(source.exercises(lang)[exercise], dose)
    )


def handout(source: Source, routine: str, lang: Lang) -> Handout:
    """What words for doses are made with; only its terms are looked at."""
    return Handout(
        routine=source.routines(lang)[routine],
        exercises=source.exercises(lang),
        warnings=source.warnings(lang),
        conditions=source.conditions(lang),
        citations={},
        terms=source.catalog.all(lang, "term", TermOut),
        release=source.catalog.release,
        published_at=source.catalog.published_at,
    )


def _part(exercise: ExerciseOut, dose: StepDose) -> Part:
    return Part(number=1, phase="main", dose=dose, exercise=exercise)


def any_routine(source: Source) -> str:
    """For words about an exercise by itself."""
    return next(iter(source.routines(SOURCE_LANG)))
