"""The OpenAPI explorer: vendored, no request to anybody else, no inline script or style."""

from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

from app import errors
from app.content.base import SOURCE_LANG
from app.routes.reply import reply

router = APIRouter(include_in_schema=False)

STATIC = Path(__file__).parents[1] / "static"
DOCUMENT = Path(__file__).parents[2] / "openapi" / "v1.json"
DOCUMENT_3_0 = DOCUMENT.with_name("v1-3.0.json")
FILES = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "init.js": "text/javascript",
    "favicon.svg": "image/svg+xml",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@router.get("/openapi.json")
async def get_openapi(request: Request) -> Response:
    """This API, as a document: the one that is committed."""
    return reply(request, _read(DOCUMENT), SOURCE_LANG, dated=False)


@router.get("/openapi-3.0.json")
async def get_openapi_3_0(request: Request) -> Response:
    """The same for generators that do not read OpenAPI 3.1."""
    return reply(request, _read(DOCUMENT_3_0), SOURCE_LANG, dated=False)


@router.get("/docs")
async def get_docs(request: Request) -> Response:
    """Every operation, to read and to try."""
    headers = [(b"content-security-policy", POLICY.encode())]
    html = _read(STATIC / "docs.html")
    return reply(request, html, SOURCE_LANG, "text/html", dated=False, headers=headers)


@router.get("/docs/{name}")
async def get_docs_file(request: Request, name: str) -> Response:
    if name not in FILES:
        raise errors.NotFound("the explorer has no such file")
    folder = STATIC / "swagger-ui" if name.startswith("swagger-ui") else STATIC
    return reply(request, _read(folder / name), SOURCE_LANG, FILES[name], dated=False)


@cache
def _read(path: Path) -> bytes:
    return path.read_bytes()
