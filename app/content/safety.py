"""Conditions and warnings: what a person has, and what they must be told."""

from typing import Annotated, Literal

from pydantic import StringConstraints
from sqlalchemy import String
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Facts, Item, Links, Text

Severity = Literal["emergency", "urgent", "important", "advice", "reassurance"]


class ConditionFacts(Facts):
    citations: Links = Field(sa_type=JSON)


class ConditionText(SQLModel):
    name: Text
    what: Text


class ConditionDocument(Authored, ConditionFacts, ConditionText):
    """An entry of `seed/conditions.yaml`."""


class Condition(ConditionFacts, table=True):
    slug: str = Field(primary_key=True)


class ConditionOut(ConditionFacts, ConditionText, Item):
    """Something a person has, or may have, that speaks against some exercises."""


class WarningFacts(Facts):
    code: Annotated[str, StringConstraints(pattern=r"^W\d{1,2}$")] | None = Field(
        default=None, sa_type=String, description="Its number in the safety case, if any."
    )
    severity: Severity = Field(sa_type=String, description="Show them in this order.")
    must_acknowledge: bool = Field(
        description="An app must show it and let the person confirm before it goes on."
    )
    citations: Links = Field(sa_type=JSON)


class WarningText(SQLModel):
    text: Text
    applies_when: Text


class WarningDocument(Authored, WarningFacts, WarningText):
    """An entry of `seed/warnings.yaml`."""


class Warning_(WarningFacts, table=True):
    __tablename__ = "warning"

    slug: str = Field(primary_key=True)


class WarningOut(WarningFacts, WarningText, Item):
    """What a person must be told."""
