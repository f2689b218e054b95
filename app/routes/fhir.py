"""FHIR R4: what this server does of it, and every definition by its id."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import RootModel

from app import errors
from app.catalog import Catalog
from app.content.base import SOURCE_LANG
from app.fhir.shelf import METADATA, TYPES, Finished, Shelves, shelves
from app.operation_outcome import MEDIA_TYPE
from app.routes.reply import JSON, reply
from app.routes.request import CatalogDep, accepts

router = APIRouter(prefix="/fhir", tags=["fhir"])

FORMATS = ("json", MEDIA_TYPE, JSON)


class FhirResource(RootModel[dict[str, Any]]):
    """A resource of FHIR R4, as HL7 describes it: `resourceType` says of which kind. No field is
    named here, since generators for Kotlin write no code for an object that may have more."""


class FhirResponse(JSONResponse):
    """For the document: what is answered here, and as what."""

    media_type = MEDIA_TYPE


READ_ERRORS = errors.declare(errors.UnknownParameter, errors.NotAcceptable, errors.InvalidRequest)
ONE_ERRORS = READ_ERRORS | errors.declare(errors.UnknownSlug)

Format = Annotated[
    str | None,
    Query(
        alias="_format",
        max_length=64,
        description="Instead of `Accept`, for who cannot send it: `json` or "
        "`application/fhir+json`. Anything else is 406.",
        examples=["json"],
    ),
]
Id = Annotated[
    str,
    Path(
        alias="id",
        pattern=r"^[A-Za-z0-9\-.]{1,64}$",
        description="Which one: its `id`, which is the slug that `/v1` has.",
    ),
]


def media_type(request: Request, asked: str | None) -> str:
    """What to answer as.

    Raises:
        NotAcceptable: nothing that is wanted is JSON.
    """
    if asked is None:
        return _with_charset(accepts(request, MEDIA_TYPE, JSON))
    if asked.replace(" ", "+") not in FORMATS:  # a plus that was not encoded is a space
        raise errors.NotAcceptable(f"`_format` takes: {', '.join(FORMATS)}")
    return _with_charset(MEDIA_TYPE)


def operation_name(kind: str) -> str:
    """`PlanDefinition` in the name of an operation: `plan_definition`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower()


def _with_charset(of: str) -> str:
    return f"{of}; charset=utf-8" if of == MEDIA_TYPE else of


@router.get(
    "/metadata",
    summary="Get what this server does of FHIR",
    response_model=FhirResource,
    response_class=FhirResponse,
    responses=READ_ERRORS,
)
async def get_fhir_metadata(
    request: Request, catalog: CatalogDep, format_: Format = None
) -> Response:
    """The CapabilityStatement: types, searches and the operation. Begin here."""
    answer_as = media_type(request, format_)
    (statement,) = (await shelf(request, catalog, METADATA)).values()
    return reply(request, statement.body, SOURCE_LANG, answer_as)


async def shelf(request: Request, catalog: Catalog, kind: str) -> Mapping[str, Finished]:
    """All resources of a type: made once a release, off the event loop."""
    of: Shelves | None = request.app.state.fhir
    if of is None or of.of is not catalog:
        of = request.app.state.fhir = shelves(catalog)
    if kind in of.types.made:
        return of.types[kind]
    return await asyncio.to_thread(of.types.__getitem__, kind)


def _read(kind: str) -> Callable[..., Awaitable[Response]]:
    async def read(
        request: Request, catalog: CatalogDep, id_: Id, format_: Format = None
    ) -> Response:
        answer_as = media_type(request, format_)
        found = (await shelf(request, catalog, kind)).get(id_)
        if found is None:
            raise errors.UnknownSlug(f"no {kind} has this id; /fhir/{kind} lists them")
        return reply(request, found.body, SOURCE_LANG, answer_as)

    return read


HELD = {
    "Questionnaire": (
        "The questions of the self-check (`self-check`) or of the follow-up (`follow-up`) with "
        "their options, when each is due, and what must stand beside it, in every published "
        "language. Send the answers to `$evaluate`."
    ),
    "PlanDefinition": (
        "A routine as published, under its slug: phases, steps with their dose, warnings, rules "
        "for stopping. Or the rules of a check (`self-check-rules`, `follow-up-rules`), each with "
        "its condition in FHIRPath. It is adapted to nobody: that is for `$evaluate`."
    ),
    "ActivityDefinition": (
        "An exercise: how to do it, how much of it, its warnings and whom it is not for, which "
        "stand as additional instructions of its dosage. It is no offer to anybody."
    ),
    "OperationDefinition": (
        "What an operation takes and answers: `questionnaire-evaluate` is the only one."
    ),
    "StructureDefinition": (
        "The few extensions of our own, where FHIR has no place for what has to be said."
    ),
}
"""What there is of each type."""

for _kind in TYPES:
    router.add_api_route(
        f"/{_kind}/{{id}}",
        _read(_kind),
        name=f"get_fhir_{operation_name(_kind)}",
        summary=f"Get one FHIR {_kind}",
        description=HELD[_kind],
        response_model=FhirResource,
        response_class=FhirResponse,
        responses=ONE_ERRORS,
    )
