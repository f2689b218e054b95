"""Test vectors of a rule set, for the contract: answers and what must come of them, in slugs."""

from typing import Literal

from sqlmodel import Field

from app.content.answers import SentAnswers
from app.content.base import Served
from app.content.fields import (
    ConditionSlug,
    ExerciseSlug,
    QuestionSlug,
    RoutineSlug,
    RuleSlug,
    WarningSlug,
)
from app.content.ruleset import CauseFit
from app.content.selfcheck import LevelName


class ExpectedBlock(Served):
    """An exercise that is kept from the person, and the condition that speaks against it."""

    exercise: ExerciseSlug
    condition: ConditionSlug


class ExpectedChange(Served):
    """An exercise that was taken out of a routine."""

    exercise: ExerciseSlug
    replaced_by: ExerciseSlug | None = Field(
        description="What stands in its place; null: it was dropped."
    )


class ExpectedRoutine(Served):
    """A routine that is offered, as adapted."""

    slug: RoutineSlug
    exercises: list[ExerciseSlug] = Field(description="Its exercises in their order, all phases.")
    adapted: list[ExpectedChange] = Field(
        description="What was taken out, in the order of the steps; may be empty."
    )


class ExpectedOutcome(Served):
    """What of an outcome must be the same everywhere, order included."""

    status: Literal["complete", "needs_answers"] = Field(
        description="Whether a safety question that is due is still open."
    )
    level: LevelName | None = Field(description="The level; null while answers are missing.")
    level_at_least: LevelName = Field(description="What the answers so far already fix.")
    warnings: list[WarningSlug] = Field(description="The warnings to show, most severe first.")
    conditions: list[ConditionSlug] = Field(description="The conditions named; may be empty.")
    blocked: list[ExpectedBlock] = Field(description="What `avoid` keeps away; may be empty.")
    ask_about: list[ExpectedBlock] = Field(description="What `ask_first` keeps away; may be empty.")
    causes: list[CauseFit] = Field(description="The patterns that fit; may be empty.")
    routines: list[ExpectedRoutine] = Field(description="What is offered; may be empty.")
    next: list[QuestionSlug] = Field(description="What to ask now; empty when complete.")
    optional: list[QuestionSlug] = Field(description="What may be asked then; may be empty.")
    because: list[RuleSlug] = Field(description="The rules that held, in their order.")


class TestVector(Served):
    """Answers, and what must come of them."""

    name: str = Field(description="What it is about, in English, for the report of a test.")
    answers: SentAnswers = Field(
        description="As `POST /v1/triage` takes them: question to options or number."
    )
    expect: ExpectedOutcome = Field(description="What an engine must find, in slugs.")
