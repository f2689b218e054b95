"""Keys over HTTP: for those who hand them out, and for those who hold one."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from app import errors
from app.access import keys
from app.access.caller import Caller
from app.access.rows import Database, KeyRow
from app.access.shapes import (
    DayUsage,
    KeyId,
    KeyOut,
    KeyPage,
    KeyRequestIn,
    NewKeyOut,
    RotationIn,
    UsageOut,
    key_out,
    new_key_out,
)
from app.access.usage import used
from app.routes.access import (
    BODY_ERRORS,
    KEY_ERRORS,
    SECURED,
    CallerDep,
    EngineDep,
    NowDep,
    body_of,
    holder,
    received,
)
from app.routes.lists import Cursor, Limit, page
from app.routes.reply import JSON, for_one
from app.routes.request import accepts, invalid

router = APIRouter(prefix="/v1/keys", tags=["access"])

AdminDep = Annotated[Caller, holder("admin")]
KeyPath = Annotated[KeyId, Path(description="The key's `id`, as `3f9ab04c71de`.")]
ERRORS = errors.declare(*KEY_ERRORS)
ONE_ERRORS = errors.declare(*KEY_ERRORS, errors.UnknownSlug, errors.InvalidRequest)
ROTATE_ERRORS = errors.declare(*KEY_ERRORS, *BODY_ERRORS, errors.Conflict)


@router.get(
    "",
    summary="List keys",
    response_model=KeyPage,
    responses=ERRORS | errors.declare(errors.InvalidRequest),
    openapi_extra=SECURED,
)
def list_keys(
    request: Request, _: AdminDep, engine: EngineDep, limit: Limit = 20, cursor: Cursor = None
) -> Response:
    """Every key there ever was, without what it takes to use one. Scope `admin`."""
    accepts(request, JSON)
    rows = {row.id: row for row in keys.listed(engine)}
    ids, following = page(rows, limit=limit, cursor=cursor)
    found = KeyPage(items=[key_out(rows[id_]) for id_ in ids], next=following)
    return for_one(found)


@router.post(
    "",
    summary="Make a key",
    status_code=201,
    response_model=NewKeyOut,
    responses=errors.declare(*KEY_ERRORS, *BODY_ERRORS),
    openapi_extra=SECURED | body_of(KeyRequestIn),
)
def create_key(
    request: Request,
    admin: AdminDep,
    engine: EngineDep,
    now: NowDep,
    wanted: Annotated[KeyRequestIn, Depends(received(KeyRequestIn))],
) -> Response:
    """A new key. It is in this answer and nowhere else: 256 random bits, of which a digest is
    stored. Scope `admin`."""
    accepts(request, JSON)
    _is_to_come(wanted.expires_at, now)
    as_wanted = keys.Wanted(**wanted.model_dump() | {"scopes": tuple(dict.fromkeys(wanted.scopes))})
    made = keys.create(engine, as_wanted, admin.name, now)
    where = {"Location": f"/v1/keys/{made.row.id}"}
    return for_one(new_key_out(made), 201, where)


@router.get(
    "/self",
    summary="See what your key is",
    response_model=KeyOut,
    responses=ERRORS,
    openapi_extra=SECURED,
)
def get_own_key(request: Request, caller: CallerDep, engine: EngineDep) -> Response:
    """The key that you send: whether it is valid, what it is meant for, and when it ends. Any
    scope. What needs no key answers under an invalid one too, as if none had been sent."""
    accepts(request, JSON)
    return for_one(key_out(_one(keys.find(engine, caller.key))))


@router.get(
    "/self/usage",
    summary="See what your keys asked for",
    response_model=UsageOut,
    responses=ERRORS | errors.declare(errors.InvalidRequest),
    openapi_extra=SECURED,
)
def get_own_usage(
    request: Request,
    caller: CallerDep,
    engine: EngineDep,
    now: NowDep,
    days: Annotated[
        int, Query(ge=1, le=400, description="How many days back, today included: 1 to 400.")
    ] = 31,
) -> Response:
    """Requests a day, of each key of your owner. No other key can see them, one of scope `admin`
    included. Any scope."""
    accepts(request, JSON)
    since = now.date() - timedelta(days=days - 1)
    items = [DayUsage(**one._asdict()) for one in used(engine, caller.owner, since)]
    used_up = UsageOut(owner=caller.owner, items=items)
    return for_one(used_up)


@router.post(
    "/self/rotate",
    summary="Replace your own key",
    status_code=201,
    response_model=NewKeyOut,
    responses=ROTATE_ERRORS,
    openapi_extra=SECURED | body_of(RotationIn),
)
def rotate_own_key(
    request: Request,
    caller: CallerDep,
    engine: EngineDep,
    now: NowDep,
    how: Annotated[RotationIn, Depends(received(RotationIn))],
) -> Response:
    """A new key with the same rights and the same end; the one you send works for `overlap_h` more
    hours, so that nothing stops meanwhile. Both count as one. Any scope."""
    accepts(request, JSON)
    return _rotated(engine, caller.key, how, caller, now)


@router.get(
    "/{id}",
    summary="See one key",
    response_model=KeyOut,
    responses=ONE_ERRORS,
    openapi_extra=SECURED,
)
def get_key(request: Request, _: AdminDep, engine: EngineDep, id: KeyPath) -> Response:
    """One key, without what it takes to use it. Scope `admin`."""
    accepts(request, JSON)
    return for_one(key_out(_one(keys.find(engine, id))))


@router.post(
    "/{id}/rotate",
    summary="Replace a key",
    status_code=201,
    response_model=NewKeyOut,
    responses=ROTATE_ERRORS | errors.declare(errors.UnknownSlug),
    openapi_extra=SECURED | body_of(RotationIn),
)
def rotate_key(
    request: Request,
    admin: AdminDep,
    engine: EngineDep,
    now: NowDep,
    id: KeyPath,
    how: Annotated[RotationIn, Depends(received(RotationIn))],
) -> Response:
    """A new key with the same rights and the same end; the old one works for `overlap_h` more
    hours. Both count as one. Scope `admin`."""
    accepts(request, JSON)
    return _rotated(engine, id, how, admin, now)


@router.delete(
    "/{id}",
    summary="Revoke a key",
    response_model=KeyOut,
    responses=ONE_ERRORS,
    openapi_extra=SECURED,
)
def revoke_key(
    request: Request,
    admin: AdminDep,
    engine: EngineDep,
    now: NowDep,
    id: KeyPath,
    line: Annotated[
        bool,
        Query(
            description="`true`: also every key that it was rotated from or to. Do so where it was "
            "stolen: the thief may have rotated it."
        ),
    ] = False,
) -> Response:
    """End a key for good, on every worker within seconds. Doing it twice is doing it once. Scope
    `admin`."""
    accepts(request, JSON)
    row = keys.revoke(engine, id, admin.name, now, line=line)
    return for_one(key_out(row))


def _one(row: KeyRow | None) -> KeyRow:
    if row is None:
        raise errors.UnknownSlug("no key has this id")
    return row


def _is_to_come(expires_at: datetime | None, now: datetime) -> None:
    if expires_at is not None and expires_at <= now:
        raise invalid("/expires_at", "in_the_past", "should be a time to come, or left out")


def _rotated(
    engine: Database, key_id: str, how: RotationIn, caller: Caller, now: datetime
) -> Response:
    overlap = timedelta(hours=how.overlap_h)
    made = keys.rotate(engine, key_id, overlap, caller.name, now)
    where = {"Location": f"/v1/keys/{made.row.id}"}
    return for_one(new_key_out(made), 201, where)
