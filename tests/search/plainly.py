"""How well each entry fits a query, worked out for one after the other, from what its fields say
and in no hurry: what `app.search.scores` must agree with."""

from collections.abc import Mapping
from itertools import pairwise
from math import log

from app.search import Index
from app.search.asked import VAGUE
from app.search.entry import Entry
from app.search.index import NEAR
from app.search.match import Meant, meaning, put_together
from app.search.score import (
    BODY,
    BY_NAME,
    BY_WORDS,
    FLOOR,
    NAME,
    NAME_ALONE,
    PAIRS,
    likeliness,
)
from app.search.words import telling, vague, words

Amounts = Mapping[str, Mapping[int, float]]


def scores_plainly(index: Index, query: str) -> dict[int, float]:
    """Each hit, with its score: without whole names that were typed and without codes."""
    said = list(put_together(index, list(dict.fromkeys(telling(words(query), index.lang)))))
    meant = [meaning(index, w, last=n == len(said)) for n, w in enumerate(said, 1)]
    amounts = {
        stem: dict(zip(index.postings[stem].numbers, index.postings[stem].amounts, strict=True))
        for each in meant
        for stem in each
    }
    weights = [
        _weight(index, each, amounts) * (VAGUE if vague(word, index.lang) else 1)
        for word, each in zip(said, meant, strict=True)
    ]
    fits = {
        number: fit
        for number in range(len(index.entries))
        if (fit := _by_words(index, number, meant, weights, amounts))
    }
    least = FLOOR * max(fits.values(), default=0.0)
    return {
        number: _score(index, index.entries[number], fit, meant)
        for number, fit in fits.items()
        if fit >= least
    }


def _weight(index: Index, meant: Meant, amounts: Amounts) -> float:
    sure = max(meant.values(), default=0.0)
    found = len({n for stem in meant if meant[stem] == sure for n in amounts[stem]})
    return log(1 + (len(index.entries) - found + 0.5) / (found + 0.5))


def _by_words(
    index: Index, number: int, meant: list[Meant], weights: list[float], amounts: Amounts
) -> float:
    had = [
        weight * max(sure * amounts[stem].get(number, 0.0) for stem, sure in each.items())
        for weight, each in zip(weights, meant, strict=True)
        if each
    ]
    here = [amount for amount in had if amount]
    if not here:
        return 0.0
    near = max((_near(n, meant, weights) for n in _names(index, index.entries[number])), default=0)
    covered = (1 + len(here) / len(meant)) / 2
    paired = _paired(index, index.entries[number], meant)
    return covered * (NAME * near + PAIRS * paired + BODY * (sum(here) / sum(weights)))


def _near(name: frozenset[str], meant: list[Meant], weights: list[float]) -> float:
    surest = [max([sure for stem, sure in m.items() if stem in name], default=0.0) for m in meant]
    shared = sum(w * sure for w, sure in zip(weights, surest, strict=True)) / sum(weights)
    return shared**2 / (1 + len(name.difference(*meant)) / len(meant))


def _paired(index: Index, entry: Entry, meant: list[Meant]) -> float:
    surest = [max(each, key=lambda stem: (each[stem], stem), default="") for each in meant]
    texts = [_stems(index, text) for field in entry.fields.values() for text in field]
    near = {
        frozenset(two)
        for text in texts
        for apart in range(1, NEAR + 1)
        for two in zip(text, text[apart:], strict=False)
    }
    together = [frozenset(two) in near for two in pairwise(surest)]
    return sum(together) / max(len(together), 1)


def _score(index: Index, entry: Entry, fit: float, meant: list[Meant]) -> float:
    same = [
        min(max([sure for stem, sure in m.items() if stem in name], default=0.0) for m in meant)
        for name in _names(index, entry)
        if not name.difference(*meant)
    ]
    likely = likeliness(entry)
    by_name = BY_NAME * max(same, default=0.0) * (NAME_ALONE + (1 - NAME_ALONE) * likely)
    return max(BY_WORDS * fit * likely, by_name)


def _names(index: Index, entry: Entry) -> list[frozenset[str]]:
    return [frozenset(_stems(index, name)) for name in entry.names]


def _stems(index: Index, text: str) -> list[str]:
    return [index.stems[word] for word in telling(words(text), index.lang)]
