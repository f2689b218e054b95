"""Receivers, workers and the database killed and back, for real: nothing is lost, and what comes
twice comes under one id."""

import json
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from standardwebhooks import Webhook

from app.db import open_engine, writing
from app.library import Library
from app.migrate import migrate
from app.publish import publish
from app.webhooks.events import tell
from app.webhooks.rows import DeliveryRow
from tests.postgres import Server, postgres_server
from tests.webhooks.made import subscribed
from tests.webhooks.programs import Program, running, until

WEBHOOKS, EVENTS = 3, 15
AWAY_S = 1.0


@dataclass(frozen=True, slots=True)
class Database:
    url: str
    engine: Engine
    server: Server | None
    """None: it is a file, which nobody can stop."""

    def stop(self) -> None:
        if self.server:
            self.server.stop()

    def start(self) -> None:
        if self.server:
            self.server.start()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whoever_is_killed_nothing_is_lost(kind: str, library: Library, tmp_path: Path) -> None:
    noted, held = tmp_path / "noted", tmp_path / "held"
    noted.touch()
    receiver = Program("-m", "tests.webhooks.receiver", "{port}", noted, held)
    with _database(kind, tmp_path) as database:
        publish(database.engine, library, datetime.now(UTC))
        workers = [
            Program("-m", "tests.webhooks.worker", "{port}", PLUMBLINE_DATABASE_URL=database.url)
            for _ in "ab"
        ]
        secrets = _subscribe(database.engine, receiver.port)
        with running(receiver, *workers):
            with _on_their_way(database.engine, list(secrets), noted, held) as first:
                receiver.end(signal.SIGKILL)
            time.sleep(AWAY_S)
            receiver.start()
            _all_arrive(database.engine)
            with _on_their_way(database.engine, list(secrets), noted, held) as second:
                for worker in workers:
                    worker.end(signal.SIGKILL)
            workers[0].start()
            _all_arrive(database.engine)
            with _on_their_way(database.engine, list(secrets), noted, held) as third:
                database.stop()
            time.sleep(AWAY_S)
            database.start()
            _all_arrive(database.engine)
            workers[0].end(signal.SIGTERM)
        sent = first | second | third
        told = _report(kind, sent, _lines(noted), dict(enumerate(secrets.values())))

    assert told["lost"] == 0
    assert told["of other content"] == 0
    # One was being sent to each webhook when somebody was killed.
    assert told["doubled"] <= 3 * WEBHOOKS
    assert told["left by who drops known ids"] == len(sent) * WEBHOOKS


@contextmanager
def _on_their_way(
    engine: Engine, webhooks: list[str], noted: Path, held: Path
) -> Iterator[set[str]]:
    """The ids of new events. Meanwhile each webhook has a request that is not answered, and more
    that wait."""
    before = len(_lines(noted))
    held.touch()
    sent = _happen(engine, webhooks)
    until(lambda: len(_lines(noted)) >= before + WEBHOOKS)
    yield sent
    held.unlink()


def _all_arrive(engine: Engine) -> None:
    until(lambda: _states(engine) == {"delivered"})


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[Database]:
    if kind == "sqlite":
        yield _migrated(f"sqlite:///{folder}/plumbline.db", None)
        return
    with postgres_server() as server:
        yield _migrated(f"postgresql+psycopg://postgres@/postgres?host={server.folder}", server)


def _migrated(url: str, server: Server | None) -> Database:
    migrate(url)
    return Database(url, open_engine(url), server)


def _subscribe(engine: Engine, port: int) -> dict[str, str]:
    """The secret of each webhook."""
    now = datetime.now(UTC)
    made = [subscribed(engine, f"http://127.0.0.1:{port}/{n}", at=now) for n in range(WEBHOOKS)]
    return {one.row.id: one.secret for one in made}


def _happen(engine: Engine, webhooks: list[str]) -> set[str]:
    with writing(engine) as session:
        now = datetime.now(UTC)
        told = [
            tell(session, webhooks, "release.published", {"content_release": n}, now)
            for n in range(EVENTS)
        ]
        return {deliveries[0].event.id for deliveries in told}


def _states(engine: Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.exec(select(DeliveryRow.state)))


def _lines(noted: Path) -> list[dict[str, Any]]:
    whole = noted.read_text().rpartition("\n")[0]
    return [json.loads(line) for line in whole.splitlines()]


def _report(
    kind: str, sent: set[str], arrived: list[dict[str, Any]], secrets: dict[int, str]
) -> dict[str, int]:
    """What arrived how often, counted at the receiver; every request verifies."""
    times = Counter((one["path"], one["webhook-id"]) for one in arrived)
    bodies = {(one["path"], one["webhook-id"], one["body"]) for one in arrived}
    expected = {(f"/{n}", event) for n in range(WEBHOOKS) for event in sent}
    for one in arrived:
        Webhook(secrets[int(one["path"][1:])]).verify(one["body"], one)
    told = {
        "events": len(sent),
        "webhooks": WEBHOOKS,
        "requests": len(arrived),
        "lost": len(expected - set(times)),
        "doubled": sum(times.values()) - len(times),
        "of other content": len(bodies) - len(times),
        "left by who drops known ids": len(times),
    }
    print(f"{kind}: {told}")
    return told
