"""What to ask of a URL that takes parameters: each alone, right and wrong, and many at once."""

from collections.abc import Iterator
from random import Random
from urllib.parse import quote

from app.catalog import Catalog
from tests.api.corpus.urls import Document, of_route, reads, with_query, without
from tests.api.corpus.values import Meant, meant_by
from tests.api.test_errors import CANARY

TOGETHER = 40
"""Queries of several parameters for each path that takes any."""


def queries(document: Document, catalog: Catalog, random: Random) -> Iterator[str]:
    """URLs with parameters, for every path that takes them."""
    for path, operation in reads(document).items():
        url = random.choice(of_route(path, document, catalog))
        meant = meant_by(path, operation, catalog)
        yield from _unknown(url)
        for name, values in meant.items():
            for value in [*values, *_wrong(values)]:
                yield _ask(url, [(name, value)])
            yield from _odd(url, name, values)
        for _ in range(TOGETHER if meant else 0):
            names = random.sample(sorted(meant), k=min(len(meant), random.randint(2, 5)))
            chosen = [(name, _one(name, meant, random)) for name in names]
            yield _ask(url, chosen)


def _one(name: str, meant: Meant, random: Random) -> str:
    """Most often a value that is meant, so that several together are still answered."""
    values = meant[name] if random.random() < 0.9 else list(_wrong(meant[name]))
    return random.choice(values)


def _ask(url: str, query: list[tuple[str, str]]) -> str:
    names = [name for name, _ in query]
    return with_query(without(url, *names), *(f"{n}={quote(v, safe=',')}" for n, v in query))


def _wrong(values: list[str]) -> Iterator[str]:
    first = values[0]
    yield from ("", " ", ",", CANARY, "0", "-1", "1.5", "1e3", "null", "\0", "\u00f1", "\ud7ff")
    yield from (f"{first},{CANARY}", f"{first},", f" {first} ", f"{first},{first}", first.upper())
    yield from (first[:-1], first + "\n", "9" * 30, CANARY * 60, "\u0663", "../" + first)


def _odd(url: str, name: str, values: list[str]) -> Iterator[str]:
    """The same in spellings that mean it, or almost."""
    bare, first, last = without(url, name), quote(values[0]), quote(values[-1])
    for query in (
        f"{name}={first}&{name}={last}",
        f"{name}={first}&{name}={first}",
        f"{name}={first}&{name}=",
        f"{name}",
        f"{name}=%ff",
        f"{name}=%",
        f"{name}=%zz",
        f"{name}={first}+{first}",
        f"{name}={first}%2C{last}",
        f"{name}={first};{name}={last}",
        f"{name}={first}#{CANARY}",
        f"%{ord(name[0]):02x}{name[1:]}={first}",
        f"{name.upper()}={first}",
        f"{name}[]={first}",
        f"&&{name}={first}&",
    ):
        yield with_query(bare, query)


def _unknown(url: str) -> Iterator[str]:
    for query in ("&", "=", f"={CANARY}", "?", "%", CANARY, f"{CANARY}={CANARY}", f"{CANARY}=1&x"):
        yield with_query(url, query)
    yield f"{url}?"
