"""What is kept of a key. Never the key."""

from datetime import date, datetime
from typing import Literal

from sqlalchemy import Engine, String
from sqlmodel import JSON, Field, SQLModel

import app.content.base  # noqa: F401  settles the names of constraints
from app.db import UtcDateTime

Scope = Literal["read", "triage", "webhooks", "publish", "admin"]
Budget = Literal["reads", "triage"]

Database = Engine
"""What handlers hand on and never look into."""


class KeyRow(SQLModel, table=True):
    """One key, for as long as anything may refer to it."""

    __tablename__ = "api_key"

    id: str = Field(primary_key=True, description="The part of the key that may be seen.")
    secret: str = Field(description="sha-256 of the other part: 256 random bits need no slow hash.")
    owner: str = Field(index=True)
    name: str
    scopes: list[Scope] = Field(sa_type=JSON)
    reads_per_minute: int | None
    triage_per_minute: int | None
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(sa_type=UtcDateTime)
    last_used_on: date | None
    replaced_by: str | None
    lineage: str = Field(
        index=True, description="The first key it was rotated from: they share one budget."
    )


class UsageRow(SQLModel, table=True):
    """How many requests a key made on one day. Never which, when or by whom."""

    __tablename__ = "api_usage"

    key: str = Field(primary_key=True, foreign_key="api_key.id")
    day: date = Field(primary_key=True)
    budget: Budget = Field(primary_key=True, sa_type=String)
    requests: int
