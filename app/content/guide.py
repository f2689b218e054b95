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
        description="Who gave it. `article`: the article that this guide began from. `reader`: a "
        "reader of it, not an expert; say so. More values may come. Name nobody for an unknown "
        "value.",
    )
    citations: Links = Field(
        sa_type=JSON, description="The sources of the tip. Show them with it, or a way to them."
    )


class PlainText(SQLModel):
    text: Text = Field(description="The whole of it, in plain words to show as they are.")


class TipDocument(Authored, TipFacts, PlainText):
    """An entry of `seed/tips.yaml`."""


class Tip(TipFacts, table=True):
    slug: str = Field(primary_key=True)


class TipOut(TipFacts, PlainText, Item):
    """A small habit that may help, and who gave it."""


class KeyPointFacts(Facts):
    citations: Links = Field(
        sa_type=JSON, description="The sources of the point. Show them with it."
    )


class KeyPointDocument(Authored, KeyPointFacts, PlainText):
    """An entry of `seed/key_points.yaml`."""


class KeyPoint(KeyPointFacts, table=True):
    __tablename__ = "key_point"

    slug: str = Field(primary_key=True)


class KeyPointOut(KeyPointFacts, PlainText, Item):
    """One of the things to know first: show them before anything else of the guide."""


class AnswerFacts(Facts):
    contributor: Slug = Field(
        description="Whose answer this follows: `/v1/contributors/{slug}`. Name them with it."
    )
    citations: Links = Field(
        sa_type=JSON, description="Where the answer stands, and what our note rests on."
    )


class AnswerText(SQLModel):
    question: Text = Field(description="As people ask it, in the item's language.")
    answer: Text = Field(
        description="After the named person's answer: paraphrased, not quoted, so no quotation "
        "marks."
    )
    note: Text | None = Field(
        default=None,
        description="What we would add, or where the evidence is weak: show it with the answer. "
        "Null where there is nothing to add.",
    )


class AnswerDocument(Authored, AnswerFacts, AnswerText):
    """An entry of `seed/questions_and_answers.yaml`."""


class Answer(AnswerFacts, table=True):
    __tablename__ = "question_and_answer"

    slug: str = Field(primary_key=True)


class AnswerOut(AnswerFacts, AnswerText, Item):
    """A question people ask, answered after a named person."""


class ContributorFacts(Facts):
    name: str = Field(
        min_length=1, description="As the article has it, with titles; the same in every language."
    )
    citations: Links = Field(sa_type=JSON, description="Where they are named.")


class ContributorText(SQLModel):
    role: Text = Field(description="What they are, in a few words to stand beside the name.")
    about: Text = Field(
        description="What the article says of them, and that they have not reviewed this project."
    )


class ContributorDocument(Authored, ContributorFacts, ContributorText):
    """An entry of `seed/contributors.yaml`."""


class Contributor(ContributorFacts, table=True):
    slug: str = Field(primary_key=True)


class ContributorOut(ContributorFacts, ContributorText, Item):
    """Somebody whom the article that this guide began from names. They have not reviewed this
    project."""


class ContactFacts(Facts):
    region: Region | None = Field(
        sa_type=String,
        description="The country it is for, by ISO 3166-1 alpha-2; null: for every country that "
        "has no entry.",
    )
    number: Annotated[str, StringConstraints(pattern=r"^\d{2,4}$")] = Field(
        sa_type=String,
        description="What to dial: two to four digits, to be kept as text, since some begin with "
        "0.",
    )


class ContactText(SQLModel):
    note: Text | None = Field(
        default=None,
        description="Another number that works, or what this one is for: show it beside the "
        "number. Null where there is nothing to say.",
    )


class ContactDocument(Authored, ContactFacts, ContactText):
    """An entry of `seed/emergency_contacts.yaml`."""


class Contact(ContactFacts, table=True):
    __tablename__ = "emergency_contact"

    slug: str = Field(primary_key=True)


class ContactOut(ContactFacts, ContactText, Item):
    """The number that reaches an ambulance in one country, or wherever no other is known."""


class TermFacts(Facts):
    set: Literal["muscle", "position", "equipment", "aim", "cue", "label", "frame"] = Field(
        sa_type=String,
        description="What sort of slug it explains. `cue`: what a player says. `label`: words of "
        "a printed page. `frame`: under a drawing. More values may come. Leave out a set you do "
        "not know.",
    )


class TermText(SQLModel):
    name: Text = Field(description="What to show in place of the slug.")
    plain: Text = Field(description="What that means, in everyday words, for who taps on the name.")


class TermDocument(Authored, TermFacts, TermText):
    """An entry of `seed/terms.yaml`."""


class Term(TermFacts, table=True):
    slug: str = Field(primary_key=True)


class TermOut(TermFacts, TermText, Item):
    """What a slug in another item means, for people: a muscle, a position, a thing and so on."""


def cue_words(terms: Iterable[Item]) -> dict[str, str]:
    """What a player says for each kind of cue."""
    return {t.slug: t.name for t in terms if isinstance(t, TermOut) and t.set == "cue"}
