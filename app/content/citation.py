"""A citation: one source, and whether anybody here has read it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints
from sqlalchemy import String
from sqlmodel import Field

from app.content.base import Authored, Facts, Item, Served, Slug
from app.content.fields import Address, ItemKind

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
        default=None,
        ge=1,
        le=99,
        description="Its number in the own list of the article that this guide began from; null "
        "for every further source.",
    )
    title: str = Field(
        min_length=1,
        description="As its publisher has it, or in our words where that is not known. Not "
        "translated.",
    )
    publisher: str = Field(
        min_length=1, description="Who published it: the journal, hospital or site. Not translated."
    )
    year: int | None = Field(
        default=None,
        ge=1900,
        le=2100,
        description="The year it was published; null where that is not known.",
    )
    url: Address = Field(
        sa_type=String, description="Where to read it. Open it for who wants to see the source."
    )
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = Field(
        default=None,
        sa_type=String,
        description="Its DOI without an address in front, for `https://doi.org/`; null where it "
        "has none or we know none.",
    )
    kind: CitationKind = Field(
        sa_type=String,
        description="What sort of source it is. More values may come. Treat an unknown value as "
        "`reference`.",
    )
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
        default=None,
        description="The day it was read; null where that was not written down or nobody read it.",
    )
    note: str | None = Field(
        default=None,
        description="What to know about how it was read, in English; null where there is nothing.",
    )


class CitationDocument(Authored, CitationFacts):
    """An entry of `seed/citations.yaml`."""


class Citation(CitationFacts, table=True):
    slug: str = Field(primary_key=True)


class Place(Served):
    """A statement that cites a source."""

    kind: ItemKind
    slug: Slug = Field(description="The item it is in: `/v1/exercises/{slug}` for an `exercise`.")
    at: str = Field(
        description="Where in the item: names and positions from 0, with dots between them, such "
        "as `contraindications.2`; `citations` for the item as a whole."
    )


class CitationOut(CitationFacts, Item):
    """One source, whether anybody here has read it, and what cites it."""

    cited_by: list[Place] = Field(
        description="Every statement of an item that names this source; the questions and rules of "
        "the self-check name theirs themselves."
    )
