"""Entries → the index they are found by."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from app.content.base import Lang
from app.search.entry import Entry
from app.search.index import GAP, Index, Named, Posting, in_twos
from app.search.score import likeliness
from app.search.shown import shown
from app.search.words import stemmer, telling, with_hyphen, words

FIELD_WEIGHTS: Mapping[str, float] = {"names": 6.0, "gist": 1.8, "terms": 1.0, "text": 1.0}

LENGTH_MATTERS: Mapping[str, float] = {"names": 0.6, "gist": 0.35, "terms": 0.35, "text": 0.35}
"""BM25's b: how much a word counts for less among many others; 0 is not at all."""

SATURATION = 2.2
"""BM25's k1: how slowly saying a word again stops to count."""


def build(entries: Iterable[Entry], lang: Lang) -> Index:
    kept = tuple(entries)
    letters = _Letters(lang)
    read = [letters.entry(entry) for entry in kept]
    names = [(n, letters.name(name)) for n, e in enumerate(kept) for name in e.names]
    postings = _postings([fields for fields, _ in read])
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
        texts=tuple(text for _, text in read),
        exact=_whole((" ".join(words(m)), n) for n, e in enumerate(kept) for m in e.names),
        codes=_whole((code.casefold(), n) for n, e in enumerate(kept) for code in e.codes),
    )


class _Letters(dict[str, str]):
    """Word → the letter of its stem, worked out when a word is first met. No letter is that of
    `GAP`, the first of all characters."""

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self._lang = lang
        self._stem = stemmer(lang)
        self.stems: dict[str, str] = {}
        self.of_stems: dict[str, str] = {}

    def __missing__(self, word: str) -> str:
        stem = self.stems[word] = self._stem(word)
        self[word] = self.of_stems.setdefault(stem, chr(len(self.of_stems) + 1))
        return self[word]

    def entry(self, entry: Entry) -> tuple[dict[str, str], str]:
        """The words of each field, and the telling ones of all texts `in_twos`."""
        fields: dict[str, str] = {}
        told: list[str] = []
        for name, texts in entry.fields.items():
            heard: list[str] = []
            for text in texts:
                said = words(text)
                heard += said
                heard += with_hyphen(text)
                told.append(self._read(telling(said, self._lang)))
            fields[name] = self._read(heard)
        return fields, in_twos(GAP.join(told))

    def name(self, name: str) -> str:
        return "".join(dict.fromkeys(self._read(telling(words(name), self._lang))))

    def _read(self, known: Iterable[str]) -> str:
        return "".join(map(self.__getitem__, known))


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
        names=array("I", names),
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
    number_type = "H" if len(entries) <= 2**16 else "I"
    postings: dict[str, Posting] = defaultdict(lambda: Posting(array(number_type), array("d")))
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
