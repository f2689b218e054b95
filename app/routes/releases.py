"""Releases over HTTP: what was published when, and the way back to one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from app import errors
from app.catalog.order import Place
from app.publishing import drafts, ready
from app.publishing.shapes import (
    DraftOut,
    ReasonIn,
    ReleaseOut,
    ReleasePage,
    draft_out,
    release_out,
)
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
from app.routes.reply import JSON, for_one, reply
from app.routes.request import CatalogDep, EnglishDep, accepts

router = APIRouter(prefix="/v1/releases", tags=["publishing"])

ORDER = "-number"
READ_ERRORS = errors.declare(errors.UnknownParameter, errors.NotAcceptable, errors.InvalidRequest)
NumberPath = Annotated[
    int, Path(ge=1, le=2**31 - 1, description="Which release, by its `number`, such as 1.")
]


@router.get("", summary="List releases", response_model=ReleasePage, responses=READ_ERRORS)
async def list_releases(
    request: Request,
    catalog: CatalogDep,
    lang: EnglishDep,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Every publication of the content there ever was, newest first: the first is in force. What
    one of them changed is in `/v1/changes`, for who keeps a copy."""
    accepts(request, JSON)
    numbers = sorted(catalog.releases, reverse=True)
    if cursor is not None:
        after = read_cursor(cursor, ORDER, [Place(number, "") for number in numbers])
        numbers = [number for number in numbers if number < after.key]
    following = cursor_at(ORDER, Place(numbers[limit - 1], "")) if len(numbers) > limit else None
    items = [release_out(catalog.releases[number]) for number in numbers[:limit]]
    return reply(request, ReleasePage(items=items, next=following).model_dump_json().encode(), lang)


@router.get(
    "/{number}",
    summary="Get one release",
    response_model=ReleaseOut,
    responses=READ_ERRORS | errors.declare(errors.UnknownSlug),
)
async def get_release(
    request: Request, catalog: CatalogDep, lang: EnglishDep, number: NumberPath
) -> Response:
    """One publication of the content: when, and which rules it has in force."""
    accepts(request, JSON)
    release = catalog.releases.get(number)
    if release is None:
        raise errors.UnknownSlug("no release has this number; /v1/meta names the one in force")
    return reply(request, release_out(release).model_dump_json().encode(), lang)


@router.post(
    "/{number}/rollback",
    summary="Begin a rollback to an earlier release",
    status_code=201,
    response_model=DraftOut,
    responses=errors.declare(*KEY_ERRORS, *BODY_ERRORS, errors.UnknownSlug, errors.Conflict),
    openapi_extra=SECURED | body_of(ReasonIn),
)
def roll_back(
    request: Request,
    publisher: PublisherDep,
    engine: EngineDep,
    examiner: ExaminerDep,
    needed: NeededDep,
    now: NowDep,
    number: NumberPath,
    why: Annotated[ReasonIn, Depends(received(ReasonIn))],
) -> Response:
    """A draft of what that release was made of, checked and proved by the code of today. Publish it
    as any other: it becomes a new, higher release. What came since goes, what went since comes
    back. A recall is never taken back and a notice never goes: such a draft is `refused`. 409 where
    the files of that release were not kept. Scope `publish`."""
    accepts(request, JSON)
    with told():
        drafts.may_add(engine, publisher)
        archive = ready.kept_archive(engine, number)
        report = examiner.check(archive, number, now)
        draft = drafts.add(engine, archive, report, publisher, now, number, why.reason)
    body = draft_out(draft.row, draft.approvals, needed)
    return for_one(body, 201, {"Location": f"/v1/releases/drafts/{draft.row.id}"})
