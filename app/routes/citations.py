"""Sources, as JSON and as what reference managers read."""

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Query, Request, Response

from app import errors
from app.catalog.order import Wanted
from app.content.bibliography import bibtex, csl, ris
from app.content.citation import CitationKind, CitationOut
from app.content.kinds import KIND
from app.routes.linked import LD_JSON
from app.routes.lists import Cursor, Ids, Limit, Words, chosen, listed_page
from app.routes.reply import JSON, reply
from app.routes.request import CatalogDep, LanguageDep, accepts
from app.routes.shape import ShapeDep, only_for_json
from app.routes.shelves import SlugPath, item_model, listed, one, page_links, page_model, some

router = APIRouter(prefix="/v1", tags=["sources"])

CSL = "application/vnd.citationstyles.csl+json"
BIBTEX = "application/x-bibtex"
RIS = "application/x-research-info-systems"
MEDIA_TYPES = (JSON, CSL, BIBTEX, RIS)


def _csl_list(citations: list[CitationOut]) -> str:
    return json.dumps([csl(c) for c in citations], ensure_ascii=False)


WRITERS: Mapping[str, Callable[[list[CitationOut]], str]] = {
    CSL: _csl_list,
    BIBTEX: lambda citations: "\n".join(map(bibtex, citations)),
    RIS: lambda citations: "\r\n".join(map(ris, citations)),
}
Order = Literal["slug", "-slug", "number", "-number", "year", "-year"]
OTHER_FORMATS = {
    CSL: {"schema": {"type": "array", "items": {"type": "object"}}},
    BIBTEX: {"schema": {"type": "string"}},
    RIS: {"schema": {"type": "string"}},
}


@router.get(
    "/citations",
    summary="List sources",
    response_model=page_model(KIND["citation"]),
    responses={
        **errors.declare(errors.UnknownParameter, errors.NotAcceptable, errors.InvalidRequest),
        200: {"content": OTHER_FORMATS},
    },
)
async def list_citations(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    shape: ShapeDep,
    kind: Annotated[
        list[str] | None,
        Query(
            description="Only sources of this kind, such as `guideline` or `hospital`: values of "
            "`kind`. Comma separated: any of them will do.",
            examples=[["guideline"]],
        ),
    ] = None,
    copy_read: Annotated[
        bool | None,
        Query(
            description="`true`: only sources of which an excerpt was read. `false`: only the "
            "others. Left out, both.",
            examples=[True],
        ),
    ] = None,
    q: Words = None,
    ids: Ids = None,
    order: Annotated[
        Order,
        Query(
            description="What the list is ordered by; a `-` in front reverses it. `number` is the "
            "place in the list of the article this guide began from; sources without one come "
            "after the others, those without a year before them."
        ),
    ] = "slug",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Every source we name, and whether anybody here has read it. Also as CSL-JSON, BibTeX and RIS
    by `Accept`; the `Link` header then leads to the next page."""
    media_type = accepts(request, *MEDIA_TYPES)
    shelf = catalog.shelves[lang]["citation"]
    wanted = Wanted(
        any_of=[
            *(("kind", group) for group in chosen(kind, "kind", get_args(CitationKind))),
            *([] if copy_read is None else [("copy_read", [str(copy_read)])]),
        ],
        words=q or "",
        slugs=some(shelf, ids),
    )
    listing = catalog.listings[lang, "citation"]
    slugs, following = listed_page(listing, wanted, order, limit, cursor)
    if media_type == JSON:
        return listed(request, catalog, lang, "citation", slugs, following, shape, q)
    only_for_json(shape)
    cited = [c for slug in slugs if isinstance(c := shelf.items[slug], CitationOut)]
    body = WRITERS[media_type](cited).encode()
    about = q is not None
    links = page_links(request, following)
    return reply(request, body, lang, media_type, links, about_somebody=about)


@router.get(
    "/citations/{slug}",
    summary="Get one source",
    response_model=item_model(KIND["citation"]),
    responses={
        **errors.declare(
            errors.UnknownParameter, errors.UnknownSlug, errors.NotAcceptable, errors.InvalidRequest
        ),
        200: {"content": OTHER_FORMATS},
    },
)
async def get_citation(
    request: Request, catalog: CatalogDep, lang: LanguageDep, shape: ShapeDep, slug: SlugPath
) -> Response:
    """One source, with every statement that cites it. Also as CSL-JSON, BibTeX, RIS and, in the
    words of schema.org, JSON-LD."""
    media_type = accepts(request, *MEDIA_TYPES, LD_JSON)
    citation = catalog.shelves[lang]["citation"].items.get(slug)
    if media_type not in WRITERS or not isinstance(citation, CitationOut):
        return one(request, catalog, lang, "citation", slug, shape)
    only_for_json(shape)
    return reply(request, WRITERS[media_type]([citation]).encode(), lang, media_type)
