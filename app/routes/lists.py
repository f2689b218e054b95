"""Lists: filters, order and pages, over items in memory."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import Query

from app.content.base import Item
from app.routes.request import invalid
from app.search.words import plain

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


def chosen(values: Sequence[str] | None, name: str, allowed: Iterable[str]) -> list[set[str]]:
    """A filter as it was sent: a comma is "or", a repeated parameter is "and".

    Raises:
        InvalidRequest: a value is not one of `allowed`. It is not repeated.
    """
    known = set(allowed)
    groups = [{part.strip() for part in value.split(",")} for value in values or ()]
    if any(group - known for group in groups):
        raise invalid(
            f"?{name}", "unknown_value", f"each should be one of: {', '.join(sorted(known))}"
        )
    return groups


def every(groups: list[set[str]], has: Callable[[str], bool]) -> bool:
    """Whether each group has a member that `has` holds for."""
    return all(any(has(value) for value in group) for group in groups)


def with_words(
    items: Mapping[str, Item], q: str | None, texts: Callable[[Item], Iterable[str]]
) -> set[str]:
    """The slugs of the items in which every word of `q` begins a word."""
    wanted = plain(q or "").split()
    found = set()
    for slug, item in items.items():
        words = plain(" ".join((slug, *texts(item)))).split()
        if all(any(word.startswith(want) for word in words) for want in wanted):
            found.add(slug)
    return found


Key = Callable[[Any], Any]


def page(
    items: Mapping[str, Any],
    *,
    order: str,
    keys: Mapping[str, Key],
    limit: int,
    cursor: str | None,
) -> tuple[list[str], str | None]:
    """The slugs of one page, and the cursor of the next.

    The slug breaks ties, so the order is total and a page follows the other without gap or
    overlap even when items were added in between.

    Args:
        order: a name in `keys`, with `-` in front for the reverse.
    """
    down = order.startswith("-")
    key = keys[order.removeprefix("-")]
    placed = sorted(((key(item), slug) for slug, item in items.items()), reverse=down)
    if cursor is not None:
        after = read_cursor(cursor, order, placed)
        placed = [place for place in placed if (place < after if down else place > after)]
    slugs = [slug for _, slug in placed[:limit]]
    more = len(placed) > limit
    return slugs, cursor_at(order, placed[limit - 1]) if more else None


def cursor_at(order: str, place: tuple[Any, str]) -> str:
    raw = json.dumps([order, *place], separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(cursor: str, order: str, placed: list[tuple[Any, str]]) -> tuple[Any, str]:
    wrong = invalid("?cursor", "invalid_cursor", "should be `next` of a page with the same `order`")
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        was, key, slug = json.loads(raw)
    except (ValueError, binascii.Error, TypeError):
        raise wrong from None
    alike = not placed or type(key) is type(placed[0][0])
    if was != order or not alike or not isinstance(slug, str):
        raise wrong
    return key, slug


def joined(fragments: Iterable[bytes], following: str | None) -> bytes:
    """A page as bytes, from bytes: nothing is parsed or written twice."""
    items = b",".join(fragments)
    return b'{"items":[' + items + b'],"next":' + json.dumps(following).encode() + b"}"
