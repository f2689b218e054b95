"""Finished bytes as a response, or 304 when the client has them already."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

from fastapi import Request, Response
from pydantic import BaseModel

from app.routes.encoding import AT_ONCE, Encoded, choose
from app.settings import Settings

JSON = "application/json"

FOR_EVER = b"public, max-age=31536000, immutable"
ASK_AGAIN = b"public, no-cache"

RawHeaders = list[tuple[bytes, bytes]]


class Link(NamedTuple):
    """A web link (RFC 8288)."""

    target: str
    rel: str
    hreflang: str | None = None
    type: str | None = None

    def __str__(self) -> str:
        of = f'; hreflang="{self.hreflang}"' if self.hreflang else ""
        of += f'; type="{self.type}"' if self.type else ""
        return f'<{self.target}>; rel="{self.rel}"{of}'


CATALOG = "/.well-known/api-catalog"
TO_CATALOG = Link(CATALOG, "api-catalog")
"""From where programs begin to where everything else is (RFC 9727)."""


class Representation(Response):
    """Finished bytes and headers. Starlette would write each header anew."""

    def __init__(
        self,
        told: RawHeaders,
        content: RawHeaders,
        body: bytes,
        *,
        etag: str = "",
        modified: datetime | None = None,
        keep: bool = False,
    ) -> None:
        """
        Args:
            told: headers of a 304 too.
            content: headers of the bytes.
            keep: whether these bytes answer the same request for as long as the release is in
                force.
        """
        self.status_code = 200
        self.background = None
        self.told = told
        self.raw_headers = [*told, *content]
        self.body = body
        self.etag = etag
        self.modified = modified
        self.keep = keep

    def not_modified(self) -> "Representation":
        answer = Representation(self.told, [], b"")
        answer.status_code = 304
        return answer


def reply(
    request: Request,
    body: bytes,
    lang: str | None,
    media_type: str = JSON,
    links: Iterable[Link] = (),
    *,
    dated: bool = True,
    keep: bool = True,
    about_somebody: bool = False,
    tag: str | None = None,
    headers: Sequence[tuple[bytes, bytes]] = (),
    with_digest: bool = False,
    for_ever: bool = False,
    ask_again: bool = False,
    packed: bool = False,
) -> Representation:
    """A response any cache may keep: strong ETag of the bytes, language and coding told.

    Args:
        lang: of the words in it; None where nobody can say, or where there are none.
        dated: whether the release alone decides the bytes, so that its date is theirs.
        keep: whether this process may keep the answer for the next request; only what is dated.
        about_somebody: whether the request says what somebody has or looks for. Nothing of it is
            kept here.
        tag: names the bytes, where they need not be read for that.
        headers: more of them.
        with_digest: whether to tell the digest of the bytes as sent.
        for_ever: whether this address never answers with other bytes.
        ask_again: whether a cache must ask each time whether it still has the right bytes.
        packed: whether the bytes are small as they are.

    Raises:
        NotAcceptable: the client takes no coding we have.
    """
    modified: datetime | None = request.state.catalog.published_at if dated else None
    digest = tag or digest_of(body)
    asked = request.headers
    coding = None if packed else choose(asked.get("accept-encoding"), len(body))
    etag = f'"{digest}-{coding}"' if coding else f'"{digest}"'
    usual: bytes = request.app.state.cache_control
    cache = FOR_EVER if for_ever else ASK_AGAIN if ask_again else usual
    told = [
        (b"etag", etag.encode()),
        (b"cache-control", cache),
        (b"vary", _vary(request)),
    ]
    if lang is not None:
        told.insert(2, (b"content-language", lang.encode()))
    if modified:
        told.append((b"last-modified", _http_date(modified)))
    if linked := ", ".join(map(str, links)):
        told.append((b"link", linked.encode("latin-1")))
    told += headers
    if is_known(asked.get("if-none-match"), asked.get("if-modified-since"), etag, modified):
        return Representation(told, [], b"").not_modified()
    if coding and about_somebody:
        body = AT_ONCE[coding](body)
    elif coding:
        encoded: Encoded = request.app.state.encoded
        body = encoded(body, digest, coding)
    keep = keep and (dated or for_ever) and not about_somebody
    content = _content(body, media_type, coding, with_digest=with_digest)
    return Representation(told, content, body, etag=etag, modified=modified, keep=keep)


def digest_of(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def private(request: Request, body: bytes, lang: str, media_type: str = JSON) -> Representation:
    """An answer about one person's health: nobody keeps it."""
    coding = choose(request.headers.get("accept-encoding"), len(body))
    if coding:
        body = AT_ONCE[coding](body)
    told = [
        (b"cache-control", b"no-store"),
        (b"content-language", lang.encode()),
        (b"vary", _vary(request)),
    ]
    return Representation(told, _content(body, media_type, coding), body)


def for_one(
    shown: BaseModel | bytes,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    media_type: str = JSON,
) -> Response:
    """An answer for the holder of one key: nobody keeps it."""
    body = shown if isinstance(shown, bytes) else shown.model_dump_json().encode()
    told = {"Cache-Control": "no-store", **(headers or {})}
    return Response(body or None, status, told, media_type if body else None)


def cache_control(settings: Settings) -> bytes:
    """Of what any cache may keep."""
    return (
        f"public, max-age={settings.max_age_s}, "
        f"stale-while-revalidate={settings.stale_while_revalidate_s}, "
        f"stale-if-error={settings.stale_if_error_s}"
    ).encode()


def is_known(tags: str | None, since: str | None, etag: str, modified: datetime | None) -> bool:
    """Whether the client has these bytes (RFC 9110, 13.2.2): an ETag counts before a date.

    Args:
        tags: `If-None-Match`.
        since: `If-Modified-Since`.
    """
    if tags is not None:
        known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return etag in known or known == ["*"]
    if since is None or modified is None:
        return False
    moment = _date(since)
    return moment is not None and _second(modified) <= moment


def _vary(request: Request) -> bytes:
    """What this answer was chosen by. A language in the URL leaves the header without a say."""
    state = request.state
    return VARY[getattr(state, "chose_media_type", False), getattr(state, "chose_language", False)]


VARY = {
    (False, False): b"Accept-Encoding",
    (True, False): b"Accept, Accept-Encoding",
    (False, True): b"Accept-Encoding, Accept-Language",
    (True, True): b"Accept, Accept-Encoding, Accept-Language",
}


def _content(
    body: bytes, media_type: str, coding: str | None, *, with_digest: bool = False
) -> RawHeaders:
    text = media_type.startswith("text/")
    headers = [
        (b"content-type", (f"{media_type}; charset=utf-8" if text else media_type).encode()),
        (b"content-length", b"%d" % len(body)),
    ]
    if coding:
        headers.append((b"content-encoding", coding.encode()))
    if with_digest:
        sha256 = base64.b64encode(hashlib.sha256(body).digest())
        headers.append((b"repr-digest", b"sha-256=:%b:" % sha256))
    return headers


@lru_cache(maxsize=4)
def _http_date(moment: datetime) -> bytes:
    return format_datetime(_second(moment), usegmt=True).encode()


def _date(text: str) -> datetime | None:
    """An HTTP date; anything else is as if nothing was sent."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
