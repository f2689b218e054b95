"""The pages for people and the files they are made of: all of our own origin, no inline script or
style, no word about anybody in an address."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

from app import errors
from app.content.base import SOURCE_LANG
from app.routes.reply import TO_CATALOG, Link, reply

router = APIRouter(include_in_schema=False)

STATIC = Path(__file__).parents[1] / "static"
HTML = "text/html"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
"""What is served as it lies there. A page is not: it needs its policy."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""`form-action`: even if a script fails, no form can put an answer into an address."""
NO_HTML_FROM_TEXT = "; require-trusted-types-for 'script'"
"""No script of the page may make elements, or code, out of text."""


@router.get("/")
async def get_home(request: Request) -> Response:
    """What this is, with the self-check to try."""
    home = STATIC / "home" / "home.html"
    return page(request, home, POLICY + NO_HTML_FROM_TEXT, [TO_CATALOG])


@router.get("/static/{name}")
async def get_static(request: Request, name: str) -> Response:
    """A file of a page."""
    path = files().get(name)
    if path is None:
        raise errors.NotFound("the pages have no such file")
    return _read(request, path, TYPES[path.suffix])


@router.get("/favicon.ico")
async def get_icon(request: Request) -> Response:
    """For what a browser asks when it shows no page of ours, but an answer or a drawing."""
    return _read(request, STATIC / "favicon.svg", TYPES[".svg"])


def page(request: Request, path: Path, policy: str, links: Sequence[Link] = ()) -> Response:
    """A page of ours in English, under its policy."""
    headers = [(b"content-security-policy", policy.encode())]
    return _read(request, path, HTML, headers, links)


@cache
def files() -> Mapping[str, Path]:
    """Name → where it is. One folder for clients, whatever folders we keep them in."""
    return {path.name: path for path in sorted(STATIC.rglob("*")) if path.suffix in TYPES}


@cache
def read_once(path: Path) -> bytes:
    """A file that does not change while this runs."""
    return path.read_bytes()


def _read(
    request: Request,
    path: Path,
    media_type: str,
    headers: Sequence[tuple[bytes, bytes]] = (),
    links: Sequence[Link] = (),
) -> Response:
    # A page must never run with the scripts of another version.
    return reply(
        request,
        read_once(path),
        SOURCE_LANG,
        media_type,
        links,
        dated=False,
        headers=headers,
        ask_again=True,
    )
