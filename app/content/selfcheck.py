"""The self-check and the follow-up as clinicians write them: questions, rules, advice."""

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import StringConstraints, model_validator
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Links, Slug, Text, Version
from app.triage.model import NoRoutine

LevelName = Literal["emergency", "urgent", "clinician_first", "self_care"]
SafetyName = Literal["emergency", "urgent", "clinician_first"]
"""What a question may reveal: a level at which nobody is left to exercise."""
ActionName = Literal["go_on", "ease_off", "stop", "see_someone"]
FitName = Literal["fits", "may_fit"]
CheckName = Literal["self-check", "follow-up"]


class OptionDocument(Authored):
    slug: Slug
    text: Text
    kind: Literal["none", "unsure", "not_done", "finding"] = Field(
        description="`none` before `unsure` before `finding`: later ones never lower the result."
    )
    rank: int | None = Field(
        default=None, ge=1, le=20, description="Among findings, higher is worse; null: no order."
    )


class AskedWhen(Authored):
    """The question is asked once any of these options was chosen."""

    question: Slug
    any_of: list[Slug] = Field(min_length=1)


class QuestionDocument(Authored):
    slug: Slug
    text: Text
    type: Literal["single", "multiple", "scale"]
    options: list[OptionDocument] | Slug = Field(
        default_factory=list, description="Or the name of an option set."
    )
    min: int | None = None
    max: int | None = None
    safety: SafetyName | None = Field(
        description="The most it may reveal; a safety question that is asked must be answered."
    )
    screens: list[Slug] = Field(default_factory=list)
    items: list[Text] = Field(default_factory=list)
    asked_when: list[AskedWhen] = Field(default_factory=list)
    not_when: list[Slug] = Field(default_factory=list)
    physical: bool = False
    why: Text
    how_to: list[Text] = Field(default_factory=list)
    alt: Text | None = None
    citations: Links

    @model_validator(mode="after")
    def _scale_or_options(self) -> "QuestionDocument":
        if (self.type == "scale") != (self.min is not None and self.max is not None):
            raise ValueError("`min` and `max` belong to a scale, and to nothing else")
        if (self.type == "scale") == bool(self.options):
            raise ValueError("`options` belong to every question that is not a scale")
        if self.screens and len(self.items) != len(self.screens):
            raise ValueError("a screen needs one of `items` for each of its `screens`")
        return self


class SectionDocument(Authored):
    slug: Slug
    title: Text
    questions: list[QuestionDocument] = Field(min_length=1)


class QuestionsDocument(Authored):
    """`seed/<name>/questions.yaml`."""

    option_sets: dict[Slug, list[OptionDocument]] = Field(default_factory=dict)
    sections: list[SectionDocument] = Field(min_length=1)


class AtLeast(Authored):
    at_least: int


class CauseEffect(Authored):
    slug: Slug
    fit: FitName


class RuleDocument(Authored):
    """When all of `when` hold, everything else is added. Nothing is ever taken away."""

    slug: Slug
    when: dict[Slug, list[Slug] | AtLeast]
    level: Literal["emergency", "urgent", "clinician_first"] | None = None
    action: ActionName | None = None
    warnings: list[Slug] = Field(default_factory=list)
    conditions: list[Slug] = Field(default_factory=list)
    causes: list[CauseEffect] = Field(default_factory=list)
    routines: list[Slug] = Field(default_factory=list)
    text: Text
    citations: Links


class RulesDocument(Authored):
    """`seed/<name>/rules.yaml`."""

    version: Version
    use_until: date = Field(description="After this day a phone offers no exercise by these rules.")
    mandatory_warnings: list[Slug] = Field(default_factory=list)
    rules: list[RuleDocument] = Field(min_length=1)


class AdviceDocument(Authored):
    """What to do: by level, by action (follow-up), while answers are missing, or when somebody is
    well and everything is kept from them."""

    level: LevelName | None = None
    action: ActionName | None = None
    status: Literal["needs_answers", "all_blocked"] | None = None
    time_frame: Annotated[str, StringConstraints(pattern=r"^P(\d+D|T\d+[HMS])$")] | None = None
    title: Text
    text: Text
    safety_net: Text
    citations: Links

    @property
    def of(self) -> str | None:
        """The level, the action or the status it belongs to."""
        return self.level or self.action or self.status

    @model_validator(mode="after")
    def _belongs_to_one(self) -> "AdviceDocument":
        if [self.level, self.action, self.status].count(None) != 2:
            raise ValueError("give one of `level`, `action` and `status`")
        return self


class NoRoutineDocument(Authored):
    code: NoRoutine
    text: Text


ADVISED: dict[str, frozenset[str]] = {
    "self-check": frozenset((*get_args(LevelName), "needs_answers", "all_blocked")),
    "follow-up": frozenset((*get_args(ActionName), "needs_answers", "emergency", "urgent")),
}
"""What each check must have advice for."""


class MessagesDocument(Authored):
    """`seed/<name>/messages.yaml`."""

    disclaimer: Text
    advice: list[AdviceDocument] = Field(min_length=5)
    no_routine: list[NoRoutineDocument] = Field(default_factory=list)


class CheckDocument(Authored):
    """A whole self-check, its three files put together; option sets are written out."""

    name: CheckName
    version: str
    use_until: date
    mandatory_warnings: list[Slug]
    sections: list[SectionDocument]
    rules: list[RuleDocument]
    advice: list[AdviceDocument]
    no_routine: list[NoRoutineDocument]
    disclaimer: Text

    @model_validator(mode="after")
    def _says_everything(self) -> "CheckDocument":
        missing = ADVISED[self.name] - {str(advice.of) for advice in self.advice}
        if self.name == "self-check":
            missing |= set(get_args(NoRoutine)) - {entry.code for entry in self.no_routine}
        if missing:
            raise ValueError(f"messages.yaml has no words for {', '.join(sorted(missing))}")
        return self


class RuleSetRow(SQLModel, table=True):
    """One row a published version, kept for ever and never edited: an outcome can be replayed.

    `body` decides and has the digest; `document` has the rest: sections, reasons, citations;
    `proof` says what was proved of it. Its words are in `text`, under the version.
    """

    __tablename__ = "rule_set"

    name: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    digest: str
    use_until: date
    withdrawn: bool = False
    body: dict[str, object] = Field(sa_type=JSON)
    document: dict[str, object] = Field(sa_type=JSON)
    proof: dict[str, object] = Field(sa_type=JSON)
