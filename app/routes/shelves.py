"""The kinds that need nothing of their own: a list by slug, and each item."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, create_model

from app import errors
from app.catalog import Catalog, Shelf
from app.content.base import SLUG_PATTERN, Item, Lang
from app.content.kinds import KIND, Kind
from app.routes.lists import Cursor, Ids, Limit, Words, chosen, every, joined, page, with_words
from app.routes.reply import JSON, reply
from app.routes.request import CatalogDep, LanguageDep, accepts

LIST_ERRORS = errors.declare(errors.UnknownParameter, errors.NotAcceptable, errors.InvalidRequest)
ITEM_ERRORS = LIST_ERRORS | errors.declare(errors.UnknownSlug)

SlugPath = Annotated[str, Path(pattern=SLUG_PATTERN, max_length=64)]


def page_model(kind: Kind) -> type[BaseModel]:
    """`{"items": […], "next": …}` of one kind."""
    return create_model(
        f"{kind.out.__name__.removesuffix('Out')}Page",
        items=(list[kind.out], ...),  # type: ignore[name-defined]
        next=(str | None, ...),
    )


def listed(
    request: Request, lang: Lang, shelf: Shelf, slugs: list[str], following: str | None
) -> Response:
    """One page, with a `Link` to the next."""
    accepts(request, JSON)
    response = reply(request, joined(shelf.fragments, slugs, following), lang)
    if following is not None:
        url = request.url.include_query_params(cursor=following)
        response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    return response


def one(request: Request, catalog: Catalog, lang: Lang, kind: str, slug: str) -> Response:
    """One item.

    Raises:
        UnknownSlug: nothing published has it.
    """
    accepts(request, JSON)
    body = catalog.shelves[lang][kind].fragments.get(slug)
    if body is None:
        raise errors.UnknownSlug(f"no {kind} has this slug; /v1/{KIND[kind].plural} lists them")
    return reply(request, body, lang)


def found(shelf: Shelf, ids: list[str] | None, q: str | None) -> dict[str, Item]:
    """The items that `ids` and `q` leave."""
    wanted = chosen(ids, "ids", shelf.items)
    words = with_words(shelf.items, q, texts)
    return {
        slug: item
        for slug, item in shelf.items.items()
        if slug in words and every(wanted, lambda value, slug=slug: value == slug)  # type: ignore[misc]
    }


def texts(item: Item) -> Iterable[str]:
    """The words a person would look for an item by."""
    for name in (
        "name",
        "title",
        "aliases",
        "summary",
        "what",
        "text",
        "question",
        "answer",
        "plain",
    ):
        value: Any = getattr(item, name, None)
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from value


def add_list(router: APIRouter, kind: Kind, tag: str) -> None:
    """Add `GET /v1/<plural>`."""
    name = kind.plural.replace("-", " ")

    async def list_(
        request: Request,
        catalog: CatalogDep,
        lang: LanguageDep,
        q: Words = None,
        ids: Ids = None,
        limit: Limit = 20,
        cursor: Cursor = None,
    ) -> Response:
        shelf = catalog.shelves[lang][kind.name]
        items = found(shelf, ids, q)
        slugs, following = page(items, order="slug", keys=SLUG_ONLY, limit=limit, cursor=cursor)
        return listed(request, lang, shelf, slugs, following)

    router.add_api_route(
        f"/{kind.plural}",
        list_,
        name=f"list_{kind.plural.replace('-', '_')}",
        response_model=page_model(kind),
        responses=LIST_ERRORS,
        summary=f"List {name}",
        description=f"All {name}, by slug.",
        tags=[tag],
    )


def add_item(router: APIRouter, kind: Kind, tag: str) -> None:
    """Add `GET /v1/<plural>/{slug}`."""

    async def get(
        request: Request, catalog: CatalogDep, lang: LanguageDep, slug: SlugPath
    ) -> Response:
        return one(request, catalog, lang, kind.name, slug)

    router.add_api_route(
        f"/{kind.plural}/{{slug}}",
        get,
        name=f"get_{kind.name.replace('-', '_')}",
        response_model=kind.out,
        responses=ITEM_ERRORS,
        summary=f"Get one of the {kind.plural.replace('-', ' ')}",
        description=(kind.out.__doc__ or "").strip(),
        tags=[tag],
    )


SEARCHED = ("name", "title", "aliases", "summary", "what", "text", "question", "answer", "plain")
SLUG_ONLY = {"slug": lambda _: ""}
