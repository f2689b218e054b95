"""What an item names besides its sources: exercises, warnings, conditions, terms …"""

from collections.abc import Collection, Iterator

from pydantic import BaseModel

from app.content.cause import CauseFacts
from app.content.exercise import ExerciseFacts
from app.content.guide import AnswerFacts
from app.content.links import Place
from app.content.routine import RoutineFacts

TERM_SETS = ("muscle", "equipment", "position", "aim")
"""These name terms."""

Reference = tuple[str, Place, str]
"""Kind, where it stands, slug."""


def referred(document: BaseModel) -> Iterator[Reference]:
    if isinstance(document, ExerciseFacts):
        yield from _exercise(document)
    elif isinstance(document, RoutineFacts):
        for p, phase in enumerate(document.phases):
            for s, step in enumerate(phase.steps):
                yield "exercise", ("phases", p, "steps", s, "exercise"), step.exercise
        yield from _each("warning", "warnings", document.warnings)
        yield from _each("aim", "aims", document.aims)
    elif isinstance(document, CauseFacts):
        yield from _each("exercise", "related_exercises", document.related_exercises)
        yield from _each("routine", "related_routines", document.related_routines)
    elif isinstance(document, AnswerFacts):
        yield "contributor", ("contributor",), document.contributor


def _exercise(document: ExerciseFacts) -> Iterator[Reference]:
    yield from _each("exercise", "alternatives", document.alternatives)
    yield from _each("warning", "warnings", document.warnings)
    yield from _each("equipment", "equipment", document.equipment)
    yield from _each("equipment", "optional_equipment", document.optional_equipment)
    yield from _each("aim", "aims", document.aims)
    yield "position", ("position",), document.position
    for part in ("primary", "secondary"):
        for index, muscle in enumerate(getattr(document.muscles, part)):
            yield "muscle", ("muscles", part, index), muscle
    for index, against in enumerate(document.contraindications):
        yield "condition", ("contraindications", index, "condition"), against.condition
    for field in ("easier", "harder"):
        for index, variant in enumerate(getattr(document, field)):
            if variant.exercise is not None:
                yield "exercise", (field, index, "exercise"), variant.exercise


def _each(kind: str, field: str, slugs: Collection[str]) -> Iterator[Reference]:
    for index, slug in enumerate(slugs):
        yield kind, (field, index), slug
