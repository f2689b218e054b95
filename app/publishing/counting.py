"""Which approvals count: of other owners, of this very archive, by keys that nobody revoked."""

import unicodedata
from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.access.rows import KeyRow
from app.publishing.rows import ApprovalRow, DraftRow


def known_as(owner: str) -> str:
    """The same however an owner is spelt: in capitals, with spaces around, in wide letters."""
    return unicodedata.normalize("NFKC", owner).casefold().strip()


def counting(session: Session, drafts: Sequence[DraftRow]) -> dict[str, list[ApprovalRow]]:
    """By draft, those that count, oldest first, one for each owner."""
    of = {row.id: row for row in drafts}
    approvals = (
        select(ApprovalRow)
        .join(KeyRow, col(KeyRow.id) == col(ApprovalRow.key))
        .where(col(ApprovalRow.draft).in_(of), col(KeyRow.revoked_at).is_(None))
        .order_by(col(ApprovalRow.approved_at), col(ApprovalRow.owner))
    )
    found: dict[str, list[ApprovalRow]] = {draft: [] for draft in of}
    for approval in session.exec(approvals):
        row, before = of[approval.draft], found[approval.draft]
        seen = {known_as(owner) for owner in (row.owner, *(one.owner for one in before))}
        if approval.sha256 == row.sha256 and known_as(approval.owner) not in seen:
            before.append(approval)
    return found
