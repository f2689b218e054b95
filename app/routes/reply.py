"""Finished bytes as a response, or 304 when the client has them already."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import NamedTuple

from fastapi import Request, Response

from app.routes.encoding import AT_ONCE, Encoded, choose
from app.settings import Settings

JSON = "application/json"


class Link(NamedTuple):
    """A web link (RFC 8288)."""

    target: str
    rel: str
    hreflang: str | None = None

    def __str__(self) -> str:
        of = f'; hreflang="{self.hreflang}"' if self.hreflang else ""
        return f'<{self.target}>; rel="{self.rel}"{of}'


def reply(
    request: Request,
    body: bytes,
    lang: str,
    media_type: str = JSON,
    links: Iterable[Link] = (),
    *,
    dated: bool = True,
) -> Response:
    """A response any cache may keep: strong ETag of the bytes, language and coding told.

    Args:
        dated: whether the release alone decides the bytes, so that its date is theirs.

    Raises:
        NotAcceptable: the client takes no coding we have.
    """
    modified: datetime | None = request.state.catalog.published_at if dated else None
    digest = digest_of(body)
    coding = choose(request.headers.get("accept-encoding"), len(body))
    headers = {
        "ETag": f'"{digest}-{coding}"' if coding else f'"{digest}"',
        "Cache-Control": cache_control(request.app.state.settings),
        "Content-Language": lang,
        "Vary": _vary(request),
    }
    if modified:
        headers["Last-Modified"] = format_datetime(_second(modified), usegmt=True)
    if told := ", ".join(map(str, links)):
        headers["Link"] = told
    if _has(request, headers["ETag"], modified):
        return Response(status_code=304, headers=headers)
    if coding:
        encoded: Encoded = request.app.state.encoded
        headers["Content-Encoding"] = coding
        body = encoded(body, digest, coding)
    return Response(body, media_type=media_type, headers=headers)


def digest_of(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def private(request: Request, body: bytes, lang: str) -> Response:
    """An answer about one person's health: nobody keeps it."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Language": lang,
        "Vary": _vary(request),
    }
    if coding := choose(request.headers.get("accept-encoding"), len(body)):
        headers["Content-Encoding"] = coding
        body = AT_ONCE[coding](body)
    return Response(body, media_type=JSON, headers=headers)


def cache_control(settings: Settings) -> str:
    return (
        f"public, max-age={settings.max_age_s}, "
        f"stale-while-revalidate={settings.stale_while_revalidate_s}, "
        f"stale-if-error={settings.stale_if_error_s}"
    )


def _vary(request: Request) -> str:
    """What this answer was chosen by. A language in the URL leaves the header without a say."""
    state = request.state
    asked = {
        "Accept": getattr(state, "chose_media_type", False),
        "Accept-Encoding": True,
        "Accept-Language": getattr(state, "chose_language", False),
    }
    return ", ".join(name for name, counts in asked.items() if counts)


def _has(request: Request, etag: str, modified: datetime | None) -> bool:
    """Whether the client has these bytes (RFC 9110, 13.2.2): an ETag counts before a date."""
    if (tags := request.headers.get("if-none-match")) is not None:
        known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return etag in known or known == ["*"]
    since = _date(request.headers.get("if-modified-since", ""))
    return modified is not None and since is not None and _second(modified) <= since


def _date(text: str) -> datetime | None:
    """An HTTP date; anything else is as if nothing was sent."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
