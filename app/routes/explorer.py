"""The OpenAPI explorer: vendored, no request to anybody else, no inline script or style."""

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from app import errors

router = APIRouter(include_in_schema=False)

STATIC = Path(__file__).parents[1] / "static"
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


@router.get("/docs")
async def get_docs() -> Response:
    """Every operation, to read and to try."""
    page = STATIC / "docs.html"
    return FileResponse(page, media_type="text/html", headers={"Content-Security-Policy": POLICY})


@router.get("/docs/{name}")
async def get_docs_file(request: Request, name: str) -> Response:
    if name not in FILES:
        raise errors.NotFound("the explorer has no such file")
    folder = STATIC / "swagger-ui" if name.startswith("swagger-ui") else STATIC
    max_age_s = request.app.state.settings.max_age_s
    return FileResponse(
        folder / name,
        media_type=FILES[name],
        headers={"Cache-Control": f"public, max-age={max_age_s}"},
    )
