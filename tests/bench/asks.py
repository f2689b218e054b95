"""Requests, the same in every run: some that come again and again, some that never came before."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Protocol
from urllib.parse import quote_plus, urlencode

from tests.bench.load import Ask
from tests.bench.vocabulary import LANGUAGES, Vocabulary

SEED = 20261123
ORDERED_BY = ("slug", "name", "duration_s", "difficulty")
ORDERS = tuple(f"{sign}{by}" for by in ORDERED_BY for sign in ("", "-"))
MOST_TRIES = 1_000
PAGE = 20
"""Items, where a client does not say how many."""


class Supply(Protocol):
    """Where requests come from."""

    def take(self, count: int) -> Sequence[Ask]:
        """The next ones: at most `count`, or fewer to be sent in turn."""


@dataclass(frozen=True, slots=True)
class Same:
    """Requests that any cache has seen."""

    asks: Sequence[Ask]

    def take(self, count: int) -> Sequence[Ask]:
        return self.asks[:count]


@dataclass(frozen=True, slots=True)
class Fresh:
    """Requests that the server has never seen, as long as `made` has some."""

    made: Iterator[Ask]

    def take(self, count: int) -> Sequence[Ask]:
        return list(islice(self.made, count))


def paths(*every: str) -> Same:
    return Same([Ask(path) for path in every])


def new_filters(of: Vocabulary) -> Fresh:
    """Lists with one to three filters, now and then words, an order, a size; in two languages."""
    random = Random(SEED)

    def made() -> str:
        names = random.sample(sorted(of.filters), k=random.randint(1, 3))
        asked = {name: _values(random, of.filters[name]) for name in names}
        lang = random.choice(LANGUAGES)
        if random.random() < 0.2:
            asked["q"] = random.choice(of.words[lang])[: random.randint(3, 8)]
        if random.random() < 0.5:
            asked["order"] = random.choice(ORDERS)
        if random.random() < 0.7:
            asked["limit"] = str(random.randint(1, PAGE))
        if lang != LANGUAGES[0]:
            asked["lang"] = lang
        return f"/v1/exercises?{urlencode(sorted(asked.items()), safe=',')}"

    return Fresh(_never_twice(made))


def new_pages(of: Vocabulary, cursors: Sequence[tuple[str, str, str]]) -> Fresh:
    """Later pages of lists, most of them of those for a muscle.

    Args:
        cursors: language, order and cursor, as the server gave them.
    """
    random = Random(SEED + 1)

    def made() -> str:
        lang, order, cursor = random.choice(cursors)
        size = str(random.randint(2, 100))
        asked = {"cursor": cursor, "lang": lang, "limit": size, "order": order}
        if random.random() < 0.7:
            asked["muscle"] = _values(random, of.filters["muscle"])
        return f"/v1/exercises?{urlencode(asked, safe=',')}"

    return Fresh(_never_twice(made))


def new_searches(of: Vocabulary) -> Fresh:
    """One to three words; a third has a slip of the finger, a third is still being typed."""
    random = Random(SEED + 2)

    def made() -> str:
        lang = random.choice(LANGUAGES)
        words = random.sample(of.words[lang], k=random.randint(1, 3))
        words[-1] = (str, _slipped(random), _begun(random))[random.randrange(3)](words[-1])
        return search(" ".join(words), lang)

    return Fresh(_never_twice(made))


def search(query: str, lang: str) -> str:
    return f"/v1/search?lang={lang}&q={quote_plus(query)}"


def triages(answers: Sequence[object], regions: Sequence[str | None]) -> Fresh:
    """Answers of many people, each from somewhere."""
    random = Random(SEED + 3)

    def made() -> str:
        asked = {"answers": random.choice(answers), "region": random.choice(regions)}
        return json.dumps(asked, separators=(",", ":"))

    return Fresh(Ask("/v1/triage", body) for body in iter(made, None))


def _never_twice(made: Callable[[], str]) -> Iterator[Ask]:
    """Raises: RuntimeError: what `made` can make is as good as used up."""
    seen: set[str] = set()
    while True:
        for _ in range(MOST_TRIES):
            path = made()
            if path not in seen:
                break
        else:
            raise RuntimeError("there is nothing left to ask that was not asked before")
        seen.add(path)
        yield Ask(path)


def _values(random: Random, values: Sequence[str]) -> str:
    return ",".join(sorted(random.sample(values, k=min(len(values), random.randint(1, 2)))))


def _slipped(random: Random) -> Callable[[str], str]:
    def slip(word: str) -> str:
        at = random.randrange(len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return slip


def _begun(random: Random) -> Callable[[str], str]:
    return lambda word: word[: max(3, len(word) - random.randint(1, 3))]
