"""The vocabulary of triage. Values only: `engine` gives them meaning, `check` judges them.

A `RuleSet` is whole. Whatever decides an outcome is in it, so its digest names the decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class Level(IntEnum):
    """How soon somebody qualified should look at this. Higher wins."""

    SELF_CARE = 0
    CLINICIAN_FIRST = 1
    URGENT = 2
    EMERGENCY = 3


class Action(IntEnum):
    """What the follow-up says about going on. Higher wins."""

    GO_ON = 0
    EASE_OFF = 1
    STOP = 2
    SEE_SOMEONE = 3


class Fit(IntEnum):
    """How well a cause fits. Never more than a pattern."""

    MAY_FIT = 0
    FITS = 1


OptionKind = Literal["none", "unsure", "not_done", "finding"]
QuestionType = Literal["single", "multiple", "scale"]


@dataclass(frozen=True, slots=True)
class Option:
    slug: str
    kind: OptionKind
    rank: int | None
    """Among the findings of one question, a higher rank is worse; null is not comparable."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the person chose at least one of `any_of`, or at least `at_least` on a scale.

    There is no negation, on purpose: a rule can then only ever be switched on by an answer,
    so saying more can add a warning and never remove one.
    """

    question: str
    any_of: frozenset[str]
    at_least: int | None


@dataclass(frozen=True, slots=True)
class Question:
    slug: str
    type: QuestionType
    options: tuple[Option, ...]
    min: int | None
    max: int | None
    safety: Level | None
    """The most this question may reveal. A due safety question must be answered."""
    screens: tuple[str, ...]
    asked_when: tuple[Condition, ...]
    """Due when any of these holds; always due when there are none."""
    not_when: tuple[str, ...]
    physical: bool
    """A test done with the body: offered only to somebody for whom it is safe."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds when all of `when` do. Then everything below is added."""

    slug: str
    when: tuple[Condition, ...]
    level: Level | None
    action: Action | None
    warnings: tuple[str, ...]
    conditions: tuple[str, ...]
    causes: tuple[tuple[str, Fit], ...]
    routines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dose:
    sets: int
    reps: int
    hold_s: int
    rest_s: int


@dataclass(frozen=True, slots=True)
class Exercise:
    """What triage must know of an exercise."""

    slug: str
    dose: Dose
    """The starting dose, used where it takes another's place."""
    avoid: tuple[str, ...]
    ask_first: tuple[str, ...]
    alternatives: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    exercise: str
    dose: Dose


@dataclass(frozen=True, slots=True)
class Phase:
    slug: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Routine:
    slug: str
    phases: tuple[Phase, ...]
    warnings: tuple[str, ...]
    stop_rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One immutable version. Tuples are in the order outcomes list things: warnings most severe
    first, questions in the order they are asked."""

    name: str
    version: str
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    warnings: tuple[str, ...]
    conditions: tuple[str, ...]
    causes: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    routines: tuple[Routine, ...]


Answers = Mapping[str, frozenset[str] | int]
"""Question to the options chosen, or to a number on a scale. An empty set is silence."""


@dataclass(frozen=True, slots=True)
class Block:
    exercise: str
    condition: str


@dataclass(frozen=True, slots=True)
class Adaptation:
    """An exercise that left a routine: because of which condition, and what took its place."""

    exercise: str
    replaced_by: str | None
    condition: str


@dataclass(frozen=True, slots=True)
class OfferedRoutine:
    slug: str
    phases: tuple[Phase, ...]
    adapted: tuple[Adaptation, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    slug: str
    fit: Fit
    rules: tuple[str, ...]
    """The rules that named it, for the reasons."""


NoRoutine = Literal["not_finished", "see_someone_first", "all_blocked"]


@dataclass(frozen=True, slots=True)
class Outcome:
    complete: bool
    level: Level | None
    """Null while answers are missing: "not finished" must never read as "fine"."""
    level_at_least: Level
    action: Action
    warnings: tuple[str, ...]
    conditions: tuple[str, ...]
    causes: tuple[Cause, ...]
    routines: tuple[OfferedRoutine, ...]
    no_routine: NoRoutine | None
    blocked: tuple[Block, ...]
    ask_about: tuple[Block, ...]
    next: tuple[str, ...]
    """Safety questions to ask now, most dangerous first."""
    optional: tuple[str, ...]
    """Worth asking when complete and `SELF_CARE`; nothing depends on an answer."""
    fired: tuple[str, ...]
