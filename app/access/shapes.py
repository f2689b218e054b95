"""Keys as clients send and receive them."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, StringConstraints
from sqlmodel import Field

from app.access.keys import Made
from app.access.rows import Budget, KeyRow, Scope
from app.content.base import Authored, Served
from app.content.fields import NextCursor

PRINTED = r"^[^\x00-\x1f\x7f]*$"
"""Neither a NUL, which PostgreSQL refuses, nor what a terminal takes for a command."""
Called = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100, strip_whitespace=True, pattern=PRINTED),
]
KeyId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]
PerMinute = Annotated[int, Field(ge=1, le=1_000_000)]
MOST_KEYS_OVERLAP_H = 720


class KeyRequestIn(Authored):
    """A key to be made."""

    owner: Called = Field(
        description="Who holds it: an organisation or a person. Keys of one owner see each other's "
        "usage and webhooks."
    )
    name: Called = Field(description="What it is for, so that the right one is revoked one day.")
    scopes: list[Scope] = Field(
        min_length=1,
        max_length=5,
        description="What it is meant for. `read` and `triage` raise limits; `webhooks`, `publish` "
        "and `admin` open what is closed without. More values may come. Ask for what you need.",
    )
    expires_at: AwareDatetime | None = Field(
        default=None, description="When it ends by itself, in UTC. Left out or null: never."
    )
    reads_per_minute: PerMinute | None = Field(
        default=None, description="Its own limit. Left out or null: what every key has."
    )
    triage_per_minute: PerMinute | None = Field(
        default=None,
        description="The same for answers judged. Left out or null: what every key has.",
    )


class RotationIn(Authored):
    """How to replace a key."""

    overlap_h: int = Field(
        default=24,
        ge=0,
        le=MOST_KEYS_OVERLAP_H,
        description="Hours for which the old key works beside the new one. Left out: 24.",
    )


class KeyOut(Served):
    """What may be seen of a key."""

    id: KeyId = Field(description="Names the key; it is the middle part of it and no secret.")
    owner: str = Field(description="Who holds it: an organisation or a person.")
    name: str = Field(description="What it was made for.")
    scopes: list[Scope] = Field(
        description="What it is meant for. More values may come. Leave an unknown one alone."
    )
    reads_per_minute: int | None = Field(
        ge=1, description="Its own limit; null: what every key has."
    )
    triage_per_minute: int | None = Field(
        ge=1, description="The same for answers judged; null: what every key has."
    )
    created_at: datetime = Field(description="When it was made, in UTC.")
    expires_at: datetime | None = Field(description="When it ends by itself, in UTC; null: never.")
    revoked_at: datetime | None = Field(
        description="When it was revoked, in UTC; null: it was not."
    )
    last_used_on: date | None = Field(
        description="The last day on which it was used, in UTC; null: never. Not the time."
    )
    replaced_by: KeyId | None = Field(
        description="The key that it was rotated to; null: it was not."
    )


class NewKeyOut(KeyOut):
    """A key that was just made."""

    key: str = Field(
        description="The key itself. Keep it now: it is shown this once, and only a digest of it "
        "is stored."
    )


class KeyPage(Served):
    """One page of every key there ever was."""

    items: list[KeyOut] = Field(description="By their ids, which say nothing of their age.")
    next: NextCursor | None


class DayUsage(Served):
    """Requests of one key on one day."""

    day: date = Field(description="The day that was counted, in UTC.")
    key: KeyId = Field(description="Which of the owner's keys.")
    budget: Budget = Field(
        description="`triage`: answers judged. `reads`: everything else. More values may come. "
        "Show an unknown one by its name."
    )
    requests: int = Field(ge=1, description="How many were counted; 304s are free and are not.")


class UsageOut(Served):
    """What the keys of one owner asked for. Nobody but its owner can see it."""

    owner: str = Field(description="Whose keys these are.")
    items: list[DayUsage] = Field(description="The latest day first; days without are left out.")


def key_out(row: KeyRow) -> KeyOut:
    return KeyOut(**{name: getattr(row, name) for name in KeyOut.model_fields})


def new_key_out(made: Made) -> NewKeyOut:
    return NewKeyOut(**key_out(made.row).model_dump(), key=made.key)
