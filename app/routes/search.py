"""Search over everything. What somebody looks for may say what they have: it is never logged or
repeated, and whoever posts it keeps it out of caches too."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app import errors
from app.catalog import Catalog
from app.content.base import Lang
from app.routes.lists import Cursor, Limit, chosen, cursor_at, read_cursor
from app.routes.reply import JSON, private, reply
from app.routes.request import CatalogDep, LanguageDep, accepts, invalid, read_json
from app.routes.shelves import LIST_ERRORS
from app.search import (
    KIND_ORDER,
    QUERY_CHARACTERS,
    Index,
    SearchIn,
    SearchOut,
    best,
    find,
    words,
)

router = APIRouter(prefix="/v1", tags=["search"])

SEND_ERRORS = errors.declare(
    errors.MalformedJson,
    errors.UnknownParameter,
    errors.NotAcceptable,
    errors.TooLarge,
    errors.UnsupportedMediaType,
    errors.InvalidRequest,
)
ORDER = "score"
ANYWHERE = [(-1.0, "")]
"""A place in that order; a cursor has to be one too."""


@router.get("/search", summary="Search everything", response_model=SearchOut, responses=LIST_ERRORS)
async def search(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=QUERY_CHARACTERS,
            description="What is looked for, in any words: misspellings are forgiven. At least one "
            "letter or digit.",
            examples=["tight hip flexors"],
        ),
    ],
    kind: Annotated[
        str | None,
        Query(
            description="Only hits of these kinds, comma separated: "
            f"{', '.join(f'`{name}`' for name in KIND_ORDER)}. Left out, all kinds.",
            examples=["exercise,routine"],
        ),
    ] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Everything that fits some words, best first: exercises, routines, causes and their aspects,
    warnings, sources, the questions of the self-check and the rest. It forgives misspellings and
    missing accents, and takes the last word for the beginning of one. The facet `kind` counts all
    hits, the others those of the kinds asked for. There is no `Link` header, because it would
    repeat the query; `next` leads on. Use the POST to keep words out of URLs."""
    accepts(request, JSON)
    asked = SearchIn(q=q, kind=kind, limit=limit, cursor=cursor)
    body = _found(await _index(catalog, lang), asked)
    return reply(request, body, lang, about_somebody=True)


@router.post(
    "/search",
    summary="Search without words in the URL",
    response_model=SearchOut,
    responses=SEND_ERRORS,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SearchIn"}}},
        }
    },
)
async def search_privately(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """The same as the GET, for those who keep words out of URLs: what somebody looks for may say
    what they have. Nobody keeps the answer."""
    accepts(request, JSON)
    asked = await read_json(request, SearchIn)
    index = await _index(catalog, lang)
    try:
        return private(request, _found(index, asked), lang)
    except errors.InvalidRequest as exc:
        raise errors.InvalidRequest(exc.detail, [_in_body(d) for d in exc.errors]) from None


def _in_body(detail: errors.Detail) -> errors.Detail:
    return detail.model_copy(update={"pointer": detail.pointer.replace("?", "/", 1)})


async def _index(catalog: Catalog, lang: Lang) -> Index:
    """The first to search waits until it is made; the others, meanwhile, do not."""
    if lang in catalog.search.made:
        return catalog.search[lang]
    return await asyncio.to_thread(catalog.search.__getitem__, lang)


def _found(index: Index, asked: SearchIn) -> bytes:
    """One page as bytes.

    Raises:
        InvalidRequest: there is no word in the query, or no such kind or cursor.
    """
    if not words(asked.q):
        raise invalid("?q", "no_words", "should have at least one letter or digit")
    kept = found = find(index, asked.q)
    all_bits = bits = index.shown.bits(found)
    if asked.kind is not None:
        (kinds,) = chosen([asked.kind], "kind", KIND_ORDER)
        kept = {n: score for n, score in found.items() if index.entries[n].kind in kinds}
        bits = index.shown.bits(kept)
    after = None
    if asked.cursor is not None:
        after = read_cursor(asked.cursor, ORDER, ANYWHERE if kept else [])
    limit = asked.limit or 20
    page = best(index, kept, limit + 1, after)
    following = cursor_at(ORDER, page[limit - 1][0]) if len(page) > limit else None
    shown = [(number, -place[0]) for place, number in page[:limit]]
    return index.shown.page(all_bits, bits, shown, following)
