"""The questionnaire and the rule set as clients receive them."""

from datetime import date
from typing import Any, Literal

from sqlmodel import Field

from app.content.base import TRANSLATION_REVIEW, Lang, Link, Served, Slug, TranslationReview
from app.content.figure import FigureOut
from app.content.outcome import RuleSetRef, RuleSetStatus
from app.content.selfcheck import CheckName, LevelName
from app.triage.model import NoRoutine


class OptionOut(Served):
    slug: Slug
    text: str
    kind: Literal["none", "unsure", "not_done", "finding"]
    rank: int | None = Field(description="Among findings, higher is worse; null: no order.")


class AskedWhenOut(Served):
    question: Slug
    any_of: list[Slug]


class QuestionOut(Served):
    slug: Slug
    text: str
    type: Literal["single", "multiple", "scale"]
    options: list[OptionOut]
    min: int | None
    max: int | None
    safety: LevelName | None = Field(description="Null: optional. Else it must be answered.")
    screens: list[Slug] = Field(description="The questions it opens, named in `items` in words.")
    items: list[str]
    asked_when: list[AskedWhenOut] = Field(description="Any of these; an empty list is always.")
    not_when: list[Slug] = Field(description="Never ask somebody who names one of these.")
    physical: bool = Field(description="A test done with the body.")
    why: str
    how_to: list[str]
    figure: FigureOut | None = Field(description="Of a test done with the body; else null.")
    citations: list[Link]


class SectionOut(Served):
    slug: Slug
    title: str
    questions: list[QuestionOut]


class QuestionnaireOut(Served):
    """The questions in force, in the order to ask them."""

    version: str
    digest: str
    language: Lang
    translation_review: TranslationReview = TRANSLATION_REVIEW
    disclaimer: str
    sections: list[SectionOut]


class RuleSetOut(Served):
    """A rule set, whole and portable."""

    name: Literal["self-check", "follow-up"]
    version: str
    digest: str = Field(description="sha-256 of `body` as canonical JSON.")
    status: RuleSetStatus
    use_until: date
    body: dict[str, Any] = Field(
        description="Questions, rules, contraindications, alternatives and routines: all that "
        "decides, and nothing else."
    )
    portable: dict[str, Any] = Field(
        description="The same for a phone: each condition as JsonLogic of `var`, `in`, `and` and "
        "`!`, the closed list of effects, and the exact algorithm in words."
    )


class AdviceWords(Served):
    of: str = Field(description="The level, the action or the status it is for.")
    time_frame: str | None = Field(description="ISO 8601: how soon.")
    title: str
    text: str
    safety_net: str
    citations: list[Link]


class NoRoutineWords(Served):
    code: NoRoutine
    text: str


class RuleWords(Served):
    slug: Slug
    text: str
    citations: list[Link]


class MessagesOut(Served):
    """What an outcome is said in: for an app that runs the rules by itself."""

    name: CheckName
    version: str
    language: Lang
    translation_review: TranslationReview = TRANSLATION_REVIEW
    disclaimer: str
    advice: list[AdviceWords]
    no_routine: list[NoRoutineWords]
    rules: list[RuleWords]


class VectorsOut(Served):
    """Answers and what must come of them, in slugs: an engine that agrees with all is right."""

    ruleset: RuleSetRef
    vectors: list[dict[str, Any]]
