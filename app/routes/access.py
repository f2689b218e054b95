"""What a route that needs a key asks of its request.

Handlers that do something are plain functions: they wait for the database in a thread, and the
fast path, which may leave a request to the framework after it tried, does not call them.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel

from app import errors
from app.access.caller import Caller, Callers
from app.access.rows import Database, Scope
from app.gate import GUESSING, SENT_KEY
from app.routes.request import read_json

Shape = TypeVar("Shape", bound=BaseModel)

KEY_ERRORS = (
    errors.UnknownParameter,
    errors.KeyRequired,
    errors.ScopeMissing,
    errors.NotAcceptable,
    errors.DatabaseAway,
)
BODY_ERRORS = (
    errors.MalformedJson,
    errors.TooLarge,
    errors.UnsupportedMediaType,
    errors.InvalidRequest,
)
SECURED: dict[str, Any] = {"security": [{"bearer": []}, {"apiKey": []}]}
"""Of an operation, in the document."""


async def _caller(request: Request) -> Caller:
    callers: Callers | None = request.app.state.callers
    sent: str | None = request.scope.get(SENT_KEY)
    if sent is None:
        raise errors.KeyRequired("send a key as `Authorization: Bearer <key>` or in `X-API-Key`")
    if wait_s := request.scope.get(GUESSING):
        exc = errors.QuotaExceeded("too many unknown keys came from this address; wait")
        exc.headers = {"Retry-After": str(wait_s)}
        raise exc
    try:
        caller = await callers.surely(sent) if callers is not None else None
    except TimeoutError:
        raise errors.DatabaseAway("too many keys wait to be looked up; try again soon") from None
    if caller is None:
        raise errors.KeyRequired("the key is unknown, expired or revoked; ask who gave it to you")
    return caller


CallerDep = Annotated[Caller, Depends(_caller)]
"""The holder of any valid key."""


def holder(scope: Scope) -> Any:
    """The holder of a key that is meant for this."""

    async def meant(caller: CallerDep) -> Caller:
        if scope not in caller.scopes:
            raise errors.ScopeMissing(f"this needs a key of scope `{scope}`")
        return caller

    return Depends(meant)


def _engine(request: Request) -> Database:
    engine: Database | None = request.app.state.engine
    if engine is None:
        raise errors.DatabaseAway("this server has no database")
    return engine


EngineDep = Annotated[Database, Depends(_engine)]


def _now() -> datetime:
    return datetime.now(UTC)


NowDep = Annotated[datetime, Depends(_now)]


def received(shape: type[Shape]) -> Callable[[Request], Awaitable[Shape]]:
    """A dependency: the body as `shape`."""

    async def body(request: Request) -> Shape:
        return await read_json(request, shape)

    return body


def body_of(shape: type[BaseModel]) -> dict[str, Any]:
    """The same, in the document."""
    schema = {"$ref": f"#/components/schemas/{shape.__name__}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
