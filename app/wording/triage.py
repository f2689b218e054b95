"""The answer to a self-check, in words: `OutcomeOut`, put together of finished parts."""

from app.content.base import Link
from app.content.offered import NoRoutineOut
from app.content.said import CauseRef
from app.triage.model import Answers, Cause, Level, Outcome
from app.wording.phrases import Phrases, dump
from app.wording.routines import Routines
from app.wording.words import FIT_NAMES, LEVEL_NAMES

LEVELS: dict[Level | None, bytes] = {
    None: b"null",
    **{level: f'"{name}"'.encode() for level, name in LEVEL_NAMES.items()},
}


OUTCOME = (
    b'{"status":%b,"level":%b,"level_at_least":%b,"time_frame":%b,"advice":%b,"warnings":[%b],'
    b'"conditions":[%b],"causes":[%b],"routines":[%b],"no_routine":%b,"blocked":[%b],'
    b'"ask_about":[%b],"next":[%b],"optional":[%b],"because":%b,%b}'
)
"""As `OutcomeOut` has its fields."""


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
        return OUTCOME % (
            b'"complete"' if outcome.complete else b'"needs_answers"',
            LEVELS[outcome.level],
            LEVELS[outcome.level_at_least],
            say.time_frame[advice],
            say.advice(advice, region),
            b",".join([say.warning[slug] for slug in outcome.warnings]),
            b",".join([say.condition[slug] for slug in outcome.conditions]),
            b",".join([self._cause(cause) for cause in outcome.causes]),
            b",".join(
                [self._routines.write(r, outcome, timelines=timelines) for r in outcome.routines]
            ),
            self._no_routine[outcome.no_routine],
            b",".join([say.block[block] for block in outcome.blocked]),
            b",".join([say.block[block] for block in outcome.ask_about]),
            b",".join([say.question[slug] for slug in outcome.next]),
            b",".join([say.question[slug] for slug in outcome.optional]),
            say.because(outcome, answers),
            say.last,
        )

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
