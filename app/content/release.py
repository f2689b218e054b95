"""What publishing leaves behind: numbered releases, their changes, their entries, every text."""

from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import LargeBinary, String
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Lang, Served, Slug
from app.db import UtcDateTime


class Release(SQLModel, table=True):
    """One publication. The highest number is the one in force."""

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    digest: str = Field(description="sha-256 of everything in it.")
    published_at: datetime = Field(sa_type=UtcDateTime)
    self_check: str = Field(description="The self-check's version in force.")
    follow_up: str = Field(description="The follow-up's version in force.")
    code: str | None = Field(
        default=None,
        description="sha-256 of the code that made its entries; null where none were kept.",
    )
    seed: str | None = Field(default=None, description="sha-256 of the files it was made from.")
    counted: dict[str, Any] | None = Field(default=None, sa_type=JSON, description="A `Counted`.")
    rolls_back_to: int | None = Field(
        default=None, description="The earlier release whose content this is again."
    )


class ReleaseArchiveRow(SQLModel, table=True):
    """The files that a release was made of, so that it can be made again."""

    __tablename__ = "release_archive"

    release: int = Field(
        primary_key=True,
        foreign_key="release.number",
        sa_column_kwargs={"autoincrement": False},
    )
    sha256: str
    body: bytes = Field(sa_type=LargeBinary, description="A zip of them.")


class Counted(Served):
    """What only the publisher has at hand, counted for those who serve."""

    statements: dict[str, int] = Field(
        description="Links from a statement to a source, by how they are known."
    )
    clinically_reviewed: int
    texts: dict[Lang, int] = Field(description="Of the items, and of the checks in force.")


class Entry(SQLModel, table=True):
    """An entry of the release in force, as clients receive it."""

    language: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    slug: str = Field(primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)


class ImageRow(SQLModel, table=True):
    """What is drawn, of the release in force or of the one before it, in one theme."""

    __tablename__ = "image"

    sha256: str = Field(primary_key=True)
    release: int = Field(description="The last that it is part of.")
    png: bool = Field(description="Whether it is also to be had as PNG.")
    body: bytes = Field(sa_type=LargeBinary, description="SVG without words, as zlib packs it.")


class PictureRow(SQLModel, table=True):
    """A drawing with the words in it, as clients receive it."""

    __tablename__ = "picture"

    sha256: str = Field(primary_key=True)
    release: int = Field(description="The last that it is part of.")
    image: str
    language: str
    title: str
    text: str


class RenditionRow(SQLModel, table=True):
    """A drawing as PNG."""

    __tablename__ = "rendition"

    image: str = Field(primary_key=True)
    scale: int = Field(primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)


class Change(SQLModel, table=True):
    """What a release did to one entry of a bundle: put it there or took it away."""

    release: int = Field(primary_key=True, foreign_key="release.number")
    language: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    slug: str = Field(primary_key=True)
    deleted: bool
    digest: str | None
    replaced_by: str | None


class Changed(NamedTuple):
    """A `Change`, as a value."""

    release: int
    language: Lang
    kind: str
    slug: str
    deleted: bool
    digest: str | None
    replaced_by: str | None


class TextRow(SQLModel, table=True):
    """One text of one item in one language. Everything people read is here."""

    __tablename__ = "text"

    kind: str = Field(primary_key=True)
    slug: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    text: str


class LanguageFacts(SQLModel):
    name: str = Field(
        min_length=1, description="What to call it where people choose one: its name in itself."
    )
    status: Literal["published", "draft"] = Field(
        sa_type=String,
        description="`published`: `lang=` takes it, and it lacks nothing. `draft`: it is being "
        "translated and never served.",
    )
    authorship: Literal["machine_drafted"] = Field(
        sa_type=String,
        description="How its words were made. `machine_drafted`: by software. More values may "
        "come. Say so only where it is `machine_drafted`.",
    )
    review: Literal["none"] = Field(
        sa_type=String,
        description="Whether a person who knows the language and the field has read it; `none`: "
        "nobody has, and an app should say so. More values may come. An unknown value means some "
        "review.",
    )


class LanguageDocument(Authored, LanguageFacts):
    """An entry of `seed/languages.yaml`."""

    slug: Lang


class Language(LanguageFacts, table=True):
    slug: str = Field(primary_key=True)


class LanguageOut(LanguageFacts, Served):
    """A language, and how much of the content is in it."""

    slug: Lang = Field(description="Its BCP 47 tag, as `lang=` and `Accept-Language` have it.")
    texts: int = Field(
        ge=0, description="How many texts there are in English: items, questions, rules and advice."
    )
    texts_translated: int = Field(
        ge=0, description="How many of these are in this language; never more than `texts`."
    )


class RetiredDocument(Authored):
    """An entry of `seed/retired.yaml`: a slug that is gone for good."""

    kind: Slug
    slug: Slug
    replaced_by: Slug | None


class Retired(SQLModel, table=True):
    kind: str = Field(primary_key=True)
    slug: str = Field(primary_key=True)
    replaced_by: str | None
