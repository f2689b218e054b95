"""How well an entry answers a query: by its words (BM25), by words that stand together, and by how
near the query comes to a name. The weights were found by trying them on `tests/search/golden.yaml`;
no source has them."""

from dataclasses import dataclass
from itertools import pairwise
from math import log

from app.search.entry import Entry
from app.search.index import Index, pair
from app.search.match import Meant, meaning, put_together
from app.search.words import vague

LIKELINESS = {
    "warning": 0.97,
    "question-and-answer": 0.9,
    "key-point": 0.8,
    "tip": 0.9,
    "term": 0.6,
    "question": 0.45,
    "contributor": 0.7,
    "citation": 0.18,
}
"""How likely a kind is what somebody looks for, where it is not 1. A source comes after what we say
ourselves, a warning of an emergency before other warnings."""

ASPECT = 0.97
"""The same for an aspect: a part comes after a whole that fits as well."""

VAGUE = 0.25
"""How much of its weight a word keeps that could stand in any query."""

NAME, PAIRS = 0.38, 0.12
"""How much of the fit by words they are; the rest is BM25."""

FLOOR = 0.2
"""The part of the best fit by words that a hit has to reach: of "tight hip flexors", not all that
has a hip in it."""

BY_WORDS, BY_NAME = 0.95, 0.98
"""The highest score of each; above is only a whole name that was typed as it is written."""

NAME_ALONE = 0.65
"""How much of that the words of a name and no others are worth, whatever the kind."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, as far as it is understood. Rare words weigh more."""

    meant: tuple[Meant, ...]
    weights: tuple[float, ...]
    surest: tuple[str, ...]
    """The likeliest stem of each word; empty for one that nobody wrote."""
    total: float


@dataclass(frozen=True, slots=True)
class _Fit:
    by_words: float
    by_name: float
    """How sure it is that a name has the same words and no others; 0 where it has not."""


def understood(index: Index, typed: list[str]) -> Asked:
    """Args: typed: at least one word."""
    said = list(put_together(index, typed))
    meant = tuple(meaning(index, w, last=n == len(said)) for n, w in enumerate(said, 1))
    weights = tuple(
        _weight(index, meanings) * (VAGUE if vague(word, index.lang) else 1)
        for word, meanings in zip(said, meant, strict=True)
    )
    return Asked(meant, weights, tuple(map(_surest, meant)), sum(weights))


def scores(index: Index, asked: Asked) -> dict[int, float]:
    """Each hit, with its score, 0 to 1."""
    fits = {number: _fit(index, asked, number, had) for number, had in _had(index, asked).items()}
    least = FLOOR * max((fit.by_words for fit in fits.values()), default=0.0)
    return {
        number: _score(fit, likeliness(index.entries[number]))
        for number, fit in fits.items()
        if fit.by_words >= least
    }


def likeliness(entry: Entry) -> float:
    if entry.at is not None:
        return ASPECT
    return 1.0 if entry.emergency else LIKELINESS.get(entry.kind, 1.0)


def _score(fit: _Fit, likely: float) -> float:
    by_name = BY_NAME * fit.by_name * (NAME_ALONE + (1 - NAME_ALONE) * likely)
    return max(BY_WORDS * fit.by_words * likely, by_name)


def _surest(meant: Meant) -> str:
    return max(meant, key=lambda stem: (meant[stem], stem), default="")


def _weight(index: Index, meant: Meant) -> float:
    """BM25's inverse document frequency, of the surest meaning; of an unknown word the highest."""
    surest = max(meant.values(), default=0.0)
    found = {n for stem, sure in meant.items() if sure == surest for n in index.postings[stem]}
    return log(1 + (len(index.entries) - len(found) + 0.5) / (len(found) + 0.5))


def _had(index: Index, asked: Asked) -> dict[int, list[float]]:
    """Each entry that has anything of the query, and how much of each word it has: by the meaning
    that fits it best, and by what the word weighs."""
    had: dict[int, list[float]] = {}
    for weight, meant in zip(asked.weights, asked.meant, strict=True):
        best: dict[int, float] = {}
        for stem, sure in meant.items():
            for number, amount in index.postings[stem].items():
                best[number] = max(best.get(number, 0.0), sure * amount)
        for number, amount in best.items():
            had.setdefault(number, []).append(weight * amount)
    return had


def _fit(index: Index, asked: Asked, number: int, had: list[float]) -> _Fit:
    compared = [_compared(asked, name) for name in index.names[number]]
    near = max((near for near, _ in compared), default=0.0)
    together = [number in index.pairs.get(pair(*two), ()) for two in pairwise(asked.surest)]
    paired = sum(together) / max(len(together), 1)
    covered = (1 + len(had) / len(asked.meant)) / 2
    about = sum(had) / asked.total
    return _Fit(
        by_words=covered * (NAME * near + PAIRS * paired + (1 - NAME - PAIRS) * about),
        by_name=max((same for _, same in compared), default=0.0),
    )


def _compared(asked: Asked, name: frozenset[str]) -> tuple[float, float]:
    """How near the query comes to a name, and how sure it is that their words are the same."""
    said = [{stem: sure for stem, sure in m.items() if stem in name} for m in asked.meant]
    surest = [max(meant.values(), default=0.0) for meant in said]
    left = name.difference(*said)
    shared = sum(w * sure for w, sure in zip(asked.weights, surest, strict=True)) / asked.total
    near = shared**2 / (1 + len(left) / len(asked.meant))
    return near, 0.0 if left else min(surest)
