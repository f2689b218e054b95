"""In front of the framework: ready bytes for what was asked before, the routes' own functions for
what was not. Whatever is unusual goes to the framework, which says what is wrong with it. Without
this package everything works as it does, slower.
"""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from starlette.types import Message, Receive, Scope, Send

from app.catalog import Catalog
from app.fast.calls import Unusual
from app.fast.kept import Answer, Kept
from app.fast.paths import Paths
from app.fast.sent import accepted, codings, language, request_ids
from app.http import RawHeaders, named, whole
from app.routes.reply import Representation, is_known

Sent = Mapping[bytes, bytes]

CONDITIONS = (b"if-none-match", b"if-modified-since")


class FastPath:
    """An ASGI application that answers as `app` does.

    Args:
        paths: the routes that are called without the framework.
        max_body_bytes: what is longer is left to `app`, which refuses it.
    """

    def __init__(self, app: FastAPI, paths: Paths, max_body_bytes: int) -> None:
        self.app = app
        self.paths = paths
        self.max_body_bytes = max_body_bytes
        self.kept = Kept()
        self.ids = request_ids()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent = dict(scope["headers"])
        body = Body(receive)
        try:
            if len(sent) != len(scope["headers"]):
                raise Unusual  # a header twice
            if scope["method"] == "POST":
                answer = await self._written(scope, sent, body)
            else:
                answer = await self._read(scope, sent)
        except Exception:  # the framework fails in the same way, and says so properly
            await self.app(scope, body.again, send)
            return
        status, headers, content = answer
        names = named(sent, next(self.ids))
        await send({"type": "http.response.start", "status": status, "headers": headers + names})
        if scope["method"] == "HEAD":
            content = b""
        await send({"type": "http.response.body", "body": content})

    async def _read(self, scope: Scope, sent: Sent) -> tuple[int, RawHeaders, bytes]:
        """The status, the headers and the body of the answer to a GET or a HEAD.

        Raises:
            Exception: the framework should answer.
        """
        catalog: Catalog | None = self.app.state.catalog
        if catalog is None or scope["method"] not in ("GET", "HEAD"):
            raise Unusual
        if b"content-length" in sent or b"transfer-encoding" in sent:
            raise Unusual  # a body where none belongs
        release = (catalog.release, catalog.digest)
        key = (
            scope["path"],
            scope["query_string"],
            accepted(sent.get(b"accept")),
            codings(sent.get(b"accept-encoding")),
            language(sent.get(b"accept-language"), catalog.published_languages),
        )
        answer = self.kept.get(release, key)
        if answer is None:
            made = await self._called(scope)
            answer = self.kept.add(release, key, made)
        if self._known(sent, answer):
            return 304, answer.not_modified, b""
        return 200, answer.headers, answer.body

    async def _called(self, scope: Scope) -> Representation:
        """What the route answers, whole, whatever the client has already."""
        found = self.paths.find("GET", scope["path"])
        if found is None:
            raise Unusual
        headers = [(n, v) for n, v in scope["headers"] if n not in CONDITIONS]
        inner = {**scope, "headers": headers, "app": self.app, "state": {}}
        made = await found.call.answer(Request(inner), found.value)
        if not isinstance(made, Representation):
            raise Unusual
        return made

    def _known(self, sent: Sent, answer: Answer) -> bool:
        tags, since = (sent.get(name) for name in CONDITIONS)
        if tags is None and since is None:
            return False
        return is_known(
            None if tags is None else tags.decode("latin-1"),
            None if since is None else since.decode("latin-1"),
            answer.etag,
            answer.modified,
        )

    async def _written(
        self, scope: Scope, sent: Sent, body: "Body"
    ) -> tuple[int, RawHeaders, bytes]:
        """The same of a POST."""
        length = sent.get(b"content-length", b"")
        if not length.isdigit() or len(length) > 9 or int(length) > self.max_body_bytes:
            raise Unusual
        found = self.paths.find("POST", scope["path"])
        if found is None:
            raise Unusual
        inner = {**scope, "app": self.app, "state": {}}
        made = await found.call.answer(Request(inner, body), found.value)
        return made.status_code, whole(made.raw_headers, []), bytes(made.body)


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
