"""Finished answers by the request, as it was written; the least asked for are forgotten first."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, Self

from starlette.types import Scope

from app.http import RawHeaders, whole
from app.routes.reply import Representation

MOST_BYTES = 24 << 20
MOST_ANSWERS = 20_000
LONGEST_HEADER = 300
"""In bytes. Who sends a longer one is answered anew each time."""

Asked = tuple[str, bytes, bytes | None, bytes | None, bytes | None]
"""The path, the query, and all that an answer is chosen by."""


class Answer(NamedTuple):
    headers: RawHeaders
    not_modified: RawHeaders
    body: bytes
    etag: str
    modified: datetime | None

    @classmethod
    def of(cls, made: Representation) -> Self:
        return cls(
            whole(made.raw_headers, []),
            whole(made.told, []),
            bytes(made.body),
            made.etag,
            made.modified,
        )


def asked(scope: Scope, sent: Mapping[bytes, bytes]) -> Asked:
    return (
        scope["path"],
        scope["query_string"],
        sent.get(b"accept"),
        sent.get(b"accept-encoding"),
        sent.get(b"accept-language"),
    )


class Kept:
    """Of the release in force: it has to be cleared when there is another."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._answers: OrderedDict[Asked, Answer] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: Asked) -> Answer | None:
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def add(self, key: Asked, answer: Answer) -> None:
        if key in self._answers or any(len(part or "") > LONGEST_HEADER for part in key[2:]):
            return
        self._answers[key] = answer
        self._bytes += len(answer.body)
        while self._bytes > self._most_bytes or len(self._answers) > MOST_ANSWERS:
            self._bytes -= len(self._answers.popitem(last=False)[1].body)

    def clear(self) -> None:
        self._answers.clear()
        self._bytes = 0
