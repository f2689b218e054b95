"""How far somebody has followed the changes, in one opaque word."""

import base64
import binascii
import json
from dataclasses import astuple, dataclass
from typing import Self

from app.content.base import Lang

Position = tuple[int, str, str]
"""Release, kind, slug: after this entry of the changes, in their order."""

BEGINNING: Position = (0, "", "")
LAST = "~"
"""After every kind: kinds are lower-case words."""


@dataclass(frozen=True, slots=True)
class Token:
    """Of one language, in one history of releases."""

    language: Lang
    history: str
    """Names the database's history: numbers of another one mean something else."""
    seen: int
    """The release it was given out at. Who has not loaded that yet cannot go on from it."""
    seen_at: int
    """When that was published, in seconds since 1970."""
    seen_digest: str
    position: Position

    def __str__(self) -> str:
        raw = json.dumps(astuple(self), separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises: ValueError: we never wrote it."""
        try:
            raw = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            language, history, seen, seen_at, digest, (release, kind, slug) = raw
        except (ValueError, TypeError, binascii.Error, RecursionError):
            raise ValueError("not a token") from None
        words, numbers = (language, history, digest, kind, slug), (seen, seen_at, release)
        if not all(isinstance(w, str) for w in words) or not all(type(n) is int for n in numbers):
            raise ValueError("not a token")
        return cls(language, history, seen, seen_at, digest, (release, kind, slug))


def after_release(release: int) -> Position:
    return (release, LAST, "")
