"""What triage receives and what it answers."""

from typing import Any, Literal

from pydantic import BaseModel
from sqlmodel import Field

from app.content.base import (
    TRANSLATION_REVIEW,
    Lang,
    Link,
    Region,
    Served,
    Slug,
    TranslationReview,
    Version,
)
from app.content.dose import StepDose
from app.content.routine import StopRule
from app.content.safety import Severity
from app.content.selfcheck import ActionName, FitName, LevelName
from app.content.timeline import Cue
from app.triage.model import NoRoutine


class AnswersIn(BaseModel):
    """Answers to the self-check. Nothing of this is stored, logged or repeated."""

    model_config = {"extra": "forbid", "frozen": True}

    answers: dict[str, Any] = Field(
        description="Question → option, list of options, or whole number on a scale. An empty list "
        "is no answer."
    )
    region: Region | None = Field(
        default=None,
        description="ISO 3166-1 alpha-2, for the emergency number: `GB`.",
    )
    ruleset: Version | None = Field(
        default=None, description="A version; the one in force if absent."
    )


class ContactRef(Served):
    """The number to call."""

    region: str | None = Field(description="Null: not known, the number that works most widely.")
    number: str
    note: str | None


class AdviceOut(Served):
    """What to do now."""

    title: str
    text: str
    contact: ContactRef
    safety_net: str = Field(description="What to do if things change.")
    citations: list[Link]


class WarningRef(Served):
    """A warning that must be shown."""

    slug: Slug
    severity: Severity
    text: str
    must_acknowledge: bool
    citations: list[Link]


class ConditionRef(Served):
    slug: Slug
    name: str


class CauseRef(Served):
    """A pattern that fits. Never a diagnosis."""

    slug: Slug
    name: str
    fit: FitName = Field(
        description="One check alone gives at most `may_fit`; two that agree `fits`."
    )
    because: list[str]
    citations: list[Link]


class ExerciseStep(Served):
    exercise: Slug
    name: str
    dose: StepDose
    duration_s: int
    warnings: list[WarningRef]


class OfferedPhase(Served):
    slug: str
    steps: list[ExerciseStep]


class AdaptationOut(Served):
    """An exercise that was taken out for this person."""

    exercise: Slug
    replaced_by: Slug | None
    because: str


class OfferedRoutineOut(Served):
    """A routine, as adapted to the answers."""

    slug: Slug
    name: str
    why: list[str]
    phases: list[OfferedPhase]
    adapted: list[AdaptationOut]
    warnings: list[WarningRef]
    stop_rules: list[StopRule]
    duration_s: int
    days_per_week: int
    equipment: list[Slug] = Field(description="All that its exercises need.")
    timeline: list[Cue] | None = Field(
        description="Its timed cues, as adapted, to be played; only with `include=timeline`."
    )
    citations: list[Link]


class NoRoutineOut(Served):
    code: NoRoutine
    text: str


class BlockOut(Served):
    """An exercise that is kept from the person, and why."""

    exercise: Slug
    condition: Slug
    why: str
    citations: list[Link]


class NextQuestion(Served):
    question: Slug
    section: Slug
    text: str


class GivenAnswer(Served):
    question: Slug
    options: list[Slug]
    number: int | None


class FiredRule(Served):
    """A rule that held, and the answers that made it hold."""

    rule: Slug
    text: str
    answers: list[GivenAnswer]
    citations: list[Link]


RuleSetStatus = Literal["in_force", "superseded", "withdrawn"]


class RuleSetRef(Served):
    version: str
    digest: str = Field(description="sha-256 of everything that decides.")
    status: RuleSetStatus


class OutcomeOut(Served):
    """The answer to a self-check. It educates and signposts; it is not a diagnosis."""

    status: Literal["complete", "needs_answers"]
    level: LevelName | None = Field(
        description="Null while answers are missing: unfinished must never read as fine."
    )
    level_at_least: LevelName = Field(description="What the answers so far already fix.")
    time_frame: str | None = Field(description="ISO 8601 duration; how soon to act on `level`.")
    advice: AdviceOut
    warnings: list[WarningRef] = Field(min_length=1, description="Most severe first. Show all.")
    conditions: list[ConditionRef]
    causes: list[CauseRef]
    routines: list[OfferedRoutineOut]
    no_routine: NoRoutineOut | None
    blocked: list[BlockOut] = Field(description="Not for this person.")
    ask_about: list[BlockOut] = Field(description="Not before a clinician allows it.")
    next: list[NextQuestion] = Field(description="Ask these now, the most dangerous first.")
    optional: list[NextQuestion] = Field(
        description="May be asked once all is answered and well; sharpens causes and routines."
    )
    because: list[FiredRule]
    ruleset: RuleSetRef
    content_release: int
    language: Lang
    translation_review: TranslationReview = TRANSLATION_REVIEW
    disclaimer: str


class FollowUpOut(Served):
    """How to go on after exercising."""

    status: Literal["complete", "needs_answers"]
    level: LevelName | None
    level_at_least: LevelName
    time_frame: str | None = Field(description="ISO 8601 duration; null when nothing presses.")
    action: ActionName | None = Field(description="Null while answers are missing.")
    advice: AdviceOut
    warnings: list[WarningRef] = Field(min_length=1)
    next: list[NextQuestion]
    because: list[FiredRule]
    ruleset: RuleSetRef
    content_release: int
    language: Lang
    translation_review: TranslationReview = TRANSLATION_REVIEW
    disclaimer: str
