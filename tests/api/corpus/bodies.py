"""What is sent: answers of people who resemble nobody, whole, in part and spoilt; and searches."""

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

from app.catalog import Catalog
from app.content.base import Item
from app.search import KIND_ORDER
from app.settings import Settings
from app.triage.model import Question
from app.triage.people import Said, people
from tests.api.corpus.asked import Asked, get, post
from tests.api.corpus.headers import ALL, LANGUAGES, drawn
from tests.api.test_errors import CANARY

Json = dict[str, Any]

PATHS = {"self-check": "/v1/triage", "follow-up": "/v1/follow-up"}
SPOILT = 150
"""Bodies spoilt for each rule set."""
SEARCHED = 60
"""Searches by each method."""
MOST = Settings().max_body_bytes


def sent(catalog: Catalog, random: Random) -> Iterator[Asked]:
    for (name, version), kept in catalog.rule_sets.items():
        everybody = [_spoken(said, random) for _, said in people(kept.rules)]
        for answers in everybody:
            body = {"answers": answers, **_along(version, random)}
            query = random.choice(["", "", "?lang=es", "?lang=en"])
            if name == "self-check" and random.random() < 0.3:
                query += "&include=timeline" if query else "?include=timeline"
            yield post(PATHS[name] + query, _bytes(body), drawn(random))
        for _ in range(SPOILT):
            spoil = random.choice(SPOIL)
            body = {"answers": dict(random.choice(everybody)), "region": "GB"}
            spoil(body, random.choice(kept.rules.questions), random)
            yield post(PATHS[name], _bytes(body), random.choice(LANGUAGES))
        yield from _wrapped(PATHS[name], _bytes({"answers": everybody[2]}))
    yield from _searches(catalog, random)
    yield from _wrapped("/v1/search", _bytes({"q": "tight hip", "limit": 3}))


def _spoken(said: Said, random: Random) -> Json:
    """One option may be sent alone or in a list."""
    answers: Json = {}
    for question, answer in said.items():
        value: Any = answer if isinstance(answer, int) else sorted(answer)
        if isinstance(value, list) and len(value) == 1 and random.random() < 0.5:
            [value] = value
        answers[question] = value
    return answers


def _along(version: str, random: Random) -> Json:
    """With the rule set named half of the time: not every one is in force."""
    region = random.choice(["GB", "US", "ES", "MX", "ZZ", None])
    told = {} if region is None else {"region": region}
    return told | ({"ruleset": version} if random.random() < 0.5 else {})


def _unknown_question(body: Json, question: Question, random: Random) -> None:
    body["answers"][random.choice([CANARY, "", "\0", CANARY * 100, question.slug + "s"])] = "none"


def _unknown_option(body: Json, question: Question, random: Random) -> None:
    body["answers"][question.slug] = random.choice([CANARY, [CANARY], ["none", CANARY], "none "])


def _another_type(body: Json, question: Question, random: Random) -> None:
    wrong: list[Any] = [None, True, 1.5, 1.0, -1, 10**6, "1", "", [], [1], [1, 2], [None], [[]], {}]
    body["answers"][question.slug] = random.choice([*wrong, {CANARY: CANARY}])


def _another_shape(body: Json, question: Question, random: Random) -> None:
    wrong: list[Any] = [None, [], {}, 1, True, "", CANARY, "9.9.9", "gb", "GBR", [question.slug]]
    body[random.choice(["answers", "region", "ruleset", CANARY])] = random.choice(wrong)


def _every_option(body: Json, question: Question, random: Random) -> None:
    """Contradicting oneself is no error."""
    options = [option.slug for option in question.options]
    body["answers"][question.slug] = random.sample(options, k=len(options))


SPOIL: list[Callable[[Json, Question, Random], None]] = [
    _unknown_question,
    _unknown_option,
    _another_type,
    _another_shape,
    _every_option,
]


MEDIA_TYPES = (
    *("application/json; charset=utf-8", "APPLICATION/JSON", " application/json ;", ""),
    *("text/json", "application/problem+json", "application/json, text/plain"),
)
QUERIES = ("?", "?lang=tlh", "?include=timeline", "?include=", "?lang=es&lang=es", f"?{CANARY}=1")
IN_PIECES = [("transfer-encoding", "chunked"), ("content-type", "application/json")]


def _wrapped(path: str, good: bytes) -> Iterator[Asked]:
    """Good JSON, sent in ways that may spoil it."""
    for media_type in MEDIA_TYPES:
        yield post(path, good, [("content-type", media_type)])
    yield post(path, good, [("content-type", "text/plain"), ("content-type", "application/json")])
    for before, after in ((b"\xef\xbb\xbf", b""), (b"\r\n ", b"\n"), (b"", good), (b"\xff", b"")):
        yield post(path, before + good + after)
    for body in (good, b"", good[:-1], *(good.ljust(size) for size in (MOST, MOST + 1, 3 * MOST))):
        yield post(path, body)
        yield Asked("POST", path, IN_PIECES, body)
    for query in QUERIES:
        yield post(path + query, good)
    for headers in ALL:
        if headers[0][0] != "content-length":  # a server lets no other through than the body's
            yield post(path, good, headers)


def _searches(catalog: Catalog, random: Random) -> Iterator[Asked]:
    """For what there is, misspelt and cut short, by both methods."""
    names = [
        _name(item)
        for lang in catalog.shelves.values()
        for kind in lang.values()
        for item in kind.items.values()
    ]
    for _ in range(SEARCHED):
        words = random.choice([name for name in names if name]).split()[:4]
        at = random.randrange(len(words))
        words[at] = random.choice([words[at], words[at][1:], words[at][:3], words[at] + "x"])
        body: Json = {"q": " ".join(words)[:100] or "hip", "limit": random.choice([1, 5, 20, 100])}
        if random.random() < 0.4:
            body["kind"] = ",".join(random.sample(KIND_ORDER, k=random.randint(1, 3)))
        yield post("/v1/search", _bytes(body), drawn(random))
        yield get(f"/v1/search?{urlencode(body)}", drawn(random))
    for name, values in WRONG.items():
        for value in values:
            yield post("/v1/search", _bytes({"q": "hip", name: value}))


WRONG: dict[str, list[Any]] = {
    "q": ["", " ", "!?", "x" * 101, 1, None, [], "\ud800"],
    "kind": ["", CANARY, f"tip,{CANARY}", 1, "tip,,warning", ",", []],
    "limit": [0, 101, -1, 1.0, True, "5", None],
    "cursor": ["", CANARY, "AAAA", 1, "x" * 501],
    CANARY: [1],
}


def _name(item: Item) -> str:
    return str(getattr(item, "name", None) or getattr(item, "title", None) or "")


def _bytes(body: Json) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode()
