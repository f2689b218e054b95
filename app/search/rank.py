"""What answers a query, best first."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.search.asked import understood
from app.search.entry import Entry
from app.search.index import Index
from app.search.score import scores
from app.search.words import telling, words

CODE, EXACT = 1.0, 0.99
"""A whole name that was typed comes before every sum of words, a code before that."""

DIGITS, CLOSE = 3, 0.0011
"""What is told of a score; two that differ by more than `CLOSE` are told in their order."""

Place = tuple[float, str]
"""Where a hit stands: its score as told, negative, then its place among those that fit as well."""


@dataclass(frozen=True, slots=True)
class Hit:
    entry: Entry
    score: float
    """0 to 1, rounded to what is told, so that the order told is the order kept."""


def hits(index: Index, query: str) -> list[Hit]:
    """All hits, best first; of equals by kind, then by slug. No words, no hits."""
    found = find(index, query)
    return [Hit(index.entries[n], -place[0]) for place, n in best(index, found, len(found))]


def find(index: Index, query: str) -> dict[int, float]:
    """The entries that are hits, with their scores, not rounded. A cause is there once: as a
    whole, or as the one aspect that fits better."""
    typed = words(query)
    if not typed:
        return {}
    once = list(dict.fromkeys(telling(typed, index.lang)))
    found = scores(index, understood(index, once))
    for number in index.exact.get(" ".join(typed), ()):
        found[number] = EXACT + (CODE - EXACT) * 0.9 * index.likely[number]
    found |= dict.fromkeys(index.codes.get(query.strip().casefold(), ()), CODE)
    for number in _others(index, found):
        del found[number]
    return found


def best(
    index: Index, found: Mapping[int, float], limit: int, after: Place | None = None
) -> list[tuple[Place, int]]:
    """The first `limit` of `found`, or of those that stand after a place; in order.

    Scores are rounded only where it decides: to round all of them costs more than to find them.
    """
    if after is not None and found:
        highest = -after[0] + CLOSE
        found = {
            number: score
            for number, score in found.items()
            if score <= highest and _place(index, number, score) > after
        }
    scores = sorted(found.values(), reverse=True)
    least = scores[limit - 1] - CLOSE if limit < len(scores) else 0.0
    first = [(_place(index, n, score), n) for n, score in found.items() if score >= least]
    return sorted(first)[:limit]


def _place(index: Index, number: int, score: float) -> Place:
    return -round(score, DIGITS), index.shown.places[number]


def _others(index: Index, found: Mapping[int, float]) -> set[int]:
    """What is found by another aspect of the same cause too, which fits better or stands before."""
    others: set[int] = set()
    for alike in {index.aspects[number] for number in found.keys() & index.aspects.keys()}:
        there = [number for number in alike if number in found]
        if len(there) > 1:
            others.update(there)
            others.remove(max(there, key=lambda number: round(found[number], DIGITS)))
    return others
