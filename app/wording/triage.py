"""The answer to a self-check, in words: `OutcomeOut`, put together of finished parts."""

from app.content.base import Link
from app.content.outcome import CauseRef, NoRoutineOut
from app.triage.model import Answers, Cause, Level, Outcome
from app.wording.phrases import Phrases, dump, fields, listed
from app.wording.routines import Routines
from app.wording.words import FIT_NAMES, LEVEL_NAMES

LEVELS: dict[Level | None, bytes] = {
    None: b"null",
    **{level: f'"{name}"'.encode() for level, name in LEVEL_NAMES.items()},
}


class Wording:
    """Of one self-check in one language."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.language = phrases.words.language
        self._routines = Routines(phrases)
        self._no_routine: dict[str | None, bytes] = {
            None: b"null",
            **{
                entry.code: dump(NoRoutineOut(code=entry.code, text=entry.text))
                for entry in phrases.words.check.no_routine
            },
        }

    def outcome(
        self, outcome: Outcome, answers: Answers, region: str | None, *, timelines: bool = False
    ) -> bytes:
        """Args: timelines: whether routines come with the cues that a player runs."""
        say = self.phrases
        advice = _advice(outcome)
        said = fields(
            status=b'"complete"' if outcome.complete else b'"needs_answers"',
            level=LEVELS[outcome.level],
            level_at_least=LEVELS[outcome.level_at_least],
            time_frame=say.time_frame[advice],
            advice=say.advice(advice, region),
            warnings=listed([say.warning[slug] for slug in outcome.warnings]),
            conditions=listed([say.condition[slug] for slug in outcome.conditions]),
            causes=listed([self._cause(cause) for cause in outcome.causes]),
            routines=listed(
                [self._routines.write(r, outcome, timelines=timelines) for r in outcome.routines]
            ),
            no_routine=self._no_routine[outcome.no_routine],
            blocked=listed([say.block[block] for block in outcome.blocked]),
            ask_about=listed([say.block[block] for block in outcome.ask_about]),
            next=listed([say.question[slug] for slug in outcome.next]),
            optional=listed([say.question[slug] for slug in outcome.optional]),
            because=say.because(outcome, answers),
        )
        return b"".join((b"{", said, b",", say.last, b"}"))

    def _cause(self, cause: Cause) -> bytes:
        named = [self.phrases.rules[slug] for slug in cause.rules]
        links: dict[str, Link] = {}
        for rule in named:
            links |= {link.slug: link for link in rule.citations}
        return dump(
            CauseRef(
                slug=cause.slug,
                name=self.phrases.words.causes[cause.slug].name,
                fit=FIT_NAMES[cause.fit],
                because=[rule.text for rule in named],
                citations=list(links.values()),
            )
        )


def _advice(outcome: Outcome) -> str:
    """While answers are missing, what they already fix is said."""
    if outcome.level is None and outcome.level_at_least == Level.SELF_CARE:
        return "needs_answers"
    if outcome.no_routine == "all_blocked":
        return "all_blocked"
    return LEVEL_NAMES[outcome.level_at_least]
