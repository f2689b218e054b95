"""What is kept of webhooks: who subscribed, what happened, and whom it still has to reach."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import JSON, Field, SQLModel

import app.content.base  # noqa: F401  settles the names of constraints
from app.db import UtcDateTime

Subscribed = Literal["release.published", "ruleset.published"]
EventType = Literal["release.published", "ruleset.published", "webhook.test"]
State = Literal["pending", "delivered", "dead"]
Paused = Literal["owner", "gone"]
Outcome = Literal[
    "delivered",
    "answered",
    "gone",
    "redirected",
    "timed_out",
    "unreachable",
    "untrusted",
    "broken_off",
    "address_refused",
    "look_up_timed_out",
    "paused",
    "failed",
]


Secret = dict[Literal["secret", "until"], str]
"""One that signs, and when it ends, ISO 8601; the newest has no end yet."""


class WebhookRow(SQLModel, table=True):
    """One subscription."""

    __tablename__ = "webhook"

    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    url: str
    events: list[Subscribed] = Field(sa_type=JSON)
    note: str | None
    secrets: list[Secret] = Field(
        sa_type=JSON, description="Newest first. In clear: a signature needs the secret itself."
    )
    created_at: datetime = Field(sa_type=UtcDateTime)
    paused_at: datetime | None = Field(sa_type=UtcDateTime)
    paused_by: Paused | None = Field(sa_type=String)


class EventRow(SQLModel, table=True):
    """Something that happened, in the transaction in which it did. Never changed."""

    __tablename__ = "webhook_event"

    id: str = Field(primary_key=True)
    type: EventType = Field(sa_type=String)
    data: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)


class DeliveryRow(SQLModel, table=True):
    """One event on its way to one webhook.

    Whoever holds the lease sends it; when the lease has run out, anybody may take it.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook", "event"),
        Index("ix_webhook_delivery_state_next_at", "state", "next_at"),
    )

    number: int | None = Field(default=None, primary_key=True)
    webhook: str = Field(foreign_key="webhook.id")
    event: str = Field(foreign_key="webhook_event.id", index=True)
    state: State = Field(default="pending", sa_type=String)
    attempts: int = Field(default=0, description="Since it was last put into the queue.")
    next_at: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime, description="When it is tried for the last time.")
    lease: str | None = Field(default=None, description="A random word of whoever sends it.")
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    status: int | None = Field(default=None, description="HTTP's, of the last answer.")
    outcome: Outcome | None = Field(default=None, sa_type=String)
    last_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
