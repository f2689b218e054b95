"""A citation: one source, and whether anybody here has read it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints
from sqlalchemy import String
from sqlmodel import Field

from app.content.base import Authored, Facts, Item, Served, Slug

CitationKind = Literal[
    "journal-article",
    "guideline",
    "hospital",
    "government",
    "charity",
    "professional-body",
    "education",
    "practice-page",
    "commercial",
    "reference",
    "news",
]


class CitationFacts(Facts):
    """A source as its publisher names it. Titles are not translated."""

    number: int | None = Field(
        default=None, ge=1, le=99, description="Its number in the seed article's own list."
    )
    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    year: int | None = Field(default=None, ge=1900, le=2100)
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] = Field(sa_type=String)
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = Field(
        default=None, sa_type=String
    )
    kind: CitationKind = Field(sa_type=String)
    quality: Literal["A", "B", "C"] | None = Field(
        default=None,
        sa_type=String,
        description="A: guideline, journal, hospital or government. B: practice, charity, teaching "
        "page or mirror. C: commercial or anonymous, a lead only. Null: not graded.",
    )
    copy_read: bool = Field(
        description="Whether an excerpt of this very page, or of its publisher's own earlier copy, "
        "was read. A third party's copy does not count."
    )
    accessed_on: date | None = Field(
        default=None, description="The day it was read, where that was written down."
    )
    note: str | None = None


class CitationDocument(Authored, CitationFacts):
    """An entry of `seed/citations.yaml`."""


class Citation(CitationFacts, table=True):
    slug: str = Field(primary_key=True)


class Place(Served):
    """A statement that cites a source."""

    kind: str
    slug: Slug
    at: str = Field(description="Where in the item: a dotted path.")


class CitationOut(CitationFacts, Item):
    cited_by: list[Place] = Field(description="Every statement that names this source.")
