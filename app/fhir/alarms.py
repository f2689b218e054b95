"""What a form has to say before anybody evaluates it: the danger signs, a number to call, and what
to do as soon as one of them is named."""

from collections.abc import Iterator

from app.content.base import Lang
from app.content.guide import ContactOut
from app.content.selfcheck import LevelName, QuestionDocument
from app.fhir.gates import enabled_by, raised
from app.fhir.names import Json
from app.fhir.source import Say, Source
from app.triage.model import Level, RuleSet

SIGNS, NUMBER = "warning.emergency-signs", "warning.number"
FIRST = (SIGNS, NUMBER)
PRESSING: tuple[tuple[Level, LevelName], ...] = (
    (Level.EMERGENCY, "emergency"),
    (Level.URGENT, "urgent"),
)


def first(source: Source) -> list[Json]:
    """Before every question."""
    signs = source.told("text", lambda lang: source.warnings(lang)["emergency-signs"].text)
    number = source.told(
        "text", lambda lang: f"{source.term('page-number')(lang)} {_call(source, lang)}"
    )
    return [
        {"linkId": SIGNS, **signs, "type": "display"},
        {"linkId": NUMBER, **number, "type": "display"},
    ]


def alarm_id(question: str, level: str) -> str:
    return f"{question}.{level}"


class Alarms:
    """What stands under a question once an answer to it presses by itself."""

    def __init__(self, source: Source, check: str, rules: RuleSet) -> None:
        self._source = source
        self._check = check
        self._raised = raised(rules)

    def under(self, question: QuestionDocument) -> Iterator[Json]:
        """Under those that may reveal an emergency: of its answers, each with its own advice."""
        if question.safety != "emergency":
            return
        for level, name in PRESSING:
            chosen = frozenset(
                key for key, one in self._raised.items() if key[0] == question.slug and one == level
            )
            if chosen:
                yield {
                    "linkId": alarm_id(question.slug, name),
                    **self._source.told("text", self._advice(name)),
                    "type": "display",
                    "enableWhen": enabled_by(chosen),
                    "enableBehavior": "any",
                }

    def _advice(self, level: LevelName) -> Say:
        def say(lang: Lang) -> str:
            check = self._source.check(self._check, lang)
            (told,) = (one for one in check.advice if one.level == level)
            return f"{told.title}. {told.text} {told.safety_net} ({_call(self._source, lang)})"

        return say


def _call(source: Source, lang: Lang) -> str:
    """The number that works most widely: where the person is, nobody knows here."""
    contacts = source.catalog.all(lang, "emergency-contact", ContactOut).values()
    (anywhere,) = (one for one in contacts if one.region is None)
    return f"{anywhere.number}. {anywhere.note}" if anywhere.note else anywhere.number
