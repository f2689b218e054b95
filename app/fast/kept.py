"""Finished answers by the request, as it was written; what was asked for longest ago goes first."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, Self

from starlette.types import Scope

from app.http import RawHeaders, whole
from app.routes.reply import Representation

MOST_BYTES = 16 << 20
MOST_SEEN = 10_000
LARGEST = 4
"""Of what is kept, a single answer is at most one part in so many."""
HEADERS_BYTES = 2_000
"""About."""

Key = tuple[str, bytes, bytes | None, bytes | None, bytes | None]
"""The path, the query, and all that an answer is chosen by."""


class Answer(NamedTuple):
    headers: RawHeaders
    not_modified: RawHeaders
    """Of a 304, without what every answer has."""
    body: bytes
    etag: str
    modified: datetime | None

    @classmethod
    def of(cls, made: Representation) -> Self:
        headers = whole(made.raw_headers)
        return cls(headers, made.told, bytes(made.body), made.etag, made.modified)


def asked(scope: Scope, sent: Mapping[bytes, bytes]) -> Key:
    return (
        scope["path"],
        scope["query_string"],
        sent.get(b"accept"),
        sent.get(b"accept-encoding"),
        sent.get(b"accept-language"),
    )


class Kept:
    """Of the release in force: it has to be cleared when there is another. What is asked for the
    first time is only noted: most of what is asked for once never is again."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0
        self._seen: set[int] = set()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: Key) -> Answer | None:
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def add(self, key: Key, answer: Answer) -> None:
        if hash(key) not in self._seen:
            if len(self._seen) >= MOST_SEEN:
                self._seen.clear()
            self._seen.add(hash(key))
        elif key not in self._answers and _size(key, answer) <= self._most_bytes // LARGEST:
            self._answers[key] = answer
            self._bytes += _size(key, answer)
            while self._bytes > self._most_bytes:
                self._bytes -= _size(*self._answers.popitem(last=False))

    def clear(self) -> None:
        self._answers.clear()
        self._seen.clear()
        self._bytes = 0


def _size(key: Key, answer: Answer) -> int:
    return len(answer.body) + sum(len(part or "") for part in key) + HEADERS_BYTES
