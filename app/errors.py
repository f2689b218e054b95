"""Every way a request can fail, and the one shape (RFC 9457) clients see; under `/fhir` it is the
one that FHIR has. Never the input."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from app import operation_outcome
from app.operation_outcome import Wrong
from app.refused import Missing, NotNow

PROBLEM = "application/problem+json"
FHIR = f"{operation_outcome.MEDIA_TYPE}; charset=utf-8"
OCCURRENCE = "plumbline.request"
"""Where a request's scope has the URN of this one occurrence."""


class Detail(BaseModel):
    """One thing that is wrong."""

    pointer: str = Field(
        description="Where: a JSON pointer into the body, such as `/answers/pain`, or `?name` for "
        "a parameter; empty for the body as a whole. Never what was sent there."
    )
    code: str = Field(
        description="What kind of mistake, for programs. More values may come. Show `detail` for "
        "an unknown one."
    )
    detail: str = Field(
        description="What would be right, in English, for whoever writes the client."
    )


class Problem(BaseModel):
    """The body of every response with a status of 400 or above."""

    type: str = Field(
        description="Where this kind of problem is described, in this API: `/problems/` + `code`.",
        json_schema_extra={"format": "uri-reference"},
    )
    title: str = Field(description="The name of the HTTP status, in English; the same every time.")
    status: int = Field(ge=400, le=599, description="The HTTP status of this very response.")
    detail: str = Field(
        description="What happened this time and what would be right, in English, for whoever "
        "writes the client: not for people who ask about their hips."
    )
    instance: str = Field(
        description="Names this one occurrence, as a URN: quote it in a report.",
        json_schema_extra={"format": "uri"},
    )
    code: str = Field(
        description="What kind of problem it is, for programs; one never changes its meaning. More "
        "values may come. Go by `status` for an unknown one."
    )
    errors: list[Detail] = Field(
        description="Each thing that is wrong with what was sent; empty where that is not the "
        "matter."
    )


class ApiError(Exception):
    """A failure the client can act on. Subclasses fix `status` and `code`."""

    status: ClassVar[HTTPStatus]
    code: ClassVar[str]

    headers: Mapping[str, str] = {}

    def __init__(self, detail: str, errors: Sequence[Detail] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = list(errors)


class MalformedJson(ApiError):
    """The body is not JSON, or not JSON that can be read one way only."""

    status, code = HTTPStatus.BAD_REQUEST, "malformed_json"


class UnknownParameter(ApiError):
    """The URL has a query parameter that this path does not know."""

    status, code = HTTPStatus.BAD_REQUEST, "unknown_parameter"


class KeyRequired(ApiError):
    """This needs a key that is valid; none came, or one that is unknown, expired or revoked."""

    status, code = HTTPStatus.UNAUTHORIZED, "key_required"
    headers = {"WWW-Authenticate": 'Bearer realm="Plumbline"'}


class ScopeMissing(ApiError):
    """The key is valid and not meant for this; `detail` names the scope that is."""

    status, code = HTTPStatus.FORBIDDEN, "scope_missing"


class NotFound(ApiError):
    """Nothing is at this path."""

    status, code = HTTPStatus.NOT_FOUND, "not_found"


class UnknownSlug(ApiError):
    """Nothing published has this slug or version."""

    status, code = HTTPStatus.NOT_FOUND, "unknown_slug"


class MethodNotAllowed(ApiError):
    """The path exists; `Allow` names the methods it takes."""

    status, code = HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed"


class NotAcceptable(ApiError):
    """`Accept` names no media type that this path can answer with."""

    status, code = HTTPStatus.NOT_ACCEPTABLE, "not_acceptable"


class Gone(ApiError):
    """The rule set was withdrawn."""

    status, code = HTTPStatus.GONE, "withdrawn"


class TokenExpired(ApiError):
    """A copy is too old to be brought up to date. Fetch the bundle anew."""

    status, code = HTTPStatus.GONE, "token_expired"


class Conflict(ApiError):
    """It cannot be done to this as it stands; `detail` says why."""

    status, code = HTTPStatus.CONFLICT, "conflict"


class TooLarge(ApiError):
    """The body is larger than any honest request."""

    status, code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body_too_large"


class UnsupportedMediaType(ApiError):
    """The body is not sent as what is taken here: `application/json`, or `application/zip` for an
    archive."""

    status, code = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"


class InvalidRequest(ApiError):
    """A parameter or a field has a value that cannot be understood; `errors` says where."""

    status, code = HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request"


class AnswersRefusedError(ApiError):
    """A question or an option is not in the rule set. Nothing is guessed; `errors` says where."""

    status, code = HTTPStatus.UNPROCESSABLE_ENTITY, "answers_refused"


class QuotaExceeded(ApiError):
    """Too many requests within a minute. `Retry-After` says when to ask again."""

    status, code = HTTPStatus.TOO_MANY_REQUESTS, "quota_exceeded"


class HeadersTooLarge(ApiError):
    """The request line and the headers are larger than any honest ones."""

    status, code = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "headers_too_large"


class InternalError(ApiError):
    """Our fault."""

    status, code = HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error"


class NotReady(ApiError):
    """The release asked for, or any, is not loaded yet. `Retry-After` says when to ask again."""

    status, code = HTTPStatus.SERVICE_UNAVAILABLE, "not_ready"
    headers = {"Retry-After": "2"}


class DatabaseAway(ApiError):
    """What this needs is in the database, which does not answer. Content and triage need none."""

    status, code = HTTPStatus.SERVICE_UNAVAILABLE, "database_away"
    headers = {"Retry-After": "2"}


KINDS = {kind.code: kind for kind in ApiError.__subclasses__()}


def declare(*kinds: type[ApiError]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` entry that puts these errors into the OpenAPI document. Kinds of one status
    are declared together: of two entries for a status the later would win."""
    declared: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        told = declared.setdefault(kind.status.value, {"model": Problem, "description": ""})
        told["description"] += f"\n\n`{kind.code}`: {(kind.__doc__ or '').strip()}"
        content = told.setdefault("content", {PROBLEM: {"examples": {}}})
        content[PROBLEM]["examples"][kind.code] = {"$ref": f"#/components/examples/{kind.code}"}
    for told in declared.values():
        told["description"] = told["description"].strip()
    return declared


def install(app: FastAPI) -> None:
    """Give every failure of `app`, raised by us or by the framework, the shape `Problem`. A crash
    gets it in `http`, around everything."""

    @app.exception_handler(ApiError)
    async def _ours(request: Request, exc: ApiError) -> Response:
        return respond(exc, request.scope)

    @app.exception_handler(Missing)
    async def _missing(request: Request, exc: Missing) -> Response:
        return respond(UnknownSlug(str(exc)), request.scope)

    @app.exception_handler(NotNow)
    async def _not_now(request: Request, exc: NotNow) -> Response:
        return respond(Conflict(str(exc)), request.scope)

    @app.exception_handler(OperationalError)
    async def _away(request: Request, _: OperationalError) -> Response:
        exc = DatabaseAway("the database does not answer; nothing was done; try again soon")
        return respond(exc, request.scope)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, exc: RequestValidationError) -> Response:
        details = [_detail(error) for error in exc.errors()]
        return respond(InvalidRequest("see `errors`", details), request.scope)

    @app.exception_handler(HTTPException)
    async def _framework(request: Request, exc: HTTPException) -> Response:
        by_status = {kind.status: kind for kind in (NotFound, MethodNotAllowed)}
        kind = by_status.get(HTTPStatus(exc.status_code), InvalidRequest)
        return respond(kind((kind.__doc__ or "").strip()), request.scope, exc.headers)


def respond(
    exc: ApiError, scope: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> Response:
    told = {"Cache-Control": "no-store", **exc.headers, **(headers or {})}
    if operation_outcome.is_of(scope["path"]):
        body = outcome(exc, scope[OCCURRENCE])
        return JSONResponse(body, exc.status.value, told, media_type=FHIR)
    body = problem(exc, scope[OCCURRENCE]).model_dump()
    return JSONResponse(body, exc.status.value, told, media_type=PROBLEM)


def outcome(exc: ApiError, instance: str) -> dict[str, Any]:
    """The body that says so under `/fhir`."""
    errors = [Wrong(error.pointer, error.code, error.detail) for error in exc.errors]
    ours = exc.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    detail = exc.detail.replace("`errors`", "the issues that follow")
    return operation_outcome.operation_outcome(exc.code, detail, instance, errors, ours=ours)


def problem(exc: ApiError, instance: str) -> Problem:
    """The body that says so."""
    return Problem(
        type=f"/problems/{exc.code}",
        title=exc.status.phrase,
        status=exc.status.value,
        detail=exc.detail,
        instance=instance,
        code=exc.code,
        errors=exc.errors,
    )


def _detail(error: Mapping[str, Any]) -> Detail:
    """A pydantic error without what was sent: neither the value nor, if unknown, its name."""
    where, *place = error["loc"]
    name = "/".join(str(part) for part in place)
    return Detail(
        pointer=f"?{name}" if where == "query" else f"/{name}",
        code=error["type"],
        detail=error["msg"],
    )
