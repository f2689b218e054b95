"""What is kept of drafts."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import LargeBinary, String
from sqlmodel import JSON, Field, SQLModel

import app.content.base  # noqa: F401  settles the names of constraints
from app.db import UtcDateTime

Status = Literal["checked", "refused", "published", "withdrawn"]


class DraftRow(SQLModel, table=True):
    """An archive that may become a release."""

    __tablename__ = "draft"

    id: str = Field(primary_key=True)
    status: Status = Field(sa_type=String)
    sha256: str = Field(description="Of the archive.")
    size_bytes: int
    body: bytes | None = Field(
        sa_type=LargeBinary, description="The archive, while it may still be published."
    )
    key: str = Field(description="The key that it was uploaded with.")
    owner: str = Field(description="Of that key, then.")
    uploaded_at: datetime = Field(sa_type=UtcDateTime)
    base_release: int | None = Field(description="In force when it was checked.")
    rolls_back_to: int | None
    report: dict[str, Any] = Field(sa_type=JSON, description="A `Report`.")
    release: int | None = Field(description="What it became.")


class ApprovalRow(SQLModel, table=True):
    """That somebody else than who uploaded a draft thinks it should be published."""

    __tablename__ = "draft_approval"

    draft: str = Field(primary_key=True, foreign_key="draft.id")
    owner: str = Field(primary_key=True, description="Two keys of one owner are one pair of eyes.")
    key: str
    sha256: str = Field(description="Of the archive that was looked at.")
    reason: str
    approved_at: datetime = Field(sa_type=UtcDateTime)
