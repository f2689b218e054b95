"""How well an entry answers a query: by its words (BM25), by words that stand together, and by how
near the query comes to a name. The weights were found by trying them on `tests/search/golden.yaml`;
no source has them."""

from collections.abc import Mapping
from itertools import pairwise

from app.search.entry import Entry
from app.search.index import Index, Word
from app.search.names import fit_by_name

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

NAME, PAIRS = 0.38, 0.12
BODY = 1 - NAME - PAIRS
"""How much of the fit by words they are, and the rest, which is BM25."""

FLOOR = 0.2
"""The part of the best fit by words that a hit has to reach: of "tight hip flexors", not all that
has a hip in it."""

ROUNDING = 1e-9
"""More than a sum of ours is wrong by, for the order in which it was added up."""

BY_WORDS, BY_NAME = 0.95, 0.98
"""The highest score of each; above is only a whole name that was typed as it is written."""

NAME_ALONE = 0.65
"""How much of that the words of a name and no others are worth, whatever the kind."""


def scores(index: Index, words: list[Word]) -> dict[int, float]:
    """Each hit, with its score, 0 to 1."""
    total = sum([word.weight for word in words])
    names = fit_by_name(index, words, total)
    fits = _by_words(index, words, total, names.near)
    least = FLOOR * max(fits.values(), default=0.0)
    likely = index.likely
    found = {n: BY_WORDS * fit * likely[n] for n, fit in fits.items() if fit >= least}
    for number, same in names.same.items():
        if number in found:
            by_name = BY_NAME * same * (NAME_ALONE + (1 - NAME_ALONE) * likely[number])
            found[number] = max(found[number], by_name)
    return found


def likeliness(entry: Entry) -> float:
    if entry.at is not None:
        return ASPECT
    return 1.0 if entry.emergency else LIKELINESS.get(entry.kind, 1.0)


def _by_words(
    index: Index, words: list[Word], total: float, near: Mapping[int, float]
) -> dict[int, float]:
    """How well each entry fits by its words, but for those that cannot reach the floor: what has
    only the one word of a query that everything has is not looked at."""
    several = _in_several(words)
    fits = _of_several(index, words, total, several, near) if several else {}
    least = FLOOR * max(fits.values(), default=0.0) * (1 - ROUNDING)
    covered = (1 + 1 / len(words)) / 2
    for word in words:
        weight, amounts = word.weight, word.amounts
        part = weight / total
        if covered * (NAME * part**2 + BODY * part) >= least:
            alone = word.numbers - several if several else amounts
            fits |= {
                n: covered * (NAME * near.get(n, 0.0) + BODY * (weight * amounts[n] / total))
                for n in alone
            }
    return fits


def _of_several(
    index: Index, words: list[Word], total: float, several: set[int], near: Mapping[int, float]
) -> dict[int, float]:
    """The same for `several`, which have at least two words of the query."""
    about, had = _about(words, several)
    covered = [(1 + n / len(words)) / 2 for n in range(len(words) + 1)]
    fits = {
        n: covered[had[n]] * (NAME * near.get(n, 0.0) + BODY * (amount / total))
        for n, amount in about.items()
    }
    least = FLOOR * max(fits.values()) - PAIRS - ROUNDING
    together = _together(index, words, {n for n, fit in fits.items() if fit >= least})
    for n, pairs in together.items():
        paired = PAIRS * (pairs / (len(words) - 1))
        by_words = NAME * near.get(n, 0.0) + paired + BODY * (about[n] / total)
        fits[n] = covered[had[n]] * by_words
    return fits


def _about(words: list[Word], several: set[int]) -> tuple[dict[int, float], dict[int, int]]:
    """How much each entry is about the query, and how many of its words it has."""
    if len(words) == 2:  # The usual query, without counting what is two anyway.
        (one, amounts), (other, more) = ((word.weight, word.amounts) for word in words)
        return {n: one * amounts[n] + other * more[n] for n in several}, dict.fromkeys(several, 2)
    about, had = dict.fromkeys(several, 0.0), dict.fromkeys(several, 0)
    for word in words:
        weight, amounts = word.weight, word.amounts
        for number in several & word.numbers:
            about[number] += weight * amounts[number]
            had[number] += 1
    return about, had


def _together(index: Index, words: list[Word], numbers: set[int]) -> dict[int, int]:
    """Of how many words that follow each other each entry has the likeliest stems together."""
    found: dict[int, int] = {}
    texts = index.texts
    for one, other in pairwise(words):
        if one.surest and other.surest:
            before, after = one.surest + other.surest, other.surest + one.surest
            for n in numbers & one.numbers & other.numbers:
                if before in texts[n] or after in texts[n]:
                    found[n] = found.get(n, 0) + 1
    return found


def _in_several(words: list[Word]) -> set[int]:
    seen: set[int] = set()
    again: set[int] = set()
    for word in words:
        again |= word.numbers & seen
        seen |= word.numbers
    return again
