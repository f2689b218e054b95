"""Webhooks as clients send and receive them."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints
from sqlmodel import Field

from app.content.base import Authored, Served
from app.content.fields import NextCursor
from app.webhooks.addresses import LONGEST_URL
from app.webhooks.events import Delivery
from app.webhooks.rows import EventType, Outcome, Paused, State, Subscribed, WebhookRow
from app.webhooks.subscriptions import Made

WebhookId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
EventId = Annotated[str, StringConstraints(pattern=r"^msg_[0-9a-f]{24}$")]
Url = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_URL)]
Note = Annotated[
    str,
    StringConstraints(
        min_length=1,
        max_length=100,
        strip_whitespace=True,
        pattern=r"^[^\x00-\x1f\x7f-\x9f]+$",  # PostgreSQL takes no NUL.
    ),
]
MOST_OVERLAP_H = 720
STATES = (
    "`pending`: it is tried, or waits to be tried again. `delivered`: the receiver took it. "
    "`dead`: nobody tries any more; it can be sent again. More values may come. Take an unknown "
    "one for `pending`."
)


class WebhookRequestIn(Authored):
    """Where to send which events, for a new webhook."""

    url: Url = Field(
        description="Where to send events: https, a full public host name, port 443 or one from "
        "1024 on. What must not be guessed belongs into the secret, not here."
    )
    events: list[Subscribed] = Field(
        min_length=1, max_length=10, description="What to hear of. More values may come."
    )
    note: Note | None = Field(
        default=None,
        description="What it is for, in your words, on one line: without control characters. Left "
        "out or null: nothing.",
    )


class SecretRotationIn(Authored):
    """How to replace the secret of a webhook."""

    overlap_h: int = Field(
        default=24,
        ge=0,
        le=MOST_OVERLAP_H,
        description="Hours for which the older secrets sign beside the new one; 0 where one is "
        "known to others. Left out: 24.",
    )


class WebhookOut(Served):
    """What may be seen of a webhook."""

    id: WebhookId = Field(description="Names the webhook, in its address and in reports.")
    url: str = Field(description="Where its events are sent, by POST.")
    events: list[Subscribed] = Field(
        description="What it hears of. More values may come. Let an unknown one be."
    )
    note: str | None = Field(description="What it is for, as you said; null: you did not.")
    created_at: datetime = Field(description="When it was made, in UTC.")
    paused_at: datetime | None = Field(
        description="Since when nothing is sent, in UTC; null: events are sent."
    )
    paused_by: Paused | None = Field(
        description="`owner`: somebody of yours. `gone`: the receiver, by answering 410. Null: it "
        "is not paused. More values may come. Show an unknown one by its name."
    )


class NewWebhookOut(WebhookOut):
    """A webhook, and the secret that was just made for it."""

    secret: str = Field(
        description="What its events are signed with, as `whsec_…`. Keep it now: it is shown this "
        "once."
    )


class WebhookPage(Served):
    """The webhooks of the owner whose key was sent, page by page."""

    items: list[WebhookOut] = Field(description="Newest first, those that are paused too.")
    next: NextCursor | None


class DeliveryOut(Served):
    """What became of one event at one webhook."""

    event: EventId = Field(description="The event, as the receiver sees it in `webhook-id`.")
    type: EventType = Field(
        description="What happened. `webhook.test`: nothing, you asked for it. More values may "
        "come. Show an unknown one by its name."
    )
    happened_at: datetime = Field(description="When it happened, in UTC.")
    state: State = Field(description=STATES)
    attempts: int = Field(
        ge=0, description="How often it was tried since it happened, or since it was sent again."
    )
    next_at: datetime | None = Field(
        description="When it is tried next, at the earliest, in UTC; null: it is over."
    )
    until: datetime = Field(description="When it is tried for the last time, in UTC.")
    last_at: datetime | None = Field(
        description="When the last attempt ended, in UTC; null: there was none."
    )
    outcome: Outcome | None = Field(
        description="What came of the last attempt. `delivered`: a status of 2xx. `answered`: "
        "another one. `gone`: 410. `redirected`: 3xx, which is not followed. `timed_out`. "
        "`unreachable`: no connection. `untrusted`: its certificate is not good for its name. "
        "`broken_off`: no whole answer. `address_refused`: the name does not lead to public "
        "addresses only. `look_up_timed_out`: its name was not found in time. `paused`: it "
        "waited in vain. `failed`: our fault. Null: there was none. "
        "More values may come. Take an unknown one for `answered`."
    )
    status: int | None = Field(
        ge=100, le=999, description="The HTTP status of the last answer; null: there was none."
    )


class DeliveryPage(Served):
    """What became of the events of one webhook, page by page."""

    items: list[DeliveryOut] = Field(description="Those of the last 30 days, latest first.")
    next: str | None = Field(description="The `cursor` of the next page; null: this is the last.")


def webhook_out(row: WebhookRow) -> WebhookOut:
    return WebhookOut(**{name: getattr(row, name) for name in WebhookOut.model_fields})


def new_webhook_out(made: Made) -> NewWebhookOut:
    return NewWebhookOut(**webhook_out(made.row).model_dump(), secret=made.secret)


def delivery_out(delivery: Delivery) -> DeliveryOut:
    row, event = delivery.row, delivery.event
    return DeliveryOut(
        event=row.event,
        type=event.type,
        happened_at=event.created_at,
        state=row.state,
        attempts=row.attempts,
        next_at=row.next_at if row.state == "pending" else None,
        until=row.until,
        last_at=row.last_at,
        outcome=row.outcome,
        status=row.status,
    )
