"""A result as cards. They are made of the answer as JSON has it, so that neither can say what the
other does not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from app.content.base import Link
from app.content.cards import (
    SUMMARY_CHARACTERS,
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
from app.content.offered import OfferedRoutineOut
from app.content.outcome import FollowUpOut, OutcomeOut
from app.content.said import WarningRef

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
SPECIAL = re.compile(r"[\\`*_\[\]<>|~#&]|^(?:[-+=]|\d+(?=[.)]))")
RESULT = CardExtensionOut(
    about="result", slug=None, severity=None, must_acknowledge=False, status=None, level=None
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What cards name, in the language of the answer, by slug."""

    citations: Mapping[str, CitationOut]
    terms: Mapping[str, TermOut]


def cards(outcome: OutcomeOut | FollowUpOut, shown: Shown) -> CardsOut:
    """The result, then every warning, then what is offered with the warnings of its own."""
    warnings = {warning.slug: warning for warning in outcome.warnings}
    made = [_result(outcome, shown), *(_warning(one, shown) for one in warnings.values())]
    for number, routine in enumerate(getattr(outcome, "routines", [])):
        steps = [step for phase in routine.phases for step in phase.steps]
        for warning in (*routine.warnings, *(one for step in steps for one in step.warnings)):
            if warnings.setdefault(warning.slug, warning) is warning:
                made.append(_warning(warning, shown))
        made.append(_routine(routine, shown, first=number == 0))
    return CardsOut(cards=made)


def markdown(text: str) -> str:
    """Plain words as Markdown that shows them as they are."""
    return SPECIAL.sub(lambda found: _escaped(found[0]), text)


def _escaped(sign: str) -> str:
    return sign if sign.isdigit() else f"\\{sign}"


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
        _listed(question.text for question in outcome.next),
        markdown(outcome.disclaimer),
    ]
    return _card(
        advice.title,
        parts,
        _pressing(outcome),
        CardTopicOut(system="/v1/triage", code=outcome.status, display=advice.title),
        RESULT.model_copy(update={"status": outcome.status, "level": outcome.level}),
        links=[call, *_sources(advice.citations, shown)],
    )


def _pressing(outcome: OutcomeOut | FollowUpOut) -> Indicator:
    """Never `info` while answers are missing, or where the person is kept from going on."""
    of_level = OF_LEVEL[outcome.level or outcome.level_at_least]
    goes_on = getattr(outcome, "routines", None) or getattr(outcome, "action", None) == "go_on"
    return "warning" if of_level == "info" and not (outcome.level and goes_on) else of_level


def _warning(warning: WarningRef, shown: Shown) -> CardOut:
    confirm = f"- [ ] {markdown(shown.terms['page-read'].name)}"
    display = shown.terms[f"severity-{warning.severity}"].name
    return _card(
        warning.text,
        [markdown(warning.text), *([confirm] if warning.must_acknowledge else [])],
        OF_SEVERITY[warning.severity],
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


def _routine(routine: OfferedRoutineOut, shown: Shown, *, first: bool) -> CardOut:
    parts = [
        _listed(routine.why),
        f"**{markdown(shown.terms['page-stop'].name)}**",
        _listed(rule.text for rule in routine.stop_rules),
        f"**{markdown(shown.terms['page-steps'].name)}**",
        _listed(_steps(routine)),
        _listed(change.because for change in routine.adapted),
    ]
    name = f"suggestion {routine.model_dump_json()}"
    suggestion = CardSuggestionOut(
        label=routine.name, uuid=uuid5(NAMESPACE, name), isRecommended=first
    )
    return _card(
        routine.name,
        parts,
        "info",
        CardTopicOut(system="/v1/routines", code=routine.slug, display=routine.name),
        RESULT.model_copy(update={"about": "routine", "slug": routine.slug}),
        links=_sources(routine.citations, shown),
        suggestions=[suggestion],
    )


def _steps(routine: OfferedRoutineOut) -> Iterator[str]:
    """Sets and repetitions as adapted, and how long to hold each."""
    for step in (step for phase in routine.phases for step in phase.steps):
        dose = step.dose
        hold = f" ({dose.hold_s} s)" if dose.hold_s else ""
        yield f"{step.name}: {dose.sets} \u00d7 {dose.reps}{hold}"


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
        summary=_short(summary),
        detail="\n\n".join(filter(None, parts)),
        indicator=indicator,
        source=CardSourceOut(label="Plumbline", topic=topic),
        suggestions=list(suggestions),
        selectionBehavior="at-most-one",
        links=links,
        extension=extension,
    )
    return card.model_copy(update={"uuid": uuid5(NAMESPACE, card.model_dump_json())})


def _short(text: str) -> str:
    """Whole where it is short enough, else its first sentences or words."""
    if len(text) <= SUMMARY_CHARACTERS:
        return text
    start = text[: SUMMARY_CHARACTERS - 1]
    sentence = start.rfind(". ") + 1
    return start[:sentence] if sentence else start[: start.rfind(" ")] + "…"


def _listed(texts: Iterable[str]) -> str:
    return "\n".join(f"- {markdown(text)}" for text in texts)


def _sources(links: Iterable[Link], shown: Shown) -> list[CardLinkOut]:
    found = [shown.citations[link.slug] for link in links]
    return [CardLinkOut(label=one.title, url=one.url, type="absolute") for one in found]
