"""Rows, many at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, SQLModel, insert


def insert_all(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """A table validates nothing; `rows` are of validated documents."""
    if rows:
        session.connection().execute(insert(table), rows)
