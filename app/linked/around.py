"""What an item names: the other items of the same release and language."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.content.base import Lang
from app.content.citation import CitationOut
from app.content.exercise import ExerciseOut
from app.content.guide import TermOut
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut


@dataclass(frozen=True, slots=True)
class Around:
    """By slug."""

    language: Lang
    exercises: Mapping[str, ExerciseOut]
    routines: Mapping[str, RoutineOut]
    warnings: Mapping[str, WarningOut]
    conditions: Mapping[str, ConditionOut]
    citations: Mapping[str, CitationOut]
    terms: Mapping[str, TermOut]

    def label(self, term: str) -> str:
        """The name of a term, in the language of the items."""
        return self.terms[term].name
