"""Finished answers by everything they were chosen by, the least asked for forgotten first."""

from collections import OrderedDict
from datetime import datetime
from typing import NamedTuple

from app.http import RawHeaders, whole
from app.routes.reply import Representation

MOST_BYTES = 24 << 20

Key = tuple[object, ...]


class Answer(NamedTuple):
    headers: RawHeaders
    not_modified: RawHeaders
    body: bytes
    etag: str
    modified: datetime | None


class Kept:
    """Of one release."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._of: object = None
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0

    def get(self, release: object, key: Key) -> Answer | None:
        """Args: release: names it; of another one nothing is known."""
        if release != self._of:
            self._of = release
            self._answers.clear()
            self._bytes = 0
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def add(self, release: object, key: Key, made: Representation) -> Answer:
        answer = answer_of(made)
        if made.keep and release == self._of and key not in self._answers:
            self._answers[key] = answer
            self._bytes += len(answer.body)
            while self._bytes > self._most_bytes and len(self._answers) > 1:
                self._bytes -= len(self._answers.popitem(last=False)[1].body)
        return answer


def answer_of(made: Representation) -> Answer:
    return Answer(
        whole(made.raw_headers, []),
        whole(made.not_modified().raw_headers, []),
        bytes(made.body),
        made.etag,
        made.modified,
    )
