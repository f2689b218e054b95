"""A routine with everything it names, in one language: what its page and its calendar are made
of."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from app.content.citation import CitationOut
from app.content.dose import StepDose
from app.content.exercise import ExerciseOut
from app.content.guide import TermOut
from app.content.routine import PhaseSlug, RoutineOut, StopRule
from app.content.safety import ConditionOut, Severity, WarningOut

MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Part:
    """A step of the routine with its exercise; `number` counts through all phases, from 1."""

    number: int
    phase: PhaseSlug
    dose: StepDose
    exercise: ExerciseOut


@dataclass(frozen=True, slots=True)
class Handout:
    """One routine as published, and the items of the same release and language that it names."""

    routine: RoutineOut
    exercises: Mapping[str, ExerciseOut]
    warnings: Mapping[str, WarningOut]
    conditions: Mapping[str, ConditionOut]
    citations: Mapping[str, CitationOut]
    terms: Mapping[str, TermOut]
    release: int
    published_at: datetime

    @property
    def path(self) -> str:
        """Where the routine is in the API."""
        return f"/v1/routines/{self.routine.slug}"

    @property
    def is_translated(self) -> bool:
        return self.routine.translation_review != "source"

    @property
    def parts(self) -> list[Part]:
        steps = [(phase.slug, step) for phase in self.routine.phases for step in phase.steps]
        return [
            Part(number, phase, step.dose, self.exercises[step.exercise])
            for number, (phase, step) in enumerate(steps, start=1)
        ]

    @property
    def every_exercise(self) -> list[ExerciseOut]:
        """Each once, as they come."""
        return list({part.exercise.slug: part.exercise for part in self.parts}.values())

    @property
    def every_warning(self) -> list[WarningOut]:
        """Of the routine and of each of its exercises."""
        slugs = (slug for exercise in self.every_exercise for slug in exercise.warnings)
        return self.severe_first((*self.routine.warnings, *slugs))

    @property
    def stop_rules(self) -> list[StopRule]:
        """An emergency first, the others as they come."""
        return sorted(self.routine.stop_rules, key=lambda rule: rule.action != "emergency")

    def severe_first(self, slugs: Iterable[str]) -> list[WarningOut]:
        """Each once; of equal severity in the order given."""
        found = [self.warnings[slug] for slug in dict.fromkeys(slugs)]
        return sorted(found, key=lambda warning: SEVERITIES.index(warning.severity))

    def say(self, term: str, **values: object) -> str:
        """The name of a term, its `{…}` filled."""
        return _filled(self.terms[term].name, values)

    def count(self, term: str, n: int) -> str:
        """The name of `<term>-one` or `<term>-many`, its `{n}` filled."""
        return self.say(f"{term}-{'one' if n == 1 else 'many'}", n=n)

    def choice(self, prefix: str, value: str) -> str:
        """The word for one value of a fixed vocabulary: a severity, a phase …"""
        return self.say(f"{prefix}-{value.replace('_', '-')}")


SEVERITIES = get_args(Severity)


def _filled(text: str, values: Mapping[str, object]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), text)
