"""A shelf by everything that a list can be filtered and ordered by: made once from the finished
items, asked in a few microseconds however many there are.

A set of items is one whole number: its bit *n* is the item at place *n* of an order.
"""

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from hashlib import blake2b
from itertools import islice
from operator import or_
from typing import Any, NamedTuple, TypeVar

from app.search.words import plain

Values = Callable[[Any], Iterable[str]]
Key = Callable[[Any], Any]
Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a kind can be listed by, as functions of an item as it is served."""

    filters: Mapping[str, Values] = field(default_factory=dict)
    numbers: Mapping[str, Key] = field(default_factory=dict)
    orders: Mapping[str, Key] = field(default_factory=dict)
    """Besides the order of the slugs."""


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


class Listing:
    """One shelf, in each order it was ever asked for."""

    def __init__(self, fragments: Mapping[str, bytes], rules: Rules) -> None:
        self._fragments = fragments
        self._rules = rules
        self._orders: dict[str, Order] = {}
        self._digests: dict[str, bytes] = {}
        self._slugs: dict[tuple[str, str], list[str]] = {}

    def digest(self, slugs: Iterable[str]) -> bytes:
        """Of these items in this order, without reading them again."""
        for slug in slugs:
            if slug not in self._digests:
                self._digests[slug] = blake2b(self._fragments[slug], digest_size=16).digest()
        return b"".join([self._digests[slug] for slug in slugs])

    def slugs(self, name: str, value: str) -> list[str]:
        """Of the items that have the value for the filter."""
        if (name, value) not in self._slugs:
            ordered = self.order("slug")
            fit = ordered.fitting(Wanted(any_of=[(name, [value])]))
            slugs = [ordered.places[number].slug for number in _from_the_first(fit)]
            self._slugs[name, value] = slugs
        return self._slugs[name, value]

    def order(self, name: str) -> "Order":
        """Raises: KeyError: there is no such order."""
        if name not in self._orders:
            key = None if name == "slug" else self._rules.orders[name]
            self._orders[name] = Order(self._fragments, key, self._rules)
        return self._orders[name]


class Order:
    """The items of a shelf in one order."""

    def __init__(self, fragments: Mapping[str, bytes], key: Key | None, rules: Rules) -> None:
        self._fragments = fragments
        known = []
        for slug, item in _read(fragments):  # one at a time: together they would be large
            values = [(name, v) for name, of in rules.filters.items() for v in of(item)]
            numbers = [number(item) for number in rules.numbers.values()]
            known.append((Place(key(item) if key else "", slug), values, numbers))
        known.sort(key=lambda one: one[0])
        self.places = [place for place, _, _ in known]
        self.at = {place.slug: number for number, place in enumerate(self.places)}
        self.all = (1 << len(known)) - 1
        self.bits = _bits(
            (value, place) for place, (_, values, _) in enumerate(known) for value in values
        )
        self.numbers = {
            name: _up_to([numbers[n] for _, _, numbers in known])
            for n, name in enumerate(rules.numbers)
        }

    @cached_property
    def _words(self) -> tuple[list[str], list[int]]:
        """Every word of the items, sorted, and the items that have it."""
        words = _bits(
            (word, self.at[slug])
            for slug, item in _read(self._fragments)
            for word in set(plain(" ".join((slug, *texts(item)))).split())
        )
        known = sorted(words)
        return known, [words[word] for word in known]

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
        for word in plain(wanted.words).split():
            fit &= self._begun(word)
        return fit

    def _with(self, name: str, values: Iterable[str]) -> int:
        return reduce(or_, (self.bits.get((name, value), 0) for value in values), 0)

    def _begun(self, start: str) -> int:
        words, bits = self._words
        found = 0
        for number in range(bisect_left(words, start), len(words)):
            if not words[number].startswith(start):
                break
            found |= bits[number]
        return found

    def page(self, fit: int, limit: int, after: Place | None, *, down: bool) -> list[Place]:
        """Up to `limit` places of `fit`."""
        if after is not None:
            cut = bisect_left(self.places, after) if down else bisect_right(self.places, after)
            fit = fit & ((1 << cut) - 1) if down else fit >> cut << cut
        numbers = _from_the_last(fit) if down else _from_the_first(fit)
        return [self.places[number] for number in islice(numbers, limit)]


def texts(item: Mapping[str, Any]) -> Iterator[str]:
    """The words a person would look for an item by."""
    for name in SEARCHED:
        value = item.get(name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from value


SEARCHED = ("name", "title", "aliases", "summary", "what", "text", "question", "answer", "plain")


def _read(fragments: Mapping[str, bytes]) -> Iterator[tuple[str, Any]]:
    return ((slug, json.loads(body)) for slug, body in fragments.items())


def _bits(pairs: Iterable[tuple[Value, int]]) -> dict[Value, int]:
    found: dict[Value, list[int]] = defaultdict(list)
    for value, number in pairs:
        found[value].append(number)
    return {value: _set(numbers) for value, numbers in found.items()}


def _set(numbers: Sequence[int]) -> int:
    """Through bytes: adding bit by bit would copy the whole number each time."""
    bits = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        bits[number // 8] |= 1 << number % 8
    return int.from_bytes(bits, "little")


def _up_to(numbers: Sequence[int]) -> tuple[list[int], list[int]]:
    """The numbers there are, and the items with none of them, with at most the first, …"""
    known = sorted(set(numbers))
    equal = _bits((number, place) for place, number in enumerate(numbers))
    up_to = [0]
    for number in known:
        up_to.append(up_to[-1] | equal[number])
    return known, up_to


def _from_the_first(fit: int) -> Iterator[int]:
    while fit:
        lowest = fit & -fit
        yield lowest.bit_length() - 1
        fit ^= lowest


def _from_the_last(fit: int) -> Iterator[int]:
    while fit:
        number = fit.bit_length() - 1
        yield number
        fit ^= 1 << number
