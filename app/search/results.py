"""What a search asks and answers, as clients send and receive it."""

from pydantic import StrictInt
from sqlmodel import Field

from app.content.base import Authored, Served, Slug

QUERY_CHARACTERS = 100


class SearchIn(Authored):
    """A search whose words stay out of URLs and of whatever writes URLs down."""

    q: str = Field(
        min_length=1, max_length=QUERY_CHARACTERS, description="What is looked for, in any words."
    )
    kind: str | None = Field(default=None, description="Only these kinds; comma is or.")
    limit: StrictInt = Field(default=20, ge=1, le=100, description="Items a page.")
    cursor: str | None = Field(
        default=None, max_length=500, description="`next` of the page before; opaque."
    )


class HitOut(Served):
    """Something that was found."""

    kind: str
    slug: Slug
    at: str | None = Field(description="The aspect of a cause that fits best; null is the whole.")
    title: str
    summary: str = Field(max_length=200, description="Plain text for a list of results.")
    path: str = Field(description="Where the item is, in this API.")
    score: float = Field(ge=0, le=1, description="How well it fits this query, among its hits.")


class CountOut(Served):
    value: str
    count: int


class FacetsOut(Served):
    """How many hits have a value, the most frequent first. `kind` counts all hits, so that an app
    can offer the other kinds; the rest count the hits of the kinds asked for."""

    kind: list[CountOut]
    aim: list[CountOut] = Field(description="Of exercises and routines.")
    position: list[CountOut] = Field(description="Of exercises.")
    equipment: list[CountOut] = Field(
        description="Of exercises and routines; `none` is nothing at all."
    )
    difficulty: list[CountOut] = Field(description="Of exercises.")


class SearchOut(Served):
    """One page of hits, best first. What was asked is not repeated."""

    items: list[HitOut]
    facets: FacetsOut
    total: int = Field(description="Hits of the kinds asked for, on all pages.")
    next: str | None = Field(description="`cursor` of the next page; null on the last.")
