"""How near a query comes to the names of entries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from app.search.index import Index
from app.search.match import Meant


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, as far as it is understood. Rare words weigh more."""

    meant: tuple[Meant, ...]
    weights: tuple[float, ...]
    surest: tuple[str, ...]
    """The letter of the likeliest stem of each word; empty for one that nobody wrote."""
    total: float


@dataclass(frozen=True, slots=True)
class Names:
    """How well names fit, of those entries that have a name with a word of the query."""

    near: Mapping[int, float]
    same: Mapping[int, float]
    """How sure it is that a name has the same words and no others; only where it has."""


def fit_by_name(index: Index, asked: Asked) -> Names:
    """A name with one stem of the query is not looked at: its length is known to the index."""
    sure = _sure(index, asked)
    near: dict[int, float] = {}
    same: dict[int, float] = {}
    for letter, each in sure.items():
        named, squared = index.named[letter], _shared(asked, each) ** 2
        for number, stems in zip(named.numbers, named.shortest, strict=True):
            fit = squared / (1 + (stems - 1) / len(each))
            if fit > near.get(number, 0.0):
                near[number] = fit
            if stems == 1 and min(each) > same.get(number, 0.0):
                same[number] = min(each)
    for place in _with_several(index, sure):
        name, number = index.names[place], index.owners[place]
        known = [sure[letter] for letter in name if letter in sure]
        if len(known) > 1:
            surest, left = list(map(max, *known)), len(name) - len(known)
            fit = _shared(asked, surest) ** 2 / (1 + left / len(surest))
            near[number] = max(fit, near[number])
            if not left and min(surest):
                same[number] = max(min(surest), same.get(number, 0.0))
    return Names(near, same)


def _sure(index: Index, asked: Asked) -> dict[str, list[float]]:
    """Each letter that a name has, with how surely it is meant by each word."""
    sure: dict[str, list[float]] = {}
    for place, meant in enumerate(asked.meant):
        for stem, surely in meant.items():
            letter = index.letters[stem]
            if letter in index.named:
                sure.setdefault(letter, [0.0] * len(asked.meant))[place] = surely
    return sure


def _shared(asked: Asked, sure: Iterable[float]) -> float:
    return sum([w * s for w, s in zip(asked.weights, sure, strict=True)]) / asked.total


def _with_several(index: Index, sure: Iterable[str]) -> set[int]:
    """The names that may have several letters. Such a name has one besides the most frequent."""
    names = sorted((index.named[letter].names for letter in sure), key=len)
    return set(chain.from_iterable(names[:-1]))
