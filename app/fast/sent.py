"""What the headers of a request choose, remembered by how they are written."""

import os
from collections.abc import Iterator
from functools import lru_cache

from app import errors
from app.content.base import Lang
from app.fast.calls import Unusual
from app.routes.encoding import Coding, choose_any
from app.routes.language import choose
from app.routes.request import MediaRange, media_ranges

LONGEST = 300
"""In bytes: a longer value is not remembered."""

REMEMBERED = 1_000


@lru_cache(maxsize=REMEMBERED)
def accepted(value: bytes | None) -> tuple[MediaRange, ...]:
    """Raises: Unusual: it is very long."""
    return tuple(media_ranges(_text(value) if value else "*/*"))


@lru_cache(maxsize=REMEMBERED)
def codings(value: bytes | None) -> tuple[Coding | None, Coding | None]:
    """What a small and a large body are sent in.

    Raises:
        Unusual: it is very long, or there may be none that it takes.
    """
    try:
        return choose_any(None if value is None else _text(value))
    except errors.NotAcceptable:
        raise Unusual from None


@lru_cache(maxsize=REMEMBERED)
def language(value: bytes | None, published: tuple[Lang, ...]) -> Lang:
    """Raises: Unusual: it is very long."""
    return choose("" if value is None else _text(value), published)


def _text(value: bytes) -> str:
    if len(value) > LONGEST:
        raise Unusual
    return value.decode("latin-1")


def request_ids() -> Iterator[bytes]:
    """Random UUIDs (RFC 9562, version 4), without asking the system for each."""
    while True:
        random = os.urandom(16 * 256).hex()
        for start in range(0, len(random), 32):
            a = random[start : start + 32]
            variant = "89ab"[int(a[16], 16) & 3]
            yield f"{a[:8]}-{a[8:12]}-4{a[13:16]}-{variant}{a[17:20]}-{a[20:]}".encode()
