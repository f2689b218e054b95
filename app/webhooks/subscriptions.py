"""Webhooks: made, paused, tested, rotated, deleted by those they belong to, each act with its entry
in the audit log. Nobody sees or changes those of another owner."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import Session, col, delete, select

from app import audit, refused
from app.access.caller import Caller
from app.db import hold, writing
from app.refused import Missing
from app.webhooks.addresses import place
from app.webhooks.events import Delivery, tell
from app.webhooks.rows import DeliveryRow, EventRow, Paused, Secret, Subscribed, WebhookRow
from app.webhooks.signing import new_secret

ID_BYTES = 6
MOST_WEBHOOKS = 20
"""Of one owner."""
MOST_SECRETS = 5
MOST_TESTS = 10
"""Of one webhook, waiting."""


class UnknownWebhook(Missing):
    """The owner has none with this id."""


class NotNow(refused.NotNow):
    """It cannot be done to this webhook as it stands; the message says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A webhook to be made; its URL was checked."""

    url: str
    events: tuple[Subscribed, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """A webhook with a new secret, which is shown this once."""

    row: WebhookRow
    secret: str


def create(engine: Engine, wanted: Wanted, by: Caller, now: datetime) -> Made:
    """
    Raises:
        NotNow: the owner has as many as anybody may have.
    """
    secret = new_secret()
    row = WebhookRow(
        id=secrets.token_hex(ID_BYTES),
        owner=by.owner,
        url=wanted.url,
        events=list(wanted.events),
        note=wanted.note,
        secrets=[{"secret": secret}],
        created_at=now,
        paused_at=None,
        paused_by=None,
    )
    with writing(engine) as session:
        hold(session, audit.WRITERS)
        asked = select(func.count()).select_from(WebhookRow)
        if session.exec(asked.where(WebhookRow.owner == by.owner)).one() >= MOST_WEBHOOKS:
            raise NotNow(f"an owner has {MOST_WEBHOOKS} webhooks at most; delete one first")
        session.add(row)
        session.flush()
        host, _ = place(row.url)
        told = {"owner": row.owner, "events": row.events, "host": host}
        _note(session, row, "created", by.name, now, told)
    return Made(row, secret)


def listed(engine: Engine, owner: str) -> list[WebhookRow]:
    """Newest first."""
    newest = (col(WebhookRow.created_at).desc(), col(WebhookRow.id).desc())
    with Session(engine) as session:
        return list(
            session.exec(select(WebhookRow).where(WebhookRow.owner == owner).order_by(*newest))
        )


def find(engine: Engine, owner: str, webhook: str) -> WebhookRow:
    """
    Raises:
        UnknownWebhook: the owner has none with this id.
    """
    with Session(engine) as session:
        return _known(session.get(WebhookRow, webhook), owner)


def remove(engine: Engine, webhook: str, by: Caller, now: datetime) -> None:
    """With everything that still waits for it.

    Raises:
        UnknownWebhook: the owner has none with this id.
    """
    with changing(engine, webhook, by.owner, whole=True) as (session, row):
        session.exec(delete(DeliveryRow).where(col(DeliveryRow.webhook) == webhook))
        session.delete(row)
        _note(session, row, "deleted", by.name, now, {})


def pause(engine: Engine, webhook: str, by: Caller, now: datetime) -> WebhookRow:
    """Nothing is sent until it is resumed; what happens meanwhile waits. Twice is once.

    Raises:
        UnknownWebhook: the owner has none with this id.
    """
    with changing(engine, webhook, by.owner) as (session, row):
        if row.paused_at is None:
            stop(session, row, "owner", by.name, now)
    return row


def resume(engine: Engine, webhook: str, by: Caller, now: datetime) -> WebhookRow:
    """What waits is sent. Twice is once.

    Raises:
        UnknownWebhook: the owner has none with this id.
    """
    with changing(engine, webhook, by.owner) as (session, row):
        if row.paused_at is not None:
            row.paused_at = row.paused_by = None
            session.add(row)
            _note(session, row, "resumed", by.name, now, {})
    return row


def rotate(engine: Engine, webhook: str, overlap: timedelta, by: Caller, now: datetime) -> Made:
    """A new secret. Older ones sign beside it for `overlap`, and no longer than they would have.

    Raises:
        UnknownWebhook: the owner has none with this id.
        NotNow: as many secrets sign as may.
    """
    secret = new_secret()
    with changing(engine, webhook, by.owner) as (session, row):
        older = [_ending(one, now + overlap) for one in row.secrets if is_valid(one, now)]
        if overlap and len(older) >= MOST_SECRETS:
            raise NotNow("too many older secrets still sign; rotate with `overlap_h` 0, or wait")
        row.secrets = [{"secret": secret}, *(older if overlap else ())]
        session.add(row)
        until = {"older_end_at": (now + overlap).isoformat()}
        _note(session, row, "rotated", by.name, now, until)
    return Made(row, secret)


def send_test(engine: Engine, webhook: str, by: Caller, now: datetime) -> Delivery:
    """Send it an event that says nothing, as any event is sent.

    Raises:
        UnknownWebhook: the owner has none with this id.
        NotNow: it is paused, or has tests enough to do.
    """
    with changing(engine, webhook, by.owner) as (session, row):
        if row.paused_at is not None:
            raise NotNow("this webhook is paused; resume it first")
        waiting = select(func.count()).select_from(DeliveryRow).join(EventRow)
        here = (DeliveryRow.webhook == webhook, EventRow.type == "webhook.test")
        if session.exec(waiting.where(*here, DeliveryRow.state == "pending")).one() >= MOST_TESTS:
            raise NotNow(f"{MOST_TESTS} tests of this webhook are waiting already")
        (delivery,) = tell(session, [webhook], "webhook.test", {"webhook": webhook}, now)
        _note(session, row, "tested", by.name, now, {"event": delivery.event.id})
    return delivery


def stop(session: Session, row: WebhookRow, by: Paused, actor: str, now: datetime) -> None:
    """Pause it, within a transaction that holds it."""
    row.paused_at, row.paused_by = now, by
    session.add(row)
    _note(session, row, "paused", actor, now, {"by": by})


def is_valid(one: Secret, now: datetime) -> bool:
    return "until" not in one or datetime.fromisoformat(one["until"]) > now


def held(session: Session, webhook: str, *, whole: bool = False) -> WebhookRow | None:
    """Nobody else changes it until the transaction ends. The audit log is held first, in one order
    everywhere, so that nobody waits for somebody who waits for them.

    Args:
        whole: whether it is to be deleted.
    """
    hold(session, audit.WRITERS)
    asked = select(WebhookRow).where(WebhookRow.id == webhook)
    return session.exec(asked.with_for_update(key_share=not whole)).first()


@contextmanager
def changing(
    engine: Engine, webhook: str, owner: str, *, whole: bool = False
) -> Iterator[tuple[Session, WebhookRow]]:
    """A transaction that holds it.

    Raises:
        UnknownWebhook: the owner has none with this id.
    """
    with writing(engine) as session:
        yield session, _known(held(session, webhook, whole=whole), owner)


def _known(row: WebhookRow | None, owner: str) -> WebhookRow:
    if row is None or row.owner != owner:
        raise UnknownWebhook("you have no webhook with this id")
    return row


def _ending(one: Secret, until: datetime) -> Secret:
    ends = datetime.fromisoformat(one["until"]) if "until" in one else until
    return {"secret": one["secret"], "until": min(ends, until).isoformat()}


def _note(
    session: Session, row: WebhookRow, act: str, actor: str, now: datetime, more: dict[str, Any]
) -> None:
    """Never a secret, nor the URL, which may have one in it."""
    audit.record(session, now, actor, f"webhook.{act}", f"webhook {row.id}", more)
