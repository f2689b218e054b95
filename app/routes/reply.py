"""Finished bytes as a response, or 304 when the client has them already."""

import hashlib

from fastapi import Request, Response

JSON = "application/json"
VARY = "Accept, Accept-Language"


def reply(request: Request, body: bytes, lang: str, media_type: str = JSON) -> Response:
    """A response any cache may keep: strong ETag of the bytes, language told."""
    etag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    headers = {
        "ETag": etag,
        "Cache-Control": f"public, max-age={request.app.state.settings.max_age_s}",
        "Content-Language": lang,
        "Vary": VARY,
    }
    if _has(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def private(body: bytes, lang: str) -> Response:
    """An answer about one person's health: nobody keeps it."""
    headers = {"Cache-Control": "no-store", "Content-Language": lang, "Vary": "Accept-Language"}
    return Response(body, media_type=JSON, headers=headers)


def _has(if_none_match: str, etag: str) -> bool:
    known = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in known or known == ["*"]
