"""The answer to a follow-up, in words."""

from app.content.base import translation_review
from app.content.outcome import (
    FollowUpOut,
)
from app.triage.model import (
    Answers,
    Level,
    Outcome,
)
from app.wording.words import (
    Words,
    action_name,
    advice_for,
    advice_out,
    because,
    level_name,
    questions,
    warnings,
)


def word_follow_up(
    words: Words, outcome: Outcome, answers: Answers, region: str | None
) -> FollowUpOut:
    advice = advice_for(words, _of(outcome))
    return FollowUpOut(
        status="complete" if outcome.complete else "needs_answers",
        level=level_name(outcome.level) if outcome.level is not None else None,
        level_at_least=level_name(outcome.level_at_least),
        action=action_name(outcome.action) if outcome.complete else None,
        time_frame=advice.time_frame,
        advice=advice_out(words, advice, region),
        warnings=warnings(words, outcome.warnings),
        next=questions(words, outcome.next),
        because=because(words, outcome, answers),
        ruleset=words.ruleset,
        content_release=words.release,
        language=words.language,
        translation_review=translation_review(words.language),
        disclaimer=words.check.disclaimer,
    )


def _of(outcome: Outcome) -> str:
    """Whose advice: where it presses, that of the level; else that of the action."""
    if outcome.level_at_least >= Level.URGENT:
        return level_name(outcome.level_at_least)
    if outcome.complete:
        return action_name(outcome.action)
    return "see_someone" if outcome.level_at_least > Level.SELF_CARE else "needs_answers"
