"""The queue: who sends what, and what became of it.

A delivery belongs to one worker while its lease lasts; what that worker never recorded is taken by
another after that. A receiver is sent one event at a time, so that one that is slow takes up no
more than one place, and hears of events in their order unless one has to be tried again.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, and_, func, or_
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col, delete, exists, select, update
from sqlmodel.sql.expression import SelectOfScalar

from app.db import hold, writing
from app.webhooks.pace import FORGOTTEN
from app.webhooks.rows import DeliveryRow, EventRow, State, WebhookRow
from app.webhooks.sending import Answer, Letter
from app.webhooks.signing import payload
from app.webhooks.subscriptions import held, is_valid, stop

TIDIERS = 0x54494459  # "TIDY"
LEASE_BYTES = 12
WORKER = "delivery"
"""Who acts, for the audit log."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours until the lease ends."""

    number: int
    webhook: str
    lease: str
    leased_until: datetime
    attempts: int
    """This one included."""
    until: datetime
    letter: Letter


def is_due(engine: Engine, now: datetime) -> bool:
    """Whether there is something to claim, perhaps: a look that nobody waits for."""
    with Session(engine) as session:
        return session.exec(_free(now).limit(1)).first() is not None


def claim(engine: Engine, now: datetime, most: int, lease_s: float) -> list[Claimed]:
    """At most `most` deliveries, each to another webhook, to which nobody sends anything."""
    number, webhook = col(DeliveryRow.number), col(DeliveryRow.webhook)
    with writing(engine) as session:
        # Who else claims skips these; SQLite has one writer anyway.
        locked = _free(now).limit(most).with_for_update(skip_locked=True, key_share=True)
        webhooks = {row.id: row for row in session.exec(locked)}
        # A statement of its own, which sees what others claimed until the locks were ours.
        due = (_is_due(now), webhook.in_(webhooks), ~_is_busy(webhook, now))
        first = select(func.min(number)).where(*due).group_by(webhook)
        asked = select(DeliveryRow, EventRow).join(EventRow).where(number.in_(first))
        claimed = []
        for row, event in session.exec(asked):
            row.lease = secrets.token_hex(LEASE_BYTES)
            row.leased_until = now + timedelta(seconds=lease_s)
            row.attempts += 1
            session.add(row)
            claimed.append(_claimed(row, event, webhooks[row.webhook], now))
        return claimed


def record(
    engine: Engine, one: Claimed, answer: Answer, next_at: datetime | None, now: datetime
) -> bool:
    """Write down what came of it, if it is still ours.

    Args:
        next_at: when to try again; None: never.

    Returns:
        Whether it was ours.
    """
    with writing(engine) as session:
        is_gone = answer.outcome == "gone"
        webhook = held(session, one.webhook) if is_gone else None
        row = _ours(session, one)
        if row is None:
            return False
        row.outcome, row.status, row.last_at = answer.outcome, answer.status, now
        row.lease = row.leased_until = None
        if answer.outcome == "delivered":
            row.state = "delivered"
        elif is_gone or next_at is None:
            row.state = "dead"
        else:
            row.next_at = next_at
        session.add(row)
        if webhook is not None and webhook.paused_at is None:
            stop(session, webhook, "gone", WORKER, now)
        return True


def release(engine: Engine, one: Claimed) -> None:
    """Give back what was claimed and not sent, or perhaps sent: somebody else sends it at once."""
    with writing(engine) as session:
        if (row := _ours(session, one)) is not None:
            row.lease = row.leased_until = None
            session.add(row)


def tidy(engine: Engine, now: datetime) -> dict[State, int]:
    """End what waited in vain for a paused webhook, and forget what is long over.

    Returns:
        How many deliveries there are in each state that somebody should look at.
    """
    number, state = col(DeliveryRow.number), col(DeliveryRow.state)
    with writing(engine) as session:
        hold(session, TIDIERS)
        paused = select(WebhookRow.id).where(col(WebhookRow.paused_at).is_not(None))
        waited = (state == "pending", col(DeliveryRow.until) <= now, _is_unleased(now))
        session.exec(
            update(DeliveryRow)
            .where(*waited, col(DeliveryRow.webhook).in_(paused))
            .values(state="dead", outcome="paused", lease=None, leased_until=None)
        )
        _forget(session, now - FORGOTTEN)
        counted = select(state, func.count(number)).where(state != "delivered").group_by(state)
        found: dict[State, int] = {"pending": 0, "dead": 0}
        return found | dict(session.exec(counted).all())


def _free(now: datetime) -> SelectOfScalar[WebhookRow]:
    """Webhooks with something due, to which nobody sends anything."""
    own = col(WebhookRow.id)
    due = exists().where(col(DeliveryRow.webhook) == own, _is_due(now))
    return select(WebhookRow).where(col(WebhookRow.paused_at).is_(None), due, ~_is_busy(own, now))


def _is_due(now: datetime) -> ColumnElement[bool]:
    is_its_time = col(DeliveryRow.next_at) <= now
    return and_(col(DeliveryRow.state) == "pending", is_its_time, _is_unleased(now))


def _is_unleased(now: datetime) -> ColumnElement[bool]:
    until = col(DeliveryRow.leased_until)
    return or_(until.is_(None), until <= now)


def _is_busy(webhook: Mapped[str], now: datetime) -> ColumnElement[bool]:
    other = aliased(DeliveryRow)
    here = (col(other.webhook) == webhook, col(other.state) == "pending")
    return exists().where(*here, col(other.leased_until) > now)


def _claimed(row: DeliveryRow, event: EventRow, webhook: WebhookRow, now: datetime) -> Claimed:
    assert row.number is not None
    assert row.lease is not None
    assert row.leased_until is not None
    valid = tuple(one["secret"] for one in webhook.secrets if is_valid(one, now))
    body = payload(event.type, event.created_at, event.data)
    return Claimed(
        number=row.number,
        webhook=row.webhook,
        lease=row.lease,
        leased_until=row.leased_until,
        attempts=row.attempts,
        until=row.until,
        letter=Letter(event.id, webhook.url, body, valid),
    )


def _ours(session: Session, one: Claimed) -> DeliveryRow | None:
    asked = select(DeliveryRow).where(DeliveryRow.number == one.number)
    return session.exec(asked.where(DeliveryRow.lease == one.lease).with_for_update()).first()


def _forget(session: Session, before: datetime) -> None:
    """Whatever is not on its way any more. An event stays while it has to reach anybody."""
    old = select(EventRow.id).where(col(EventRow.created_at) < before)
    over = (col(DeliveryRow.state) != "pending", col(DeliveryRow.event).in_(old))
    session.exec(delete(DeliveryRow).where(*over))
    waits = exists().where(col(DeliveryRow.event) == col(EventRow.id))
    session.exec(delete(EventRow).where(col(EventRow.created_at) < before, ~waits))
