"""An app with a database of each kind behind it, and keys."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import Engine

from app.access import keys
from app.access.rows import Scope
from app.catalog import Catalog
from app.main import create_app, fast
from app.settings import Settings
from tests.valkey import Valkey

Give = Callable[..., keys.Made]


@pytest.fixture
def give(engine: Engine) -> Give:
    """Makes a key with these scopes."""

    def made(*scopes: Scope, owner: str = "A clinic", lives: timedelta | None = None) -> keys.Made:
        now = datetime.now(UTC)
        wanted = keys.Wanted(owner, "a test", scopes, now + lives if lives else None)
        return keys.create(engine, wanted, "a test", now)

    return made


@pytest.fixture
def settings() -> Settings:
    return Settings(keys_recheck_s=0.05)


@pytest.fixture
async def served(settings: Settings, engine: Engine, catalog: Catalog) -> AsyncIterator[FastAPI]:
    app = create_app(settings, lambda: catalog, engine)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def client(served: FastAPI) -> AsyncIterator[AsyncClient]:
    """By the door that a worker has."""
    transport = ASGITransport(fast(served), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    server = Valkey()
    server.start()
    yield server
    server.close()
