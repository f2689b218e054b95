"""What every answer says, whichever check it is for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.content.base import Lang
from app.content.cause import CauseOut
from app.content.exercise import ExerciseOut
from app.content.guide import ContactOut
from app.content.outcome import (
    AdviceOut,
    ContactRef,
    FiredRule,
    GivenAnswer,
    NextQuestion,
    RuleSetRef,
    WarningRef,
)
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.content.selfcheck import ActionName, AdviceDocument, CheckDocument, FitName, LevelName
from app.triage.model import (
    Action,
    Answers,
    Condition,
    Fit,
    Level,
    Outcome,
    RuleSet,
)


@dataclass(frozen=True, slots=True)
class Words:
    """Everything an answer may need to say, in one language, of one release."""

    language: Lang
    release: int
    check: CheckDocument
    rules: RuleSet
    ruleset: RuleSetRef
    exercises: Mapping[str, ExerciseOut]
    routines: Mapping[str, RoutineOut]
    causes: Mapping[str, CauseOut]
    conditions: Mapping[str, ConditionOut]
    warnings: Mapping[str, WarningOut]
    contacts: Mapping[str | None, ContactOut]
    cues: Mapping[str, str]
    """What a player says for each kind of cue."""


def level_name(level: Level) -> LevelName:
    return LEVEL_NAMES[level]


def action_name(action: Action) -> ActionName:
    return ACTION_NAMES[action]


LEVEL_NAMES: Mapping[Level, LevelName] = {
    Level.SELF_CARE: "self_care",
    Level.CLINICIAN_FIRST: "clinician_first",
    Level.URGENT: "urgent",
    Level.EMERGENCY: "emergency",
}
ACTION_NAMES: Mapping[Action, ActionName] = {
    Action.GO_ON: "go_on",
    Action.EASE_OFF: "ease_off",
    Action.STOP: "stop",
    Action.SEE_SOMEONE: "see_someone",
}
FIT_NAMES: Mapping[Fit, FitName] = {Fit.MAY_FIT: "may_fit", Fit.FITS: "fits"}


def advice_for(words: Words, of: str) -> AdviceDocument:
    return next(advice for advice in words.check.advice if advice.of == of)


def advice_out(words: Words, advice: AdviceDocument, region: str | None) -> AdviceOut:
    contact = words.contacts.get(region) or words.contacts[None]
    return AdviceOut(
        title=advice.title,
        text=advice.text,
        contact=ContactRef(region=contact.region, number=contact.number, note=contact.note),
        safety_net=advice.safety_net,
        citations=advice.citations,
    )


def warnings(words: Words, slugs: Iterable[str]) -> list[WarningRef]:
    found = (words.warnings[slug] for slug in slugs)
    return [
        WarningRef(
            slug=warning.slug,
            severity=warning.severity,
            text=warning.text,
            must_acknowledge=warning.must_acknowledge,
            citations=warning.citations,
        )
        for warning in found
    ]


def questions(words: Words, slugs: Iterable[str]) -> list[NextQuestion]:
    asked = {
        question.slug: NextQuestion(
            question=question.slug, section=section.slug, text=question.text
        )
        for section in words.check.sections
        for question in section.questions
    }
    return [asked[slug] for slug in slugs]


def because(words: Words, outcome: Outcome, answers: Answers) -> list[FiredRule]:
    rules = {rule.slug: rule for rule in words.rules.rules}
    return [
        FiredRule(
            rule=rule.slug,
            text=rule.text,
            answers=[_given(condition, answers) for condition in rules[rule.slug].when],
            citations=rule.citations,
        )
        for rule in words.check.rules
        if rule.slug in outcome.fired
    ]


def _given(condition: Condition, answers: Answers) -> GivenAnswer:
    answer = answers[condition.question]
    if isinstance(answer, int):
        return GivenAnswer(question=condition.question, options=[], number=answer)
    return GivenAnswer(
        question=condition.question, options=sorted(condition.any_of & answer), number=None
    )
