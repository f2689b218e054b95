"""What is in an event. It says that something happened and where to ask for it, so that an event
that comes late, twice or out of order does no harm."""

from datetime import date, datetime
from typing import Literal

from sqlmodel import Field

from app.content.base import Served, Sha256, Version
from app.content.said import STATUS, RuleSetStatus
from app.content.selfcheck import CheckName

TIMESTAMP = "When it happened, in UTC; not when it was sent."


class ReleaseNews(Served):
    """A release that is in force."""

    content_release: int = Field(ge=1, description="Its number; the highest is in force.")
    content_digest: Sha256 = Field(description="sha-256 of everything in it, as `/v1/meta` has it.")
    published_at: datetime = Field(description="When it was published, in UTC.")
    changed: int = Field(ge=0, description="How many items it changed or added.")
    deleted: int = Field(ge=0, description="How many items it took away.")
    changes: str = Field(description="Where to ask for what changed, with the token you have.")
    manifest: str = Field(description="Where to ask for its digests and sizes.")


class RuleSetNews(Served):
    """A version of a rule set that came into force or was recalled."""

    name: CheckName = Field(description="Which questionnaire decides by it.")
    version: Version = Field(description="Its version, as in `/v1/self-check/rules/{version}`.")
    digest: Sha256 = Field(description="sha-256 of everything in it that decides.")
    status: RuleSetStatus = Field(description=STATUS)
    use_until: date = Field(
        description="The last day on which a phone may offer exercises by it, in UTC."
    )


class ReleasePublished(Served):
    """The body of an event: there is a new release."""

    type: Literal["release.published"] = Field(
        description="What happened. More values may come. Answer an unknown one with 204."
    )
    timestamp: datetime = Field(description=TIMESTAMP)
    data: ReleaseNews = Field(description="The release that is in force since.")


class RuleSetPublished(Served):
    """The body of an event: rules came into force, or were recalled."""

    type: Literal["ruleset.published"] = Field(
        description="What happened. More values may come. Answer an unknown one with 204."
    )
    timestamp: datetime = Field(description=TIMESTAMP)
    data: RuleSetNews = Field(description="The version, and how it stands since.")
