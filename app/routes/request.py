"""What every handler needs to know of its request, and what every request must get right."""

import json
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Query, Request
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect

from app import errors
from app.catalog import Catalog
from app.content.base import LANG_PATTERN, SOURCE_LANG, Lang
from app.errors import Detail
from app.routes.language import choose
from app.routes.remember import remembered

Shape = TypeVar("Shape", bound=BaseModel)


async def _catalog(request: Request) -> Catalog:
    """The release in force, one reference for the whole request."""
    catalog: Catalog | None = request.app.state.catalog
    if catalog is None:
        raise errors.NotReady("no release is loaded yet; try again soon")
    request.state.catalog = catalog
    return catalog


CatalogDep = Annotated[Catalog, Depends(_catalog)]


async def _language(
    request: Request,
    catalog: CatalogDep,
    lang: Annotated[
        str | None,
        Query(
            description="The language to answer in, one that `/v1/languages` calls published; it "
            "wins over `Accept-Language`. Any other is 422.",
            examples=["en"],
            json_schema_extra={"pattern": LANG_PATTERN},
        ),
    ] = None,
    accept_language: Annotated[
        str,
        Header(
            description="The languages the person reads, as RFC 9110 has it: the first published "
            "one of them is answered in, else English. `Content-Language` says which it was.",
            examples=["es-MX, es;q=0.9, en;q=0.5"],
        ),
    ] = "",
) -> Lang:
    request.state.chose_language = lang is None
    if lang is None:
        return choose(accept_language, catalog.published_languages)
    return _published(catalog, lang)


LanguageDep = Annotated[Lang, Depends(_language)]


async def _english(
    catalog: CatalogDep,
    lang: Annotated[
        str | None,
        Query(
            description="Taken as everywhere and changes nothing: what stands here is in English, "
            "whatever is asked.",
            examples=["en"],
            json_schema_extra={"pattern": LANG_PATTERN},
        ),
    ] = None,
) -> Lang:
    if lang is not None:
        _published(catalog, lang)
    return SOURCE_LANG


EnglishDep = Annotated[Lang, Depends(_english)]
"""For what is about the rules rather than for people who use them, and is in English only."""


async def _of_its_own(
    catalog: CatalogDep,
    lang: Annotated[
        str | None,
        Query(
            description="Taken as everywhere and changes nothing: the digest in the path decides.",
            examples=["en"],
            json_schema_extra={"pattern": LANG_PATTERN},
        ),
    ] = None,
) -> None:
    if lang is not None:
        _published(catalog, lang)


OfItsOwnDep = Annotated[None, Depends(_of_its_own)]
"""For what is named by its bytes, and so is in the language it is in."""


def _published(catalog: Catalog, lang: str) -> Lang:
    if lang not in catalog.published_languages:
        allowed = ", ".join(catalog.published_languages)
        raise invalid("?lang", "unknown_language", f"should be one of: {allowed}")
    return lang


def invalid(pointer: str, code: str, detail: str) -> errors.InvalidRequest:
    return errors.InvalidRequest(
        "see `errors`", [Detail(pointer=pointer, code=code, detail=detail)]
    )


def accepts(request: Request, *media_types: str) -> str:
    """The first of `media_types` that `Accept` wants most.

    Raises:
        NotAcceptable: it wants none of them.
    """
    request.state.chose_media_type = True
    best = _wanted(",".join(request.headers.getlist("accept")), media_types)
    if best is None:
        raise errors.NotAcceptable(f"this path answers with {' or '.join(media_types)}")
    return best


@remembered
def _wanted(accept: str, media_types: tuple[str, ...]) -> str | None:
    ranges = [_range(part) for part in (accept or "*/*").split(",")]
    best = max(media_types, key=lambda offered: _quality(offered, ranges))  # the first of equals
    return best if _quality(best, ranges) > 0 else None


def _range(part: str) -> tuple[str, float]:
    """A media range and its weight; one that cannot be read is not wanted."""
    media_range, *parameters = (piece.strip() for piece in part.lower().split(";"))
    if _is_another_fhir(parameters):
        return media_range, 0.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media_range, float(value) if 0 <= float(value) <= 1 else 0.0
            except ValueError:
                return media_range, 0.0
    return media_range, 1.0


def _is_another_fhir(parameters: list[str]) -> bool:
    """Whether a media type names a version of FHIR that is not spoken here: what it says may mean
    something else."""
    pairs = (parameter.strip().lower().partition("=") for parameter in parameters)
    said = [value.strip(' "') for name, _, value in pairs if name.strip() == "fhirversion"]
    return any(version not in FHIR_R4 for version in said)


def _quality(offered: str, ranges: list[tuple[str, float]]) -> float:
    """By the most specific range that fits, as RFC 9110 has it."""
    for fitting in (offered, f"{offered.split('/')[0]}/*", "*/*"):
        weights = [quality for media_range, quality in ranges if media_range == fitting]
        if weights:
            return max(weights)
    return 0.0


async def read_json(request: Request, shape: type[Shape]) -> Shape:
    """The body as `shape`.

    Raises:
        UnsupportedMediaType: it is not sent as JSON.
        MalformedJson: as `read_value`.
        InvalidRequest: it is JSON of another shape.
    """
    value = await read_value(request, "application/json")
    try:
        return shape.model_validate(value)
    except ValidationError as exc:
        fields = ", ".join(shape.model_fields)
        raise errors.InvalidRequest(
            f"the body should be an object with: {fields}",
            [_place(error, fields) for error in exc.errors(include_input=False)],
        ) from None


async def read_value(request: Request, *media_types: str) -> Any:
    """The body, whatever JSON it is.

    Raises:
        UnsupportedMediaType: it is sent as none of these.
        MalformedJson: it is not JSON, or a key is given twice: of two answers to one question the
            second must not silently win.
    """
    sent_as, *parameters = request.headers.get("content-type", "").split(";")
    if sent_as.strip().lower() not in media_types or _is_another_fhir(parameters):
        raise errors.UnsupportedMediaType(f"send the body as {' or '.join(media_types)}")
    most: int = request.app.state.settings.max_body_bytes
    try:
        body = (await read_body(request, most)).decode()
        return DECODER.decode(body)
    except (ValueError, RecursionError):
        raise errors.MalformedJson(
            "the body should be one JSON object in UTF-8, each key given once, not nested deeply"
        ) from None


async def read_body(request: Request, most: int) -> bytes:
    """The body, unless it has more than `most` bytes, told beforehand or not.

    Raises:
        TooLarge: it has.
    """
    body, more = bytearray(), True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most:
            raise errors.TooLarge(f"the body should have at most {most} bytes")
    return bytes(body)


def _place(error: Any, fields: str) -> Detail:
    """Where it is wrong; the name of a field we do not know is not repeated."""
    if error["type"] == "extra_forbidden":
        return Detail(pointer="", code="unknown_field", detail=f"the fields are: {fields}")
    name = "/".join(str(part) for part in error["loc"][:1])
    return Detail(pointer=f"/{name}" if name else "", code=error["type"], detail=error["msg"])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key is given twice")
    return value


def _refuse(_: str) -> None:
    raise ValueError("not a JSON number")


FHIR_R4 = ("4.0", "4.0.1")
DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refuse)


async def only_known_parameters(request: Request) -> None:
    """A misspelt filter must not answer with the unfiltered list, nor one of two values win."""
    known = _declared(request.scope["route"])
    if set(request.query_params) - set(known):
        allowed = ", ".join(sorted(known)) or "none"
        raise errors.UnknownParameter(f"this path takes these query parameters: {allowed}")
    for name, repeats in known.items():
        if not repeats and len(request.query_params.getlist(name)) > 1:
            raise invalid(f"?{name}", "given_twice", "should be given once")


def _declared(route: Any) -> dict[str, bool]:
    """The query parameters of a route and of everything it depends on; whether each may repeat."""
    names: dict[str, bool] = {}
    waiting = [route.dependant]
    while waiting:
        dependant = waiting.pop()
        for field in dependant.query_params:
            names[field.alias] = "list" in str(field.field_info.annotation)
        waiting += dependant.dependencies
    return names
