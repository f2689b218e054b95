"""What answers to a check say: the parts that triage and the follow-up share."""

from typing import Literal

from sqlmodel import Field

from app.content.base import Links, Region, Served, Sha256, Slug
from app.content.fields import (
    CauseSlug,
    ConditionSlug,
    OptionSlug,
    QuestionSlug,
    RuleSetVersion,
    RuleSlug,
    WarningSlug,
)
from app.content.safety import MUST_ACKNOWLEDGE, SEVERITY, Severity
from app.content.selfcheck import FitName

RuleSetStatus = Literal["in_force", "superseded", "withdrawn"]
STATUS = (
    "`in_force`: the one that answers now. `superseded`: a newer one answers; this one still may. "
    "`withdrawn`: it was recalled, offer nothing by it."
)
TIME_FRAME = (
    "How soon to act on it, as an ISO 8601 duration: `PT0S` is now, `P1D` within a day, `P14D` "
    "within 14 days. For `self_care`, when to look again. Null where nothing presses or it is not "
    "known yet."
)
ADVICE_TITLE = "What to do, in a few words: the heading of the result."
ADVICE_TEXT = "What to do, said to the person. Show it whole."
SAFETY_NET = (
    "What to do if things change, as sentences with if and then. Show it with the advice, at every "
    "level."
)


class ContactRef(Served):
    """The emergency number to show with the advice."""

    region: Region | None = Field(
        description="The country it is for; null: not known to us or not told, and the number is "
        "the one that works most widely."
    )
    number: str = Field(
        description="What to dial, as digits to be kept as text: make it one tap to call."
    )
    note: str | None = Field(
        description="What to know about the number, to show beside it; null where there is nothing."
    )


class AdviceOut(Served):
    """What to do now. Show all of it."""

    title: str = Field(description=ADVICE_TITLE)
    text: str = Field(description=ADVICE_TEXT)
    contact: ContactRef = Field(
        description="Whom to call in an emergency: there at every level, for what may come."
    )
    safety_net: str = Field(description=SAFETY_NET)
    citations: Links


class WarningRef(Served):
    """A warning that must be shown to this person."""

    slug: WarningSlug
    severity: Severity = Field(description=SEVERITY)
    text: str = Field(
        description="What the person must be told, whole and unchanged, in the language of the "
        "answer."
    )
    must_acknowledge: bool = Field(description=MUST_ACKNOWLEDGE)
    citations: Links


class ConditionRef(Served):
    """A condition that the answers name."""

    slug: ConditionSlug
    name: str = Field(description="What to call it, in the language of the answer.")


class CauseRef(Served):
    """A pattern that fits. Never a diagnosis."""

    slug: CauseSlug
    name: str = Field(description="What to call it; show it only together with `fit`.")
    fit: FitName = Field(
        description="One check alone gives at most `may_fit`; two that agree `fits`. Neither is "
        "more than a pattern; say so."
    )
    because: list[str] = Field(
        min_length=1, description="Why it is named: the reasons of the rules, said to the person."
    )
    citations: Links


class NextQuestion(Served):
    """A question that has no answer yet."""

    question: QuestionSlug
    section: Slug = Field(description="The section of the questionnaire that it is in.")
    text: str = Field(
        description="The question. Its options and how-to are in the questionnaire: show those too."
    )


class GivenAnswer(Served):
    """An answer, or the part of it, that met a rule."""

    question: QuestionSlug
    options: list[OptionSlug] = Field(
        description="The options that met the rule; empty where a number on a scale did."
    )
    number: int | None = Field(
        ge=0, le=100, description="The number on the question's scale; null where options were met."
    )


class FiredRule(Served):
    """A rule that held, and the answers that made it hold."""

    rule: RuleSlug
    text: str = Field(description="Why it adds what it adds, said to the person.")
    answers: list[GivenAnswer] = Field(
        description="What met it, one for each of its conditions; empty for a rule that always "
        "holds."
    )
    citations: Links


class RuleSetRef(Served):
    """The rule set that an answer was made by."""

    version: RuleSetVersion
    digest: Sha256 = Field(
        description="sha-256 of everything that decides, in hex: the same digest and answers give "
        "the same decision on any machine."
    )
    status: RuleSetStatus = Field(description=STATUS)
