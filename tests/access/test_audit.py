"""The audit log: append-only by the database, and tampering is found by its digests."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app import audit
from app.db import writing
from tests.conftest import NOW


@pytest.fixture
def written(engine: Engine) -> Engine:
    for number in range(4):
        with writing(engine) as session:
            when = NOW + timedelta(seconds=number)
            audit.record(session, when, "a test", "key.created", f"key {number}", {"n": number})
    return engine


def test_an_untouched_log_is_whole(written: Engine) -> None:
    with Session(written) as session:
        assert list(audit.faults(session, {})) == []
        assert [row.number for row in audit.entries(session)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE number = 4",
    ],
)
def test_the_database_refuses_to_change_it(written: Engine, act: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), written.begin() as connection:
        connection.execute(text(act))

    with Session(written) as session:
        assert list(audit.faults(session, {})) == []


@pytest.mark.parametrize(
    ("act", "found"),
    [
        ("UPDATE audit SET actor = 'nobody' WHERE number = 2", ["entry 2 was changed"]),
        ("UPDATE audit SET details = '{}' WHERE number = 3", ["entry 3 was changed"]),
        ("DELETE FROM audit WHERE number = 2", ["entry 2 is missing", "entry 3 does not follow"]),
        ("DELETE FROM audit WHERE number = 1", ["entry 1 is missing", "entry 2 does not follow"]),
        (
            "UPDATE audit SET number = 9 WHERE number = 4",
            ["entry 4 is missing", "entry 9 was changed"],
        ),
    ],
)
def test_who_gets_around_that_is_found(written: Engine, act: str, found: list[str]) -> None:
    _without_triggers(written, act)

    with Session(written) as session:
        faults = list(audit.faults(session, {}))

    assert [fault.startswith(start) for fault, start in zip(faults, found, strict=True)] == [
        True for _ in found
    ]


def test_an_entry_put_in_between_is_found_even_with_a_right_digest(written: Engine) -> None:
    with Session(written) as session:
        second = list(audit.entries(session))[1]
    row = audit.AuditRow(**{**second.model_dump(), "actor": "nobody", "digest": ""})
    forged = audit._digest(row)
    _without_triggers(
        written, f"UPDATE audit SET actor = 'nobody', digest = '{forged}' WHERE number = 2"
    )

    with Session(written) as session:
        assert list(audit.faults(session, {})) == [
            "entry 3 does not follow from the entry before it"
        ]


def test_what_was_cut_off_is_found_by_who_noted_it(written: Engine) -> None:
    with Session(written) as session:
        last = audit.newest(session)
        assert last is not None
        noted = {last.number: last.digest}
        assert list(audit.faults(session, noted)) == []
    _without_triggers(written, "DELETE FROM audit WHERE number = 4")

    with Session(written) as session:
        assert list(audit.faults(session, {})) == []
        assert list(audit.faults(session, noted)) == ["entry 4 was noted and is gone"]


def test_what_is_undone_leaves_no_entry(written: Engine) -> None:
    def act() -> None:
        with writing(written) as session:
            audit.record(session, NOW, "a test", "key.created", "key 5")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()

    with Session(written) as session:
        assert [row.number for row in audit.entries(session)] == [1, 2, 3, 4]


def test_many_at_once_make_one_chain(engine: Engine) -> None:
    def acts() -> None:
        for _ in range(5):
            with writing(engine) as session:
                audit.record(session, NOW, "a test", "key.created", "key 1")

    threads = [threading.Thread(target=acts) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with Session(engine) as session:
        assert list(audit.faults(session, {})) == []
        assert len(list(audit.entries(session))) == 20


def _without_triggers(engine: Engine, act: str) -> None:
    """What somebody can do who owns the database."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        else:
            for name in ("audit_no_update", "audit_no_delete"):
                connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(act))
