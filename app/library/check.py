"""Whether the content hangs together: every reference, every dose, everything reachable."""

import difflib
from collections.abc import Collection, Iterator

from pydantic import BaseModel

from app.content.base import Review
from app.content.exercise import ExerciseDocument
from app.content.guide import GET_UP, ContactDocument, TermDocument
from app.content.links import links
from app.content.references import TERM_SETS, referred
from app.content.routine import RoutineDocument, Step
from app.content.timeline import duration_s
from app.content.words import split
from app.library.read import Entry, Shelf
from app.library.source import Fault, Place
from app.triage.document import digest

SHORTEST_ROUTINE_S, LONGEST_ROUTINE_S = 3 * 60, 45 * 60


def content_faults(shelf: Shelf) -> Iterator[Fault]:
    """Every fault in the content itself; the rules are `check_rules`' to judge."""
    for kind, entries in shelf.entries.items():
        for slug, entry in entries.items():
            yield from _links(entry, shelf)
            yield from _references(entry, shelf)
            yield from _review(kind, slug, entry)
            if isinstance(entry.document, RoutineDocument):
                yield from _routine(entry, entry.document, shelf)
    if shelf.whole:
        yield from _uncited(shelf)
    yield from _retired(shelf)
    if "en" not in shelf.languages:
        yield Fault("languages.yaml", 1, "`en` is missing: every text is written in it first")
    contacts = [e.document for e in shelf.entries["emergency-contact"].values()]
    if not any(isinstance(c, ContactDocument) and c.region is None for c in contacts):
        yield Fault("emergency_contacts.yaml", 1, "one entry needs `region: null`, for elsewhere")
    if shelf.whole and GET_UP not in shelf.slugs["tip"]:
        yield Fault("tips.yaml", 1, f"'{GET_UP}' is missing: calendars remind people of it")


def did_you_mean(slug: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(slug, known, n=1)
    return f"; is it '{close[0]}'?" if close else ""


def _links(entry: Entry, shelf: Shelf) -> Iterator[Fault]:
    known = shelf.slugs["citation"]
    for place, link in links(entry.document):
        if link.slug not in known:
            better = did_you_mean(link.slug, known)
            yield entry.fault(place, f"no citation '{link.slug}'{better}")


def _references(entry: Entry, shelf: Shelf) -> Iterator[Fault]:
    for kind, place, slug in referred(entry.document):
        known = _terms(shelf, kind) if kind in TERM_SETS else shelf.slugs[kind]
        if slug not in known:
            yield entry.fault(place, f"no {kind} '{slug}'{did_you_mean(slug, known)}")


def _terms(shelf: Shelf, set_: str) -> set[str]:
    return {
        slug
        for slug, entry in shelf.entries["term"].items()
        if isinstance(entry.document, TermDocument) and entry.document.set == set_
    }


def _routine(entry: Entry, routine: RoutineDocument, shelf: Shelf) -> Iterator[Fault]:
    known = {slug: e.document for slug, e in shelf.entries["exercise"].items()}
    exercises = {slug: d for slug, d in known.items() if isinstance(d, ExerciseDocument)}
    seen: set[str] = set()
    for p, phase in enumerate(routine.phases):
        for s, step in enumerate(phase.steps):
            if step.exercise not in exercises:
                continue
            place: Place = ("phases", p, "steps", s)
            yield from _step(entry, step, exercises[step.exercise], place)
            if phase.slug == "main" and step.exercise in seen:
                yield entry.fault(place, f"'{step.exercise}' is in the routine already")
            seen.add(step.exercise)
    steps = [s for phase in routine.phases for s in phase.steps if s.exercise in exercises]
    total_s = duration_s(steps, exercises)
    if not SHORTEST_ROUTINE_S <= total_s <= LONGEST_ROUTINE_S:
        yield entry.fault(
            ("phases",),
            f"takes {total_s // 60} min {total_s % 60} s; should be between "
            f"{SHORTEST_ROUTINE_S // 60} and {LONGEST_ROUTINE_S // 60} minutes",
        )


def _step(entry: Entry, step: Step, exercise: ExerciseDocument, place: Place) -> Iterator[Fault]:
    """More rest than the sources name harms nobody; more of anything else is out of range."""
    for name in ("sets", "reps", "hold_s"):
        most = getattr(exercise.dose, name).max
        if getattr(step.dose, name) > most:
            message = f"{name} is more than the {most} that '{step.exercise}' allows"
            yield entry.fault((*place, "dose", name), message)


def _review(kind: str, slug: str, entry: Entry) -> Iterator[Fault]:
    review: Review | None = getattr(entry.document, "review", None)
    if review is None or review.status == "not_clinically_reviewed":
        return
    now = review_digest(entry.document)
    if review.content_digest != now:
        yield entry.fault(
            ("review",),
            f"{kind} '{slug}' changed since it was reviewed; review it again and write {now}, or "
            "set the status to not_clinically_reviewed",
        )


def review_digest(document: BaseModel) -> str:
    """What a reviewer signs: the item without the signature."""
    facts, words = split(document)
    facts.pop("review", None)
    return digest({"facts": facts, "words": words})


def _uncited(shelf: Shelf) -> Iterator[Fault]:
    used = {
        link.slug
        for documents in (
            *(entry.document for entries in shelf.entries.values() for entry in entries.values()),
            *shelf.checks.values(),
            *([shelf.requirements] if shelf.requirements else []),
        )
        for _, link in links(documents)
    }
    for slug, entry in shelf.entries["citation"].items():
        if slug not in used and getattr(entry.document, "number", None) is None:
            yield entry.fault((), f"nothing cites '{slug}'; cite it or take it out")


def _retired(shelf: Shelf) -> Iterator[Fault]:
    for entry in shelf.retired:
        known = shelf.entries.get(entry.kind)
        if known is None:
            kinds = ", ".join(shelf.entries)
            yield Fault("retired.yaml", 1, f"no kind '{entry.kind}'; there are {kinds}")
        elif entry.slug in known:
            yield Fault(
                "retired.yaml", 1, f"{entry.kind} '{entry.slug}' is retired and still there"
            )
        elif entry.replaced_by is not None and entry.replaced_by not in known:
            yield Fault("retired.yaml", 1, f"no {entry.kind} '{entry.replaced_by}'")
