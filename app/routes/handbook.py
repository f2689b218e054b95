"""The documentation of docs/, to read in a browser."""

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app import errors
from app.content.base import SOURCE_LANG
from app.handbook.contents import ORDER, readable
from app.routes.pages import HTML
from app.routes.reply import reply

router = APIRouter(include_in_schema=False)

MD = ".md"
MARKDOWN = "text/markdown"
POLICY = (
    b"default-src 'none'; style-src 'self'; img-src 'self'; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@router.get("/guide")
@router.get("/guide/index")
async def get_guide_elsewhere() -> Response:
    """Links between pages start from one address."""
    return RedirectResponse("/guide/", 308, {"Cache-Control": "public, max-age=3600"})


@router.get("/guide/")
async def get_guide_index(request: Request) -> Response:
    return await _page(request, "index")


@router.get("/guide/{name}")
async def get_guide_page(request: Request, name: str) -> Response:
    """A page, or, with `.md` behind its name, the Markdown that it is made of."""
    page = name.removesuffix(MD)
    if page != name and page in ORDER:
        text = readable(page).encode()
        return reply(request, text, SOURCE_LANG, MARKDOWN, dated=False, ask_again=True)
    return await _page(request, name)


async def _page(request: Request, name: str) -> Response:
    if name not in ORDER:
        raise errors.NotFound("the guide has no such page; /guide/ lists them")
    html = await asyncio.to_thread(_html, name)  # the first time takes as long as many answers
    headers = [(b"content-security-policy", POLICY)]
    # As the style does: a page is never shown with the style of another version.
    return reply(request, html, SOURCE_LANG, HTML, dated=False, headers=headers, ask_again=True)


def _html(name: str) -> bytes:
    # Only when somebody reads: what renders Markdown is large, and most workers never do.
    from app.handbook.page import page

    return page(name)
