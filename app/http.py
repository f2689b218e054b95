"""What the framework leaves out of HTTP: HEAD, OPTIONS, CORS, `Allow`, a limit on bodies, names for
requests, and failures that say nothing."""

import logging
import re
import traceback
from collections.abc import Iterable, Mapping, Set
from http import HTTPStatus
from uuid import uuid4

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import errors

log = logging.getLogger("plumbline")

ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"Content-Language, Deprecation, ETag, Link, RateLimit, RateLimit-Policy, Repr-Digest, "
        b"Retry-After, Sunset, "
        b"X-Request-Id",
    ),
]
NAMED = {name for name, _ in ALWAYS}
PREFLIGHT = {
    "Access-Control-Allow-Headers": "*, Authorization",
    "Access-Control-Max-Age": "86400",
}

REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
TRACEPARENT = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
)
"""As W3C Trace Context has it."""

RawHeaders = list[tuple[bytes, bytes]]

Methods = Mapping[str, Set[str]]
"""Path template → the methods it takes."""
Told = Mapping[tuple[str, str], RawHeaders]
"""Method and path template → headers."""


class Http:
    """Around the whole application.

    Args:
        larger: what may be sent to these methods and paths, where that is more than elsewhere.
        deprecated: what every answer of an operation tells besides, whatever it is.
    """

    def __init__(
        self,
        app: ASGIApp,
        max_body_bytes: int,
        methods: Methods,
        larger: Mapping[tuple[str, str], int],
        deprecated: Told,
    ) -> None:
        self.app = app
        self.max_body_bytes = max_body_bytes
        self.larger = larger
        self.methods = methods
        self.deprecated = deprecated

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        occurrence = uuid4()
        names = named(dict(scope["headers"]), str(occurrence).encode())
        scope = {**scope, errors.OCCURRENCE: occurrence.urn}
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = whole([*message["headers"], *self._told(scope)], names)
                if message["status"] == HTTPStatus.METHOD_NOT_ALLOWED:
                    takes = allow(self.methods, scope["path"]).encode()
                    headers = [(n, takes if n == b"allow" else v) for n, v in headers]
                message = {**message, "headers": headers}
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        inner = {**scope, "method": "GET"} if head else scope
        early = self._early(scope)
        try:
            await (early or self.app)(inner, receive, answer)
        except Exception as exc:
            # Where it happened, never what with: the message of an exception may hold an answer.
            where = "".join(traceback.format_tb(exc.__traceback__))
            told = (type(exc).__name__, names[0][1].decode(), occurrence.urn, where)
            log.error("%s in request %s, %s\n%s", *told)
            if not started:
                failed = errors.InternalError("our fault; please report `instance`")
                await errors.respond(failed, inner)(inner, receive, answer)

    def _told(self, scope: Scope) -> RawHeaders:
        method, path = scope["method"], scope["path"].split("/")
        for (its, template), told in self.deprecated.items():
            if its == ("GET" if method == "HEAD" else method) and _fits(template.split("/"), path):
                return told
        return []

    def _early(self, scope: Scope) -> Response | None:
        """What needs no route: OPTIONS, and a body that is too large to be read."""
        most = self.larger.get((scope["method"], scope["path"]), self.max_body_bytes)
        if _is_more(Headers(scope=scope).get("content-length", ""), most):
            return errors.respond(too_large(most), scope)
        if scope["method"] != "OPTIONS":
            return None
        takes = allow(self.methods, scope["path"])
        if not takes:
            return errors.respond(errors.NotFound("nothing is at this path"), scope)
        return Response(
            status_code=HTTPStatus.NO_CONTENT,
            headers={"Allow": takes, "Access-Control-Allow-Methods": takes, **PREFLIGHT},
        )


def named(sent: Mapping[bytes, bytes], otherwise: bytes) -> RawHeaders:
    """What the answer and our log call this request: as the client or a proxy does, where that can
    be a name. A trace is passed through; we add no span of our own."""
    given = sent.get(b"x-request-id", b"")
    names = [(b"x-request-id", given if REQUEST_ID.fullmatch(given) else otherwise)]
    trace = sent.get(b"traceparent", b"")
    return [*names, (b"traceparent", trace)] if TRACEPARENT.fullmatch(trace) else names


def whole(headers: Iterable[tuple[bytes, bytes]], names: RawHeaders | None = None) -> RawHeaders:
    """With what every answer has, unless it says something else itself."""
    own = list(headers)
    said = {name for name, _ in own}
    if said.isdisjoint(NAMED):
        return own + ALWAYS + (names or [])
    return [*own, *(header for header in ALWAYS if header[0] not in said), *(names or [])]


def _is_more(length: str, most: int) -> bool:
    """Whether a length is told and is more. Compared as digits: it may be of any length itself."""
    digits = length.lstrip("0")
    return bool(re.fullmatch(r"[0-9]+", digits)) and (len(digits), digits) > (
        len(str(most)),
        str(most),
    )


def too_large(max_body_bytes: int) -> errors.TooLarge:
    return errors.TooLarge(f"the body should have at most {max_body_bytes} bytes")


def allow(methods: Methods, path: str) -> str:
    """What a path takes, for `Allow`; empty where nothing is."""
    taken: set[str] = set()
    for template, its in methods.items():
        if _fits(template.split("/"), path.split("/")):
            taken |= its
    if "GET" in taken:
        taken.add("HEAD")
    return ", ".join(sorted(taken | {"OPTIONS"})) if taken else ""


def _fits(template: list[str], path: list[str]) -> bool:
    """`/v1/exercises/{slug}` fits `/v1/exercises/clamshell`: a name stands for one segment."""
    return len(template) == len(path) and all(
        part == given or (part.startswith("{") and given != "")
        for part, given in zip(template, path, strict=True)
    )
