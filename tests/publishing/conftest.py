"""Two people with keys, and a server whose content is the real one."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import Engine

from app.access import keys
from app.access.caller import Caller
from app.access.keys import Wanted
from app.access.rows import Scope
from app.library import Library
from app.main import create_app
from app.publish import Order, publish
from app.publishing.archive import packed
from app.settings import Settings
from tests.conftest import NOW, SEED


@dataclass(frozen=True)
class Person:
    """Somebody with a key."""

    caller: Caller
    headers: dict[str, str]


People = Callable[..., Person]
Serving = Callable[[int], AbstractAsyncContextManager[AsyncClient]]


@pytest.fixture
def person(engine: Engine) -> People:
    """A key for an owner, of scope `publish` if not said otherwise."""

    def made(owner: str, scope: Scope = "publish") -> Person:
        key = keys.create(engine, Wanted(owner, "a key", (scope,), None), "a test", NOW)
        caller = Caller(key.row.id, owner, frozenset({scope}), None, None)
        return Person(caller, {"Authorization": f"Bearer {key.key}"})

    return made


@pytest.fixture
def serving(url: str, engine: Engine, library: Library) -> Serving:
    """A worker, by how many approvals it asks for. Each call is another worker."""
    publish(engine, library, NOW, Order(archive=packed(SEED)))

    @asynccontextmanager
    async def worker(approvals: int = 0) -> AsyncIterator[AsyncClient]:
        settings = Settings(
            database_url=url, release_poll_s=0.05, publish_approvals=approvals, keys_recheck_s=0.01
        )
        app: FastAPI = create_app(settings)
        async with (
            app.router.lifespan_context(app),
            AsyncClient(
                transport=ASGITransport(app, raise_app_exceptions=False), base_url="http://test"
            ) as client,
        ):
            yield client

    return worker
