"""Causes, aspect by aspect, and the kinds that need nothing of their own."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.content.base import Item
from app.content.cause import ASPECTS
from app.content.kinds import KIND
from app.routes.lists import chosen
from app.routes.request import CatalogDep, LanguageDep
from app.routes.shape import ShapeDep
from app.routes.shelves import ITEM_ERRORS, SlugPath, add_item, add_list, item_model, one

router = APIRouter(prefix="/v1")

add_list(router, KIND["cause"], "causes")


@router.get(
    "/causes/{slug}",
    summary="Get one cause",
    response_model=item_model(KIND["cause"]),
    responses=ITEM_ERRORS,
    tags=["causes"],
)
async def get_cause(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    shape: ShapeDep,
    slug: SlugPath,
    aspects: Annotated[
        str | None,
        Query(
            description=f"Only these aspects, comma separated: {', '.join(ASPECTS)}. Left out, all "
            "of them.",
            examples=["signs,treatment"],
        ),
    ] = None,
) -> Response:
    """One cause, whole or only the aspects asked for, every sentence with its sources. A pattern
    that may fit, never a diagnosis. Also as JSON-LD, in the words of schema.org."""
    if aspects is None:
        return one(request, catalog, lang, "cause", slug, shape)
    (wanted,) = chosen([aspects], "aspects", ASPECTS)

    def only_wanted(cause: Item) -> Item:
        kept = [aspect for aspect in getattr(cause, "aspects", []) if aspect.slug in wanted]
        return cause.model_copy(update={"aspects": kept})

    return one(request, catalog, lang, "cause", slug, shape, only_wanted)


for _name, _tag in (
    ("condition", "safety"),
    ("warning", "safety"),
    ("emergency-contact", "safety"),
    ("key-point", "guide"),
    ("question-and-answer", "guide"),
    ("tip", "guide"),
    ("contributor", "guide"),
    ("term", "guide"),
):
    add_list(router, KIND[_name], _tag)
    add_item(router, KIND[_name], _tag)
add_list(router, KIND["notice"], "about")
