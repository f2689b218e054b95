"""Causes, aspect by aspect, and the kinds that need nothing of their own."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.content.cause import ASPECTS, CauseOut
from app.content.kinds import KIND
from app.routes.lists import chosen
from app.routes.reply import JSON, reply
from app.routes.request import CatalogDep, LanguageDep, accepts
from app.routes.shelves import ITEM_ERRORS, SlugPath, add_item, add_list, one

router = APIRouter(prefix="/v1")

add_list(router, KIND["cause"], "causes")


@router.get("/causes/{slug}", response_model=CauseOut, responses=ITEM_ERRORS, tags=["causes"])
async def get_cause(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    slug: SlugPath,
    aspects: Annotated[
        str | None,
        Query(description="Only these aspects; comma separated.", examples=["signs,treatment"]),
    ] = None,
) -> Response:
    """One cause, whole or only the aspects asked for. A pattern, never a diagnosis."""
    cause = catalog.all(lang, "cause", CauseOut).get(slug)
    if aspects is None or cause is None:
        return one(request, catalog, lang, "cause", slug)
    accepts(request, JSON)
    (wanted,) = chosen([aspects], "aspects", ASPECTS)
    kept = [aspect for aspect in cause.aspects if aspect.slug in wanted]
    body = cause.model_copy(update={"aspects": kept}).model_dump_json().encode()
    return reply(request, body, lang)


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
