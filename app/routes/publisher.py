"""What the routes of those who publish have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request

from app import errors
from app.access.caller import Caller
from app.errors import Detail
from app.publishing.examiner import Examiner
from app.publishing.refused import Unusable
from app.routes.access import holder
from app.settings import Settings

PublisherDep = Annotated[Caller, holder("publish")]


def _examiner(request: Request) -> Examiner:
    examiner: Examiner = request.app.state.examiner
    return examiner


ExaminerDep = Annotated[Examiner, Depends(_examiner)]


def _needed(request: Request) -> int:
    settings: Settings = request.app.state.settings
    return settings.publish_approvals


NeededDep = Annotated[int, Depends(_needed)]
"""How many approvals it takes."""


@contextmanager
def told() -> Iterator[None]:
    """What is wrong with an archive, as clients see it."""
    try:
        yield
    except Unusable as exc:
        details = [Detail(pointer="", code=flaw.code, detail=flaw.what) for flaw in exc.flaws]
        raise errors.InvalidRequest(
            "the archive was not looked into; see `errors`", details
        ) from None
