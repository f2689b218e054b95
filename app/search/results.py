"""What a search asks and answers, as clients send and receive it."""

from typing import Annotated

from pydantic import StrictInt
from sqlmodel import Field

from app.content.base import Authored, Served, Slug
from app.content.fields import ItemKind, NextCursor, Path

QUERY_CHARACTERS = 100


class SearchIn(Authored):
    """A search whose words stay out of URLs and of whatever writes URLs down."""

    q: str = Field(
        min_length=1,
        max_length=QUERY_CHARACTERS,
        description="What is looked for, in any words: misspellings are forgiven. At least one "
        "letter or digit.",
    )
    kind: str | None = Field(
        default=None,
        description="Only hits of these kinds, comma separated: the values of the facet `kind`. "
        "Left out, all kinds.",
    )
    limit: Annotated[StrictInt, Field(ge=1, le=100)] | None = Field(
        default=None,
        description="How many hits a page has at the most. Left out, or null, 20.",
    )
    cursor: str | None = Field(
        default=None,
        max_length=500,
        description="`next` of the page before, to go on from there; opaque. Left out, the first "
        "page.",
    )


class HitOut(Served):
    """Something that was found."""

    kind: ItemKind
    slug: Slug = Field(description="The item; with `kind` it is the key of what was found.")
    at: str | None = Field(
        description="The aspect of a cause that fits best, to open it there; null: the item as a "
        "whole."
    )
    title: str = Field(description="The heading of the hit, in the language of the answer.")
    summary: str = Field(
        max_length=200,
        description="Plain text for a list of results, 200 characters at the most, in the language "
        "of the answer.",
    )
    path: Path = Field(description="Where all of the item is, in this API.")
    score: float = Field(
        ge=0,
        le=1,
        description="How well it fits, among the hits of this query; not to be compared between "
        "queries, nor shown.",
    )


class CountOut(Served):
    """One value of a facet, and how many hits have it."""

    value: Slug = Field(
        description="The value, a slug; `/v1/terms` has the names of those of aims, "
        "positions and equipment."
    )
    count: int = Field(ge=0, description="How many hits have it.")


class FacetsOut(Served):
    """How many hits have a value, the most frequent first. `kind` counts all hits, so that an app
    can offer the other kinds; the rest count the hits of the kinds asked for."""

    kind: list[CountOut] = Field(
        description="What kinds all hits are of. More values may come. Offer only the kinds you "
        "can show."
    )
    aim: list[CountOut] = Field(
        description="What the exercises and routines found are for; empty where there are none."
    )
    position: list[CountOut] = Field(
        description="How the exercises found are done; empty where there are none."
    )
    equipment: list[CountOut] = Field(
        description="What the exercises and routines found need; `none` is nothing at all."
    )
    difficulty: list[CountOut] = Field(
        description="How hard the exercises found are; empty where there are none."
    )


class SearchOut(Served):
    """One page of hits, best first. What was asked is not repeated."""

    items: list[HitOut] = Field(description="The hits of this page, best first; may be empty.")
    facets: FacetsOut = Field(description="What the hits could be narrowed down by, with counts.")
    total: int = Field(
        ge=0, description="How many hits of the kinds asked for there are, on all pages."
    )
    next: NextCursor | None
