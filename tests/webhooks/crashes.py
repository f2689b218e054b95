"""A database that goes away at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event


class Crashed(Exception):
    """Nothing after this happened."""


@contextmanager
def crashing(engine: Engine, error: type[Exception] = Crashed) -> Iterator[None]:
    """Whatever transaction would be written down is not."""

    def crash(_: object) -> None:
        raise error

    event.listen(engine, "commit", crash)
    try:
        yield
    finally:
        event.remove(engine, "commit", crash)
