"""Who publishes, and what is kept of it: the files, and an entry in the audit log."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app import audit
from app.content.release import Changed, Release, ReleaseArchiveRow


@dataclass(frozen=True, slots=True)
class Order:
    """To publish, and all that is known of it beside the content."""

    actor: str = "command line"
    """For the audit log."""
    reason: str | None = None
    approvals: tuple[str, ...] = ()
    """Who approved of it, for the audit log."""
    draft: str | None = None
    """What it was uploaded as."""
    seed: str | None = None
    """The digest of the files that the content was read from."""
    archive: bytes | None = None
    """A zip of these files: without one, this release cannot be rolled back to."""
    rolls_back_to: int | None = None
    """The earlier release whose files these are."""


BY_COMMAND = Order()


def keep_record(
    session: Session, release: Release, done: Iterable[Changed], order: Order, now: datetime
) -> None:
    """Of a new release, in the transaction that writes it."""
    sha256 = None if order.archive is None else hashlib.sha256(order.archive).hexdigest()
    if order.archive is not None and sha256 is not None:
        row = ReleaseArchiveRow(release=release.number, sha256=sha256, body=order.archive)
        session.add(row)
    details = {
        "number": release.number,
        "digest": release.digest,
        "archive_sha256": sha256,
        "draft": order.draft,
        "reason": order.reason,
        "approvals": list(order.approvals),
        "rolls_back_to": release.rolls_back_to,
        **_counted(done),
    }
    audit.record(
        session, now, order.actor, "release.published", f"release {release.number}", details
    )


def _counted(done: Iterable[Changed]) -> dict[str, Any]:
    """Items by kind, in whatever languages."""
    items = {(change.kind, change.slug, change.deleted) for change in done}
    return {
        what: dict(sorted(Counter(kind for kind, _, gone in items if gone is deleted).items()))
        for what, deleted in (("changed", False), ("deleted", True))
    }
