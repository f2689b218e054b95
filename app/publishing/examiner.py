"""Hands an archive to a process of its own, one at a time, and hears what became of it."""

import logging
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from app.db import writing
from app.publishing.drafts import one
from app.publishing.refused import Busy, NotNow, Unusable
from app.publishing.reports import DraftFault, Report
from app.publishing.task import Publication, Result, Task

log = logging.getLogger("plumbline")

MOST_S = 300
"""After which it is given up, whatever it waits for."""
FOLDER = "plumbline-archive-"
"""What the folders that are worked in begin with."""
LEFT_S = 2 * MOST_S
"""After which a folder is nobody's."""
ENDED = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP)
"""How it ends where somebody ends it, and not its limits or what it reads."""
ROOT = Path(__file__).parents[2]
TOO_MUCH = (
    "could not be checked within the memory and the time that there are for it, or in a form that "
    "the checker did not expect; run ./dev check on it"
)


class Examiner:
    """One archive at a time for each worker, so that many cannot take all there is."""

    def __init__(self, database_url: str, own_seed: Path) -> None:
        self._url = database_url
        self._own_seed = own_seed.absolute()
        self._one = threading.Lock()

    def check(self, archive: bytes, rolls_back_to: int | None, now: datetime) -> Report:
        """What is wrong with it, what is proved of it, and what publishing it would do.

        Raises:
            Unusable: it is no archive that is looked into.
            Busy: another is being looked at, or the database is busy, or somebody ended it.
        """
        result = self._run(archive, rolls_back_to, now, None)
        if result.flaws:
            raise Unusable(result.flaws)
        if result.crashed in ENDED:
            raise Busy("the process that looked at it was ended; nothing is known; send it again")
        if result.report is None:
            raise Busy("the database does not answer in time; send it again soon")
        return result.report

    def publish(
        self,
        engine: Engine,
        archive: bytes,
        rolls_back_to: int | None,
        now: datetime,
        wanted: Publication,
    ) -> int:
        """The number of the release that it became.

        Raises:
            NotNow: it may not be published, or may be no more.
            Busy: as above.
        """
        result = self._run(archive, rolls_back_to, now, wanted)
        if result.crashed is not None:
            return _became(engine, wanted.draft)
        if result.release is not None:
            return result.release
        if result.not_now is not None:
            raise NotNow(result.not_now)
        if result.busy:
            raise Busy("the database does not answer in time; nothing was published; try again")
        raise NotNow("it passes the checks no more; upload it again and see `faults`")

    def _run(
        self, archive: bytes, rolls_back_to: int | None, now: datetime, wanted: Publication | None
    ) -> Result:
        with self._alone(), TemporaryDirectory(prefix=FOLDER) as made:
            _tidy_up()
            folder = Path(made)
            (folder / "seed").mkdir()
            (folder / "spare").mkdir()
            (folder / "archive.zip").write_bytes(archive)
            task = Task(
                database_url=self._url,
                archive=folder / "archive.zip",
                folder=folder / "seed",
                spare=folder / "spare",
                own_seed=self._own_seed,
                now=now,
                rolls_back_to=rolls_back_to,
                publication=wanted,
            )
            return _heard(task)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._one.acquire(blocking=False):
            raise Busy("another archive is being looked at; send it again in a minute")
        try:
            yield
        finally:
            self._one.release()


def _heard(task: Task) -> Result:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "app.publishing.job"]
    try:
        done = subprocess.run(
            command,
            input=task.model_dump_json().encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback may hold what was sent
            env={**os.environ, "PYTHONPATH": path},
            timeout=MOST_S,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as exc:
        code = getattr(exc, "returncode", None)
        log.error("an archive could not be looked into: exit code %s", code)
        return Result(
            report=_could_not_be_checked(), crashed=-signal.SIGKILL if code is None else code
        )
    return Result.model_validate_json(done.stdout)


def _became(engine: Engine, draft: str) -> int:
    """What there is to know of a publication that said nothing. Waits until it is over."""
    with writing(engine) as session:
        number = one(session, draft, lock=True).row.release
    if number is None:
        raise Busy(
            "the process that was to publish it ended before it was done; nothing was published; "
            "try again, and if that ends so too, upload it again"
        )
    return number


def _tidy_up() -> None:
    """What workers left that were ended meanwhile."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        with suppress(FileNotFoundError):
            told = folder.lstat()
            is_ours = stat.S_ISDIR(told.st_mode) and told.st_uid == os.getuid()
            if is_ours and told.st_mtime < time.time() - LEFT_S:
                shutil.rmtree(folder, ignore_errors=True)


def _could_not_be_checked() -> Report:
    return Report(
        faults=[DraftFault(file="seed", line=1, message=TOO_MUCH)],
        faults_left_out=0,
        proofs=[],
        changes=None,
        base_release=None,
    )
