"""Drafts: uploaded, found, withdrawn; each act with its entry in the audit log."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine, and_, inspect, or_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app import audit
from app.access.caller import Caller
from app.db import writing
from app.publishing.counting import counting
from app.publishing.refused import NotNow, UnknownDraft
from app.publishing.reports import Report
from app.publishing.room import check_room, drop_old
from app.publishing.rows import ApprovalRow, DraftRow, Status

ID_BYTES = 8


class Spot(NamedTuple):
    """Where a draft stands in the list."""

    uploaded_at: datetime
    id: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with the approvals that count, oldest first."""

    row: DraftRow
    approvals: Sequence[ApprovalRow]


def may_add(engine: Engine, caller: Caller) -> None:
    """Raises: NotNow: there are too many open drafts."""
    with Session(engine) as session:
        check_room(session, caller)


def add(
    engine: Engine,
    archive: bytes,
    report: Report,
    caller: Caller,
    now: datetime,
    rolls_back_to: int | None = None,
    reason: str | None = None,
) -> Draft:
    """A draft of what was checked.

    Raises:
        NotNow: there are too many open ones.
    """
    status: Status = "refused" if report.faults else "checked"
    row = DraftRow(
        id=secrets.token_hex(ID_BYTES),
        status=status,
        sha256=hashlib.sha256(archive).hexdigest(),
        size_bytes=len(archive),
        body=None if report.faults else archive,
        key=caller.key,
        owner=caller.owner,
        uploaded_at=now,
        base_release=report.base_release,
        rolls_back_to=rolls_back_to,
        report=report.model_dump(mode="json"),
        release=None,
    )
    told = {
        "sha256": row.sha256,
        "size_bytes": row.size_bytes,
        "status": status,
        "faults": len(report.faults) + report.faults_left_out,
        "rolls_back_to": rolls_back_to,
        "reason": reason,
    }
    with writing(engine) as session:
        if not report.faults:
            check_room(session, caller)
        drop_old(session, now)
        session.add(row)
        session.flush()
        audit.record(session, now, caller.name, "draft.uploaded", f"draft {row.id}", told)
    return Draft(row, [])


def find(engine: Engine, draft: str) -> Draft:
    """Raises: UnknownDraft: there is none with this id."""
    with Session(engine) as session:
        return one(session, draft)


def listed(engine: Engine, most: int, after: Spot | None = None) -> list[Draft]:
    """The newest first, without their archives: `row.body` is not to be asked for.

    Args:
        after: where the last page ended.
    """
    at, name = col(DraftRow.uploaded_at), col(DraftRow.id)
    wanted = select(DraftRow).order_by(at.desc(), name).limit(most)
    wanted = wanted.options(defer(inspect(DraftRow).attrs["body"].class_attribute))
    if after is not None:
        later = and_(at == after.uploaded_at, name > after.id)
        wanted = wanted.where(or_(at < after.uploaded_at, later))
    with Session(engine) as session:
        rows = session.exec(wanted).all()
        approvals = counting(session, rows)
        return [Draft(row, approvals[row.id]) for row in rows]


def withdraw(engine: Engine, draft: str, caller: Caller, now: datetime) -> Draft:
    """It is never published; twice is once.

    Raises:
        UnknownDraft: there is none with this id.
        NotNow: it is published already.
    """
    with writing(engine) as session:
        found = one(session, draft, lock=True)
        if found.row.status == "published":
            raise NotNow(f"this draft is release {found.row.release} already; roll back instead")
        if found.row.status != "withdrawn":
            found.row.status, found.row.body = "withdrawn", None
            session.add(found.row)
            told = {"sha256": found.row.sha256}
            audit.record(session, now, caller.name, "draft.withdrawn", f"draft {draft}", told)
        return found


def one(session: Session, draft: str, *, lock: bool = False) -> Draft:
    """Raises: UnknownDraft: there is none with this id."""
    row = session.get(DraftRow, draft, with_for_update=lock, populate_existing=lock)
    if row is None:
        raise UnknownDraft("no draft has this id")
    return Draft(row, counting(session, [row])[draft])
