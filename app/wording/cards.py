"""A result as cards. They are made of the answer as JSON has it, so that neither can say what the
other does not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from app.content.base import Link
from app.content.cards import (
    CardExtensionOut,
    CardLinkOut,
    CardOut,
    CardSourceOut,
    CardsOut,
    CardSuggestionOut,
    CardTopicOut,
    Indicator,
)
from app.content.citation import CitationOut
from app.content.guide import TermOut
from app.content.offered import ExerciseStep, OfferedRoutineOut
from app.content.outcome import FollowUpOut, OutcomeOut
from app.content.said import NextQuestion, WarningRef
from app.wording.card_words import heading, listed, markdown

NAMESPACE = UUID("5a2f6c0e-9b1d-4c57-8f4e-2d7a1c3b6e90")
"""Ours. Of a name in it, and the words of a card, its `uuid` is made (RFC 9562, version 5)."""
OF_LEVEL: Mapping[str, Indicator] = {
    "emergency": "critical",
    "urgent": "critical",
    "clinician_first": "warning",
    "self_care": "info",
}
OF_SEVERITY: Mapping[str, Indicator] = {
    "emergency": "critical",
    "urgent": "critical",
    "important": "warning",
    "advice": "info",
    "reassurance": "info",
}
RESULT = CardExtensionOut(
    about="result",
    slug=None,
    severity=None,
    must_acknowledge=False,
    status=None,
    level=None,
    next=[],
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What cards name, in the language of the answer, by slug."""

    citations: Mapping[str, CitationOut]
    terms: Mapping[str, TermOut]
    items: Mapping[str, Sequence[str]]
    """Of a question, what it asks about line by line."""
    dose: Callable[[OfferedRoutineOut, ExerciseStep], str]
    """How much of a step, in words."""


def cards(outcome: OutcomeOut | FollowUpOut, shown: Shown) -> CardsOut:
    """The result, then every warning, then what is offered with the warnings of its own."""
    warnings = {warning.slug: warning for warning in outcome.warnings}
    made = [_result(outcome, shown), *(_warning(one, shown) for one in warnings.values())]
    for routine in getattr(outcome, "routines", []):
        steps = [step for phase in routine.phases for step in phase.steps]
        for warning in (*routine.warnings, *(one for step in steps for one in step.warnings)):
            if warnings.setdefault(warning.slug, warning) is warning:
                made.append(_warning(warning, shown))
        made.append(_routine(routine, shown))
    return CardsOut(cards=made)


def _result(outcome: OutcomeOut | FollowUpOut, shown: Shown) -> CardOut:
    advice, contact = outcome.advice, outcome.advice.contact
    call = CardLinkOut(label=contact.number, url=f"tel:{contact.number}", type="absolute")
    no_routine = getattr(outcome, "no_routine", None)
    parts = [
        f"**[{contact.number}](tel:{contact.number})**",
        *([markdown(contact.note)] if contact.note else []),
        markdown(advice.text),
        markdown(advice.safety_net),
        *([markdown(no_routine.text)] if no_routine else []),
        "\n".join(_asked(question, shown) for question in outcome.next),
        markdown(outcome.disclaimer),
    ]
    return _card(
        heading(advice.title, shown.terms, emergency=outcome.level_at_least == "emergency"),
        parts,
        _pressing(outcome),
        CardTopicOut(system="/v1/triage", code=outcome.status, display=advice.title),
        RESULT.model_copy(
            update={
                "status": outcome.status,
                "level": outcome.level,
                "next": [question.question for question in outcome.next],
            }
        ),
        links=[call, *_sources(advice.citations, shown)],
    )


def _asked(question: NextQuestion, shown: Shown) -> str:
    """With every sign that it names: without them the screens read alike."""
    lines = [listed([question.text]), listed(shown.items[question.question], indent="  ")]
    return "\n".join(filter(None, lines))


def _pressing(outcome: OutcomeOut | FollowUpOut) -> Indicator:
    """Never `info` while answers are missing, or where the person is kept from going on."""
    of_level = OF_LEVEL[outcome.level or outcome.level_at_least]
    goes_on = getattr(outcome, "routines", None) or getattr(outcome, "action", None) == "go_on"
    return "warning" if of_level == "info" and not (outcome.level and goes_on) else of_level


def _warning(warning: WarningRef, shown: Shown) -> CardOut:
    confirm = f"- [ ] {markdown(shown.terms['page-read'].name)}"
    display = shown.terms[f"severity-{warning.severity}"].name
    indicator = OF_SEVERITY[warning.severity]
    return _card(
        heading(warning.text, shown.terms, emergency=warning.severity == "emergency"),
        [markdown(warning.text), *([confirm] if warning.must_acknowledge else [])],
        "warning" if indicator == "info" and warning.must_acknowledge else indicator,
        CardTopicOut(system="/v1/warnings", code=warning.slug, display=display),
        RESULT.model_copy(
            update={
                "about": "warning",
                "slug": warning.slug,
                "severity": warning.severity,
                "must_acknowledge": warning.must_acknowledge,
            }
        ),
        links=_sources(warning.citations, shown),
    )


def _routine(routine: OfferedRoutineOut, shown: Shown) -> CardOut:
    parts = [
        listed(routine.why),
        f"**{markdown(shown.terms['page-stop'].name)}**",
        listed(rule.text for rule in routine.stop_rules),
        f"**{markdown(shown.terms['page-steps'].name)}**",
        listed(_steps(routine, shown)),
        listed(change.because for change in routine.adapted),
    ]
    name = f"suggestion {routine.model_dump_json()}"
    suggestion = CardSuggestionOut(label=routine.name, uuid=uuid5(NAMESPACE, name))
    return _card(
        heading(routine.name, shown.terms, emergency=False),
        parts,
        "info",
        CardTopicOut(system="/v1/routines", code=routine.slug, display=routine.name),
        RESULT.model_copy(update={"about": "routine", "slug": routine.slug}),
        links=_sources(routine.citations, shown),
        suggestions=[suggestion],
    )


def _steps(routine: OfferedRoutineOut, shown: Shown) -> Iterator[str]:
    """Each with its dose as adapted."""
    for step in (step for phase in routine.phases for step in phase.steps):
        yield f"{step.name}: {shown.dose(routine, step)}"


def _card(
    summary: str,
    parts: Iterable[str],
    indicator: Indicator,
    topic: CardTopicOut,
    extension: CardExtensionOut,
    *,
    links: list[CardLinkOut],
    suggestions: Sequence[CardSuggestionOut] = (),
) -> CardOut:
    card = CardOut(
        uuid=NAMESPACE,
        summary=summary,
        detail="\n\n".join(filter(None, parts)),
        indicator=indicator,
        source=CardSourceOut(label="Plumbline", topic=topic),
        suggestions=list(suggestions),
        selectionBehavior="at-most-one",
        links=links,
        extension=extension,
    )
    return card.model_copy(update={"uuid": uuid5(NAMESPACE, card.model_dump_json())})


def _sources(links: Iterable[Link], shown: Shown) -> list[CardLinkOut]:
    found = [shown.citations[link.slug] for link in links]
    return [CardLinkOut(label=one.title, url=one.url, type="absolute") for one in found]
