"""Going back: what came goes, what went comes, and what was promised stays promised."""

import dataclasses
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.catalog import load_catalog
from app.content.base import Text
from app.content.notice import NoticeDocument, Recalled
from app.content.release import Changed, RetiredDocument
from app.library import Library
from app.publish import Order, PublishRefused, publish
from tests.conftest import NOW
from tests.libraries import with_a_new_tip, with_documents

BACK_TO_1 = Order(rolls_back_to=1)
BACK_TO_2 = Order(rolls_back_to=2)
RETIRED = (RetiredDocument(kind="tip", slug="one-more", replaced_by=None),)


def test_what_came_since_goes_and_may_come_again(engine: Engine, library: Library) -> None:
    newer = with_a_new_tip(library)
    publish(engine, library, NOW)
    publish(engine, newer, NOW)

    back = publish(engine, library, NOW, BACK_TO_1)
    gone = _last_change(engine)
    again = publish(engine, newer, NOW)

    assert (back.number, back.deleted, again.number) == (3, 1, 4)
    assert (gone.release, gone.deleted, gone.replaced_by) == (3, True, None)
    assert (_last_change(engine).release, _last_change(engine).deleted) == (4, False)


def test_what_went_since_comes_back_and_may_go_again(engine: Engine, library: Library) -> None:
    without = dataclasses.replace(library, retired=RETIRED)
    publish(engine, with_a_new_tip(library), NOW)
    publish(engine, without, NOW)

    back = publish(engine, with_a_new_tip(library), NOW, BACK_TO_1)
    assert (back.number, back.deleted, _last_change(engine).deleted) == (3, 0, False)
    again = publish(engine, without, NOW)

    assert (again.number, again.deleted) == (4, 1)


def test_only_a_rollback_brings_back_what_was_retired(engine: Engine, library: Library) -> None:
    newer = with_a_new_tip(library)
    publish(engine, newer, NOW)
    publish(engine, dataclasses.replace(library, retired=RETIRED), NOW)

    with pytest.raises(PublishRefused, match="never used again"):
        publish(engine, newer, NOW)

    assert publish(engine, newer, NOW, BACK_TO_1).number == 3


def test_what_a_rollback_took_away_can_be_retired_for_good(
    engine: Engine, library: Library
) -> None:
    """Taking the entry out of retired.yaml first does not open the slug again."""
    newer = with_a_new_tip(library)
    successor = next(iter(library.documents["tip"]))
    retired = (RetiredDocument(kind="tip", slug="one-more", replaced_by=successor),)
    publish(engine, library, NOW)
    publish(engine, newer, NOW)
    publish(engine, library, NOW, BACK_TO_1)

    publish(engine, dataclasses.replace(library, retired=retired), NOW)
    told = _last_change(engine)
    publish(engine, library, NOW)

    assert (told.release, told.deleted, told.replaced_by) == (4, True, successor)
    assert _last_change(engine) == told  # and is told once
    with pytest.raises(PublishRefused, match="never used again"):
        publish(engine, newer, NOW)


def test_a_slug_that_was_retired_and_rolled_away_stays_retired(
    engine: Engine, library: Library
) -> None:
    newer = with_a_new_tip(library)
    publish(engine, library, NOW)
    publish(engine, newer, NOW)
    publish(engine, dataclasses.replace(library, retired=RETIRED), NOW)
    publish(engine, newer, NOW, BACK_TO_2)
    publish(engine, library, NOW, BACK_TO_1)

    with pytest.raises(PublishRefused, match="never used again"):
        publish(engine, newer, NOW)


def test_after_a_rollback_what_just_disappears_is_still_refused(
    engine: Engine, library: Library
) -> None:
    newer = with_a_new_tip(library)
    publish(engine, newer, NOW)
    publish(engine, with_a_new_tip(newer, "another"), NOW)
    publish(engine, newer, NOW, BACK_TO_1)

    with pytest.raises(PublishRefused, match=r"tip 'one-more' .* name it in retired\.yaml"):
        publish(engine, library, NOW)


def test_a_recall_is_never_taken_back(engine: Engine, library: Library) -> None:
    publish(engine, library, NOW)
    publish(engine, _with_a_notice(library, recalls=True), NOW)
    gone = (RetiredDocument(kind="notice", slug="wrong", replaced_by=None),)

    with pytest.raises(PublishRefused, match=r"follow-up 1\.0\.0 is recalled.* with the notice"):
        publish(engine, library, NOW, BACK_TO_1)
    with pytest.raises(PublishRefused, match="a recall is never taken back"):
        publish(engine, dataclasses.replace(library, retired=gone), NOW)

    with Session(engine) as session:
        kept = load_catalog(session).rule_set("follow-up")
    assert kept is not None
    assert kept.ref.status == "withdrawn"


def test_a_notice_does_not_go_by_rolling_back(engine: Engine, library: Library) -> None:
    publish(engine, library, NOW)
    publish(engine, _with_a_notice(library, recalls=False), NOW)

    with pytest.raises(PublishRefused, match="notice 'wrong' would be gone"):
        publish(engine, library, NOW, BACK_TO_1)


def _with_a_notice(library: Library, *, recalls: bool) -> Library:
    notice = NoticeDocument(
        kind="recall" if recalls else "correction",
        published_on=date(2026, 11, 23),
        recalls=Recalled(name="follow-up", version="1.0.0") if recalls else None,
        contact="whoever runs this service",
        title=Text("Something was wrong"),
        text=Text("Do not use it."),
    )
    return with_documents(library, "notice", {"wrong": notice})


def _last_change(engine: Engine) -> Changed:
    """Of the tip, for who keeps a copy."""
    with Session(engine) as session:
        log = load_catalog(session).copies["en"].log
    return next(change for change in log if change.slug == "one-more")
