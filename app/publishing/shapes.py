"""Drafts and releases as clients send and receive them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints
from sqlmodel import Field

from app.content.base import Authored, Served, Sha256, Version
from app.content.release import Release
from app.publishing.reports import DraftChanges, DraftFault, DraftProof, DraftRequirements, Report
from app.publishing.rows import ApprovalRow, DraftRow, Status

DraftId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
KeyId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
Why = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=1_000, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
"""On one line: no line of the audit log is to look like another, and no database keeps a NUL."""


class ReasonIn(Authored):
    """Why somebody does this, in their own words."""

    reason: Why = Field(
        description="Why, on one line, for the audit log and whoever reads it one day."
    )


class ApprovalRequestIn(Authored):
    """That a draft should be published."""

    reason: Why = Field(
        description="What you looked at and why it is right, on one line, for the audit log."
    )
    sha256: Sha256 = Field(
        description="sha-256 of the archive that you looked at, in hex, as the draft has it. Of "
        "another it is 409."
    )


class ApprovalOut(Served):
    """Somebody else than who uploaded it thinks that it should be published."""

    key: KeyId = Field(description="The key by which somebody approved, named by its `id`.")
    owner: str = Field(description="Who holds that key, and so approved.")
    sha256: Sha256 = Field(description="sha-256 of the archive that was looked at, in hex.")
    reason: str = Field(description="Why it should be published, in their words.")
    approved_at: datetime = Field(description="When they said so, in UTC.")


class DraftOut(Served):
    """An archive that was uploaded, and what would come of it."""

    id: DraftId = Field(description="Names it in the paths of what can be done to it.")
    status: Status = Field(
        description="`checked`: it may be published. `refused`: `faults` says why not. "
        "`published`: it is `release`. `withdrawn`: it never will be. More values may come. Only "
        "`checked` can be published."
    )
    sha256: Sha256 = Field(description="sha-256 of the archive as it was uploaded, in hex.")
    size_bytes: int = Field(ge=0, description="How large the archive is, in bytes.")
    key: KeyId = Field(description="With which it was uploaded, named by its `id`.")
    owner: str = Field(description="Who holds that key, and so uploaded it.")
    uploaded_at: datetime = Field(description="When that was, in UTC.")
    base_release: int | None = Field(
        ge=1,
        description="The release in force when it was checked, and that `changes` is against; "
        "null: there was none. It can be published only while that is in force.",
    )
    rolls_back_to: int | None = Field(
        ge=1, description="The earlier release whose content it is; null unless it is a rollback."
    )
    faults: list[DraftFault] = Field(description="Everything that must be mended; the first 100.")
    faults_left_out: int = Field(
        ge=0, description="How many more faults there are than are listed."
    )
    proofs: list[DraftProof] = Field(
        description="What was proved here of its rules; empty where it was refused before that."
    )
    requirements: DraftRequirements | None = Field(
        description="What its rules were proved against, beside what was asked of rules before; "
        "null where that cannot be said. Read it before you approve."
    )
    changes: DraftChanges | None = Field(
        description="What publishing it would do, tried out and undone; null where it was refused."
    )
    approvals: list[ApprovalOut] = Field(
        description="Who approved of it, one for each owner. What was approved by a key that "
        "was revoked since counts for nothing and is not here."
    )
    approvals_needed: int = Field(
        ge=0, description="How many it takes. Who owns the key it was uploaded with is not one."
    )
    release: int | None = Field(
        ge=1, description="The number of the release that it became; null: none yet."
    )


class DraftPage(Served):
    """What was uploaded to be published, newest first."""

    items: list[DraftOut] = Field(description="The drafts of this page, newest first.")
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class ReleaseOut(Served):
    """One publication of all the content, and which rules it put in force."""

    number: int = Field(ge=1, description="Names the release; the highest is the one in force.")
    published_at: datetime = Field(description="When that was, in UTC.")
    digest: Sha256 = Field(description="sha-256 of everything in it, in hex.")
    self_check: Version = Field(description="The version of the self-check that it has in force.")
    follow_up: Version = Field(description="The version of the follow-up that it has in force.")
    rolls_back_to: int | None = Field(
        ge=1,
        description="The earlier release whose content this is again; null: it is no rollback.",
    )


class ReleasePage(Served):
    """What was published so far, newest first."""

    items: list[ReleaseOut] = Field(description="The releases of this page, newest first.")
    next: str | None = Field(description="The cursor of the next page; null on the last.")


def release_out(row: Release) -> ReleaseOut:
    return ReleaseOut(**{name: getattr(row, name) for name in ReleaseOut.model_fields})


def draft_out(row: DraftRow, approvals: Sequence[ApprovalRow], needed: int) -> DraftOut:
    report = Report.model_validate(row.report)
    told = {"faults", "faults_left_out", "proofs", "requirements", "changes"}
    approved = [
        ApprovalOut(**{name: getattr(one, name) for name in ApprovalOut.model_fields})
        for one in approvals
    ]
    own = DraftOut.model_fields.keys() - told - {"approvals", "approvals_needed"}
    return DraftOut(
        **{name: getattr(row, name) for name in own},
        **{name: getattr(report, name) for name in told},
        approvals=approved,
        approvals_needed=needed,
    )
