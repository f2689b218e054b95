"""Entries → the index they are found by."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from app.content.base import Lang
from app.search.entry import Entry
from app.search.index import GAP, Index, Named, Posting, in_twos
from app.search.score import likeliness
from app.search.shown import shown
from app.search.words import spoken, stemmer, telling, words

FIELD_WEIGHTS: Mapping[str, float] = {"names": 6.0, "gist": 1.8, "terms": 1.0, "text": 1.0}

LENGTH_MATTERS: Mapping[str, float] = {"names": 0.6, "gist": 0.35, "terms": 0.35, "text": 0.35}
"""BM25's b: how much a word counts for less among many others; 0 is not at all."""

SATURATION = 2.2
"""BM25's k1: how slowly saying a word again stops to count."""


def build(entries: Iterable[Entry], lang: Lang) -> Index:
    kept = tuple(entries)
    letters = _Letters(stemmer(lang))
    fields = [_fields(entry, letters) for entry in kept]
    names = [(n, _name(name, letters, lang)) for n, e in enumerate(kept) for name in e.names]
    texts = tuple(_in_order(entry, letters, lang) for entry in kept)
    postings = _postings(fields)
    vocabulary = tuple(sorted(letters))
    return Index(
        lang=lang,
        entries=kept,
        shown=shown(kept),
        likely=tuple(map(likeliness, kept)),
        aspects=_aspects(kept),
        stems=letters.stems,
        vocabulary=vocabulary,
        of_length=_by_length(vocabulary),
        letters=letters.of_stems,
        postings={stem: postings[letter] for stem, letter in letters.of_stems.items()},
        names=tuple(name for _, name in names),
        longest_name=max((len(name) for _, name in names), default=0),
        owners=array("I", [number for number, _ in names]),
        named=_named(names),
        texts=texts,
        exact=_whole((" ".join(words(m)), n) for n, e in enumerate(kept) for m in e.names),
        codes=_whole((code.casefold(), n) for n, e in enumerate(kept) for code in e.codes),
    )


class _Letters(dict[str, str]):
    """Word → the letter of its stem, worked out when a word is first met."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        super().__init__()
        self._stem = stem
        self.stems: dict[str, str] = {}
        self.of_stems: dict[str, str] = {}

    def __missing__(self, word: str) -> str:
        stem = self.stems[word] = self._stem(word)
        self[word] = self.of_stems.setdefault(stem, chr(len(self.of_stems) + len(GAP)))
        return self[word]

    def read(self, text: Iterable[str]) -> str:
        return "".join(map(self.__getitem__, text))


def _fields(entry: Entry, letters: _Letters) -> dict[str, str]:
    """The words of each field, in the letters of their stems."""
    return {
        name: "".join(letters.read(spoken(text)) for text in texts)
        for name, texts in entry.fields.items()
    }


def _name(name: str, letters: _Letters, lang: Lang) -> str:
    return "".join(dict.fromkeys(letters.read(telling(words(name), lang))))


def _in_order(entry: Entry, letters: _Letters, lang: Lang) -> str:
    texts = (text for texts in entry.fields.values() for text in texts)
    told = (letters.read(telling(words(text), lang)) for text in texts)
    return in_twos(GAP.join(told))


def _named(names: Iterable[tuple[int, str]]) -> dict[str, Named]:
    having: dict[str, list[int]] = defaultdict(list)
    others: dict[str, dict[int, int]] = defaultdict(dict)
    for place, (number, name) in enumerate(names):
        for letter in name:
            having[letter].append(place)
            least = others[letter].get(number, len(name))
            others[letter][number] = min(least, len(name) - 1)
    return {letter: _named_so(having[letter], others[letter]) for letter in having}


def _named_so(names: Iterable[int], others: Mapping[int, int]) -> Named:
    return Named(
        names=frozenset(names),
        numbers=array("I", others),
        others=array("H", others.values()),
        whole=tuple(number for number, more in others.items() if not more),
    )


def _aspects(entries: Iterable[Entry]) -> dict[int, tuple[int, ...]]:
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        numbers[entry.kind, entry.slug].append(number)
    return {n: tuple(alike) for alike in numbers.values() if len(alike) > 1 for n in alike}


def _by_length(vocabulary: Iterable[str]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for word in vocabulary:
        found[len(word)].append(word)
    return {length: tuple(alike) for length, alike in found.items()}


def _whole(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = defaultdict(dict)
    for whole, number in pairs:
        found[whole][number] = None
    return {whole: tuple(numbers) for whole, numbers in found.items()}


def _postings(entries: list[dict[str, str]]) -> dict[str, Posting]:
    """BM25F: a word's counts are added up over the fields by their weight, then flattened, so that
    no field and no repetition can outweigh everything else."""
    usual = {name: _mean_length(entries, name) for name in FIELD_WEIGHTS}
    postings: dict[str, Posting] = defaultdict(lambda: Posting(array("I"), array("d")))
    for number, fields in enumerate(entries):
        about: dict[str, float] = defaultdict(float)
        for name, said in fields.items():
            b = LENGTH_MATTERS[name]
            length = 1 - b + b * len(said) / usual[name]
            for letter, count in Counter(said).items():
                about[letter] += FIELD_WEIGHTS[name] * count / length
        for letter, weight in about.items():
            posting = postings[letter]
            posting.numbers.append(number)
            posting.amounts.append(weight / (SATURATION + weight))
    return dict(postings)


def _mean_length(entries: list[dict[str, str]], name: str) -> float:
    """Of the entries that have anything there."""
    lengths = [length for fields in entries if (length := len(fields[name]))]
    return sum(lengths) / len(lengths) if lengths else 1.0
