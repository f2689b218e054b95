"""One publisher at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlmodel import Session

from app.db import hold, writing

PUBLISHERS = 0x504C554D  # "PLUM"


@contextmanager
def only_writer(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        hold(session, PUBLISHERS)
        yield session
