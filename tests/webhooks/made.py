"""What a test of webhooks begins with: an owner, a webhook, events on their way to it."""

from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from app.access.caller import Caller
from app.db import writing
from app.webhooks import queue, subscriptions
from app.webhooks.events import tell
from app.webhooks.queue import Claimed
from app.webhooks.rows import DeliveryRow, EventRow
from app.webhooks.subscriptions import Made, Wanted
from tests.conftest import NOW

OWNER = Caller("3f9ab04c71de", "A clinic", frozenset({"webhooks"}), None, None)
OTHER = Caller("b0b0b0b0b0b0", "Another clinic", frozenset({"webhooks"}), None, None)
A_SECOND = timedelta(seconds=1)
LEASE_S = 60.0


def subscribed(
    engine: Engine, url: str = "https://app.example.org/", by: Caller = OWNER, at: datetime = NOW
) -> Made:
    wanted = Wanted(url, ("release.published", "ruleset.published"), None)
    return subscriptions.create(engine, wanted, by, at)


def happened(
    engine: Engine, *webhooks: str, events: int = 1, at: datetime = NOW, paint: str = "red"
) -> list[str]:
    """The ids of events that these webhooks are to hear of."""
    with writing(engine) as session:
        for number in range(events):
            tell(session, webhooks, "release.published", {"paint": paint, "n": number}, at)
    with Session(engine) as session:
        rows = session.exec(select(EventRow)).all()
        return [row.id for row in rows if row.data.get("paint") == paint]


def claimed(engine: Engine, at: datetime = NOW, most: int = 8, of_one: int = 100) -> list[Claimed]:
    return queue.claim(engine, at, most, of_one, LEASE_S)


def delivery(engine: Engine, event: str) -> DeliveryRow:
    with Session(engine) as session:
        return session.exec(select(DeliveryRow).where(DeliveryRow.event == event)).one()
