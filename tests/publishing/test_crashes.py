"""What is said where the process that looks into an archive ends before it has said anything."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.content.release import Release
from app.library import Library
from app.publish import publish
from app.publishing import drafts, examiner
from app.publishing.examiner import Examiner
from app.publishing.refused import Busy, Unusable
from app.publishing.reports import Report
from app.publishing.rows import DraftRow
from app.publishing.task import Publication
from tests.conftest import NOW, SEED
from tests.publishing.conftest import People

WHOLE = Report(faults=[], faults_left_out=0, proofs=[], changes=None, base_release=None)


def test_what_was_published_is_told_so_though_the_process_said_nothing(
    url: str, engine: Engine, library: Library, person: People, tmp_path: Path
) -> None:
    publish(engine, library, NOW)
    wanted = _wanted(engine, person)
    with Session(engine) as session:  # as the process leaves it
        row = session.get_one(DraftRow, wanted.draft)
        row.status, row.release, row.body = "published", 1, None
        session.add(row)
        session.commit()

    with _killed(tmp_path):
        number = Examiner(url, SEED).publish(engine, b"an archive", None, NOW, wanted)

    assert number == 1


def test_what_was_not_published_is_told_so_and_not_that_it_is_wrong(
    url: str, engine: Engine, person: People, tmp_path: Path
) -> None:
    wanted = _wanted(engine, person)

    with _killed(tmp_path), pytest.raises(Busy, match="nothing was published") as told:
        Examiner(url, SEED).publish(engine, b"an archive", None, NOW, wanted)

    assert "passes the checks" not in str(told.value)
    with Session(engine) as session:
        assert session.get(Release, 1) is None


def test_a_process_that_somebody_ended_says_nothing_of_the_archive(
    url: str, tmp_path: Path
) -> None:
    with _killed(tmp_path), pytest.raises(Busy, match="was ended"):
        Examiner(url, SEED).check(b"an archive", None, NOW)


def test_what_an_ended_worker_left_is_gone_with_the_next_archive(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name, age_s in (("old", 3_600), ("new", 60)):
        for of in (examiner.FOLDER, "somebody-elses-"):
            folder = tmp_path / f"{of}{name}"
            (folder / "seed").mkdir(parents=True)
            os.utime(folder, (time.time() - age_s,) * 2)
    (tmp_path / f"{examiner.FOLDER}link").symlink_to(tmp_path / "somebody-elses-old")

    with pytest.raises(Unusable):
        Examiner(url, SEED).check(b"an archive", None, NOW)

    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {
        f"{examiner.FOLDER}new",
        f"{examiner.FOLDER}link",
        "somebody-elses-old",
        "somebody-elses-new",
    }


def _wanted(engine: Engine, person: People) -> Publication:
    draft = drafts.add(engine, b"an archive", WHOLE, person("Ann").caller, NOW)
    return Publication(draft=draft.row.id, actor="Ann", reason="why not", approvals_needed=0)


@contextmanager
def _killed(folder: Path) -> Iterator[None]:
    """Every process that is started meanwhile is killed before it says anything."""
    program = folder / "killed"
    program.write_text("#!/bin/sh\nkill -9 $$\n")
    program.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", str(program))
        yield
