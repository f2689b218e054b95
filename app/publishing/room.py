"""How many drafts there may be, and how long those are kept of which nothing will come."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from app.access.caller import Caller
from app.publishing.counting import known_as
from app.publishing.refused import NotNow
from app.publishing.rows import ApprovalRow, DraftRow

MOST_OPEN = 20
"""Drafts that may still be published, whose archives are kept."""
MOST_OF_ONE = 5
"""Of one owner."""
KEPT = timedelta(days=30)
"""From when it was uploaded, for those that were refused or withdrawn."""


def check_room(session: Session, caller: Caller) -> None:
    """Raises: NotNow: there are too many open drafts, of this owner or altogether."""
    owners = session.exec(select(DraftRow.owner).where(col(DraftRow.status) == "checked")).all()
    own = sum(known_as(owner) == known_as(caller.owner) for owner in owners)
    if own >= MOST_OF_ONE:
        raise NotNow(f"{own} drafts of yours wait to be published; withdraw some first")
    if len(owners) >= MOST_OPEN:
        raise NotNow(f"{len(owners)} drafts wait to be published; withdraw some first")


def drop_old(session: Session, now: datetime) -> None:
    """What was done to them stays in the audit log."""
    over = col(DraftRow.status).in_(("refused", "withdrawn"))
    old = select(DraftRow.id).where(over, col(DraftRow.uploaded_at) < now - KEPT)
    session.exec(delete(ApprovalRow).where(col(ApprovalRow.draft).in_(old)))
    session.exec(delete(DraftRow).where(col(DraftRow.id).in_(old)))
