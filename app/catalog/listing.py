"""A shelf by everything that a list can be filtered and ordered by: made once from the finished
items, asked in a few microseconds however many there are."""

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from app.catalog.order import Order, Record, Wanted, bits_of, from_the_first, set_of
from app.search.words import plain

Values = Callable[[Any], Iterable[str]]
Key = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a kind can be listed by, as functions of an item as it is served."""

    filters: Mapping[str, Values] = field(default_factory=dict)
    numbers: Mapping[str, Key] = field(default_factory=dict)
    orders: Mapping[str, Key] = field(default_factory=dict)
    """Besides the order of the slugs."""


class Listing:
    """One shelf, in each order it was ever asked for."""

    def __init__(self, fragments: Mapping[str, bytes], rules: Rules) -> None:
        self._fragments = fragments
        self._rules = rules
        self._orders: dict[str, Order] = {}
        self._digests: dict[str, bytes] = {}
        self._slugs: dict[tuple[str, str], list[str]] = {}

    def warm(self) -> None:
        """Make everything that requests would wait for."""
        for name in ("slug", *self._rules.orders):
            self.order(name)
        _ = self._words

    def digest(self, slugs: Iterable[str]) -> bytes:
        """Of these items in this order, without reading them again."""
        for slug in slugs:
            if slug not in self._digests:
                self._digests[slug] = blake2b(self._fragments[slug], digest_size=16).digest()
        return b"".join([self._digests[slug] for slug in slugs])

    def values(self, name: str) -> set[str]:
        """What the items have for a filter."""
        return {value for of, value in self.order("slug").bits if of == name}

    def slugs(self, name: str, value: str) -> list[str]:
        """Of the items that have the value for the filter."""
        if (name, value) not in self._slugs:
            ordered = self.order("slug")
            fit = ordered.fitting(Wanted(any_of=[(name, [value])]))
            slugs = [ordered.places[number].slug for number in from_the_first(fit)]
            self._slugs[name, value] = slugs
        return self._slugs[name, value]

    def order(self, name: str) -> Order:
        """Raises: ValueError: there is no such order."""
        if name not in self._orders:
            number = None if name == "slug" else list(self._rules.orders).index(name)
            self._orders[name] = Order(self._records, number, list(self._rules.numbers))
        return self._orders[name]

    def fitting(self, name: str, wanted: Wanted) -> int:
        """The items wanted, as a set of that order."""
        ordered = self.order(name)
        fit = ordered.fitting(wanted)
        for word in plain(wanted.words).split():
            begun = self._begun(word)
            if name != "slug":
                slugs = (self._records[number].slug for number in from_the_first(begun))
                begun = set_of([ordered.at[slug] for slug in slugs])
            fit &= begun
        return fit

    @cached_property
    def _records(self) -> list[Record]:
        """In the order of the slugs."""
        records, rules = [], self._rules
        for slug, item in _read(self._fragments):
            values = [(name, v) for name, of in rules.filters.items() for v in of(item)]
            numbers = [number(item) for number in rules.numbers.values()]
            keys = [key(item) for key in rules.orders.values()]
            records.append(Record(slug, values, numbers, keys))
        return records

    @cached_property
    def _words(self) -> tuple[list[str], list[int]]:
        """Every word of the items, sorted, and the items that have it, in the order of slugs."""
        words = bits_of(
            (word, number)
            for number, (slug, item) in enumerate(_read(self._fragments))
            for word in set(plain(" ".join((slug, *texts(item)))).split())
        )
        known = sorted(words)
        return known, [words[word] for word in known]

    def _begun(self, start: str) -> int:
        words, bits = self._words
        found = 0
        for number in range(bisect_left(words, start), len(words)):
            if not words[number].startswith(start):
                break
            found |= bits[number]
        return found


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
    """In the order of the slugs, one at a time: together they would be large."""
    return ((slug, json.loads(fragments[slug])) for slug in sorted(fragments))
