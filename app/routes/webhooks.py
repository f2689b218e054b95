"""Webhooks over HTTP, for the owner whose key is sent."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from app import errors
from app.access.caller import Caller
from app.catalog.order import Place
from app.routes.access import (
    BODY_ERRORS,
    KEY_ERRORS,
    SECURED,
    EngineDep,
    NowDep,
    body_of,
    holder,
    received,
)
from app.routes.lists import Cursor, Limit, cursor_at, read_cursor
from app.routes.reply import JSON, for_one
from app.routes.request import accepts, invalid
from app.webhooks import subscriptions
from app.webhooks.addresses import AddressRefused, LookUpTimedOut, Names, UrlRefused, place
from app.webhooks.rows import WebhookRow
from app.webhooks.shapes import (
    NewWebhookOut,
    SecretRotationIn,
    WebhookId,
    WebhookOut,
    WebhookPage,
    WebhookRequestIn,
    new_webhook_out,
    webhook_out,
)

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])

OwnerDep = Annotated[Caller, holder("webhooks")]
WebhookPath = Annotated[WebhookId, Path(description="The webhook's `id`, as `5d0c7be1a2f4`.")]
NEWEST = "-created_at"
ONE_ERRORS = errors.declare(*KEY_ERRORS, errors.UnknownSlug, errors.InvalidRequest)


@router.get(
    "",
    summary="List your webhooks",
    response_model=WebhookPage,
    responses=errors.declare(*KEY_ERRORS, errors.InvalidRequest),
    openapi_extra=SECURED,
)
def list_webhooks(
    request: Request,
    owner: OwnerDep,
    engine: EngineDep,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """All webhooks of your owner, whichever key made them, without their secrets, newest first.
    Scope `webhooks`."""
    accepts(request, JSON)
    rows = subscriptions.listed(engine, owner.owner)  # 20 at most
    if cursor is not None:
        after = read_cursor(cursor, NEWEST, [_place(row) for row in rows])
        rows = [row for row in rows if _place(row) < after]
    following = cursor_at(NEWEST, _place(rows[limit - 1])) if len(rows) > limit else None
    page = WebhookPage(items=list(map(webhook_out, rows[:limit])), next=following)
    return for_one(page)


@router.post(
    "",
    summary="Make a webhook",
    status_code=201,
    response_model=NewWebhookOut,
    responses=errors.declare(*KEY_ERRORS, *BODY_ERRORS, errors.Conflict),
    openapi_extra=SECURED | body_of(WebhookRequestIn),
)
def create_webhook(
    request: Request,
    owner: OwnerDep,
    engine: EngineDep,
    now: NowDep,
    wanted: Annotated[WebhookRequestIn, Depends(received(WebhookRequestIn))],
) -> Response:
    """Hear of releases and of rules as soon as they are published. `secret` is in this answer and
    nowhere else: with it you tell our events from those of others. 20 for each owner. Scope
    `webhooks`."""
    accepts(request, JSON)
    _is_reachable(request.app.state.names, wanted.url)
    events = tuple(dict.fromkeys(wanted.events))
    as_wanted = subscriptions.Wanted(wanted.url, events, wanted.note)
    made = subscriptions.create(engine, as_wanted, owner, now)
    where = {"Location": f"/v1/webhooks/{made.row.id}"}
    return for_one(new_webhook_out(made), 201, where)


@router.get(
    "/{id}",
    summary="See one webhook",
    response_model=WebhookOut,
    responses=ONE_ERRORS,
    openapi_extra=SECURED,
)
def get_webhook(request: Request, owner: OwnerDep, engine: EngineDep, id: WebhookPath) -> Response:
    """One webhook, without its secret. Scope `webhooks`."""
    accepts(request, JSON)
    row = subscriptions.find(engine, owner.owner, id)
    return for_one(webhook_out(row))


@router.delete(
    "/{id}",
    summary="Delete a webhook",
    status_code=204,
    response_class=Response,
    responses=ONE_ERRORS,
    openapi_extra=SECURED,
)
def delete_webhook(
    request: Request, owner: OwnerDep, engine: EngineDep, now: NowDep, id: WebhookPath
) -> Response:
    """Delete it with its secrets and everything that waits for it. One request that is on its way
    may still arrive. Scope `webhooks`."""
    accepts(request, JSON)
    subscriptions.remove(engine, id, owner, now)
    return for_one(b"", 204)


@router.post(
    "/{id}/pause",
    summary="Pause a webhook",
    response_model=WebhookOut,
    responses=ONE_ERRORS,
    openapi_extra=SECURED,
)
def pause_webhook(
    request: Request, owner: OwnerDep, engine: EngineDep, now: NowDep, id: WebhookPath
) -> Response:
    """Send it nothing until it is resumed. What happens meanwhile waits for three days and is a
    dead letter then, with `outcome` `paused`. Twice is once. Scope `webhooks`."""
    accepts(request, JSON)
    row = subscriptions.pause(engine, id, owner, now)
    return for_one(webhook_out(row))


@router.post(
    "/{id}/resume",
    summary="Resume a webhook",
    response_model=WebhookOut,
    responses=ONE_ERRORS,
    openapi_extra=SECURED,
)
def resume_webhook(
    request: Request, owner: OwnerDep, engine: EngineDep, now: NowDep, id: WebhookPath
) -> Response:
    """Send what waits, and what comes. Twice is once. Scope `webhooks`."""
    accepts(request, JSON)
    row = subscriptions.resume(engine, id, owner, now)
    return for_one(webhook_out(row))


@router.post(
    "/{id}/rotate",
    summary="Replace the secret of a webhook",
    status_code=201,
    response_model=NewWebhookOut,
    responses=errors.declare(*KEY_ERRORS, *BODY_ERRORS, errors.UnknownSlug, errors.Conflict),
    openapi_extra=SECURED | body_of(SecretRotationIn),
)
def rotate_webhook_secret(
    request: Request,
    owner: OwnerDep,
    engine: EngineDep,
    now: NowDep,
    id: WebhookPath,
    how: Annotated[SecretRotationIn, Depends(received(SecretRotationIn))],
) -> Response:
    """A new secret. For `overlap_h` more hours the older ones sign beside it, so that a receiver
    may take either. Scope `webhooks`."""
    accepts(request, JSON)
    made = subscriptions.rotate(engine, id, timedelta(hours=how.overlap_h), owner, now)
    return for_one(new_webhook_out(made), 201)


def _place(row: WebhookRow) -> Place:
    return Place(row.created_at.isoformat(timespec="microseconds"), row.id)


def _is_reachable(names: Names, url: str) -> None:
    try:
        names.check(url)
        names.addresses(*place(url))
    except UrlRefused as exc:
        raise invalid("/url", "url_refused", str(exc)) from None
    except AddressRefused:
        told = "should name a host whose addresses are all public; this one is not or is unknown"
        raise invalid("/url", "address_refused", told) from None
    except LookUpTimedOut:
        told = "should name a host that can be looked up in time; try again in a minute"
        raise invalid("/url", "look_up_timed_out", told) from None
