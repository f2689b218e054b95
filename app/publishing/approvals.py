"""Approving of a draft."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import audit
from app.access.caller import Caller
from app.db import writing
from app.publishing.counting import known_as
from app.publishing.drafts import Draft, one
from app.publishing.refused import NotNow
from app.publishing.rows import ApprovalRow


def approve(
    engine: Engine, draft: str, sha256: str, reason: str, caller: Caller, now: datetime
) -> Draft:
    """One owner's approval. A second of the same owner changes nothing while the first counts, and
    replaces it where it does not: the key that it was given with is revoked.

    Raises:
        UnknownDraft: there is none with this id.
        NotNow: it is not for this caller, not of this archive, or too late.
    """
    with writing(engine) as session:
        found = one(session, draft, lock=True)
        if found.row.status != "checked":
            raise NotNow(f"this draft is {found.row.status}; only a checked one is approved of")
        if known_as(found.row.owner) == known_as(caller.owner):
            raise NotNow("it takes somebody else: this key is of the owner who uploaded it")
        if found.row.sha256 != sha256:
            raise NotNow("`sha256` is of another archive; look at the one that this draft is of")
        if known_as(caller.owner) in {known_as(approval.owner) for approval in found.approvals}:
            return found
        replaced = _drop(session, draft, caller)
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
        told = {"sha256": sha256, "reason": reason} | ({"replaces": replaced} if replaced else {})
        audit.record(session, now, caller.name, "draft.approved", f"draft {draft}", told)
        return one(session, draft)


def _drop(session: Session, draft: str, caller: Caller) -> list[str]:
    """What the same owner said before. Returns the keys that it was said with."""
    earlier = [
        row
        for row in session.exec(select(ApprovalRow).where(col(ApprovalRow.draft) == draft))
        if known_as(row.owner) == known_as(caller.owner)
    ]
    for row in earlier:
        session.delete(row)
    session.flush()
    return [f"key {row.key}" for row in earlier]
