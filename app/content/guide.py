"""The small pieces of the guide: tips, key points, questions and answers, contributors, emergency
contacts and terms."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import StringConstraints
from sqlalchemy import String
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Facts, Item, Links, Region, Slug, Text

GET_UP = "up-every-hour"
"""The tip that a calendar's reminders say."""


class TipFacts(Facts):
    origin: Literal["article", "reader"] = Field(
        sa_type=String,
        description="`reader`: sent in by a reader of the article, not by an expert.",
    )
    citations: Links = Field(sa_type=JSON)


class PlainText(SQLModel):
    text: Text


class TipDocument(Authored, TipFacts, PlainText):
    """An entry of `seed/tips.yaml`."""


class Tip(TipFacts, table=True):
    slug: str = Field(primary_key=True)


class TipOut(TipFacts, PlainText, Item):
    """A small habit that may help."""


class KeyPointFacts(Facts):
    citations: Links = Field(sa_type=JSON)


class KeyPointDocument(Authored, KeyPointFacts, PlainText):
    """An entry of `seed/key_points.yaml`."""


class KeyPoint(KeyPointFacts, table=True):
    __tablename__ = "key_point"

    slug: str = Field(primary_key=True)


class KeyPointOut(KeyPointFacts, PlainText, Item):
    """One of the things to know first."""


class AnswerFacts(Facts):
    contributor: Slug = Field(description="Whose answer this follows.")
    citations: Links = Field(sa_type=JSON)


class AnswerText(SQLModel):
    question: Text
    answer: Text = Field(description="Paraphrased, not quoted.")
    note: Text | None = Field(
        default=None, description="What we would add, or where the evidence is weak."
    )


class AnswerDocument(Authored, AnswerFacts, AnswerText):
    """An entry of `seed/questions_and_answers.yaml`."""


class Answer(AnswerFacts, table=True):
    __tablename__ = "question_and_answer"

    slug: str = Field(primary_key=True)


class AnswerOut(AnswerFacts, AnswerText, Item):
    """A question people ask, answered after a named person."""


class ContributorFacts(Facts):
    name: str = Field(min_length=1)
    citations: Links = Field(sa_type=JSON)


class ContributorText(SQLModel):
    role: Text
    about: Text


class ContributorDocument(Authored, ContributorFacts, ContributorText):
    """An entry of `seed/contributors.yaml`."""


class Contributor(ContributorFacts, table=True):
    slug: str = Field(primary_key=True)


class ContributorOut(ContributorFacts, ContributorText, Item):
    """Somebody the seed article names. They have not reviewed this project."""


class ContactFacts(Facts):
    region: Region | None = Field(
        sa_type=String, description="ISO 3166-1 alpha-2; null is anywhere else."
    )
    number: Annotated[str, StringConstraints(pattern=r"^\d{2,4}$")] = Field(sa_type=String)


class ContactText(SQLModel):
    note: Text | None = None


class ContactDocument(Authored, ContactFacts, ContactText):
    """An entry of `seed/emergency_contacts.yaml`."""


class Contact(ContactFacts, table=True):
    __tablename__ = "emergency_contact"

    slug: str = Field(primary_key=True)


class ContactOut(ContactFacts, ContactText, Item):
    """The number to call."""


class TermFacts(Facts):
    set: Literal["muscle", "position", "equipment", "aim", "cue", "label", "frame"] = Field(
        sa_type=String
    )


class TermText(SQLModel):
    name: Text
    plain: Text = Field(description="In everyday words.")


class TermDocument(Authored, TermFacts, TermText):
    """An entry of `seed/terms.yaml`."""


class Term(TermFacts, table=True):
    slug: str = Field(primary_key=True)


class TermOut(TermFacts, TermText, Item):
    """What a slug in another item means, for people."""


def cue_words(terms: Iterable[Item]) -> dict[str, str]:
    """What a player says for each kind of cue."""
    return {t.slug: t.name for t in terms if isinstance(t, TermOut) and t.set == "cue"}
