"""A page of hits as bytes, from bytes made with the index: no hit is written twice, and hits are
counted as bits, not one after the other. `results` says what the bytes mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from json import dumps
from operator import itemgetter, or_

from app.search.entry import KIND_ORDER, Entry
from app.search.results import CountOut, FacetsOut, HitOut

NOT_YET = "0.0}"
"""How a hit ends before it has its score."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What hits are counted by: its values, in order, each as a `CountOut` without the count, with
    the entries that have it as bits; and all of those entries."""

    values: tuple[tuple[str, int], ...]
    entries: int


@dataclass(frozen=True, slots=True)
class Shown:
    hits: tuple[str, ...]
    """Of each entry, all but the score."""
    places: tuple[str, ...]
    """Of each entry, where it stands among those that fit as well: by kind, then by slug."""
    facets: Mapping[str, Counts]

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
        items = ",".join([f"{self.hits[number]}{score}}}" for number, score in page])
        facets = ",".join(
            [
                f'"{name}":[{_told(facet, found if name == "kind" else kept)}]'
                for name, facet in self.facets.items()
            ]
        )
        whole = f'{{"items":[{items}],"facets":{{{facets}}},'
        return f'{whole}"total":{kept.bit_count()},"next":{dumps(following)}}}'.encode()


def shown(entries: Sequence[Entry]) -> Shown:
    facets = [{"kind": (entry.kind,), **entry.facets} for entry in entries]
    return Shown(
        hits=tuple(map(_hit, entries)),
        # Two digits keep the kinds in their order.
        places=tuple(f"{KIND_ORDER.index(e.kind):02} {e.slug}" for e in entries),
        facets={name: _counts(name, facets) for name in FacetsOut.model_fields},
    )


def _hit(entry: Entry) -> str:
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
    return hit.model_dump_json().removesuffix(NOT_YET)


def _counts(name: str, facets: Sequence[Mapping[str, Iterable[str]]]) -> Counts:
    having: dict[str, list[int]] = defaultdict(list)
    for number, values in enumerate(facets):
        for value in values.get(name, ()):
            having[value].append(number)
    bits = {value: _bits(having[value], len(facets)) for value in sorted(having)}
    begun = {v: CountOut(value=v, count=0).model_dump_json().removesuffix("0}") for v in bits}
    return Counts(
        values=tuple((begun[value], entries) for value, entries in bits.items()),
        entries=reduce(or_, bits.values(), 0),
    )


def _bits(numbers: Iterable[int], size: int) -> int:
    """Written as digits first: setting bits of a large number copies it each time."""
    digits = bytearray(b"0" * (size + 1))
    for number in numbers:
        digits[number] = ord("1")
    return int(digits, 2)


def _told(facet: Counts, hits: int) -> str:
    """The most frequent first."""
    if not facet.entries & hits:
        return ""
    counts = [(n, begun) for begun, bits in facet.values if (n := (bits & hits).bit_count())]
    counts.sort(key=itemgetter(0), reverse=True)
    return ",".join([f"{begun}{n}}}" for n, begun in counts])
