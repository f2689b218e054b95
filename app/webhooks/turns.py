"""Whose turn it is: the webhooks that may be sent something now, in a fair order.

An owner is sent few events at once, so that one whose receivers are slow, or many, takes up no more
than a part of any worker. Of several owners the one that is sent least is next, then what has
waited longest.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col, exists, select
from sqlmodel.sql.expression import SelectOfScalar

from app.webhooks.rows import DeliveryRow, WebhookRow


def free(now: datetime, of_one: int) -> SelectOfScalar[WebhookRow]:
    """Webhooks with something due, to which nobody sends anything, whose turn comes first first.

    Args:
        of_one: how much is sent to one owner at once, what is being sent included.
    """
    own, owner = col(WebhookRow.id), col(WebhookRow.owner)
    waiting = (
        select(own.label("id"), owner.label("owner"), func.min(DeliveryRow.next_at).label("since"))
        .join(DeliveryRow, col(DeliveryRow.webhook) == own)
        .where(col(WebhookRow.paused_at).is_(None), is_due_at(now), ~is_busy(own, now))
        .group_by(own, owner)
        .subquery()
    )
    longest = (waiting.c.since, waiting.c.id)
    turn = func.row_number().over(partition_by=waiting.c.owner, order_by=longest)
    turns = select(waiting.c.id, waiting.c.since, waiting.c.owner, turn.label("turn")).subquery()
    sending = (
        select(owner.label("owner"), func.count().label("number"))
        .join(DeliveryRow, col(DeliveryRow.webhook) == own)
        .where(DeliveryRow.state == "pending", col(DeliveryRow.leased_until) > now)
        .group_by(owner)
        .subquery()
    )
    place = turns.c.turn + func.coalesce(sending.c.number, 0)
    return (
        select(WebhookRow)
        .join(turns, turns.c.id == own)
        .outerjoin(sending, sending.c.owner == turns.c.owner)
        .where(place <= of_one)
        .order_by(place, turns.c.since, own)
    )


def is_due_at(now: datetime) -> ColumnElement[bool]:
    is_its_time = col(DeliveryRow.next_at) <= now
    return and_(col(DeliveryRow.state) == "pending", is_its_time, is_unleased(now))


def is_unleased(now: datetime) -> ColumnElement[bool]:
    until = col(DeliveryRow.leased_until)
    return or_(until.is_(None), until <= now)


def is_busy(webhook: Mapped[str], now: datetime) -> ColumnElement[bool]:
    """Whether somebody sends it something."""
    other = aliased(DeliveryRow)
    here = (col(other.webhook) == webhook, col(other.state) == "pending")
    return exists().where(*here, col(other.leased_until) > now)
