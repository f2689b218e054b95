"""The fast path answers as the framework does: status, headers in their order, bytes."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from random import Random
from typing import Any, NamedTuple

import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from app.catalog import Catalog
from app.gate import Gate
from app.main import create_app, fast
from app.settings import Settings
from tests.api.corpus import failing, requests
from tests.api.corpus.again import revalidated, turned
from tests.api.corpus.asked import Answer, Asked, answer, get, post
from tests.api.corpus.urls import published
from tests.api.test_errors import CANARY, EVALUATE, ME, answered

SEED = 20261123
SAMPLE = 1_000
EVERYTHING = os.environ.get("PLUMBLINE_EVERY_REQUEST") == "1"
"""Compare the whole corpus, and what follows from each twelfth of it: minutes."""


class Stacks(NamedTuple):
    fast: Gate
    plain: FastAPI


@pytest.fixture
async def stacks(catalog: Catalog) -> AsyncIterator[Stacks]:
    both = [create_app(Settings(), load=lambda: catalog) for _ in range(2)]
    async with AsyncExitStack() as running:
        for app in both:
            await running.enter_async_context(app.router.lifespan_context(app))
        yield Stacks(fast(both[0]), both[1])


async def differing(stacks: Stacks, asked: Asked) -> tuple[Answer, list[Asked]]:
    """What the framework answers, and the request if the fast path answers differently: the first
    time, the second, after which it is kept, and the third."""
    plain = await answer(stacks.plain, asked)
    all_ = [(await answer(stacks.fast, asked)).lasting() for _ in range(3)]
    return plain, [] if all_ == [plain.lasting()] * 3 else [asked]


async def test_everything_published_is_answered_alike(
    stacks: Stacks, document: dict[str, Any], catalog: Catalog
) -> None:
    urls = [*published(document, catalog)]

    wrong = [one for url in urls for one in (await differing(stacks, get(url)))[1]]

    assert wrong == []
    assert len(urls) > 1_000


async def test_whatever_is_asked_is_answered_alike(
    stacks: Stacks, document: dict[str, Any], catalog: Catalog
) -> None:
    corpus = list(requests(document, catalog, SEED))
    # Not by chance: every kind of failure and every method, however large the corpus is.
    too_large = [asked for asked in corpus if len(asked.body) > Settings().max_body_bytes][:3]
    rare = [*{asked.method: asked for asked in corpus}.values(), *too_large]
    chosen = corpus if EVERYTHING else [*Random(SEED).sample(corpus, k=SAMPLE), *failing(), *rare]
    wrong, compared, statuses = [], 0, set()
    for number, asked in enumerate(chosen):
        plain, different = await differing(stacks, asked)
        following = [*revalidated(asked, plain), *turned(asked, plain)] if number % 12 == 0 else []
        for one in following:
            answered, wrongly = await differing(stacks, one)
            different += wrongly
            statuses.add(answered.status)
        wrong += different
        compared += 1 + len(following)
        statuses.add(plain.status)

    assert wrong == []
    assert compared > 1_500
    assert {200, 204, 304, 400, 404, 405, 406, 413, 415, 422} <= statuses


async def test_what_is_usual_never_reaches_the_framework(
    stacks: Stacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or it would be right, and slow."""
    reached, route = [], FastAPI.__call__

    async def watched(app: FastAPI, scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope["path"])
        await route(app, scope, receive, send)

    monkeypatch.setattr(FastAPI, "__call__", watched)
    usual = [("accept", "application/json"), ("accept-encoding", "gzip, deflate, br")]
    for asked in (
        get("/v1/exercises", usual),
        get("/v1/exercises/clamshell?lang=es"),
        Asked("HEAD", "/v1/exercises/clamshell", usual, b""),
        get("/v1/exercises?aim=strengthen&max_duration_s=300&order=-name&limit=3", usual),
        get("/v1/search?q=tight%20hip", usual),
        get("/v1/self-check", [("accept-language", "es-MX,es;q=0.9")]),
        post("/v1/triage", b'{"answers": {"saddle-numbness": "yes"}, "region": "GB"}', usual),
        post("/v1/follow-up?lang=es", b'{"answers": {}}'),
        get("/fhir/metadata", [("accept", "application/fhir+json")]),
        get("/fhir/ActivityDefinition?_count=2&_lastUpdated=ge2026"),
        get("/fhir/ActivityDefinition/clamshell", usual),
        post(EVALUATE, answered(ME), [("content-type", "application/fhir+json")]),
    ):
        assert (await answer(stacks.fast, asked)).status == 200
    assert reached == []

    assert (await answer(stacks.fast, get("/v1/exercises?order=worst"))).status == 422
    assert reached == ["/v1/exercises"]


async def test_nothing_of_what_a_person_answers_or_looks_for_is_kept(stacks: Stacks) -> None:
    sent = f'{{"answers": {{"saddle-numbness": "yes"}}, "region": "GB", "x-{CANARY}": 1}}'.encode()
    for asked in 3 * (
        post("/v1/triage", sent),
        post("/v1/triage", b'{"answers": {"saddle-numbness": "yes"}}'),
        get(f"/v1/search?q={CANARY}"),
        get("/v1/search?q=hip", [("accept-encoding", "br")]),
        get("/v1/exercises?q=sciatica", [("accept-encoding", "br")]),
        get("/v1/routines?exclude_contraindication=pregnancy", [("accept-encoding", "br")]),
        get("/v1/citations?q=sciatica", [("accept", "application/x-bibtex")]),
        post("/v1/search", f'{{"q": "{CANARY}"}}'.encode()),
        post(EVALUATE, answered(ME), [("accept-encoding", "br")]),
    ):
        await answer(stacks.fast, asked)

    assert len(stacks.fast.framework.state.kept) == 0
    assert len(stacks.fast.framework.state.encoded) == 0


async def test_a_new_release_is_answered_at_once(stacks: Stacks, catalog: Catalog) -> None:
    asked = get("/v1/meta")
    before, *_ = [await answer(stacks.fast, asked) for _ in range(3)]
    assert len(stacks.fast.framework.state.kept) == 1
    stacks.fast.framework.state.catalog = replace(catalog, release=catalog.release + 1)
    stacks.fast.framework.state.kept.clear()

    after = await answer(stacks.fast, asked)

    assert before.header("etag") != after.header("etag")
