"""A page of hits as bytes, from bytes made with the index: no hit is written twice, and hits are
counted as bits, not one after the other. `results` says what the bytes mean."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from json import dumps

from app.search.entry import KIND_ORDER, Entry
from app.search.results import CountOut, FacetsOut, HitOut

NOT_YET = "0.0}"
"""How a hit ends before it has its score."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A value of a facet."""

    begun: bytes
    entries: int
    """Those that have it, as bits."""


@dataclass(frozen=True, slots=True)
class Shown:
    hits: tuple[bytes, ...]
    """Of each entry, all but the score."""
    places: tuple[str, ...]
    """Of each entry, where it stands among those that fit as well: by kind, then by slug."""
    kinds: Mapping[str, int]
    """The entries of each kind, as bits."""
    facets: Mapping[str, Sequence[Counted]]
    """By value."""

    def bits(self, numbers: Iterable[int]) -> int:
        return _bits(numbers, len(self.hits))

    def page(
        self, found: int, kept: int, page: Iterable[tuple[int, float]], following: str | None
    ) -> bytes:
        """A `SearchOut`.

        Args:
            found: all hits, of any kind, as bits.
            kept: those of the kinds asked for, as bits.
            page: those of them to show now, with their scores.
        """
        items = b",".join(b"%b%a}" % (self.hits[number], score) for number, score in page)
        facets = b",".join(
            b'"%b":[%b]' % (name.encode(), _counts(values, found if name == "kind" else kept))
            for name, values in self.facets.items()
        )
        return b'{"items":[%b],"facets":{%b},"total":%d,"next":%b}' % (
            items,
            facets,
            kept.bit_count(),
            dumps(following).encode(),
        )


def shown(entries: Sequence[Entry]) -> Shown:
    return Shown(
        hits=tuple(map(_hit, entries)),
        # Two digits keep the kinds in their order.
        places=tuple(f"{KIND_ORDER.index(e.kind):02} {e.slug}" for e in entries),
        kinds=_sets(entries, lambda entry: (entry.kind,)),
        facets={name: _counted(name, entries) for name in FacetsOut.model_fields},
    )


def _hit(entry: Entry) -> bytes:
    """The score is the last field, so that all before it is written once."""
    hit = HitOut(
        kind=entry.kind,
        slug=entry.slug,
        at=entry.at,
        title=entry.title,
        summary=entry.summary,
        path=entry.path,
        score=0.0,
    )
    return hit.model_dump_json().removesuffix(NOT_YET).encode()


def _counted(name: str, entries: Sequence[Entry]) -> tuple[Counted, ...]:
    def values(entry: Entry) -> Iterable[str]:
        if name == "kind":
            return (entry.kind,)
        return next((has for facet, has in entry.facets.items() if facet == name), ())

    return tuple(
        Counted(CountOut(value=value, count=0).model_dump_json().removesuffix("0}").encode(), bits)
        for value, bits in sorted(_sets(entries, values).items())
    )


def _sets(entries: Sequence[Entry], values: Callable[[Entry], Iterable[str]]) -> dict[str, int]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for value in values(entry):
            numbers[value].append(number)
    return {value: _bits(having, len(entries)) for value, having in numbers.items()}


def _bits(numbers: Iterable[int], size: int) -> int:
    """Written as digits first: setting bits of a large number copies it each time."""
    digits = bytearray(b"0" * (size + 1))
    for number in numbers:
        digits[number] = ord("1")
    return int(digits, 2)


def _counts(values: Iterable[Counted], hits: int) -> bytes:
    """The most frequent first."""
    counts = [(value, n) for value in values if (n := (value.entries & hits).bit_count())]
    counts.sort(key=lambda counted: -counted[1])
    return b",".join(b"%b%d}" % (value.begun, n) for value, n in counts)
