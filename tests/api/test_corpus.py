"""What holds for every answer, whatever was asked: of everything published, and of a few hundred
requests drawn from thousands."""

import json
from collections.abc import AsyncIterator
from random import Random
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi import FastAPI

from app.catalog import Catalog
from app.errors import FHIR, KINDS, PROBLEM
from app.operation_outcome import is_of
from tests.api.corpus import requests
from tests.api.corpus.again import revalidated, turned
from tests.api.corpus.asked import Answer, Asked, answer, get
from tests.api.corpus.urls import published
from tests.api.test_errors import CANARY

SEED = 20261122
SAMPLE = 300


@pytest.fixture(scope="session")
def corpus(document: dict[str, Any], catalog: Catalog) -> list[Asked]:
    return list(requests(document, catalog, SEED))


@pytest.fixture
async def running(shared_app: FastAPI) -> AsyncIterator[FastAPI]:
    async with shared_app.router.lifespan_context(shared_app):
        yield shared_app


def test_the_corpus_is_the_same_for_one_seed_and_another_for_another(
    corpus: list[Asked], document: dict[str, Any], catalog: Catalog
) -> None:
    assert corpus == list(requests(document, catalog, SEED))
    assert corpus != list(requests(document, catalog, SEED + 1))


async def test_everything_published_is_there(
    running: FastAPI, document: dict[str, Any], catalog: Catalog
) -> None:
    for url in published(document, catalog):
        answered = await answer(running, get(url))

        assert answered.status == 200, url
        assert _faults(url, answered) == [], url


async def test_no_request_makes_an_answer_break_a_promise(
    running: FastAPI, corpus: list[Asked]
) -> None:
    reached = set()
    for asked in Random(SEED).sample(corpus, k=SAMPLE):
        answered = await answer(running, asked)
        following = [*revalidated(asked, answered), *turned(asked, answered)]
        both = [(asked, answered)]
        both += [(again, await answer(running, again)) for again in following[-3:]]
        reached |= {its.status for _, its in both}

        assert [(wrong, of) for of, its in both for wrong in _faults(of.target, its)] == []
    assert {200, 304, 400, 404, 406, 422} <= reached


def _faults(target: str, answered: Answer) -> list[str]:
    """Which of the promises that every answer keeps this one breaks."""
    status, headers, body = answered
    faults = [] if answered.header("x-request-id") else ["it has no name"]
    if status >= 500 and answered.header("retry-after") is None:
        faults.append("it is our fault")
    if status < 400:
        return faults
    shape = FHIR if is_of(unquote(target.partition("?")[0])) else PROBLEM
    if answered.header("content-type") != shape:
        faults.append("it fails and is no problem")
    problem = json.loads(body) if body else None  # a HEAD has none
    if problem and KINDS[_code(problem)].status != status:
        faults.append("its status and its code are not of each other")
    if CANARY in f"{headers}{body!r}".lower():
        faults.append("it repeats what was sent")
    return faults


def _code(problem: dict[str, Any]) -> str:
    if problem.get("resourceType") == "OperationOutcome":
        return str(problem["issue"][0]["details"]["coding"][0]["code"])
    return str(problem["code"])
