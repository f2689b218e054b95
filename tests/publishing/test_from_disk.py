"""Publishing by command leaves what publishing over the API does: the files and an audit entry."""

import getpass

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from app import audit
from app.commands import main
from app.content.release import Release, ReleaseArchiveRow
from app.library import Library
from app.publish import Order, publish
from app.publishing.archive import packed
from app.publishing.ready import kept_archive
from app.publishing.refused import NotNow, UnknownRelease
from tests.conftest import NOW, SEED
from tests.libraries import with_a_new_tip


def test_a_release_from_disk_is_audited_once_and_its_files_are_kept(
    url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_DATABASE_URL", url)
    monkeypatch.setenv("PLUMBLINE_SEED_DIR", str(SEED))

    assert main(["publish", "--no-png"]) == 0
    assert main(["publish", "--no-png"]) == 0

    with Session(engine) as session:
        (entry,) = audit.entries(session)
        (kept,) = session.exec(select(ReleaseArchiveRow))
    assert (entry.act, entry.subject) == ("release.published", "release 1")
    assert entry.actor == f"command line ({getpass.getuser()})"
    assert entry.details["archive_sha256"] == kept.sha256
    assert entry.details["changed"]["exercise"] == len(list((SEED / "exercises").iterdir()))
    assert kept.body == packed(SEED)


@pytest.mark.parametrize("away", ["release_archive", "audit"])
def test_a_release_without_its_archive_or_its_entry_is_none(
    away: str, engine: Engine, library: Library
) -> None:
    publish(engine, library, NOW)
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {away} RENAME TO away"))

    with pytest.raises(Exception, match=away):
        publish(engine, with_a_new_tip(library), NOW, Order(archive=b"an archive"))

    with Session(engine) as session:
        assert [release.number for release in session.exec(select(Release))] == [1]


def test_what_was_not_kept_or_is_in_force_is_not_gone_back_to(
    engine: Engine, library: Library
) -> None:
    publish(engine, library, NOW)
    publish(engine, with_a_new_tip(library), NOW, Order(archive=b"an archive"))

    with pytest.raises(NotNow, match="were not kept"):
        kept_archive(engine, 1)
    with pytest.raises(NotNow, match="in force"):
        kept_archive(engine, 2)
    with pytest.raises(UnknownRelease):
        kept_archive(engine, 3)
