"""What was typed → the words of ours that it may mean, and how surely."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from math import ceil

from app.search.index import Index
from app.search.words import stemmer

BEGUN, BEGUN_AND_KNOWN = 0.7, 0.3
"""For what begins with the last word; less where that is a word as it stands."""

RELATED = 0.85
MISSPELT = {1: 0.9, 2: 0.75}
"""By edits: a letter left out, put in or exchanged, or two swapped."""

SHORTEST_BEGINNING = 2
SHORTEST_STEM = 4
SHORTEST_RELATED = 5
LEAST_SHARED = 0.7
ONE_EDIT_FROM, TWO_EDITS_FROM = 4, 8
"""In letters."""

Meant = Mapping[str, float]
"""Stem → how surely it is meant, 0 to 1."""


def put_together(index: Index, typed: list[str]) -> Iterator[str]:
    """`clam shell` is our `clamshell`."""
    position = 0
    while position < len(typed):
        pair = "".join(typed[position : position + 2])
        unknown = any(word not in index.stems for word in typed[position : position + 2])
        if unknown and pair in index.stems and pair != typed[position]:
            yield pair
            position += 2
        else:
            yield typed[position]
            position += 1


def meaning(index: Index, word: str, *, last: bool) -> Meant:
    """The stems a word may stand for; none where nothing of ours comes near.

    Args:
        last: of a query. It may be unfinished: people read results while they type.
    """
    stem = index.stems.get(word) or stemmer(index.lang)(word)
    known = stem in index.postings
    meant: dict[str, float] = {}
    if last and len(word) >= SHORTEST_BEGINNING:
        weight = BEGUN_AND_KNOWN if known else BEGUN
        meant |= {index.stems[longer]: weight for longer in _beginning(index, word)}
    meant |= {index.stems[other]: RELATED for other in _related(index, word)}
    if not known and len(stem) >= SHORTEST_STEM:
        meant |= {index.stems[longer]: RELATED for longer in _beginning(index, stem)}
    if not known and not meant:
        meant |= _corrected(index, word)
    return meant | ({stem: 1.0} if known else {})


def begins(index: Index, word: str) -> bool:
    """Whether a word of ours begins so."""
    return next(_beginning(index, word), None) is not None


def _beginning(index: Index, start: str) -> Iterator[str]:
    for place in range(bisect_left(index.vocabulary, start), len(index.vocabulary)):
        if not index.vocabulary[place].startswith(start):
            return
        yield index.vocabulary[place]


def _related(index: Index, word: str) -> Iterator[str]:
    """Words that begin alike for most of their length, as `pregnant` and `pregnancy` do, which
    stemming leaves apart."""
    if len(word) < SHORTEST_RELATED or not word.isalpha():
        return
    for other in _beginning(index, word[:SHORTEST_RELATED]):
        least = ceil(LEAST_SHARED * max(len(word), len(other)))
        if word[:least] == other[:least]:
            yield other


def _corrected(index: Index, word: str) -> Meant:
    """The words nearest to one that nobody wrote. Never for numbers: 111 is not 112."""
    if len(word) < ONE_EDIT_FROM or not word.isalpha():
        return {}
    near = list(_near(index, word, 1 if len(word) < TWO_EDITS_FROM else 2))
    nearest = min((distance for _, distance in near), default=0)
    return {index.stems[other]: MISSPELT[n] for other, n in near if n == nearest}


def _near(index: Index, word: str, edits: int) -> Iterator[tuple[str, int]]:
    # 10 ms of a start that nobody needs who spells well.
    from rapidfuzz.distance import OSA, DamerauLevenshtein
    from rapidfuzz.process import extract

    for length in range(len(word) - edits, len(word) + edits + 1):
        # A quick distance first. It is at most one more: a letter between two swapped ones is a
        # third edit to it.
        alike = extract(
            word,
            index.of_length.get(length, ()),
            scorer=OSA.distance,
            score_cutoff=edits + (edits > 1),
            limit=None,
        )
        for other, _, _ in alike:
            distance = DamerauLevenshtein.distance(word, other)
            if distance <= edits:
                yield other, distance
