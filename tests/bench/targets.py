"""What is measured: the requests, and how close to the limit each of them should come."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

import yaml

from app.library import Library
from tests.bench.asks import (
    ORDERS,
    Same,
    Supply,
    new_filters,
    new_pages,
    new_searches,
    paths,
    search,
    triages,
)
from tests.bench.patients import finished, one_by_one
from tests.bench.servers import ROOT, Server
from tests.bench.vocabulary import LANGUAGES, vocabulary

CODINGS = ("gzip", "br", "zstd")
SPANISH = {"Accept-Language": "es"}
JSON = {"Content-Type": "application/json"}
GET, UNSEEN, TRIAGE, SEARCH, UNCHANGED = 0.85, 0.7, 0.6, 0.4, 1.0
"""The least CPU ratio to the limit that we want."""


@dataclass(frozen=True, slots=True)
class Target:
    name: str
    supply: Supply
    least: float
    """The CPU ratio to the limit that is wanted."""
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False
    """The request comes with the ETag of what it asks for."""
    people: bool = False
    """The server as people write it takes the same requests."""
    half: bool = False
    """Latency is measured too, at half of what the server can do."""


def targets(library: Library, server: Server) -> Iterator[Target]:
    """Every target.

    Args:
        server: ours, for the cursors of its lists; nothing else is asked of it.
    """
    of = vocabulary(library)
    rules = library.rule_sets["self-check"]
    regions = [None, *(slug.upper() for slug in of.slugs["emergency-contact"] if len(slug) == 2)]
    details = paths(*(f"/v1/exercises/{slug}" for slug in of.slugs["exercise"]))
    yield from _published("list", paths("/v1/exercises"))
    yield from _published("detail", details)
    yield Target("filter, new", new_filters(of), UNSEEN, people=True, half=True)
    yield Target("page, new", new_pages(of, list(cursors(server))), UNSEEN)
    post = partial(Target, least=TRIAGE, method="POST", headers=JSON)
    yield post("triage, complete", triages(finished(rules), regions), people=True, half=True)
    yield post("triage, one by one", triages(one_by_one(rules), regions))
    seen = paths(*(search(query, lang) for lang, query in known_queries()))
    yield Target("search, seen", seen, SEARCH, people=True)
    yield Target("search, new", new_searches(of), SEARCH, half=True)
    yield Target("questionnaire", paths("/v1/self-check"), GET)
    yield Target("bundle, br", paths("/v1/bundle"), GET, headers={"Accept-Encoding": "br"})


def _published(name: str, same: Same) -> Iterator[Target]:
    yield Target(name, same, GET, people=True, half=name == "detail")
    for coding in CODINGS:
        yield Target(f"{name}, {coding}", same, GET, headers={"Accept-Encoding": coding})
    yield Target(f"{name}, es", same, GET, headers=SPANISH)
    yield Target(f"{name}, 304", Same(same.asks[:1]), UNCHANGED, unchanged=True)
    yield Target(f"{name}, HEAD", same, GET, method="HEAD")


def known_queries() -> Iterator[tuple[str, str]]:
    """Language and query, of those that people type."""
    golden = yaml.safe_load((ROOT / "tests/search/golden.yaml").read_text("utf-8"))
    for lang in LANGUAGES:
        for entry in golden[lang]:
            yield lang, entry["q"]


def cursors(server: Server) -> Iterator[tuple[str, str, str]]:
    """Language, order and cursor of every page of one exercise."""
    for lang in LANGUAGES:
        for order in ORDERS:
            following = ""
            while following is not None:
                more = f"&cursor={following}" if following else ""
                path = f"/v1/exercises?fields=slug&lang={lang}&limit=1&order={order}{more}"
                following = json.loads(server.ask(path).body)["next"]
                if following is not None:
                    yield lang, order, following
