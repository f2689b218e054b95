"""One publisher at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text
from sqlmodel import Session

ADVISORY_LOCK = 0x504C554D  # "PLUM", on PostgreSQL; SQLite has one writer anyway


@contextmanager
def only_writer(engine: Engine) -> Iterator[Session]:
    with Session(engine.execution_options(writes=True)) as session, session.begin():
        if engine.dialect.name == "postgresql":
            session.connection().execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        yield session
