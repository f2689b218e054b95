"""What is said between a worker and the process that looks into an archive for it, as JSON."""

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from app.publishing.refused import Flaw
from app.publishing.reports import Report


class Publication(BaseModel):
    """To publish what was checked before."""

    draft: str
    actor: str
    reason: str
    approvals_needed: int


class Task(BaseModel):
    """What to do."""

    database_url: str
    archive: Path
    folder: Path
    """Empty, to unpack it in."""
    spare: Path
    """Empty, to unpack another in."""
    own_seed: Path
    """The server's own."""
    now: datetime
    rolls_back_to: int | None
    publication: Publication | None
    """None: only to check, and to try out what publishing would do."""


class Result(BaseModel):
    """What was done: one of these."""

    flaws: list[Flaw] = []
    report: Report | None = None
    release: int | None = None
    not_now: str | None = None
    busy: bool = False
    crashed: int | None = None
    """The code that the process ended with, where it did not end well."""
