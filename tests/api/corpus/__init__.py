"""Thousands of requests, always the same for one seed: what two ways of serving this API must
answer alike. It judges no answer.

`requests` stand alone; `again` says what to ask next by what was answered.
"""

from collections.abc import Iterator
from random import Random
from typing import get_args

from app.catalog import Catalog
from app.routes.encoding import Coding
from tests.api.corpus.asked import Asked, get, post
from tests.api.corpus.bodies import sent
from tests.api.corpus.headers import ALL, PREFLIGHT, drawn
from tests.api.corpus.queries import queries
from tests.api.corpus.urls import (
    EXPLORER,
    METHODS,
    UNKNOWN,
    Document,
    misspelt,
    of_route,
    published,
    reads,
)
from tests.api.test_errors import CASES, SPOKEN

__all__ = ["Asked", "failing", "requests"]

HEADERS = 25
"""Of all there are, for each route; a few routes get every one."""
EVERY_HEADER = ["/v1/exercises", "/v1/citations", "/v1/self-check/rules", "/livez", "/docs", "/no"]


def requests(document: Document, catalog: Catalog, seed: int) -> Iterator[Asked]:
    """Every published URL first, as it stands; then all of them as clients ask; then what is
    wrong."""
    random = Random(seed)
    urls = published(document, catalog)
    yield from map(get, urls)
    for url in urls:
        yield from (get(url, [("accept-encoding", coding)]) for coding in get_args(Coding))
        yield get(url, drawn(random))
    for path in [*reads(document), *EXPLORER]:
        url = path if path in EXPLORER else random.choice(of_route(path, document, catalog))
        yield from _by_every_method(url)
        yield from map(get, misspelt(url))
        for headers in random.sample(ALL, k=HEADERS):
            yield get(url, headers)
    for url in EVERY_HEADER:
        yield from (get(url, headers) for headers in ALL)
    yield from map(get, UNKNOWN)
    for url in queries(document, catalog, random):
        yield get(url, drawn(random) if random.random() < 0.2 else [])
    yield from sent(catalog, random)
    yield from failing()


def _by_every_method(url: str) -> Iterator[Asked]:
    for method in METHODS:
        yield Asked(method, url, [], b"")
    yield Asked("OPTIONS", url, PREFLIGHT, b"")
    yield Asked("HEAD", url, [("accept-encoding", "br")], b"")
    yield post(url, b"{}")


def failing() -> Iterator[Asked]:
    """What is known to fail."""
    for case in CASES:
        headers = [(name.lower(), value) for name, value in ({**SPOKEN, **case.headers}).items()]
        yield Asked(case.method, case.url, headers, case.body or b"")
