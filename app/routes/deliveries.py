"""What became of the events of a webhook, over HTTP, for the owner whose key is sent."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app import errors
from app.routes.access import KEY_ERRORS, SECURED, EngineDep, NowDep
from app.routes.lists import Limit
from app.routes.reply import JSON, for_one
from app.routes.request import accepts
from app.routes.webhooks import ONE_ERRORS, OwnerDep, WebhookPath
from app.webhooks import letters, subscriptions
from app.webhooks.rows import State
from app.webhooks.shapes import DeliveryOut, DeliveryPage, EventId, delivery_out

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])

EventPath = Annotated[EventId, Path(description="The event's `webhook-id`, as `msg_…`.")]
ACT_ERRORS = errors.declare(*KEY_ERRORS, errors.UnknownSlug, errors.InvalidRequest, errors.Conflict)


@router.post(
    "/{id}/test",
    summary="Test a webhook",
    status_code=202,
    response_model=DeliveryOut,
    responses=ACT_ERRORS,
    openapi_extra=SECURED,
)
def test_webhook(
    request: Request, owner: OwnerDep, engine: EngineDep, now: NowDep, id: WebhookPath
) -> Response:
    """Send it an event of type `webhook.test`, signed and tried again as any other; `deliveries`
    says what becomes of it. Scope `webhooks`."""
    accepts(request, JSON)
    delivery = subscriptions.send_test(engine, id, owner, now)
    return for_one(delivery_out(delivery), 202)


@router.get(
    "/{id}/deliveries",
    summary="See what became of events",
    response_model=DeliveryPage,
    responses=ONE_ERRORS,
    openapi_extra=SECURED,
)
def list_deliveries(
    request: Request,
    owner: OwnerDep,
    engine: EngineDep,
    id: WebhookPath,
    state: Annotated[
        State | None,
        Query(
            description="Only those in this state: `dead` are the dead letters.", examples=["dead"]
        ),
    ] = None,
    limit: Limit = 20,
    cursor: Annotated[
        str | None,
        Query(
            pattern=r"^[0-9]{1,18}$",
            description="Where to go on: `next` of the page before, sent with the same `state`. "
            "Left out, the first page.",
        ),
    ] = None,
) -> Response:
    """The events of the last 30 days that this webhook was to hear of, latest first. Never what a
    receiver wrote. Scope `webhooks`."""
    accepts(request, JSON)
    before = None if cursor is None else int(cursor)
    found = letters.listed(engine, owner.owner, id, state, limit + 1, before)
    following = str(found[limit - 1].row.number) if len(found) > limit else None
    page = DeliveryPage(items=list(map(delivery_out, found[:limit])), next=following)
    return for_one(page)


@router.post(
    "/{id}/deliveries/{event}/retry",
    summary="Send a dead letter again",
    status_code=202,
    response_model=DeliveryOut,
    responses=ACT_ERRORS,
    openapi_extra=SECURED,
)
def retry_delivery(
    request: Request,
    owner: OwnerDep,
    engine: EngineDep,
    now: NowDep,
    id: WebhookPath,
    event: EventPath,
) -> Response:
    """Put a dead letter into the queue again, under the same `webhook-id`, for another three days.
    Scope `webhooks`."""
    accepts(request, JSON)
    delivery = letters.retry(engine, id, event, owner, now)
    return for_one(delivery_out(delivery), 202)
