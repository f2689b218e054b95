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

LANG_PATTERN = r"^[a-z]{2}(-[A-Z]{2})?$"
Lang = Annotated[str, StringConstraints(pattern=LANG_PATTERN)]
"""A BCP 47 tag of the two forms we publish: `en`, `pt-BR`."""

Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""A country by ISO 3166-1 alpha-2: `GB`."""

Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
"""Of a rule set: `1.0.0`."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A digest in lower-case hexadecimal."""

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

    slug: Slug = Field(description="The source: `/v1/citations/{slug}` has its title and address.")
    known: Known = Field(
        description="`read`: an excerpt of that page was read. `mirror`: read in somebody else's "
        "copy. `unverified`: general knowledge, not checked against the page. `derived`: our "
        "judgement from it; `basis` says how."
    )
    basis: Text | None = Field(
        default=None,
        description="Only for `derived`: the reasoning, in the language of the answer. Else null.",
    )

    @model_validator(mode="after")
    def _derived_says_how(self) -> "Link":
        if (self.known == Known.DERIVED) != (self.basis is not None):
            raise ValueError("`basis` is needed for `derived`, and for nothing else")
        return self


Links = Annotated[
    list[Link],
    Field(
        min_length=1,
        description="The sources of what stands here. Show them beside it, or a way to them.",
    ),
]


class Claim(Authored):
    """One statement with its sources."""

    text: Text = Field(description="The statement, plain words to show as they are.")
    citations: Links


class Review(Authored):
    """Whether a clinician has reviewed this item. Nobody has, until this says so."""

    status: Literal["not_clinically_reviewed", "clinically_reviewed"] = Field(
        default="not_clinically_reviewed",
        description="`clinically_reviewed` only where two named people have signed this item as it "
        "stands. Show which it is.",
    )
    reviewed_on: date | None = Field(
        default=None, description="The day they signed; null where nobody has reviewed it."
    )
    next_review_on: date | None = Field(
        default=None,
        description="The day by which it is to be looked at again; null where nobody has reviewed "
        "it.",
    )
    reviewers: list[str] = Field(
        default_factory=list,
        description="Names and roles of the two or more who signed, as they wrote them; empty "
        "where nobody has reviewed it.",
    )
    content_digest: Sha256 | None = Field(
        default=None,
        description="The sha-256 of what they signed, in hex: an edit afterwards voids the review. "
        "Null where nobody has reviewed it.",
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

    licence: str = Field(
        description="An SPDX identifier such as `CC-BY-4.0`, or `LicenseRef-…` where none fits."
    )
    attribution: str = Field(
        description="The line that has to stand beside the item where it is shown, in English."
    )
    note: str | None = Field(
        description="What else to know before reusing it, in English; null where there is nothing."
    )


OURS = Rights(licence="CC-BY-4.0", attribution="Plumbline contributors, CC BY 4.0", note=None)


class Facts(SQLModel):
    """What is true of an item in every language. A noun's `…Facts` derives from this and is
    inherited three times: by what is authored, what is stored and what is served."""

    model_config = {"defer_build": True}

    review: Review = Field(
        default_factory=Review,
        sa_type=JSON,
        description="Whether clinicians have reviewed this item, and when. None has been so far.",
    )
    rights: Rights = Field(
        default=OURS,
        sa_type=JSON,
        description="The licence of this item and the line to print with it.",
    )


TranslationReview = Annotated[
    Literal["source", "none"],
    Field(
        description="`source`: the words are in the language they were written in. `none`: they "
        "were translated, and nobody has reviewed that; say so. More values may come. An unknown "
        "value means a review of some other kind."
    ),
]


def translation_review(lang: Lang) -> TranslationReview:
    return "source" if lang == SOURCE_LANG else "none"


class Item(Served):
    """A served piece of content: addressable, in one language."""

    slug: Slug = Field(
        description="Its name for ever: the key to keep it by and the last part of its path, the "
        "same in every language and never used again for something else."
    )
    language: Lang = Field(
        description="The language of every text in this item, as a BCP 47 tag. English where the "
        "one asked for is not published."
    )
    authorship: Literal["machine_drafted"] = Field(
        description="How the words were made. `machine_drafted`: by software, from the facts "
        "cited. More values may come. Say so only where it is `machine_drafted`."
    )
    translation_review: TranslationReview
