"""In front of the framework: ready bytes for what was asked before, the routes' own functions for
what was not. Whatever is unusual goes to the framework, which says what is wrong with it. Without
this package everything works as it does, slower.
"""

from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from app.fast.asked import Asked, Sent
from app.fast.ids import request_ids
from app.fast.kept import Answer, Kept, Key, asked
from app.fast.paths import Paths
from app.http import named, whole
from app.routes.reply import Representation, is_known

BODY = {b"content-length", b"transfer-encoding"}
CONDITIONS = {b"if-none-match", b"if-modified-since"}
NAMES = {b"x-request-id", b"traceparent"}
LONGEST_LENGTH = 9
"""Digits of a `Content-Length` that need no second thought."""


class FastPath:
    """An ASGI application that answers as `app` does.

    Args:
        paths: the routes that are called without the framework.
        kept: what was answered before by the release in force.
        max_body_bytes: what is longer is left to `app`, which refuses it.
    """

    def __init__(self, app: FastAPI, paths: Paths, kept: Kept, max_body_bytes: int) -> None:
        self.framework = app
        self.paths = paths
        self.kept = kept
        self.max_body_bytes = max_body_bytes
        self.ids = request_ids()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The path of a ready answer is written out here: each call costs as much as its work."""
        if scope["type"] != "http":
            await self.framework(scope, receive, send)
            return
        method, sent = scope["method"], dict(scope["headers"])
        body = None
        answer = None
        if len(sent) != len(scope["headers"]):
            pass  # a header twice
        elif method == "POST":
            body = Body(receive)
            answer = await self._written(scope, sent, body)
        elif (method == "GET" or method == "HEAD") and BODY.isdisjoint(sent):
            key = asked(scope, sent)
            answer = self.kept.get(key) or await self._read(scope, sent, key)
        if answer is None:
            await self.framework(scope, body.again if body else receive, send)
            return
        status, headers, content = 200, answer.headers, answer.body
        if not CONDITIONS.isdisjoint(sent) and method != "POST" and _has(sent, answer):
            status, headers, content = 304, whole(answer.not_modified), b""
        request_id = next(self.ids)
        if NAMES.isdisjoint(sent):
            names = [(b"x-request-id", request_id)]
        else:
            names = named(sent, request_id)
        await send({"type": "http.response.start", "status": status, "headers": headers + names})
        if method == "HEAD":
            content = b""
        await send({"type": "http.response.body", "body": content})

    async def _read(self, scope: Scope, sent: Sent, key: Key) -> Answer | None:
        """What the route answers to a GET, whole, whatever the client has already; None leaves it
        to the framework."""
        found = self.paths.find("GET", scope["path"])
        if found is None:
            return None
        unconditional = {name: value for name, value in sent.items() if name not in CONDITIONS}
        request = Asked({**scope, "app": self.framework, "state": {}}, unconditional)
        try:
            made = await found.call.answer(request, found.value)
        except Exception:  # the framework fails in the same way, and says so
            return None
        if not isinstance(made, Representation):
            return None
        answer = Answer.of(made)
        if made.keep and request.state.catalog is self.framework.state.catalog:
            self.kept.add(key, answer)
        return answer

    async def _written(self, scope: Scope, sent: Sent, body: "Body") -> Answer | None:
        """The same of a POST. Nothing of it is kept."""
        length = sent.get(b"content-length", b"")
        found = self.paths.find("POST", scope["path"])
        if found is None or not length.isdigit() or len(length) > LONGEST_LENGTH:
            return None
        if int(length) > self.max_body_bytes:
            return None
        request = Asked({**scope, "app": self.framework, "state": {}}, sent, body)
        try:
            made = await found.call.answer(request, found.value)
        except Exception:  # as above
            return None
        if not isinstance(made, Representation) or made.status_code != 200:
            return None
        return Answer.of(made)


def _has(sent: Sent, answer: Answer) -> bool:
    """Whether the client has this answer already."""
    tags, since = sent.get(b"if-none-match"), sent.get(b"if-modified-since")
    return is_known(
        None if tags is None else tags.decode("latin-1"),
        None if since is None else since.decode("latin-1"),
        answer.etag,
        answer.modified,
    )


class Body:
    """What was received, kept until it is known who answers."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._messages: list[Message] = []

    async def __call__(self) -> Message:
        message = await self._receive()
        self._messages.append(message)
        return message

    async def again(self) -> Message:
        """From the beginning."""
        return self._messages.pop(0) if self._messages else await self._receive()
