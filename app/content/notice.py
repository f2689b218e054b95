"""Notices: corrections, recalls and incidents, in public."""

from datetime import date
from typing import Literal

from sqlalchemy import String
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Facts, Item, Text, Version
from app.content.selfcheck import CheckName


class Recalled(Authored):
    """A rule set that must not be used any more."""

    name: CheckName
    version: Version


class NoticeFacts(Facts):
    kind: Literal["correction", "recall", "incident"] = Field(sa_type=String)
    published_on: date
    recalls: Recalled | None = Field(
        default=None, sa_type=JSON, description="Triage by this rule set answers 410 from now on."
    )
    contact: str = Field(min_length=1, description="Whom to ask.")


class NoticeText(SQLModel):
    title: Text
    text: Text


class NoticeDocument(Authored, NoticeFacts, NoticeText):
    """An entry of `seed/notices.yaml`."""


class Notice(NoticeFacts, table=True):
    slug: str = Field(primary_key=True)


class NoticeOut(NoticeFacts, NoticeText, Item):
    """Something that was wrong, and what to do about it."""
