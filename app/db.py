"""The one place an engine is made, and what each database needs to be safe."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, TypeDecorator, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool
from sqlmodel import Session, create_engine

from app.refused import Refused

LOCK_TIMEOUT_S = 4
CONNECT_TIMEOUT_S = 5
STATEMENT_TIMEOUT_S = 60


class DatabaseUnusable(Refused):
    """The database cannot be opened as configured. The message says what would be right."""


class UtcDateTime(TypeDecorator[datetime]):
    """SQLite forgets time zones; everything goes in and comes out as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def open_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """An engine for SQLite (one file, write-ahead log) or PostgreSQL (psycopg 3).

    Args:
        foreign_keys: off for migrations only: SQLite rebuilds a table by dropping it, and would
            delete the rows that refer to it.

    Raises:
        DatabaseUnusable: the URL is not one of ours, or the folder of the file cannot be made.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUnusable("PLUMBLINE_DATABASE_URL is not a database URL; " + _RIGHT) from None
    if parsed.get_backend_name() == "sqlite":
        _make_folder(parsed.database)
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": LOCK_TIMEOUT_S})
        event.listen(engine, "connect", _sqlite_connect(foreign_keys=foreign_keys))
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    if parsed.get_backend_name() == "postgresql" and parsed.get_driver_name() == "psycopg":
        timeouts = f"-c lock_timeout={LOCK_TIMEOUT_S}s -c statement_timeout={STATEMENT_TIMEOUT_S}s"
        arguments = {"options": timeouts, "connect_timeout": CONNECT_TIMEOUT_S}
        return create_engine(url, poolclass=NullPool, connect_args=arguments)
    raise DatabaseUnusable("PLUMBLINE_DATABASE_URL names no database we speak; " + _RIGHT)


_RIGHT = "it should be sqlite:///<path> or postgresql+psycopg://<user>@<host>/<name>"


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction that writes, whole or not at all."""
    writer = engine.execution_options(writes=True)
    with Session(writer, expire_on_commit=False) as session, session.begin():
        yield session


def hold(session: Session, lock: int) -> None:
    """Until the transaction ends, everybody else who holds `lock` waits. SQLite has one writer
    anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text(f"SELECT pg_advisory_xact_lock({lock})"))


def _make_folder(database: str | None) -> None:
    if not database or database == ":memory:":
        raise DatabaseUnusable("an SQLite database in memory is gone at once; name a file")
    folder = Path(database).resolve().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise DatabaseUnusable(
            f"the folder of the database cannot be made ({exc.strerror}); make it writable or set "
            "PLUMBLINE_DATABASE_URL to a file elsewhere"
        ) from exc


def _sqlite_connect(*, foreign_keys: bool) -> Any:
    def prepare(connection: Any, _: Any) -> None:
        # Transactions begin when we say so, as on PostgreSQL; the driver's own guess leaves
        # CREATE TABLE outside of them.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        cursor.close()

    return prepare


def _sqlite_begin(connection: Connection) -> None:
    """A writer says so first: a reader that turns writer later can be refused half-way."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
