"""The queue: who sends what, and what became of it.

A delivery belongs to one worker while its lease lasts; what that worker never recorded is taken by
another after that. A receiver is sent one event at a time, so that one that is slow takes up no
more than one place, and hears of events in their order unless one has to be tried again.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func
from sqlmodel import Session, col, delete, exists, select, update

from app.db import hold, writing
from app.webhooks.pace import FORGOTTEN
from app.webhooks.rows import DeliveryRow, EventRow, State, WebhookRow
from app.webhooks.sending import Answer, Letter
from app.webhooks.signing import payload
from app.webhooks.subscriptions import held, is_valid, stop
from app.webhooks.turns import free, is_busy, is_due_at, is_unleased

TIDIERS = 0x54494459  # "TIDY"
LEASE_BYTES = 12
MOST_FORGOTTEN = 1_000
"""At a time, of each kind: whoever else writes does not wait for long."""
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


def is_due(engine: Engine, now: datetime, of_one: int) -> bool:
    """Whether there is something to claim, perhaps: a look that nobody waits for."""
    with Session(engine) as session:
        return session.exec(free(now, of_one).limit(1)).first() is not None


def claim(engine: Engine, now: datetime, most: int, of_one: int, lease_s: float) -> list[Claimed]:
    """At most `most` deliveries, each to another webhook, to which nobody sends anything.

    Args:
        of_one: how many of one owner are sent at once, by all workers together.
    """
    number, webhook = col(DeliveryRow.number), col(DeliveryRow.webhook)
    with writing(engine) as session:
        # Who else claims skips these; SQLite has one writer anyway.
        locked = (
            free(now, of_one)
            .limit(most)
            .with_for_update(of=WebhookRow, skip_locked=True, key_share=True)
        )
        webhooks = {row.id: row for row in session.exec(locked)}
        # A statement of its own, which sees what others claimed until the locks were ours.
        due = (is_due_at(now), webhook.in_(webhooks), ~is_busy(webhook, now))
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


def tidy(engine: Engine, now: datetime, most: int = MOST_FORGOTTEN) -> dict[State, int]:
    """End what waited in vain for a paused webhook, and forget some of what is long over.

    Args:
        most: how many deliveries, and how many events, are forgotten.

    Returns:
        How many deliveries there are in each state that somebody should look at.
    """
    number, state = col(DeliveryRow.number), col(DeliveryRow.state)
    with writing(engine) as session:
        hold(session, TIDIERS)
        paused = select(WebhookRow.id).where(col(WebhookRow.paused_at).is_not(None))
        waited = (state == "pending", col(DeliveryRow.until) <= now, is_unleased(now))
        session.exec(
            update(DeliveryRow)
            .where(*waited, col(DeliveryRow.webhook).in_(paused))
            .values(state="dead", outcome="paused", lease=None, leased_until=None)
        )
        _forget(session, now - FORGOTTEN, most)
        counted = select(state, func.count(number)).where(state != "delivered").group_by(state)
        found: dict[State, int] = {"pending": 0, "dead": 0}
        return found | dict(session.exec(counted).all())


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


def _forget(session: Session, before: datetime, most: int) -> None:
    """Whatever is not on its way any more. An event stays while it has to reach anybody."""
    number, event = col(DeliveryRow.number), col(EventRow.id)
    is_old = col(EventRow.created_at) < before
    over = select(number).join(EventRow).where(is_old, col(DeliveryRow.state) != "pending")
    session.exec(delete(DeliveryRow).where(number.in_(over.limit(most))))
    told = select(event).where(is_old, ~exists().where(col(DeliveryRow.event) == event))
    session.exec(delete(EventRow).where(event.in_(told.limit(most))))
