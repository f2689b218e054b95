"""The real content, on real databases. Content tests share one catalog; tests that write get a
database of their own."""

import itertools
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import Engine, text

from app.catalog import Catalog
from app.db import open_engine
from app.library import Library, read_library
from app.main import create_app
from app.migrate import migrate
from app.settings import Settings
from app.writing import WHEN, published
from tests.postgres import real_postgres

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seed"
NOW = WHEN
BOTH = ["sqlite", "postgresql"]
_numbers = itertools.count()
for budget in ("READS", "TRIAGE"):  # of this process and of the servers that tests start
    os.environ.setdefault(f"PLUMBLINE_LIMITS_{budget}_PER_MINUTE", "1000000")


@pytest.fixture(scope="session")
def library() -> Library:
    """The real content. Tests about broken content write their own."""
    return read_library(SEED)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real server, without a database name."""
    with real_postgres() as socket:
        yield f"postgresql+psycopg://postgres@/{{name}}?host={socket}"


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind with nothing in it."""
    return new_database(request, tmp_path)


def new_database(request: pytest.FixtureRequest, folder: Path) -> str:
    """The URL of an empty database of the kind that the fixture is parametrised with."""
    if request.param == "sqlite":
        return f"sqlite:///{folder}/plumbline.db"
    server: str = request.getfixturevalue("postgres")
    name = f"test_{next(_numbers)}"
    admin = open_engine(server.format(name="postgres"))
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return server.format(name=name)


@pytest.fixture
def url(empty_url: str) -> str:
    """A migrated database of each kind."""
    migrate(empty_url)
    return empty_url


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def catalog(library: Library) -> Catalog:
    """The real content, published and loaded once."""
    return published(library)


@pytest.fixture
def app(catalog: Catalog) -> FastAPI:
    return create_app(Settings(), load=lambda: catalog)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    async with app.router.lifespan_context(app):
        transport = ASGITransport(app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            yield client
