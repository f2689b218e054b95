"""The answer to a follow-up, in words: `FollowUpOut`, put together of finished parts."""

from app.triage.model import Answers, Level, Outcome
from app.wording.phrases import Phrases, fields, listed
from app.wording.triage import LEVELS
from app.wording.words import ACTION_NAMES, LEVEL_NAMES


def word_follow_up(say: Phrases, outcome: Outcome, answers: Answers, region: str | None) -> bytes:
    advice = _of(outcome)
    action = f'"{ACTION_NAMES[outcome.action]}"'.encode() if outcome.complete else b"null"
    said = fields(
        status=b'"complete"' if outcome.complete else b'"needs_answers"',
        level=LEVELS[outcome.level],
        level_at_least=LEVELS[outcome.level_at_least],
        time_frame=say.time_frame[advice],
        action=action,
        advice=say.advice(advice, region),
        warnings=listed([say.warning[slug] for slug in outcome.warnings]),
        next=listed([say.question[slug] for slug in outcome.next]),
        because=say.because(outcome, answers),
    )
    return b"".join((b"{", said, b",", say.last, b"}"))


def _of(outcome: Outcome) -> str:
    """Whose advice: where it presses, that of the level; else that of the action."""
    if outcome.level_at_least >= Level.URGENT:
        return LEVEL_NAMES[outcome.level_at_least]
    if outcome.complete:
        return ACTION_NAMES[outcome.action]
    return "see_someone" if outcome.level_at_least > Level.SELF_CARE else "needs_answers"
