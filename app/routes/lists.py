"""Lists: filters, order and pages, over items in memory."""

import base64
import binascii
import json
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import Query

from app.catalog.listing import Listing, Place, Wanted
from app.errors import InvalidRequest
from app.routes.request import invalid

Limit = Annotated[int, Query(ge=1, le=100, description="Items a page.")]
Cursor = Annotated[
    str | None, Query(max_length=500, description="`next` of the page before; opaque.")
]
Ids = Annotated[
    list[str] | None,
    Query(description="Only these slugs; comma is or, the parameter given twice is and."),
]
Words = Annotated[
    str | None,
    Query(min_length=1, max_length=100, description="Only items with words that begin so."),
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
    ordered = listing.order(order.removeprefix("-"))
    after = None if cursor is None else _read_cursor(cursor, order)
    try:
        places = ordered.page(ordered.fitting(wanted), limit + 1, after, down=order.startswith("-"))
    except TypeError:
        raise _wrong_cursor() from None
    slugs = [place.slug for place in places[:limit]]
    return slugs, _cursor(order, places[limit - 1]) if len(places) > limit else None


Key = Callable[[Any], Any]


def page(
    items: Mapping[str, Any],
    *,
    order: str,
    keys: Mapping[str, Key],
    limit: int,
    cursor: str | None,
) -> tuple[list[str], str | None]:
    """The same for what is found anew each time.

    Args:
        order: a name in `keys`.
    """
    placed = sorted(Place(keys[order](item), slug) for slug, item in items.items())
    if cursor is not None:
        after = _read_cursor(cursor, order)
        if placed and type(after.key) is not type(placed[0].key):
            raise _wrong_cursor()
        placed = placed[bisect_right(placed, after) :]
    slugs = [place.slug for place in placed[:limit]]
    return slugs, _cursor(order, placed[limit - 1]) if len(placed) > limit else None


def _cursor(order: str, place: Place) -> str:
    raw = json.dumps([order, *place], separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _wrong_cursor() -> InvalidRequest:
    return invalid("?cursor", "invalid_cursor", "should be `next` of a page with the same `order`")


def _read_cursor(cursor: str, order: str) -> Place:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        was, key, slug = json.loads(raw)
    except (ValueError, binascii.Error, TypeError, RecursionError):
        raise _wrong_cursor() from None
    if was != order or not isinstance(slug, str):
        raise _wrong_cursor()
    return Place(key, slug)


def joined(fragments: Iterable[bytes], following: str | None) -> bytes:
    """A page as bytes, from bytes: nothing is parsed, written or copied twice."""
    parts = [piece for fragment in fragments for piece in (b",", fragment)] or [b""]
    parts[0] = b'{"items":['
    parts.append(b'],"next":' + json.dumps(following).encode() + b"}")
    return b"".join(parts)
