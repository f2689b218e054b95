"""A worker picks up each new release by itself, and keeps answering while the database is away."""

import asyncio
import dataclasses
import gc
import weakref
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import Engine, Update, text
from sqlmodel import Session, col, select, update

from app.content.release import Entry, Release, RetiredDocument
from app.content.selfcheck import RuleSetRow
from app.library import Library
from app.main import create_app
from app.publish import publish
from app.settings import Settings
from tests.conftest import NOW


async def test_a_new_release_is_served_within_seconds_without_a_restart(
    url: str, engine: Engine, library: Library
) -> None:
    publish(engine, library, NOW)
    app = create_app(Settings(database_url=url, release_poll_s=0.05))

    async with app.router.lifespan_context(app), _client(app) as client:
        assert (await client.get("/readyz")).json()["content_release"] == 1
        publish(engine, _another(library), NOW)
        assert await _becomes(client, 2)


async def test_a_release_that_is_replaced_is_let_go_but_for_what_stays_the_same(
    url: str, engine: Engine, library: Library
) -> None:
    publish(engine, library, NOW)
    app = create_app(Settings(database_url=url, release_poll_s=0.05))

    async with app.router.lifespan_context(app), _client(app) as client:
        assert (await client.post("/v1/triage", json={"answers": {}})).status_code == 200
        assert (await client.get("/v1/search?q=hip")).status_code == 200
        old = weakref.ref(app.state.catalog)
        rules = app.state.catalog.rule_set("self-check")
        phrases = weakref.ref(app.state.catalog.wording("en", rules).phrases)
        del rules
        tip = app.state.catalog.copies["en"].entries["tip", "up-every-hour"]
        publish(engine, _another(library), NOW)
        assert await _becomes(client, 2)
        gc.collect()  # exceptions that were answered hold frames in cycles
        assert old() is None
        assert phrases() is None
        assert app.state.catalog.copies["en"].entries["tip", "up-every-hour"] is tip
        assert app.state.catalog.search.made == {"en"}


async def test_a_release_that_only_newer_code_can_read_is_left_to_it(
    url: str, engine: Engine, library: Library
) -> None:
    publish(engine, library, NOW)
    app = create_app(Settings(database_url=url, release_poll_s=0.05))

    async with app.router.lifespan_context(app), _client(app) as client:
        with Session(engine) as session, session.begin():
            session.add(_by_newer_code(session.exec(select(Release)).one()))
            session.exec(update(Entry).values(body=b"[]"))
        await asyncio.sleep(0.3)
        assert (await client.get("/v1/exercises?aim=balance")).status_code == 200
        assert (await client.get("/readyz")).json()["content_release"] == 1

        publish(engine, _another(library), NOW)
        assert await _becomes(client, 3)


@pytest.mark.parametrize(
    "broken",
    [
        update(Release).where(col(Release.number) == 2).values(counted={}),
        update(RuleSetRow).values(body={}),
    ],
    ids=["counted", "rules"],
)
async def test_no_release_that_cannot_be_loaded_keeps_the_next_one_away(
    broken: Update, url: str, engine: Engine, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    publish(engine, library, NOW)
    app = create_app(Settings(database_url=url, release_poll_s=0.05))

    async with app.router.lifespan_context(app), _client(app) as client:
        with Session(engine) as session, session.begin():
            kept = session.exec(select(RuleSetRow)).all()
            bodies = [(row.name, row.version, row.body) for row in kept]
            session.add(_by_newer_code(session.exec(select(Release)).one()))
            session.flush()
            session.exec(broken)
        await _until(lambda: bool(_told(caplog)))
        assert (await client.get("/readyz")).json()["content_release"] == 1

        with Session(engine) as session, session.begin():
            for name, version, body in bodies:
                row = session.get_one(RuleSetRow, (name, version))
                row.body = body
                session.add(row)
        publish(engine, _another(library), NOW)
        assert await _becomes(client, 3)
    told = _told(caplog)
    assert len(told) == 1
    assert told[0].startswith("release 2 is not served here: ")


async def test_what_is_loaded_is_served_while_the_database_is_away(
    url: str, engine: Engine, library: Library
) -> None:
    publish(engine, library, NOW)
    app = create_app(Settings(database_url=url, release_poll_s=0.05))

    async with app.router.lifespan_context(app), _client(app) as client:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE release RENAME TO release_away"))
        await asyncio.sleep(0.3)
        assert (await client.get("/v1/exercises/clamshell")).status_code == 200

        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE release_away RENAME TO release"))
        publish(engine, _another(library), NOW)
        assert await _becomes(client, 2)


def _told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "plumbline"]


async def _until(is_so: Callable[[], bool]) -> None:
    """Until it is so; a busy machine looks for a release later than every 0.05 s."""
    for _ in range(600):
        if is_so():
            return
        await asyncio.sleep(0.05)


def _by_newer_code(release: Release) -> Release:
    told = release.model_dump() | {"number": 2, "digest": "another", "code": "newer"}
    return Release(**told)


def _client(app: FastAPI) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url="http://test")


async def _becomes(client: AsyncClient, release: int) -> bool:
    for _ in range(200):
        if (await client.get("/readyz")).json()["content_release"] == release:
            return True
        await asyncio.sleep(0.05)
    return False


def _another(library: Library) -> Library:
    """Another release: one slug more that will never be used."""
    retired = (*library.retired, RetiredDocument(kind="tip", slug="never", replaced_by=None))
    return dataclasses.replace(library, retired=retired)
