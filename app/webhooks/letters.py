"""What became of each event, for the owner of a webhook, and dead letters sent again."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import audit
from app.access.caller import Caller
from app.webhooks.events import Delivery
from app.webhooks.pace import KEEPS_TRYING
from app.webhooks.rows import DeliveryRow, EventRow, State
from app.webhooks.subscriptions import NotNow, UnknownWebhook, changing, find


class UnknownDelivery(UnknownWebhook):
    """The webhook was never to hear of such an event, or it is forgotten."""


def listed(
    engine: Engine, owner: str, webhook: str, state: State | None, most: int, before: int | None
) -> list[Delivery]:
    """Latest first.

    Args:
        before: the number of the last one seen.

    Raises:
        UnknownWebhook: the owner has none with this id.
    """
    find(engine, owner, webhook)
    number = col(DeliveryRow.number)
    asked = select(DeliveryRow, EventRow).join(EventRow).where(DeliveryRow.webhook == webhook)
    if state is not None:
        asked = asked.where(DeliveryRow.state == state)
    if before is not None:
        asked = asked.where(number < before)
    with Session(engine) as session:
        return [
            Delivery(*found) for found in session.exec(asked.order_by(number.desc()).limit(most))
        ]


def retry(engine: Engine, webhook: str, event: str, by: Caller, now: datetime) -> Delivery:
    """Put a dead letter into the queue again, for as long as a new event.

    Raises:
        UnknownWebhook: the owner has none with this id.
        UnknownDelivery: it has no such event.
        NotNow: it is not dead.
    """
    with changing(engine, webhook, by.owner) as (session, hook):
        asked = select(DeliveryRow, EventRow).join(EventRow)
        here = asked.where(DeliveryRow.webhook == webhook, DeliveryRow.event == event)
        found = session.exec(here.with_for_update(of=DeliveryRow)).first()
        if found is None:
            raise UnknownDelivery("this webhook has no delivery of such an event")
        row, _ = found
        if row.state != "dead":
            raise NotNow("only what is dead can be sent again")
        row.state, row.attempts = "pending", 0
        row.next_at, row.until = now, now + KEEPS_TRYING
        session.add(row)
        told = {"event": event}
        audit.record(session, now, by.name, "webhook.retried", f"webhook {hook.id}", told)
    return Delivery(*found)
