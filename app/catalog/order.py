"""The items of a shelf in one order, as sets: a set is a whole number whose bit *n* is the item at
place *n*."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any, NamedTuple, TypeVar

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client asked for. All of it has to hold."""

    any_of: Sequence[tuple[str, Iterable[str]]] = ()
    """A filter, and values of which an item has at least one."""
    none_of: Sequence[tuple[str, Iterable[str]]] = ()
    """A filter, and values of which an item has none."""
    at_most: Sequence[tuple[str, int]] = ()
    words: str = ""
    """Each word of it begins a word of the item."""
    slugs: Sequence[Iterable[str]] = ()


class Place(NamedTuple):
    """Where an item stands. The slug breaks ties, so that an order is total and a page follows the
    other without gap or overlap even when items were added in between."""

    key: Any
    slug: str


class Record(NamedTuple):
    """What of an item can be asked for."""

    slug: str
    values: list[tuple[str, str]]
    numbers: list[int]
    keys: list[Any]


class Order:
    """The items of a shelf in one order."""

    def __init__(self, records: Sequence[Record], key: int | None, numbers: Sequence[str]) -> None:
        """Args: key: which of the records' keys; None is the order of the slugs."""
        placed = sorted(
            (Place("" if key is None else record.keys[key], record.slug), number)
            for number, record in enumerate(records)
        )
        self.places = [place for place, _ in placed]
        self.at = {place.slug: number for number, place in enumerate(self.places)}
        self.all = (1 << len(placed)) - 1
        self.bits = bits_of(
            (value, place)
            for place, (_, number) in enumerate(placed)
            for value in records[number].values
        )
        self.numbers = {
            name: _up_to([records[number].numbers[n] for _, number in placed])
            for n, name in enumerate(numbers)
        }

    def fitting(self, wanted: Wanted) -> int:
        fit = self.all
        for name, values in wanted.any_of:
            fit &= self._with(name, values)
        for name, values in wanted.none_of:
            fit &= ~self._with(name, values)
        for name, most in wanted.at_most:
            numbers, up_to = self.numbers[name]
            fit &= up_to[bisect_right(numbers, most)]
        for slugs in wanted.slugs:
            fit &= reduce(or_, (1 << self.at[slug] for slug in slugs), 0)
        return fit

    def _with(self, name: str, values: Iterable[str]) -> int:
        return reduce(or_, (self.bits.get((name, value), 0) for value in values), 0)

    def page(self, fit: int, limit: int, after: Place | None, *, down: bool) -> list[Place]:
        """Up to `limit` places of `fit`."""
        if after is not None:
            cut = bisect_left(self.places, after) if down else bisect_right(self.places, after)
            fit = fit & ((1 << cut) - 1) if down else fit >> cut << cut
        numbers = _from_the_last(fit) if down else from_the_first(fit)
        return [self.places[number] for number in islice(numbers, limit)]


def bits_of(pairs: Iterable[tuple[Value, int]]) -> dict[Value, int]:
    found: dict[Value, list[int]] = defaultdict(list)
    for value, number in pairs:
        found[value].append(number)
    return {value: set_of(numbers) for value, numbers in found.items()}


def set_of(numbers: Sequence[int]) -> int:
    """Through bytes: adding bit by bit would copy the whole number each time."""
    bits = bytearray(max(numbers, default=0) // 8 + 1)
    for number in numbers:
        bits[number // 8] |= 1 << number % 8
    return int.from_bytes(bits, "little")


def _up_to(numbers: Sequence[int]) -> tuple[list[int], list[int]]:
    """The numbers there are, and the items with none of them, with at most the first, …"""
    known = sorted(set(numbers))
    equal = bits_of((number, place) for place, number in enumerate(numbers))
    up_to = [0]
    for number in known:
        up_to.append(up_to[-1] | equal[number])
    return known, up_to


def from_the_first(fit: int) -> Iterator[int]:
    while fit:
        lowest = fit & -fit
        yield lowest.bit_length() - 1
        fit ^= lowest


def _from_the_last(fit: int) -> Iterator[int]:
    while fit:
        number = fit.bit_length() - 1
        yield number
        fit ^= 1 << number
