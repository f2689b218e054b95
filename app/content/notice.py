"""Notices: corrections, recalls and incidents, in public."""

from datetime import date
from typing import Literal

from sqlalchemy import String
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Facts, Item, Text
from app.content.fields import RuleSetVersion
from app.content.selfcheck import CheckName


class Recalled(Authored):
    """A rule set that must not be used any more."""

    name: CheckName = Field(description="Of which questionnaire it is.")
    version: RuleSetVersion


class NoticeFacts(Facts):
    kind: Literal["correction", "recall", "incident"] = Field(
        sa_type=String,
        description="`correction`: something was wrong and is right now. `recall`: a rule set "
        "must not be used any more. `incident`: something happened. More values may come. Show it "
        "all the same.",
    )
    published_on: date = Field(description="The day it was made public.")
    recalls: Recalled | None = Field(
        default=None,
        sa_type=JSON,
        description="The rule set that is withdrawn: an app that holds it offers nothing by it any "
        "more, and triage by it answers 410. Null unless it is a recall.",
    )
    contact: str = Field(
        min_length=1, description="Whom to ask about it: an address or a person, as written."
    )


class NoticeText(SQLModel):
    title: Text = Field(description="What it is about, in a few words.")
    text: Text = Field(
        description="What was wrong, who may be concerned and what they should do. Show it whole."
    )


class NoticeDocument(Authored, NoticeFacts, NoticeText):
    """An entry of `seed/notices.yaml`."""


class Notice(NoticeFacts, table=True):
    slug: str = Field(primary_key=True)


class NoticeOut(NoticeFacts, NoticeText, Item):
    """Something that was wrong, and what to do about it."""
