"""The sources of a handout, each numbered once for the whole page."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.content.base import Known, Link
from app.content.citation import CitationOut
from app.content.links import links
from app.paper.handout import Handout

# Signs, not letters: a language has no others. What was read needs none.
MARKS = {Known.READ: "", Known.MIRROR: "°", Known.UNVERIFIED: "?", Known.DERIVED: "*"}


@dataclass(frozen=True, slots=True)
class Source:
    """One source and all the ways this handout knows what it says."""

    number: int
    citation: CitationOut
    known: tuple[Known, ...]


def sources(handout: Handout) -> dict[str, Source]:
    """By slug, from number 1 on; a source of the routine itself comes before one of a step."""
    known: dict[str, set[Known]] = {}
    for link in _shown(handout):
        known.setdefault(link.slug, set()).add(link.known)
    return {
        slug: Source(number, handout.citations[slug], tuple(k for k in Known if k in ways))
        for number, (slug, ways) in enumerate(known.items(), start=1)
    }


def _shown(handout: Handout) -> Iterator[Link]:
    """Of what stands on the page, in its order. Variants and muscles do not."""
    routine = handout.routine
    shown = [
        routine.citations,
        [warning.citations for warning in handout.every_warning],
        [rule.citations for rule in handout.stop_rules],
        *(
            [e.citations, e.dose.citations, e.steps_citations, e.cautions, e.mistakes]
            for e in handout.every_exercise
        ),
        [exercise.contraindications for exercise in handout.every_exercise],
        routine.progression,
        [exercise.evidence for exercise in handout.every_exercise],
    ]
    return (link for _, link in links(shown))
