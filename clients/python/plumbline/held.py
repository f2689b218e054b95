"""What the phone holds: one release, whole, in one SQLite file.

It is replaced in one transaction. A crash in the middle, or a full disk, leaves the release of
before, and whoever reads meanwhile sees the one or the other and never half of each.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from plumbline.triage import Json

Key = tuple[str, str]
"""Kind and slug of an entry: `("exercise", "clamshell")`."""

WAIT_S = 30
TABLES = """
CREATE TABLE IF NOT EXISTS entry (
    kind TEXT, slug TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, slug)
);
CREATE TABLE IF NOT EXISTS release (number INTEGER, language TEXT, state TEXT, token TEXT);
CREATE TABLE IF NOT EXISTS recalled (name TEXT, version TEXT, PRIMARY KEY (name, version));
"""


class Refused(Exception):
    """What arrived is not taken; what was held is held still, whole. Try again later; if it goes
    on, tell somebody."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release in one language, as it was when it was read. Keep it for one screen, not for ever:
    the next sync may bring a recall."""

    number: int
    language: str
    state: str
    token: str
    bodies: Mapping[Key, str]
    """Every entry as canonical JSON."""
    told_recalled: frozenset[tuple[str, str]] = frozenset()
    """Name and version of rule sets that a manifest said not to use any more: a recall counts even
    while the content that comes with it is not fetched."""
    _read: dict[Key, Json] = field(default_factory=dict, repr=False, compare=False)

    def entry(self, kind: str, slug: str) -> Json:
        """Raises: KeyError: there is none."""
        if (kind, slug) not in self._read:
            self._read[kind, slug] = json.loads(self.bodies[kind, slug])
        return self._read[kind, slug]

    def shelf(self, kind: str) -> list[Json]:
        """All entries of a kind, in the order of their slugs."""
        return [self.entry(of, slug) for of, slug in sorted(self.bodies) if of == kind]

    def withheld(self, check: str, today: date) -> str | None:
        """Why no exercise may be shown, on any screen; None when it may. Ask it every time.

        `recalled` and `withdrawn`: the rules were wrong. `past_use_until`: rules that old are not
        to be trusted, since a phone that never syncs hears of no recall.

        Args:
            check: whose rules: `self-check`.
        """
        rules = self.entry("rule-set", check)
        recalls = [notice["recalls"] for notice in self.shelf("notice") if notice["recalls"]]
        recalled = self.told_recalled | {(one["name"], one["version"]) for one in recalls}
        if (check, rules["version"]) in recalled:
            return "recalled"
        if rules["status"] == "withdrawn":
            return "withdrawn"
        return "past_use_until" if today > date.fromisoformat(rules["use_until"]) else None


def read(path: Path) -> Release | None:
    """The release held; None when nothing was ever taken."""
    with _transaction(path, "BEGIN") as file:
        head = file.execute("SELECT number, language, state, token FROM release").fetchone()
        rows = file.execute("SELECT kind, slug, body FROM entry").fetchall()
        recalled = file.execute("SELECT name, version FROM recalled").fetchall()
    if head is None:
        return None
    number, language, state, token = head
    bodies = {(kind, slug): body for kind, slug, body in rows}
    return Release(number, language, state, token, bodies, frozenset(recalled))


def replace(path: Path, release: Release) -> None:
    """Hold this release instead, all of it or nothing.

    Raises:
        Refused: a later one is held; perhaps another sync came first.
    """
    with _transaction(path, "BEGIN IMMEDIATE") as file:
        (number,) = file.execute("SELECT max(number) FROM release").fetchone()
        check_release(release.number, number)
        file.execute("DELETE FROM entry")
        rows = ((kind, slug, body) for (kind, slug), body in release.bodies.items())
        file.executemany("INSERT INTO entry VALUES (?, ?, ?)", rows)
        file.execute("DELETE FROM release")
        head = (release.number, release.language, release.state, release.token)
        file.execute("INSERT INTO release VALUES (?, ?, ?, ?)", head)


def heed(path: Path, recalled: frozenset[tuple[str, str]]) -> None:
    """Remember which rule sets are recalled, for ever: a corrected one has another version."""
    with _transaction(path, "BEGIN IMMEDIATE") as file:
        file.executemany("INSERT OR IGNORE INTO recalled VALUES (?, ?)", recalled)


def check_release(number: int, held_number: int | None) -> None:
    """An old bundle has a good signature too: somebody may send it to hide a recall."""
    if held_number is not None and number < held_number:
        raise Refused(f"release {number} is older than {held_number}, which is held: a replay")


@contextmanager
def _transaction(path: Path, begin: str) -> Iterator[sqlite3.Connection]:
    """Everything inside happens, or nothing does."""
    with closing(sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)) as file:
        file.executescript(TABLES)
        file.execute(begin)
        with file:
            yield file
