"""How well an entry answers a query: by its words (BM25), by words that stand together, and by how
near the query comes to a name. The weights were found by trying them on `tests/search/golden.yaml`;
no source has them."""

from collections.abc import Mapping, Set
from itertools import chain, pairwise
from math import log

from app.search.entry import Entry
from app.search.index import Index, near_each_other
from app.search.match import Meant, meaning, put_together
from app.search.names import Asked, fit_by_name
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


def understood(index: Index, typed: list[str]) -> Asked:
    """Args: typed: at least one word."""
    said = list(put_together(index, typed))
    meant = tuple(meaning(index, w, last=n == len(said)) for n, w in enumerate(said, 1))
    weights = tuple(
        _weight(index, meanings) * (VAGUE if vague(word, index.lang) else 1)
        for word, meanings in zip(said, meant, strict=True)
    )
    surest = tuple(index.letters[_surest(m)] if m else "" for m in meant)
    return Asked(meant, weights, surest, sum(weights))


def scores(index: Index, asked: Asked) -> dict[int, float]:
    """Each hit, with its score, 0 to 1."""
    names = fit_by_name(index, asked)
    fits = _by_words(index, asked, names.near)
    least = FLOOR * max(fits.values(), default=0.0)
    likely = index.likely
    found = {n: BY_WORDS * fit * likely[n] for n, fit in fits.items() if fit >= least}
    for number in names.same.keys() & found.keys():
        by_name = BY_NAME * names.same[number] * (NAME_ALONE + (1 - NAME_ALONE) * likely[number])
        found[number] = max(found[number], by_name)
    return found


def likeliness(entry: Entry) -> float:
    if entry.at is not None:
        return ASPECT
    return 1.0 if entry.emergency else LIKELINESS.get(entry.kind, 1.0)


def _surest(meant: Meant) -> str:
    return max(meant, key=lambda stem: (meant[stem], stem))


def _weight(index: Index, meant: Meant) -> float:
    """BM25's inverse document frequency, of the surest meaning; of an unknown word the highest."""
    surest = max(meant.values(), default=0.0)
    numbers = [index.postings[stem].numbers for stem, sure in meant.items() if sure == surest]
    found = len(numbers[0]) if len(numbers) == 1 else len(set(chain(*numbers)))
    return log(1 + (len(index.entries) - found + 0.5) / (found + 0.5))


def _by_words(index: Index, asked: Asked, near: Mapping[int, float]) -> dict[int, float]:
    """How well each entry fits by its words, but for those that cannot reach the floor: what has
    only the one word of a query that everything has is not looked at."""
    amounts = [_amounts(index, meant) for meant in asked.meant]
    several = _in_several(amounts)
    fits = _of_several(index, asked, amounts, several, near)
    least = FLOOR * max(fits.values(), default=0.0) * (1 - ROUNDING)
    covered = (1 + 1 / len(amounts)) / 2
    for weight, amount in zip(asked.weights, amounts, strict=True):
        part = weight / asked.total
        if covered * (NAME * part**2 + BODY * part) < least:
            continue
        fits |= {
            n: covered * (NAME * near.get(n, 0.0) + BODY * (weight * amount[n] / asked.total))
            for n in amount.keys() - several
        }
    return fits


def _of_several(
    index: Index,
    asked: Asked,
    amounts: list[dict[int, float]],
    several: Set[int],
    near: Mapping[int, float],
) -> dict[int, float]:
    """The same for `several`, which have at least two words of the query."""
    about, had = dict.fromkeys(several, 0.0), dict.fromkeys(several, 0)
    for weight, amount in zip(asked.weights, amounts, strict=True):
        for number in several & amount.keys():
            about[number] += weight * amount[number]
            had[number] += 1
    covered = [(1 + words / len(amounts)) / 2 for words in range(len(amounts) + 1)]
    names = {n: NAME * near.get(n, 0.0) for n in several}
    words = {n: BODY * (about[n] / asked.total) for n in several}
    fits = {n: covered[had[n]] * (names[n] + words[n]) for n in several}
    least = FLOOR * max(fits.values(), default=0.0)
    neighbours = [two for two in pairwise(asked.surest) if all(two)]
    for number, fit in fits.items():
        if fit + PAIRS >= least:
            text = index.texts[number]
            together = sum([near_each_other(text, *two) for two in neighbours])
            paired = PAIRS * (together / (len(amounts) - 1))
            fits[number] = covered[had[number]] * (names[number] + paired + words[number])
    return fits


def _in_several(amounts: list[dict[int, float]]) -> set[int]:
    seen: set[int] = set()
    again: set[int] = set()
    for amount in amounts:
        again |= amount.keys() & seen
        seen |= amount.keys()
    return again


def _amounts(index: Index, meant: Meant) -> dict[int, float]:
    """How much of a word each entry has that has any of it: by the meaning that fits it best."""
    best: dict[int, float] = {}
    for stem, sure in meant.items():
        posting = index.postings[stem]
        each = zip(posting.numbers, posting.amounts, strict=True)
        if not best:
            best = {number: sure * amount for number, amount in each}
            continue
        for number, amount in each:
            if sure * amount > best.get(number, 0.0):
                best[number] = sure * amount
    return best
