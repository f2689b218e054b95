"""One request and its answer, as bytes: what a client library would tidy up stays as it is."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PIECE_BYTES = 1_000

Headers = list[tuple[str, str]]


class Asked(NamedTuple):
    """A request. A body is sent in pieces where `Transfer-Encoding` is told."""

    method: str
    target: str
    """Path and query as on the wire, in ASCII: uvicorn refuses any other before an app sees it."""
    headers: Headers
    """In this order, a name as often as it is sent; Latin-1."""
    body: bytes


class Answer(NamedTuple):
    """What the app sent, headers in its order."""

    status: int
    headers: Headers
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for its, value in self.headers if its.lower() == name), None)

    def lasting(self) -> "Answer":
        """Without the names that each request gets: equal for equal answers to equal requests."""
        headers = [
            (name.lower(), UUID.sub("…", value))
            for name, value in self.headers
            if name.lower() != "ratelimit"
        ]
        body = re.sub(UUID.pattern.encode(), b"...", self.body)
        return Answer(self.status, headers, body)


def get(target: str, headers: Headers | None = None) -> Asked:
    return Asked("GET", target, headers or [], b"")


def post(target: str, body: bytes, headers: Headers | None = None) -> Asked:
    """JSON, with its length told, unless `headers` say otherwise."""
    told = [("content-type", "application/json"), ("content-length", str(len(body)))]
    own = {name for name, _ in headers or []}
    kept = [(name, value) for name, value in told if name not in own]
    return Asked("POST", target, [*kept, *(headers or [])], body)


async def answer(app: ASGIApp, asked: Asked) -> Answer:
    """What `app` answers, asked as uvicorn would."""
    path, _, query = asked.target.partition("?")
    headers = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in asked.headers]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50_000),
        "scheme": "http",
        "method": asked.method,
        "root_path": "",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "headers": headers,
        "state": {},
    }
    received, sent = _pieces(asked), list[Message]()

    async def receive() -> Message:
        return next(received, {"type": "http.disconnect"})

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *bodies = sent
    told = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in start["headers"]]
    return Answer(start["status"], told, b"".join(part.get("body", b"") for part in bodies))


def _pieces(asked: Asked) -> Iterator[Message]:
    chunked = any(name == "transfer-encoding" for name, _ in asked.headers)
    size = PIECE_BYTES if chunked else max(1, len(asked.body))
    pieces = [asked.body[at : at + size] for at in range(0, len(asked.body), size)] or [b""]
    for number, piece in enumerate(pieces, 1):
        yield {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
