"""How near a query comes to the names of entries."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.search.index import Index, Word


@dataclass(frozen=True, slots=True)
class Names:
    """How well names fit, of those entries that have a name with a word of the query."""

    near: Mapping[int, float]
    same: Mapping[int, float]
    """How sure it is that a name has the same words and no others; only where it has."""


def fit_by_name(index: Index, words: list[Word], total: float) -> Names:
    """Args: total: what all words weigh."""
    sure = _sure(words)
    weights = [word.weight for word in words]
    less = [1 + left / len(words) for left in range(index.longest_name)]
    near: dict[int, float] = {}
    same: dict[int, float] = {}
    # Of a name with one stem of the query it is enough to know how long it is.
    for letter, each in sure.items():
        named, squared = index.named[letter], _shared(weights, each, total) ** 2
        alone = zip(named.numbers, named.others, strict=True)
        fits = {number: squared / less[others] for number, others in alone}
        for number in fits.keys() & near.keys():
            fits[number] = max(fits[number], near[number])
        near |= fits
        if whole := min(each):
            for number in named.whole:
                same[number] = max(whole, same.get(number, 0.0))
    alike: dict[str, list[float]] = {}
    for place in _with_several(words):
        name, number = index.names[place], index.owners[place]
        known = "".join([letter for letter in name if letter in sure])
        if known not in alike:
            surest = list(map(max, *(sure[letter] for letter in known)))
            alike[known] = [_shared(weights, surest, total) ** 2, min(surest)]
        squared, whole = alike[known]
        left = len(name) - len(known)
        near[number] = max(near[number], squared / less[left])
        if whole and not left:
            same[number] = max(whole, same.get(number, 0.0))
    return Names(near, same)


def _sure(words: list[Word]) -> dict[str, list[float]]:
    """Letter → how surely it is meant by each word."""
    sure: dict[str, list[float]] = {}
    for place, word in enumerate(words):
        for letter, surely in word.letters.items():
            if letter not in sure:
                sure[letter] = [0.0] * len(words)
            sure[letter][place] = surely
    return sure


def _shared(weights: list[float], sure: list[float], total: float) -> float:
    """The part of the query that is there, by weight."""
    return sum([w * s for w, s in zip(weights, sure, strict=True)]) / total


def _with_several(words: list[Word]) -> set[int]:
    """The names that have at least two of the letters of the query."""
    having: dict[str, frozenset[int]] = {}
    for word in words:
        having |= word.names
    seen: set[int] = set()
    again: set[int] = set()
    for names in having.values():
        again |= seen & names
        seen |= names
    return again
