"""What a release is for those who keep a copy: its bundle, and the changes that lead to it."""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.content.base import Lang, translation_review
from app.content.release import Changed, Release
from app.serving.bundle import Bundle, bundle
from app.serving.entries import Entries, Key, state
from app.serving.token import Position, Token, after_release


@dataclass(frozen=True)
class Copy:
    """One language of a release."""

    language: Lang
    head: Mapping[str, object]
    entries: Entries
    log: tuple[Changed, ...]
    """What last happened to each entry, those that are gone too, in the order it happened."""
    state: str
    token: Token
    """Of somebody who has all of it."""

    @cached_property
    def bundle(self) -> Bundle:
        """Made when it is first asked for: apps that have it ask for what changed."""
        return bundle(self.head, self.entries)

    def pending(self, position: Position) -> Sequence[Changed]:
        """What happened after `position`. An entry that changes while somebody follows moves to
        the end of the log, so whoever goes on until nothing is left holds the release."""
        return self.log[bisect_right(self.log, position, key=place) :]

    def token_after(self, change: Changed) -> Token:
        return replace(self.token, position=place(change))


def copy(
    lang: Lang,
    releases: Mapping[int, Release],
    entries: Entries,
    changes: Mapping[Key, Changed],
) -> Copy:
    last = releases[max(releases)]
    # What was deleted, and what a newer version of the code knows and this one does not, is no
    # entry here.
    known = {key: c.digest for key, c in changes.items() if c.digest is not None and key in entries}
    now = state(known)
    token = Token(
        language=lang,
        history=history(releases),
        seen=last.number,
        seen_at=int(last.published_at.timestamp()),
        seen_digest=last.digest[:12],
        position=after_release(last.number),
    )
    head = {
        "language": lang,
        "translation_review": translation_review(lang),
        "release": last.number,
        "release_digest": last.digest,
        "published_at": last.published_at.isoformat().replace("+00:00", "Z"),
        "state": now,
        "token": str(token),
    }
    log = tuple(sorted(changes.values(), key=place))
    return Copy(lang, head, entries, log, now, token)


def place(change: Changed) -> Position:
    return (change.release, change.kind, change.slug)


def history(releases: Mapping[int, Release]) -> str:
    """Tells this database from another one, made anew, whose releases have the same numbers."""
    first = releases[min(releases)]
    named = f"{first.digest} {first.published_at.isoformat()}"
    return hashlib.sha256(named.encode()).hexdigest()[:12]
