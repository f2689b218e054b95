"""FHIR R4: search among the definitions of a type."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.content.base import SOURCE_LANG
from app.fhir.names import canonical
from app.fhir.search import Span, Wanted, search_set, span
from app.fhir.shelf import TYPES
from app.routes.fhir import (
    READ_ERRORS,
    FhirResource,
    FhirResponse,
    Format,
    media_type,
    operation_name,
    shelf,
)
from app.routes.reply import reply
from app.routes.request import CatalogDep, invalid

router = APIRouter(prefix="/fhir", tags=["fhir"])

MOST = 100
HELD = {
    "Questionnaire": ("self-check", "The self-check and the follow-up."),
    "PlanDefinition": ("desk-break", "Every routine, and the rules of both checks."),
    "ActivityDefinition": ("clamshell", "Every exercise."),
    "OperationDefinition": ("questionnaire-evaluate", "Every operation: there is one."),
    "StructureDefinition": ("dose", "Every extension of our own."),
}
"""One of each type, and what there is of it."""
HOW = (
    "Answered as a `searchset` Bundle, by id; `link` with the relation `next` leads on, relative "
    "to `/fhir`. Parameters that are not listed are refused."
)


def _search(kind: str) -> Callable[..., Awaitable[Response]]:
    example, _ = HELD[kind]

    async def search(
        request: Request,
        catalog: CatalogDep,
        ids: Annotated[
            str | None,
            Query(
                alias="_id",
                pattern=r"^[A-Za-z0-9\-.]{1,64}(,[A-Za-z0-9\-.]{1,64}){0,99}$",
                description="Only those with one of these ids, with a comma between them.",
                examples=[example],
            ),
        ] = None,
        url: Annotated[
            str | None,
            Query(
                max_length=500,
                description="Only the one with this canonical address, whole, with or without its "
                "version after `|`; several with a comma between them.",
                examples=[canonical(kind, example)],
            ),
        ] = None,
        updated: Annotated[
            list[str] | None,
            Query(
                alias="_lastUpdated",
                max_length=10,
                description="Only those last updated then: a year, month, day or instant, as "
                "precise as it is written, after `eq`, `ne`, `gt`, `ge`, `lt`, `le`, `sa` or `eb`. "
                "Repeated, all have to fit.",
                examples=[["ge2026-01-01"]],
            ),
        ] = None,
        count: Annotated[
            int,
            Query(
                alias="_count",
                ge=0,
                le=MOST,
                description="How many on a page at the most; 0 asks for `total` alone.",
            ),
        ] = 20,
        after: Annotated[
            str | None,
            Query(
                alias="_after",
                pattern=r"^[A-Za-z0-9\-.]{1,64}$",
                description="What comes after this id: the link `next` has it.",
                examples=["a"],
            ),
        ] = None,
        format_: Format = None,
    ) -> Response:
        answer_as = media_type(request, format_)
        wanted = Wanted(
            None if ids is None else ids.split(","),
            None if url is None else url.split(","),
            _spans(updated or []),
            count,
            after,
        )
        found = await shelf(request, catalog, kind)
        body = search_set(kind, found, catalog.published_at, wanted)
        return reply(request, body, SOURCE_LANG, answer_as)

    return search


def _spans(said: list[str]) -> list[Span]:
    try:
        return [span(one) for one in said]
    except ValueError:
        raise invalid(
            "?_lastUpdated", "wrong_date", "should be a date such as ge2026-11-22"
        ) from None


for _kind in TYPES:
    router.add_api_route(
        f"/{_kind}",
        _search(_kind),
        name=f"search_fhir_{operation_name(_kind)}s",
        summary=f"Search FHIR {_kind}s",
        description=f"{HELD[_kind][1]} {HOW}",
        response_model=FhirResource,
        response_class=FhirResponse,
        responses=READ_ERRORS,
    )
