"""Conditions and warnings: what a person has, and what they must be told."""

from typing import Annotated, Literal

from pydantic import StringConstraints
from sqlalchemy import String
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Facts, Item, Links, Text

Severity = Literal["emergency", "urgent", "important", "advice", "reassurance"]
SEVERITY = (
    "How much it presses: `emergency` first, then `urgent`, `important`, `advice` and "
    "`reassurance`. Show warnings in this order, those that reassure below what to do."
)
MUST_ACKNOWLEDGE = (
    "True: show it and go on only after the person has confirmed this very warning. False: showing "
    "it is enough."
)


class ConditionFacts(Facts):
    citations: Links = Field(
        sa_type=JSON, description="The sources of what it is and of why it matters here."
    )


class ConditionText(SQLModel):
    name: Text = Field(description="What to call it, in plain words and in the item's language.")
    what: Text = Field(description="What it is and why it matters for exercise, in plain words.")


class ConditionDocument(Authored, ConditionFacts, ConditionText):
    """An entry of `seed/conditions.yaml`."""


class Condition(ConditionFacts, table=True):
    slug: str = Field(primary_key=True)


class ConditionOut(ConditionFacts, ConditionText, Item):
    """Something a person has, or may have, that speaks against some exercises."""


class WarningFacts(Facts):
    code: Annotated[str, StringConstraints(pattern=r"^W\d{1,2}$")] | None = Field(
        default=None,
        sa_type=String,
        description="Its number among the mandatory warnings, such as `W1`, for audits; null for "
        "the others. Not to be shown.",
    )
    severity: Severity = Field(sa_type=String, description=SEVERITY)
    must_acknowledge: bool = Field(description=MUST_ACKNOWLEDGE)
    citations: Links = Field(
        sa_type=JSON, description="The sources of the warning. Show them, or a way to them."
    )


class WarningText(SQLModel):
    text: Text = Field(
        description="What the person must be told, whole and unchanged: what to do, then why."
    )
    applies_when: Text = Field(
        description="When it is shown, in words, for who reads a list of warnings. What triage and "
        "the items name decides, not this."
    )


class WarningDocument(Authored, WarningFacts, WarningText):
    """An entry of `seed/warnings.yaml`."""


class Warning_(WarningFacts, table=True):
    __tablename__ = "warning"

    slug: str = Field(primary_key=True)


class WarningOut(WarningFacts, WarningText, Item):
    """What a person must be told, how much it presses, and whether they have to confirm it."""
