"""The questionnaire and the rule set as clients receive them."""

from datetime import date
from typing import Annotated, Any, Literal

from sqlmodel import Field

from app.content.base import Links, Served, Sha256, Slug, TranslationReview
from app.content.fields import (
    AnswerLanguage,
    ConditionSlug,
    Disclaimer,
    Duration,
    OptionSlug,
    QuestionSlug,
    RuleSetVersion,
    RuleSlug,
)
from app.content.figure import FigureOut
from app.content.offered import NO_ROUTINE
from app.content.ruleset import Described, PortableRuleSet, RuleSetBody
from app.content.said import (
    ADVICE_TEXT,
    ADVICE_TITLE,
    SAFETY_NET,
    STATUS,
    TIME_FRAME,
    RuleSetRef,
    RuleSetStatus,
)
from app.content.selfcheck import ActionName, CheckName, LevelName, SafetyName
from app.content.vectors import TestVector
from app.triage.model import NoRoutine

Advised = Literal[LevelName, ActionName, "needs_answers", "all_blocked"]


class OptionOut(Served):
    """One of the answers to a question, as a button to choose."""

    slug: Slug = Field(description="What to send when it is chosen; never shown.")
    text: str = Field(description="What to show on the button, in the language of the answer.")
    kind: Literal["none", "unsure", "not_done", "finding"] = Field(
        description="`none`: nothing found, and where other options are chosen too, these count "
        "alone. `unsure` is taken seriously. `not_done`: the test was not tried. `finding`: "
        "something is there."
    )
    rank: int | None = Field(
        ge=1,
        le=20,
        description="Among the findings of the question, higher is worse; null: no order. For "
        "programs, not to be shown.",
    )


class AskedWhenOut(Served):
    """An answer to another question that makes this one due."""

    question: QuestionSlug
    any_of: list[OptionSlug] = Field(
        min_length=1, description="Met as soon as one of these options was chosen there."
    )


class QuestionOut(Served):
    """One question: a screen over several signs, a sign, a condition, a habit or a test done with
    the body."""

    slug: Slug = Field(description="The key under which the answer is sent in `answers`.")
    text: str = Field(description="The question, said to the person; show it whole.")
    type: Literal["single", "multiple", "scale"] = Field(
        description="How it is answered. `single`: one option. `multiple`: a list of options. "
        "`scale`: a whole number from `min` to `max`."
    )
    options: list[OptionOut] = Field(
        description="What to choose from, in this order; empty for a `scale`."
    )
    min: int | None = Field(
        ge=0, le=100, description="The lowest number of a `scale`; null for the other types."
    )
    max: int | None = Field(
        ge=0, le=100, description="The highest number of a `scale`; null for the other types."
    )
    safety: SafetyName | None = Field(
        description="The most that an answer may reveal: while it is due and not answered, there "
        "is no result, unless it is an emergency already. Null: it may be left out."
    )
    screens: list[QuestionSlug] = Field(
        description="For a screen, the questions it opens, each named in words by the entry of "
        "`items` at the same position; empty for the others."
    )
    items: list[str] = Field(
        description="What the question asks about, line by line: show every line. Empty where "
        "`text` says it all."
    )
    asked_when: list[AskedWhenOut] = Field(
        description="It is due as soon as one of these is met; an empty list: always."
    )
    not_when: list[ConditionSlug] = Field(
        description="Never ask it of somebody who names one of these conditions; the test could "
        "harm them. May be empty."
    )
    physical: bool = Field(
        description="True: a test done with the body. Ask it only where a result names it in "
        "`optional`."
    )
    why: str = Field(description="Why it is asked, for who wants to know before answering.")
    how_to: list[str] = Field(
        description="How to do the test, step by step in this order; empty where nothing is to do."
    )
    figure: FigureOut | None = Field(
        description="The drawing of a test done with the body; null where there is none."
    )
    citations: Links


class SectionOut(Served):
    """Questions that belong together, for a heading or a screen of an app."""

    slug: Slug = Field(description="The key of the section within its questionnaire.")
    title: str = Field(description="The heading, in the language of the answer.")
    questions: list[QuestionOut] = Field(
        min_length=1, description="In the order to ask them, those that are not due left out."
    )


class QuestionnaireOut(Served):
    """The questions in force, in the order to ask them."""

    version: RuleSetVersion
    digest: Sha256 = Field(
        description="sha-256 of the rule set these questions belong to, in hex: as in an answer's "
        "`ruleset`."
    )
    language: AnswerLanguage
    translation_review: TranslationReview
    disclaimer: Disclaimer
    sections: list[SectionOut] = Field(
        min_length=1, description="In reading order; the most dangerous is asked about first."
    )


class RuleSetOut(Served):
    """A rule set, whole and portable."""

    name: CheckName = Field(description="Of which questionnaire it is.")
    version: RuleSetVersion
    digest: Sha256 = Field(
        description="sha-256 of `body` as canonical JSON (RFC 8785), in hex: it names the decision."
    )
    status: RuleSetStatus = Field(description=STATUS)
    use_until: date = Field(
        description="The last day on which an app may offer exercises by it. Afterwards fetch the "
        "one in force."
    )
    body: Annotated[dict[str, Any], Described(RuleSetBody)] = Field(
        description="Questions, rules, contraindications, alternatives and routines: all that "
        "decides, and nothing else."
    )
    portable: Annotated[dict[str, Any], Described(PortableRuleSet)] = Field(
        description="The same for a phone: each condition as JsonLogic of `var`, `in`, `and` and "
        "`!`, the closed list of effects, and the exact algorithm in words."
    )


class AdviceWords(Served):
    """What to say for one result."""

    of: Advised = Field(
        description="The level, the action or the status it is for. More values may come. Leave "
        "out what you never reach."
    )
    time_frame: Duration | None = Field(description=TIME_FRAME)
    title: str = Field(description=ADVICE_TITLE)
    text: str = Field(description=ADVICE_TEXT)
    safety_net: str = Field(description=SAFETY_NET)
    citations: Links


class NoRoutineWords(Served):
    """What to say where no routine is offered."""

    code: NoRoutine = Field(description=NO_ROUTINE)
    text: str = Field(description="The reason, said to the person, in the language of the answer.")


class RuleWords(Served):
    """What to say of a rule that held."""

    slug: RuleSlug
    text: str = Field(description="Why the rule adds what it adds, said to the person.")
    citations: Links


class MessagesOut(Served):
    """What an outcome is said in: for an app that runs the rules by itself."""

    name: CheckName = Field(description="Of which questionnaire they are.")
    version: RuleSetVersion
    language: AnswerLanguage
    translation_review: TranslationReview
    disclaimer: Disclaimer
    advice: list[AdviceWords] = Field(
        min_length=1, description="What to do: one for every level, action and status."
    )
    no_routine: list[NoRoutineWords] = Field(
        description="Why no routine is offered, one for every code; empty for the follow-up."
    )
    rules: list[RuleWords] = Field(
        min_length=1, description="The reason of every rule, in the order of the rule set."
    )


class VectorsOut(Served):
    """Answers and what must come of them, in slugs: an engine that agrees with all is right."""

    ruleset: RuleSetRef = Field(description="The rules that the vectors are about.")
    vectors: list[Annotated[dict[str, Any], Described(TestVector)]] = Field(
        min_length=1, description="In no order of weight: an engine has to agree with all of them."
    )
