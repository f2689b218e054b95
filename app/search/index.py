"""The inverted index of a language: made once by `app.search.build`, never changed.

A stem is known by a letter of its own, so that a name and a text are strings of stems, which are
small and quick to look through.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.content.base import Lang
from app.search.entry import Entry
from app.search.shown import Shown

NEAR = 2
"""How many telling words on another word is still near."""

GAP = "\0" * NEAR
"""Between texts, so that no word of one is near to a word of another."""


def in_twos(text: str) -> str:
    """Words with those next to them, then with those next but one: `NEAR` each other is then next
    to each other, which is quickly looked for."""
    return GAP.join((text, *(text[start::NEAR] for start in range(NEAR))))


@dataclass(frozen=True, slots=True)
class Posting:
    """Where a stem is, and how much each of those entries is about it, 0 to 1."""

    numbers: "array[int]"
    amounts: "array[float]"


@dataclass(frozen=True, slots=True)
class Named:
    """The names that have a stem."""

    names: "array[int]"
    numbers: "array[int]"
    """The entries that go by them, each once."""
    others: "array[int]"
    """Of each of these entries, how many stems more the shortest of those names has."""
    whole: tuple[int, ...]
    """Those of which a name has no other stem."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query, as far as it is understood: from the index alone."""

    weight: float
    """Rare words weigh more."""
    surest: str
    """The letter of its likeliest stem; empty for a word that nobody wrote."""
    letters: Mapping[str, float]
    """Those of its stems that are in names, and how surely each is meant."""
    names: Mapping[str, frozenset[int]]
    """The names that have each of these letters."""
    amounts: Mapping[int, float]
    """How much of it each entry has that has any: by the meaning that fits it best."""
    numbers: frozenset[int]
    """Those entries."""


@dataclass(frozen=True, slots=True)
class Index:
    lang: Lang
    entries: tuple[Entry, ...]
    shown: Shown
    likely: tuple[float, ...]
    """How likely each entry is what somebody looks for, 0 to 1."""
    aspects: Mapping[int, tuple[int, ...]]
    """Each entry that shares kind and slug with others → all that do, the whole first."""
    stems: Mapping[str, str]
    """Every word, as people write it, with its stem."""
    vocabulary: tuple[str, ...]
    """The same words, sorted."""
    of_length: Mapping[int, tuple[str, ...]]
    """The same words by how many letters they have."""
    letters: Mapping[str, str]
    """Stem → its letter."""
    postings: Mapping[str, Posting]
    """By stem."""
    named: Mapping[str, Named]
    """By letter."""
    names: tuple[str, ...]
    """Of each name, its stems, each once."""
    longest_name: int
    owners: "array[int]"
    """Of each name, the entry that goes by it."""
    texts: tuple[str, ...]
    """Of each entry, its telling words, `in_twos`."""
    exact: Mapping[str, tuple[int, ...]]
    """A whole name, as `plain` leaves it → the entries that have it."""
    codes: Mapping[str, tuple[int, ...]]
    """A code in lower case → the entries that have it."""
    asked: dict[tuple[str, bool], Word] = field(default_factory=dict, compare=False, repr=False)
    """Words of ours that were asked for, with whether they came last. The one thing that changes;
    nothing that is not ours is ever here."""
