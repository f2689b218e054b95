"""Drafts over HTTP: content that somebody wants to publish, what would come of it, who approves."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from app import errors
from app.catalog.order import Place
from app.publishing import approvals, drafts, ready
from app.publishing.drafts import Draft, Spot
from app.publishing.shapes import (
    ApprovalRequestIn,
    DraftId,
    DraftOut,
    DraftPage,
    ReasonIn,
    ReleaseOut,
    draft_out,
    release_out,
)
from app.publishing.task import Publication
from app.routes.access import (
    BODY_ERRORS,
    KEY_ERRORS,
    SECURED,
    EngineDep,
    NowDep,
    body_of,
    received,
)
from app.routes.lists import Cursor, Limit, cursor_at, read_cursor
from app.routes.publisher import ExaminerDep, NeededDep, PublisherDep, told
from app.routes.reply import JSON, for_one
from app.routes.request import accepts, invalid, read_body

router = APIRouter(prefix="/v1/releases/drafts", tags=["publishing"])

ZIP = "application/zip"
DRAFT_ID = re.compile(r"[0-9a-f]{16}")
ORDER = "-uploaded_at"
UPLOAD = ("POST", "/v1/releases/drafts")
"""What takes more than any other path."""
SENT: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A zip of `seed/`, its files at the top.",
        "content": {ZIP: {"schema": {"type": "string", "format": "binary"}}},
    }
}
DraftPath = Annotated[DraftId, Path(description="The draft's `id`, as `5c0d9e1b7a243f68`.")]
ONE_ERRORS = errors.declare(*KEY_ERRORS, errors.UnknownSlug, errors.InvalidRequest)
ACT_ERRORS = errors.declare(*KEY_ERRORS, *BODY_ERRORS, errors.UnknownSlug, errors.Conflict)


async def _archive(request: Request, _: PublisherDep) -> bytes:
    """Read only for whoever may publish.

    Raises:
        UnsupportedMediaType: it is not sent as a zip.
        TooLarge: it is larger than any `seed/`.
    """
    sent_as = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent_as != ZIP:
        raise errors.UnsupportedMediaType(f"send the archive as {ZIP}")
    return await read_body(request, request.app.state.settings.max_archive_bytes)


@router.get(
    "",
    summary="List drafts",
    response_model=DraftPage,
    responses=errors.declare(*KEY_ERRORS, errors.InvalidRequest),
    openapi_extra=SECURED,
)
def list_drafts(
    request: Request,
    _: PublisherDep,
    engine: EngineDep,
    needed: NeededDep,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """What was uploaded, whatever became of it, newest first. What was refused or withdrawn is
    forgotten some time after 30 days. Scope `publish`."""
    accepts(request, JSON)
    found = drafts.listed(engine, limit + 1, None if cursor is None else _spot(cursor))
    items = [_out(draft, needed) for draft in found[:limit]]
    following = None
    if len(found) > limit:
        last = found[limit - 1].row
        following = cursor_at(ORDER, (last.uploaded_at.isoformat(), last.id))
    return for_one(DraftPage(items=items, next=following))


@router.post(
    "",
    summary="Upload content and see what publishing it would do",
    status_code=201,
    response_model=DraftOut,
    responses=errors.declare(
        *KEY_ERRORS,
        errors.TooLarge,
        errors.UnsupportedMediaType,
        errors.InvalidRequest,
        errors.Conflict,
    ),
    openapi_extra=SECURED | SENT,
)
def create_draft(
    request: Request,
    publisher: PublisherDep,
    engine: EngineDep,
    examiner: ExaminerDep,
    needed: NeededDep,
    now: NowDep,
    archive: Annotated[bytes, Depends(_archive)],
) -> Response:
    """The dry run: the archive is unpacked, checked and its rules are proved, all anew and in a
    process of its own, and publishing it is tried out and undone. Nothing is published. Content
    that cannot be is a draft all the same, `refused`, with every fault; 422 is for what is no
    archive that is safe to unpack. It takes some ten seconds. Scope `publish`."""
    accepts(request, JSON)
    with told():
        drafts.may_add(engine, publisher)
        report = examiner.check(archive, None, now)
        draft = drafts.add(engine, archive, report, publisher, now)
    return _created(draft, needed)


@router.get(
    "/{id}",
    summary="See one draft",
    response_model=DraftOut,
    responses=ONE_ERRORS,
    openapi_extra=SECURED,
)
def get_draft(
    request: Request, _: PublisherDep, engine: EngineDep, needed: NeededDep, id: DraftPath
) -> Response:
    """One draft: what is wrong with it, or what publishing it would change. Scope `publish`."""
    accepts(request, JSON)
    draft = drafts.find(engine, id)
    return for_one(_out(draft, needed))


@router.get(
    "/{id}/archive",
    summary="Get the archive of a draft",
    response_class=Response,
    responses=ONE_ERRORS
    | errors.declare(errors.Conflict)
    | {200: {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}},
    openapi_extra=SECURED,
)
def get_draft_archive(
    request: Request, _: PublisherDep, engine: EngineDep, id: DraftPath
) -> Response:
    """The very bytes that were uploaded, for whoever is asked to approve of them. They are kept
    while the draft may be published, and with the release that it becomes. Scope `publish`."""
    accepts(request, ZIP)
    archive = ready.archive_of(engine, id)
    named = {"Content-Disposition": f'attachment; filename="draft-{id}.zip"'}
    return for_one(archive, headers=named, media_type=ZIP)


@router.post(
    "/{id}/approve",
    summary="Approve of a draft",
    response_model=DraftOut,
    responses=ACT_ERRORS,
    openapi_extra=SECURED | body_of(ApprovalRequestIn),
)
def approve_draft(
    request: Request,
    publisher: PublisherDep,
    engine: EngineDep,
    needed: NeededDep,
    now: NowDep,
    id: DraftPath,
    wanted: Annotated[ApprovalRequestIn, Depends(received(ApprovalRequestIn))],
) -> Response:
    """A second pair of eyes. It counts where the key is of another owner than the one that the
    draft was uploaded with, once for each owner, and while that key is not revoked. Scope
    `publish`."""
    accepts(request, JSON)
    draft = approvals.approve(engine, id, wanted.sha256, wanted.reason, publisher, now)
    return for_one(_out(draft, needed))


@router.post(
    "/{id}/publish",
    summary="Publish a draft",
    status_code=201,
    response_model=ReleaseOut,
    responses=ACT_ERRORS,
    openapi_extra=SECURED | body_of(ReasonIn),
)
def publish_draft(
    request: Request,
    publisher: PublisherDep,
    engine: EngineDep,
    examiner: ExaminerDep,
    needed: NeededDep,
    now: NowDep,
    id: DraftPath,
    why: Annotated[ReasonIn, Depends(received(ReasonIn))],
) -> Response:
    """Make it the next release, whole, in one transaction with its entry in the audit log, after it
    was checked and proved once more. 409 where approvals are missing, or where another release came
    since it was checked. Every worker serves it within seconds. Scope `publish`."""
    accepts(request, JSON)
    wanted = Publication(draft=id, actor=publisher.name, reason=why.reason, approvals_needed=needed)
    with told():
        draft, archive = ready.to_publish(engine, id, needed)
        number = examiner.publish(engine, archive, draft.row.rolls_back_to, now, wanted)
        release = ready.release(engine, number)
    body = release_out(release)
    return for_one(body, 201, {"Location": f"/v1/releases/{number}"})


@router.delete(
    "/{id}",
    summary="Withdraw a draft",
    response_model=DraftOut,
    responses=ONE_ERRORS | errors.declare(errors.Conflict),
    openapi_extra=SECURED,
)
def withdraw_draft(
    request: Request,
    publisher: PublisherDep,
    engine: EngineDep,
    needed: NeededDep,
    now: NowDep,
    id: DraftPath,
) -> Response:
    """See to it that it is never published; its archive is dropped. Doing it twice is doing it
    once. Scope `publish`."""
    accepts(request, JSON)
    draft = drafts.withdraw(engine, id, publisher, now)
    return for_one(_out(draft, needed))


def _spot(cursor: str) -> Spot:
    key, draft = read_cursor(cursor, ORDER, [Place("", "")])
    try:
        moment = datetime.fromisoformat(key).astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not DRAFT_ID.fullmatch(draft):
        raise invalid("?cursor", "invalid_cursor", "should be `next` of a page of drafts")
    return Spot(moment, draft)


def _out(draft: Draft, needed: int) -> DraftOut:
    return draft_out(draft.row, draft.approvals, needed)


def _created(draft: Draft, needed: int) -> Response:
    where = {"Location": f"/v1/releases/drafts/{draft.row.id}"}
    return for_one(_out(draft, needed), 201, where)
