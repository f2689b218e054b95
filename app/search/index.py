"""The inverted index of a language: built once with the catalog, never changed."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from app.content.base import Lang
from app.search.entry import Entry
from app.search.words import spoken, stems, telling, words

Key = TypeVar("Key", bound=Hashable)

FIELD_WEIGHTS: Mapping[str, float] = {"names": 6.0, "gist": 1.8, "terms": 1.0, "text": 1.0}

LENGTH_MATTERS: Mapping[str, float] = {"names": 0.6, "gist": 0.35, "terms": 0.35, "text": 0.35}
"""BM25's b: how much a word counts for less among many others; 0 is not at all."""

SATURATION = 2.2
"""BM25's k1: how slowly saying a word again stops to count."""

NEAR = 2
"""How many telling words on another word is still near."""


@dataclass(frozen=True, slots=True)
class Index:
    lang: Lang
    entries: tuple[Entry, ...]
    postings: Mapping[str, Mapping[int, float]]
    """Stem → entry → how much the entry is about it, 0 to 1."""
    stems: Mapping[str, str]
    """Every word, as people write it, with its stem."""
    vocabulary: tuple[str, ...]
    """The same words, sorted."""
    names: tuple[tuple[frozenset[str], ...], ...]
    """Of each entry, the stems of each of its names."""
    pairs: Mapping[tuple[str, str], frozenset[int]]
    """Two stems → the entries in which they stand near each other."""
    exact: Mapping[str, frozenset[int]]
    """A whole name, as `plain` leaves it → the entries that have it."""
    codes: Mapping[str, frozenset[int]]
    """A code in lower case → the entries that have it."""


def build(entries: Iterable[Entry], lang: Lang) -> Index:
    kept = tuple(entries)
    heard = [{name: _heard(texts) for name, texts in e.fields.items()} for e in kept]
    known = {word for fields in heard for field in fields.values() for word in field}
    stem = stems(sorted(known), lang)
    return Index(
        lang=lang,
        entries=kept,
        postings=_postings([{n: _counted(f, stem) for n, f in fs.items()} for fs in heard]),
        stems=stem,
        vocabulary=tuple(stem),
        names=tuple(tuple(frozenset(_content(n, stem, lang)) for n in e.names) for e in kept),
        pairs=_whole((two, n) for n, e in enumerate(kept) for two in _pairs(e, stem, lang)),
        exact=_whole(
            (" ".join(words(name)), number) for number, e in enumerate(kept) for name in e.names
        ),
        codes=_whole(
            (code.casefold(), number) for number, e in enumerate(kept) for code in e.codes
        ),
    )


def _heard(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in spoken(text)]


def _counted(field: Iterable[str], stem: Mapping[str, str]) -> Counter[str]:
    return Counter(stem[word] for word in field)


def _content(text: str, stem: Mapping[str, str], lang: Lang) -> tuple[str, ...]:
    return tuple(stem[word] for word in telling(words(text), lang))


def _pairs(entry: Entry, stem: Mapping[str, str], lang: Lang) -> Iterator[tuple[str, str]]:
    for texts in entry.fields.values():
        for text in texts:
            said = _content(text, stem, lang)
            for apart in range(1, NEAR + 1):
                yield from (pair(*two) for two in zip(said, said[apart:], strict=False))


def pair(one: str, other: str) -> tuple[str, str]:
    """In any order: a swollen leg is a leg that is swollen."""
    return (one, other) if one < other else (other, one)


def _whole(pairs: Iterable[tuple[Key, int]]) -> dict[Key, frozenset[int]]:
    found: dict[Key, set[int]] = defaultdict(set)
    for whole, number in pairs:
        found[whole].add(number)
    return {whole: frozenset(numbers) for whole, numbers in found.items()}


def _postings(entries: list[dict[str, Counter[str]]]) -> dict[str, dict[int, float]]:
    """BM25F: a word's counts are added up over the fields by their weight, then flattened, so that
    no field and no repetition can outweigh everything else."""
    usual = {name: _mean_length(entries, name) for name in FIELD_WEIGHTS}
    postings: dict[str, dict[int, float]] = defaultdict(dict)
    for number, fields in enumerate(entries):
        about: dict[str, float] = defaultdict(float)
        for name, counts in fields.items():
            b = LENGTH_MATTERS[name]
            length = 1 - b + b * counts.total() / usual[name]
            for stem, count in counts.items():
                about[stem] += FIELD_WEIGHTS[name] * count / length
        for stem, weight in about.items():
            postings[stem][number] = weight / (SATURATION + weight)
    return dict(postings)


def _mean_length(entries: list[dict[str, Counter[str]]], name: str) -> float:
    """Of the entries that have anything there."""
    lengths = [total for fields in entries if (total := fields[name].total())]
    return sum(lengths) / len(lengths) if lengths else 1.0
