"""The headers of an answer, each told where an answer really had it."""

import json
from collections.abc import Set
from typing import Any

REFERENCE = "#/components/headers/"
WHAT = {
    "cache-control": (
        "Cache-Control",
        "How long to keep it, and how long it may be shown after that while you ask again or while "
        "we are away. `no-store` for whatever is about one person.",
        "public, max-age=300, stale-while-revalidate=3600, stale-if-error=604800",
    ),
    "content-disposition": (
        "Content-Disposition",
        "A name for the file.",
        'inline; filename="desk-break.ics"',
    ),
    "content-language": ("Content-Language", "The language it is in: a BCP 47 tag.", "en"),
    "deprecation": (
        "Deprecation",
        "RFC 9745: since when this operation is to be used no more, in seconds since 1970.",
        "@1798761600",
    ),
    "etag": (
        "ETag",
        "Names these bytes, in this language, coding and media type. Send it as `If-None-Match`.",
        '"1f0c9a52c1b1c2d7e3a4b5c6d7e8f901"',
    ),
    "last-modified": (
        "Last-Modified",
        "When the release was published that these bytes are of.",
        "Sun, 22 Nov 2026 12:00:00 GMT",
    ),
    "link": (
        "Link",
        "RFC 8288: `first` and `next` of a list, `collection`, `license`, `describedby`, `up`, "
        "`api-catalog`, and `alternate` in other languages and formats.",
        '</v1/exercises>; rel="collection"',
    ),
    "ratelimit": (
        "RateLimit",
        "IETF draft 11: of which budget this was, how many requests are left of it, and after how "
        "many seconds there are more again. An answer from a cache has those of its first request.",
        '"reads";r=599;t=60',
    ),
    "ratelimit-policy": (
        "RateLimit-Policy",
        "IETF draft 11: how many requests a budget has (`q`) within how many seconds (`w`).",
        '"reads";q=600;w=60',
    ),
    "repr-digest": (
        "Repr-Digest",
        "RFC 9530: the sha-256 of the bytes as sent.",
        "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
    ),
    "sunset": (
        "Sunset",
        "RFC 8594: when this operation will end.",
        "Sun, 02 Jan 2028 00:00:00 GMT",
    ),
    "vary": (
        "Vary",
        "The request headers that these bytes were chosen by.",
        "Accept-Encoding, Accept-Language",
    ),
    "x-request-id": (
        "X-Request-Id",
        "Names this request here and in our log: yours, if you sent one that can be a name.",
        "0b4c2a9e-6f0e-4a53-9d6f-1f8f5d1c2b3a",
    ),
}
"""By the name as sent: as it is written, what it says, an example."""

OF_NOT_MODIFIED = {
    *("cache-control", "content-language", "etag", "last-modified", "link"),
    *("deprecation", "sunset"),
    *("ratelimit-policy", "vary"),
}

RETRY_AFTER = {
    "description": "Seconds to wait before asking again.",
    "schema": {"type": "integer", "minimum": 1},
    "example": 2,
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` of the bytes that you have. If they are still right, the answer is "
    "304, without a body.",
    "schema": {"type": "string"},
}


def components(paths: dict[str, Any]) -> dict[str, Any]:
    """Those that `paths` refer to."""
    told = {
        name: {"description": text, "schema": {"type": "string"}, "example": example}
        for name, text, example in WHAT.values()
    }
    text = json.dumps(paths)
    every = {**told, "Retry-After": RETRY_AFTER}
    return {name: one for name, one in every.items() if f'{REFERENCE}{name}"' in text}


def references(sent: Set[str]) -> dict[str, Any]:
    """Those of `sent` that say something about the answer, by name."""
    return {
        WHAT[name][0]: {"$ref": f"{REFERENCE}{WHAT[name][0]}"} for name in sorted(sent & set(WHAT))
    }


def tell(operation: dict[str, Any], sent: set[str]) -> None:
    """Document the headers that its answers had, and, where they can be asked for again, how.

    Args:
        sent: their names, in lower case.
    """
    operation["responses"]["200"]["headers"] = references(sent)
    if "etag" in sent:
        operation["parameters"] = [*operation.get("parameters", []), dict(IF_NONE_MATCH)]
        operation["responses"]["304"] = {
            "description": "You have these bytes already.",
            "headers": references(sent & OF_NOT_MODIFIED | {"x-request-id"}),
        }
