"""What answers a query, best first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.search.entry import KIND_ORDER, Entry
from app.search.index import Index
from app.search.score import likeliness, scores, understood
from app.search.words import telling, words

CODE, EXACT = 1.0, 0.99
"""A whole name that was typed comes before every sum of words, a code before that."""


@dataclass(frozen=True, slots=True)
class Hit:
    entry: Entry
    score: float
    """0 to 1, rounded to what is told, so that the order told is the order kept."""


def hits(index: Index, query: str) -> list[Hit]:
    """All hits, best first; of equals by kind, then by slug. A cause is there once: as a whole, or
    as the one aspect that fits better. No words, no hits."""
    typed = words(query)
    if not typed:
        return []
    once = list(dict.fromkeys(telling(typed, index.lang)))
    found = scores(index, understood(index, once))
    exact = index.exact.get(" ".join(typed), frozenset())
    found |= {n: EXACT + (CODE - EXACT) * 0.9 * likeliness(index.entries[n]) for n in exact}
    found |= dict.fromkeys(index.codes.get(query.strip().casefold(), ()), CODE)
    return sorted(_once_each(index, found), key=_place)


def _place(hit: Hit) -> tuple[float, int, str]:
    return -hit.score, KIND_ORDER.index(hit.entry.kind), hit.entry.slug


def _once_each(index: Index, found: Mapping[int, float]) -> Iterable[Hit]:
    best: dict[tuple[str, str], Hit] = {}
    for number in sorted(found):  # The whole of a cause stands before its aspects.
        entry, score = index.entries[number], round(found[number], 3)
        before = best.get((entry.kind, entry.slug))
        if before is None or score > before.score:
            best[entry.kind, entry.slug] = Hit(entry, score)
    return best.values()
