"""The audit log: every privileged act, in the transaction that did it, each entry chained to the
one before by its digest. Nothing here changes or removes an entry, and the database refuses to."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, Session, SQLModel, col, select

import app.content.base  # noqa: F401  settles the names of constraints
from app.db import UtcDateTime, hold
from app.triage.document import digest

WRITERS = 0x41554454  # "AUDT"
BEGINNING = "0" * 64
"""What the first entry is chained to."""


class AuditRow(SQLModel, table=True):
    """Who did what, to what, when."""

    __tablename__ = "audit"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(description="A key by its id and owner, or the command line and its user.")
    act: str = Field(description="As `key.created`.")
    subject: str = Field(description="What it was done to, as `key 3f9ab04c71de` or `release 4`.")
    details: dict[str, Any] = Field(sa_type=JSON, description="What changed; never a secret.")
    previous: str = Field(description="The digest of the entry before.")
    digest: str = Field(description="sha-256 of all of the above as canonical JSON.")


def record(
    session: Session,
    now: datetime,
    actor: str,
    act: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry. It is there if, and only if, the transaction of `session` is."""
    hold(session, WRITERS)
    last = newest(session)
    row = AuditRow(
        number=1 if last is None else last.number + 1,
        at=now,
        actor=actor,
        act=act,
        subject=subject,
        details=dict(details or {}),
        previous=BEGINNING if last is None else last.digest,
        digest="",
    )
    row.digest = _digest(row)
    session.add(row)
    session.flush()


def newest(session: Session) -> AuditRow | None:
    number = col(AuditRow.number)
    return session.exec(select(AuditRow).order_by(number.desc()).limit(1)).first()


def entries(session: Session) -> Iterator[AuditRow]:
    """All, oldest first."""
    yield from session.exec(select(AuditRow).order_by(col(AuditRow.number)))


def faults(session: Session, noted: Mapping[int, str]) -> Iterator[str]:
    """What is wrong with the log, entry by entry; nothing where it is whole.

    Entries cut off at the end leave a chain that is whole: only somebody who noted a later entry
    elsewhere can tell.

    Args:
        noted: digests that were noted elsewhere, by the number of their entry.
    """
    before, number = BEGINNING, 0
    missing = dict(noted)
    for row in entries(session):
        number += 1
        if row.number != number:
            yield f"entry {number} is missing; the next there is {row.number}"
            number = row.number
        if row.digest != _digest(row):
            yield f"entry {row.number} was changed after it was written"
        elif row.previous != before:
            yield f"entry {row.number} does not follow from the entry before it"
        if missing.pop(row.number, row.digest) != row.digest:
            yield f"entry {row.number} is not the one that was noted"
        before = row.digest
    for lost in sorted(missing):
        yield f"entry {lost} was noted and is gone"


def _digest(row: AuditRow) -> str:
    return digest(
        {
            "number": row.number,
            "at": row.at.isoformat(timespec="microseconds"),
            "actor": row.actor,
            "act": row.act,
            "subject": row.subject,
            "details": row.details,
            "previous": row.previous,
        }
    )
