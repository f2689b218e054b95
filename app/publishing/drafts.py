"""Drafts: uploaded, approved of, withdrawn, published; each act with its entry in the audit log."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from app import audit
from app.access.caller import Caller
from app.db import writing
from app.publishing.refused import NotNow, UnknownDraft
from app.publishing.reports import Report
from app.publishing.rows import ApprovalRow, DraftRow, Status

ID_BYTES = 8
MOST_OPEN = 20
"""Drafts that may still be published, whose archives are kept."""
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with its approvals, oldest first."""

    row: DraftRow
    approvals: Sequence[ApprovalRow]


def check_room(engine: Engine) -> None:
    """Raises: NotNow: there are too many open drafts."""
    with Session(engine) as session:
        _check_room(session)


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
            _check_room(session)
        session.add(row)
        session.flush()
        audit.record(session, now, caller.name, "draft.uploaded", f"draft {row.id}", told)
    return Draft(row, [])


def find(engine: Engine, draft: str) -> Draft:
    """Raises: UnknownDraft: there is none with this id."""
    with Session(engine) as session:
        return one(session, draft)


def listed(engine: Engine) -> list[Draft]:
    """The newest first, at most 100."""
    newest = (col(DraftRow.uploaded_at).desc(), col(DraftRow.id))
    with Session(engine) as session:
        rows = session.exec(select(DraftRow).order_by(*newest).limit(MOST_LISTED)).all()
        return [Draft(row, _approvals(session, row)) for row in rows]


def approve(
    engine: Engine, draft: str, sha256: str, reason: str, caller: Caller, now: datetime
) -> Draft:
    """One owner's approval; a second of the same owner changes nothing.

    Raises:
        UnknownDraft: there is none with this id.
        NotNow: it is not for this caller, not of this archive, or too late.
    """
    with writing(engine) as session:
        found = one(session, draft, lock=True)
        if found.row.status != "checked":
            raise NotNow(f"this draft is {found.row.status}; only a checked one is approved of")
        if found.row.owner == caller.owner:
            raise NotNow("it takes somebody else: this key is of the owner who uploaded it")
        if found.row.sha256 != sha256:
            raise NotNow("`sha256` is of another archive; look at the one that this draft is of")
        if caller.owner in {one.owner for one in found.approvals}:
            return found
        session.add(
            ApprovalRow(
                draft=draft,
                owner=caller.owner,
                key=caller.key,
                sha256=sha256,
                reason=reason,
                approved_at=now,
            )
        )
        session.flush()
        told = {"sha256": sha256, "reason": reason}
        audit.record(session, now, caller.name, "draft.approved", f"draft {draft}", told)
        return one(session, draft)


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
    return Draft(row, _approvals(session, row))


def _check_room(session: Session) -> None:
    waiting = select(func.count()).select_from(DraftRow).where(col(DraftRow.status) == "checked")
    if session.exec(waiting).one() >= MOST_OPEN:
        raise NotNow(f"{MOST_OPEN} drafts wait to be published; withdraw some first")


def _approvals(session: Session, row: DraftRow) -> Sequence[ApprovalRow]:
    of = select(ApprovalRow).where(col(ApprovalRow.draft) == row.id)
    return session.exec(of.order_by(col(ApprovalRow.approved_at), col(ApprovalRow.owner))).all()
