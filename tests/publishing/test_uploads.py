"""What is read of an upload, and by whom it is read at all."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from starlette.types import Message

from app.main import create_app, fast
from app.settings import Settings
from tests.publishing.conftest import People, Serving

PATH = "/v1/releases/drafts"
ZIP = "application/zip"


@pytest.mark.parametrize("key", [None, "plb_000000000000_" + "0" * 43], ids=["none", "unknown"])
@pytest.mark.parametrize("front", [lambda app: app, fast], ids=["framework", "fast"])
async def test_nothing_is_read_of_what_nobody_may_send(
    url: str, serving: Serving, front: Callable[[FastAPI], Any], key: str | None
) -> None:
    del serving  # has published
    app = create_app(Settings(database_url=url))
    async with app.router.lifespan_context(app):
        assert await _status(front(app), key) == 401


async def test_nothing_is_read_with_a_key_for_something_else(
    url: str, serving: Serving, person: People
) -> None:
    del serving
    key = person("Ann", "admin").headers["Authorization"].removeprefix("Bearer ")
    app = create_app(Settings(database_url=url))
    async with app.router.lifespan_context(app):
        assert await _status(fast(app), key) == 403


async def test_only_this_path_takes_more_than_any_other(
    url: str, serving: Serving, person: People
) -> None:
    del serving
    headers = person("Ann").headers
    app = create_app(Settings(database_url=url, max_archive_bytes=100_000))
    async with app.router.lifespan_context(app), _client(app) as client:
        large = await client.post(PATH, content=b"0" * 100_001, headers=headers)
        chunked = await client.post(
            PATH, content=_pieces(), headers=headers | {"Content-Type": ZIP}
        )
        fits = await client.post(
            PATH, content=b"0" * 90_000, headers=headers | {"Content-Type": ZIP}
        )
        elsewhere = await client.post("/v1/triage", content=b"0" * 90_000)
        as_json = await client.post(PATH, json={}, headers=headers)

    answers = [large, chunked, fits, elsewhere, as_json]
    assert [answer.status_code for answer in answers] == [413, 413, 422, 413, 415]


async def _pieces() -> Any:
    for _ in range(11):
        yield b"0" * 10_000


def _client(app: FastAPI) -> AsyncClient:
    from httpx import ASGITransport

    return AsyncClient(transport=ASGITransport(app), base_url="http://test")


async def _status(app: Any, key: str | None) -> int:
    """Of a request whose body must not be asked for."""
    headers = [(b"content-type", ZIP.encode()), (b"content-length", b"16000000")]
    if key is not None:
        headers.append((b"authorization", f"Bearer {key}".encode()))
    scope = {
        "type": "http",
        "method": "POST",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
    }
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("the body was asked for")

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    status: int = sent[0]["status"]
    return status
