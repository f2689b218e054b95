"""Keys: made, listed, rotated, revoked, each act with its entry in the audit log."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import audit
from app.access.rows import KeyRow, Scope
from app.db import hold, writing
from app.refused import Missing, NotNow

PREFIX = "plb"
"""By which those who search code for lost secrets may know ours."""
ID_BYTES = 6
SECRET_BYTES = 32


class UnknownKey(Missing):
    """No key has this id."""


class KeyOver(NotNow):
    """The key is expired, revoked or replaced already, or the one before it still works, so that
    nothing more may be made of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A key to be made."""

    owner: str
    name: str
    scopes: tuple[Scope, ...]
    expires_at: datetime | None
    reads_per_minute: int | None = None
    """Null: what every key has."""
    triage_per_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A new key. `key` is shown this once and can never be had again."""

    row: KeyRow
    key: str


def create(engine: Engine, wanted: Wanted, actor: str, now: datetime) -> Made:
    with writing(engine) as session:
        made = _made(wanted, now)
        _add(session, made, actor, now, "key.created", {})
    return made


def rotate(engine: Engine, key_id: str, overlap: timedelta, actor: str, now: datetime) -> Made:
    """A successor with the same rights and the same end. The old key works for `overlap` longer.

    Raises:
        UnknownKey: there is none with this id.
        KeyOver: it works no more, or was rotated before, or the one before it still works.
    """
    with writing(engine) as session:
        hold(session, audit.WRITERS)  # one act at a time, so that none sees another half done
        old = _one(session, key_id)
        if is_over(old, now) or old.replaced_by:
            raise KeyOver("this key is expired, revoked or rotated already; create a new one")
        if not all(is_over(row, now) for row in _line(session, old) if row.replaced_by):
            raise KeyOver("the key that this one replaces still works; revoke it first")
        made = _made(_same(old), now, old.lineage)
        old.replaced_by = made.row.id
        old.expires_at = min(old.expires_at or now + overlap, now + overlap)
        session.add(old)
        until = {"replaces": key_id, "old_expires_at": old.expires_at.isoformat()}
        _add(session, made, actor, now, "key.rotated", until)
    return made


def revoke(engine: Engine, key_id: str, actor: str, now: datetime, *, line: bool = False) -> KeyRow:
    """End a key for good; twice is once.

    Args:
        line: also every key that it was rotated from or to: whoever stole it may have rotated it.

    Raises:
        UnknownKey: there is none with this id.
    """
    with writing(engine) as session:
        hold(session, audit.WRITERS)
        asked = _one(session, key_id)
        for row in _line(session, asked) if line else [asked]:
            if row.revoked_at is None:
                row.revoked_at = now
                session.add(row)
                audit.record(session, now, actor, "key.revoked", f"key {row.id}")
    return asked


def listed(engine: Engine) -> list[KeyRow]:
    """All, newest first."""
    with Session(engine) as session:
        newest = (col(KeyRow.created_at).desc(), col(KeyRow.id))
        return list(session.exec(select(KeyRow).order_by(*newest)))


def find(engine: Engine, key_id: str) -> KeyRow | None:
    with Session(engine) as session:
        return session.get(KeyRow, key_id)


def parts(sent: str) -> tuple[str, str] | None:
    """The id and the secret of a key; None where it cannot be one."""
    prefix, _, rest = sent.partition("_")
    key_id, _, secret = rest.partition("_")
    usual = prefix == PREFIX and len(key_id) == 2 * ID_BYTES and len(secret) == 43
    return (key_id, secret) if usual and sent.isascii() else None


def fits(row: KeyRow, secret: str) -> bool:
    """Compared without telling by the time it takes where the two differ."""
    return hmac.compare_digest(row.secret, _hash(secret))


def is_over(row: KeyRow, now: datetime) -> bool:
    return row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now)


def _made(wanted: Wanted, now: datetime, lineage: str | None = None) -> Made:
    key_id, secret = secrets.token_hex(ID_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    row = KeyRow(
        id=key_id,
        secret=_hash(secret),
        owner=" ".join(wanted.owner.split()),
        name=wanted.name,
        scopes=sorted(wanted.scopes),
        reads_per_minute=wanted.reads_per_minute,
        triage_per_minute=wanted.triage_per_minute,
        created_at=now,
        expires_at=wanted.expires_at,
        revoked_at=None,
        last_used_on=None,
        replaced_by=None,
        lineage=lineage or key_id,
    )
    return Made(row, f"{PREFIX}_{key_id}_{secret}")


def _same(old: KeyRow) -> Wanted:
    limits = (old.reads_per_minute, old.triage_per_minute)
    return Wanted(old.owner, old.name, tuple(old.scopes), old.expires_at, *limits)


def _line(session: Session, row: KeyRow) -> list[KeyRow]:
    """It and all that it was rotated from and to."""
    return list(session.exec(select(KeyRow).where(KeyRow.lineage == row.lineage)))


def _add(
    session: Session, made: Made, actor: str, now: datetime, act: str, more: dict[str, str]
) -> None:
    session.add(made.row)
    session.flush()
    told = dict(_told(made.row)) | more
    audit.record(session, now, actor, act, f"key {made.row.id}", told)


def _told(row: KeyRow) -> Iterator[tuple[str, object]]:
    yield "owner", row.owner
    yield "name", row.name
    yield "scopes", row.scopes
    yield "expires_at", row.expires_at.isoformat() if row.expires_at else None
    yield "reads_per_minute", row.reads_per_minute
    yield "triage_per_minute", row.triage_per_minute


def _one(session: Session, key_id: str) -> KeyRow:
    row = session.get(KeyRow, key_id)
    if row is None:
        raise UnknownKey("no key has this id")
    return row


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
