"""A query, as far as it is understood, word by word."""

from math import log

from app.search.index import Index, Word
from app.search.match import Meant, begins, meaning, put_together
from app.search.words import vague

VAGUE = 0.25
"""How much of its weight a word keeps that could stand in any query."""

KEPT_AMOUNTS = 200_000
"""How many amounts the words that are kept have at most, all together: 30 MB if every
word were in every entry."""


def understood(index: Index, typed: list[str]) -> list[Word]:
    """Args: typed: at least one word."""
    said = list(put_together(index, typed))
    last = len(said) - 1
    return [_kept(index, word, last=place == last) for place, word in enumerate(said)]


def _kept(index: Index, typed: str, *, last: bool) -> Word:
    """A word of ours, or the beginning of one, is worked out once. Nothing else that people type
    is kept, nor what they typed together."""
    kept = index.asked.get((typed, last))
    if kept is None:
        kept = _word(index, typed, last=last)
        if begins(index, typed):
            while len(index.asked) * len(index.entries) >= KEPT_AMOUNTS:
                index.asked.pop(next(iter(index.asked)))
            index.asked[typed, last] = kept
    return kept


def _word(index: Index, typed: str, *, last: bool) -> Word:
    meant = meaning(index, typed, last=last)
    letters = {index.letters[stem]: sure for stem, sure in meant.items()}
    named = {letter: index.named[letter] for letter in letters if letter in index.named}
    amounts = _amounts(index, meant)
    return Word(
        weight=_weight(index, meant) * (VAGUE if vague(typed, index.lang) else 1),
        surest=index.letters[max(meant, key=lambda stem: (meant[stem], stem))] if meant else "",
        letters={letter: letters[letter] for letter in named},
        names={letter: frozenset(each.names) for letter, each in named.items()},
        amounts=amounts,
        numbers=frozenset(amounts),
    )


def _weight(index: Index, meant: Meant) -> float:
    """BM25's inverse document frequency, of the surest meaning; of an unknown word the highest."""
    surest = max(meant.values(), default=0.0)
    numbers = [index.postings[stem].numbers for stem, sure in meant.items() if sure == surest]
    found = len(numbers[0]) if len(numbers) == 1 else len(set().union(*numbers))
    return log(1 + (len(index.entries) - found + 0.5) / (found + 0.5))


def _amounts(index: Index, meant: Meant) -> dict[int, float]:
    best: dict[int, float] = {}
    for stem, sure in meant.items():
        posting = index.postings[stem]
        each = zip(posting.numbers, posting.amounts, strict=True)
        if not best:
            best = {number: sure * amount for number, amount in each}
            continue
        for number, amount in each:
            if sure * amount > best.get(number, 0.0):
                best[number] = sure * amount
    return best
