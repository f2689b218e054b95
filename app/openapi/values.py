"""Whether a value by itself is still understood: its type, whether it may be null, its range.

Each function compares two flat schemas. A request may only be taken more widely, a response only
say less than it might have.
"""

import json
from collections.abc import Iterator
from math import inf
from typing import Any

from app.openapi.breaks import Break, Node, Place
from app.openapi.flat import HIGHEST, LOWEST, WORDS

EXACT = ("pattern", "format", "multipleOf", "uniqueItems", "contentEncoding", "contentMediaType")
COUNTED = ("minLength", "minItems", "minProperties")
"""Without them it is zero."""

ELSEWHERE = {
    *("type", "enum", "const", "default", "properties", "required", "additionalProperties"),
    *("items", "anyOf", "oneOf"),
}


def type_break(was: Node, now: Node, place: Place) -> Break | None:
    """That it is something else altogether. What is inside then need not be looked at."""
    sent, taken = (_types(schema) for schema in place.sent_and_taken(was, now))
    if taken is None or (sent is not None and all(_is_one_of(name, taken) for name in sent)):
        return None
    before, after = (_say(_types(schema)) for schema in (was, now))
    if place.direction == "request":
        return place.breaks(f"took {before} and takes {after}: what apps send is refused")
    return place.breaks(f"was {before} and may be {after}: apps cannot read it")


def null_break(was: Node, now: Node, place: Place) -> Iterator[Break]:
    sent, taken = place.sent_and_taken(was, now)
    if _may_be_null(sent) and not _may_be_null(taken):
        if place.direction == "request":
            yield place.breaks("is not taken as null any more: apps that send null are refused")
        else:
            yield place.breaks("may be null: apps that count on a value fail")


def choice_breaks(was: Node, now: Node, place: Place, *, grows: bool) -> Iterator[Break]:
    """That a value is new, gone, or may be anything.

    A value that is never answered any more breaks no app in a hand; code that names it does not
    compile when it is generated anew, and what it stood for is no longer told.

    Args:
        grows: whether the released document said that more values may come.
    """
    before, after = _choices(was), _choices(now)
    for value in [value for value in before or () if after is not None and value not in after]:
        if place.direction == "request":
            yield place.breaks(f"does not take {value} any more: apps that send it are refused")
        else:
            yield place.breaks(f"is never {value} any more: code that names it does not compile")
    if place.direction == "request" and before is None and after is not None:
        yield place.breaks(f"takes nothing but {', '.join(after)}: apps that send else are refused")
    if place.direction == "response" and before is not None:
        if after is None:
            yield place.breaks("may be anything: apps know no more than the values released")
        elif not grows:
            for value in [value for value in after if value not in before]:
                yield place.breaks(f"may be {value}: apps have no words for it")


def range_breaks(was: Node, now: Node, place: Place) -> Iterator[Break]:
    sent, taken = place.sent_and_taken(was, now)
    for keyword in (*LOWEST, *HIGHEST, *EXACT):
        if keyword in taken and not _within(keyword, sent.get(keyword), taken[keyword]):
            change = f"has `{keyword}` {_told(now, keyword)} after {_told(was, keyword)}"
            if place.direction == "request":
                yield place.breaks(f"{change}: apps that send what was allowed are refused")
            else:
                yield place.breaks(f"{change}: apps may get what they were told not to expect")


def other_breaks(was: Node, now: Node, place: Place) -> Iterator[Break]:
    """Another default, and any keyword of which nobody said which way it may change."""
    if "default" in was and _told(was, "default") != _told(now, "default"):
        yield place.breaks(
            f"has the default {_told(now, 'default')} after {_told(was, 'default')}: "
            "apps that leave it out get something else"
        )
    known = {*WORDS, *LOWEST, *HIGHEST, *EXACT, *ELSEWHERE}
    for keyword in sorted({*was, *now} - known):
        if was.get(keyword) != now.get(keyword):
            yield place.breaks(f"says another `{keyword}`, and this check cannot judge that")


def _types(schema: Node) -> frozenset[str] | None:
    """None: any."""
    if "type" not in schema:
        return None
    names = schema["type"]
    return frozenset([names] if isinstance(names, str) else names) - {"null"}


def _is_one_of(name: str, taken: frozenset[str]) -> bool:
    return name in taken or (name == "integer" and "number" in taken)


def _may_be_null(schema: Node) -> bool:
    names = schema.get("type", "null")
    values = schema.get("enum", [schema.get("const")] if "const" in schema else [None])
    return ("null" in names if isinstance(names, list) else names == "null") and None in values


def _choices(schema: Node) -> list[str] | None:
    """As JSON, for there 1 is not true. None: any."""
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    return None if values is None else [json.dumps(value) for value in values if value is not None]


def _within(keyword: str, sent: Any, taken: Any) -> bool:
    if keyword in LOWEST:
        least = 0 if keyword in COUNTED else -inf
        return bool((least if sent is None else sent) >= taken)
    if keyword in HIGHEST:
        return sent is not None and bool(sent <= taken)
    return json.dumps(sent) == json.dumps(taken)


def _told(schema: Node, keyword: str) -> str:
    return json.dumps(schema[keyword]) if keyword in schema else "none"


def _say(types: frozenset[str] | None) -> str:
    return "anything" if types is None else " or ".join(sorted(types))
