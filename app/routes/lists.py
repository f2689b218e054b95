"""Lists: filters, order and pages, over items in memory."""

import base64
import binascii
import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, Any

from fastapi import Query

from app.catalog.listing import Listing
from app.catalog.order import Place, Wanted
from app.routes.request import invalid

Limit = Annotated[
    int, Query(ge=1, le=100, description="How many items a page has at the most: 1 to 100.")
]
Cursor = Annotated[
    str | None,
    Query(
        max_length=500,
        description="Where to go on: `next` of the page before, sent with the same filters and "
        "order. Opaque: do not make one or look into it. Left out, the first page.",
    ),
]
Ids = Annotated[
    list[str] | None,
    Query(description="Only the items with these slugs, comma separated; an unknown one is 422."),
]
Words = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=100,
        description="Only items that have, for each of these words, a word that begins with it, in "
        "their names or texts. For misspellings there is `/v1/search`.",
        examples=["hip"],
    ),
]


def chosen(values: Sequence[str] | None, name: str, allowed: Collection[str]) -> list[set[str]]:
    """A filter as it was sent: a comma is "or", a repeated parameter is "and".

    Raises:
        InvalidRequest: a value is not one of `allowed`. It is not repeated.
    """
    groups = [{part.strip() for part in value.split(",")} for value in values or ()]
    if not all(value in allowed for group in groups for value in group):
        known = ", ".join(sorted(allowed))
        raise invalid(f"?{name}", "unknown_value", f"each should be one of: {known}")
    return groups


def listed_page(
    listing: Listing, wanted: Wanted, order: str, limit: int, cursor: str | None
) -> tuple[list[str], str | None]:
    """The slugs of one page, and the cursor of the next.

    Args:
        order: a name the listing knows, with `-` in front for the reverse.

    Raises:
        InvalidRequest: the cursor is of another order, or none of ours.
    """
    name, down = order.removeprefix("-"), order.startswith("-")
    ordered = listing.order(name)
    after = None if cursor is None else read_cursor(cursor, order, ordered.places)
    places = ordered.page(listing.fitting(name, wanted), limit + 1, after, down=down)
    slugs = [place.slug for place in places[:limit]]
    return slugs, cursor_at(order, places[limit - 1]) if len(places) > limit else None


def page(items: Collection[str], *, limit: int, cursor: str | None) -> tuple[list[str], str | None]:
    """The same by slug alone."""
    placed = sorted(Place("", slug) for slug in items)
    if cursor is not None:
        placed = placed[bisect_right(placed, read_cursor(cursor, "slug", placed)) :]
    slugs = [place.slug for place in placed[:limit]]
    return slugs, cursor_at("slug", placed[limit - 1]) if len(placed) > limit else None


def cursor_at(order: str, place: tuple[Any, str]) -> str:
    raw = json.dumps([order, *place], separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(cursor: str, order: str, placed: Sequence[tuple[Any, str]]) -> Place:
    """The place after which a page begins.

    Args:
        placed: places of the same order, to tell what kind of key it has.

    Raises:
        InvalidRequest: it is of another order, or none of ours.
    """
    wrong = invalid("?cursor", "invalid_cursor", "should be `next` of a page with the same `order`")
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        was, key, slug = json.loads(raw)
    except (ValueError, binascii.Error, TypeError, RecursionError):
        raise wrong from None
    alike = not placed or type(key) is type(placed[0][0])
    if was != order or not alike or not isinstance(slug, str):
        raise wrong
    return Place(key, slug)


def joined(fragments: Iterable[bytes], following: str | None) -> bytes:
    """A page as bytes, from bytes: nothing is parsed, written or copied twice."""
    parts = [piece for fragment in fragments for piece in (b",", fragment)] or [b""]
    parts[0] = b'{"items":['
    parts.append(b'],"next":' + json.dumps(following).encode() + b"}")
    return b"".join(parts)
