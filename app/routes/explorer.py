"""The OpenAPI document, and the explorer that shows it: vendored, nothing asked of anybody else."""

from pathlib import Path

from fastapi import APIRouter, Request, Response

from app.content.base import SOURCE_LANG
from app.routes.pages import POLICY, STATIC, page, read_once
from app.routes.reply import reply

router = APIRouter(include_in_schema=False)

DRAWS_IN_DATA = POLICY.replace("img-src 'self'", "img-src 'self' data:")
"""Swagger UI's style sheet has its icons in it."""

DOCUMENT = Path(__file__).parents[2] / "openapi" / "v1.json"
DOCUMENT_3_0 = DOCUMENT.with_name("v1-3.0.json")


@router.get("/openapi.json")
async def get_openapi(request: Request) -> Response:
    """This API, as a document: the one that is committed."""
    return reply(request, read_once(DOCUMENT), SOURCE_LANG, dated=False)


@router.get("/openapi-3.0.json")
async def get_openapi_3_0(request: Request) -> Response:
    """The same for generators that do not read OpenAPI 3.1."""
    return reply(request, read_once(DOCUMENT_3_0), SOURCE_LANG, dated=False)


@router.get("/docs")
async def get_docs(request: Request) -> Response:
    """Every operation, to read and to try."""
    return page(request, STATIC / "explorer" / "explorer.html", DRAWS_IN_DATA)
