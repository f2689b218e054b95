"""Whatever is published is told to those who asked to hear of it, and nothing else is."""

import dataclasses
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.content.base import Text
from app.content.notice import NoticeDocument, Recalled
from app.content.release import RetiredDocument
from app.library import Library
from app.publish import publish
from app.webhooks import events, queue
from app.webhooks.events import Standing
from app.webhooks.payloads import ReleasePublished, RuleSetPublished
from app.webhooks.rows import DeliveryRow, EventRow
from app.webhooks.sending import Answer
from app.webhooks.subscriptions import Wanted, create
from tests.conftest import NOW
from tests.libraries import with_documents
from tests.test_publish import with_a_rule_less
from tests.webhooks.crashes import Crashed, crashing
from tests.webhooks.made import OWNER, claimed, subscribed

A_DAY = timedelta(days=1)
SHAPES: dict[str, type[BaseModel]] = {
    "release.published": ReleasePublished,
    "ruleset.published": RuleSetPublished,
}


def test_a_first_release_tells_of_itself_and_of_the_rules_in_force(
    engine: Engine, library: Library
) -> None:
    everything = subscribed(engine).row.id
    wanted = Wanted("https://app.example.org/", ("ruleset.published",), None)
    rules_only = create(engine, wanted, OWNER, NOW).row.id
    with crashing(engine), pytest.raises(Crashed):
        publish(engine, library, NOW)
    assert _told(engine) == []  # what never came to be is told to nobody
    assert _deliveries(engine) == set()

    publish(engine, library, NOW)

    release, *rules = _told(engine)
    assert (release.type, release.data["content_release"]) == ("release.published", 1)
    assert _said(rules) == [
        ("ruleset.published", name, library.checks[name].version, "in_force")
        for name in ("follow-up", "self-check")
    ]
    assert _deliveries(engine) == {
        (everything, release.id),
        *((webhook, event.id) for webhook in (everything, rules_only) for event in rules),
    }
    _has_the_shape_that_the_document_says(engine)


def test_the_next_releases_tell_what_changed(engine: Engine, library: Library) -> None:
    publish(engine, library, NOW)
    first = _told(engine)
    publish(engine, library, NOW)
    assert _told(engine) == first  # nothing is new

    tip = (*library.retired, RetiredDocument(kind="tip", slug="never", replaced_by=None))
    publish(engine, dataclasses.replace(library, retired=tip), NOW + A_DAY)
    (release,) = _told(engine, NOW + A_DAY)
    assert (release.type, release.data["content_release"]) == ("release.published", 2)

    publish(engine, _recalling(library, "1.0.0"), NOW + 2 * A_DAY)
    _, *rules = _told(engine, NOW + 2 * A_DAY)
    assert _said(rules) == [
        ("ruleset.published", "self-check", "1.0.0", "withdrawn"),
        ("ruleset.published", "self-check", "9.0.0", "in_force"),
    ]


@pytest.mark.parametrize(
    ("before", "now", "is_news"),
    [
        ({}, {}, False),
        ({}, {"status": "withdrawn"}, True),
        ({}, {"use_until": NOW.date()}, True),
        ({}, {"status": "superseded"}, False),  # its successor is told of
        ({"status": "superseded"}, {}, True),
        ({"status": "superseded"}, {"status": "withdrawn"}, True),
        ({"status": "withdrawn"}, {"status": "withdrawn"}, False),
        ({"status": "withdrawn"}, {"status": "superseded"}, True),
    ],
)
def test_news_is_whatever_somebody_who_uses_the_version_must_know(
    before: dict[str, Any], now: dict[str, Any], is_news: bool
) -> None:
    standing = Standing("0" * 64, "in_force", NOW.date() + timedelta(days=365))

    found = events.is_news(standing._replace(**before), standing._replace(**now))

    assert found is is_news


def _told(engine: Engine, since: datetime = NOW) -> list[EventRow]:
    """Releases, then rules by name and version."""
    with Session(engine) as session:
        rows = session.exec(select(EventRow).where(EventRow.created_at >= since)).all()
    keys = ("content_release", "name", "version")
    return sorted(rows, key=lambda e: (e.type, *(str(e.data.get(key)) for key in keys)))


def _said(rules: list[EventRow]) -> list[tuple[str, str, str, str]]:
    return [(e.type, e.data["name"], e.data["version"], e.data["status"]) for e in rules]


def _has_the_shape_that_the_document_says(engine: Engine) -> None:
    types = {event.id: event.type for event in _told(engine)}
    while found := claimed(engine):
        for one in found:
            told = SHAPES[types[one.letter.event]].model_validate_json(one.letter.body)
            assert told.model_dump_json().encode() == one.letter.body
            queue.record(engine, one, Answer("delivered", 200), None, NOW)


def _deliveries(engine: Engine) -> set[tuple[str, str]]:
    with Session(engine) as session:
        return {(row.webhook, row.event) for row in session.exec(select(DeliveryRow))}


def _recalling(library: Library, version: str) -> Library:
    notice = NoticeDocument(
        kind="recall",
        published_on=NOW.date(),
        recalls=Recalled(name="self-check", version=version),
        contact="somebody",
        title=Text("A recall"),
        text=Text("What was wrong."),
    )
    return with_documents(with_a_rule_less(library, version="9.0.0"), "notice", {"one": notice})
