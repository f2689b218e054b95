"""A request of which no header comes twice."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import Receive, Scope

Sent = Mapping[bytes, bytes]
"""Headers, by their names in lower case."""


async def _nothing() -> Any:
    raise RuntimeError("a GET has no body to read")


class Asked(Request):
    def __init__(self, scope: Scope, sent: Sent, receive: Receive = _nothing) -> None:
        super().__init__(scope, receive)
        self._found = Found(sent)

    @property
    def headers(self) -> Headers:
        return self._found


class Found(Headers):
    """Headers that are looked up, where Starlette's are searched through."""

    def __init__(self, sent: Sent) -> None:
        super().__init__(raw=list(sent.items()))
        self._sent = sent

    def get(self, key: str, default: Any = None) -> Any:
        value = self._sent.get(key.lower().encode("latin-1"))
        return default if value is None else value.decode("latin-1")

    def getlist(self, key: str) -> list[str]:
        value = self._sent.get(key.lower().encode("latin-1"))
        return [] if value is None else [value.decode("latin-1")]
