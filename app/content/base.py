"""What all content has in common. Every table module imports this one, so that constraint names
are settled before the first table is declared."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import GetCoreSchemaHandler, StringConstraints, model_validator
from pydantic_core import CoreSchema, core_schema
from sqlmodel import JSON, Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=64)]
"""The permanent name of a piece of content: its file name, its key, its place in a URL."""

Lang = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
"""A BCP 47 tag of the two forms we publish: `en`, `pt-BR`."""

Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""A country by ISO 3166-1 alpha-2: `GB`."""

Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
"""Of a rule set: `1.0.0`."""

SOURCE_LANG: Lang = "en"


class Text(str):
    """Words for people. A type of its own, so that whatever must be translated can be found in any
    document by walking it, and no noun needs a table of its own for its words."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        plain = core_schema.str_schema(min_length=1, max_length=2_000, strip_whitespace=True)
        return core_schema.no_info_after_validator_function(cls, plain)


class Authored(SQLModel):
    """What a person writes in `seed/`. A misspelt key is an error, not a shrug."""

    model_config = {
        "extra": "forbid",
        "frozen": True,
        "defer_build": True,
        "json_schema_serialization_defaults_required": True,
    }


class Served(SQLModel):
    """What a client receives: every field is always present, an absent value is null."""

    model_config = {
        "frozen": True,
        "json_schema_serialization_defaults_required": True,
        "defer_build": True,
    }


class Known(StrEnum):
    """How we know that a source says what we cite it for."""

    READ = "read"
    MIRROR = "mirror"
    UNVERIFIED = "unverified"
    DERIVED = "derived"


class Link(Authored):
    """From a statement to a citation, and how that link is known."""

    slug: Slug = Field(description="The citation; see `/v1/citations/{slug}`.")
    known: Known = Field(
        description="`read`: an excerpt of that page was read. `mirror`: read in somebody else's "
        "copy. `unverified`: general knowledge, not checked against the page. `derived`: our "
        "judgement from it; `basis` says how."
    )
    basis: Text | None = Field(default=None, description="Only for `derived`: the reasoning.")

    @model_validator(mode="after")
    def _derived_says_how(self) -> "Link":
        if (self.known == Known.DERIVED) != (self.basis is not None):
            raise ValueError("`basis` is needed for `derived`, and for nothing else")
        return self


Links = Annotated[list[Link], Field(min_length=1, description="Where this comes from.")]


class Claim(Authored):
    """One statement with its sources."""

    text: Text
    citations: Links


class Review(Authored):
    """Whether a clinician has reviewed this item. Nobody has, until this says so."""

    status: Literal["not_clinically_reviewed", "clinically_reviewed"] = "not_clinically_reviewed"
    reviewed_on: date | None = None
    next_review_on: date | None = None
    reviewers: list[str] = Field(
        default_factory=list, description="Names and roles of the two or more who signed."
    )
    content_digest: str | None = Field(
        default=None, description="What they signed; an edit afterwards voids the review."
    )

    @model_validator(mode="after")
    def _a_review_is_complete(self) -> "Review":
        given = (self.reviewed_on, self.next_review_on, self.content_digest)
        if self.status == "clinically_reviewed":
            if None in given or len(self.reviewers) < 2:
                raise ValueError("a review needs both dates, the digest and two reviewers")
        elif any(given) or self.reviewers:
            raise ValueError("dates, reviewers and digest belong to a `clinically_reviewed` item")
        return self


class Rights(Authored):
    """What may be done with an item, and the line to print beside it."""

    licence: str = Field(description="An SPDX identifier, or `LicenseRef-…` where none fits.")
    attribution: str
    note: str | None


OURS = Rights(licence="CC-BY-4.0", attribution="Plumbline contributors, CC BY 4.0", note=None)


class Facts(SQLModel):
    """What is true of an item in every language. A noun's `…Facts` derives from this and is
    inherited three times: by what is authored, what is stored and what is served."""

    model_config = {"defer_build": True}

    review: Review = Field(default_factory=Review, sa_type=JSON)
    rights: Rights = Field(default=OURS, sa_type=JSON)


TranslationReview = Literal["source", "none"]
TRANSLATION_REVIEW = Field(
    description="`source`: the original language. `none`: translated, reviewed by nobody."
)


def translation_review(lang: Lang) -> TranslationReview:
    return "source" if lang == SOURCE_LANG else "none"


class Item(Served):
    """A served piece of content: addressable, in one language."""

    slug: Slug
    language: Lang = Field(description="The language of the texts in this item.")
    authorship: Literal["machine_drafted"] = Field(
        description="How the text was made. `machine_drafted`: by software, from the facts cited."
    )
    translation_review: TranslationReview = TRANSLATION_REVIEW
