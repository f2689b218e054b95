"""Holds what an archive asks of its own rules against what was asked before: by the release in
force, and by the `seed/` of who runs the server. Whoever publishes over the API may ask for more;
less is asked for only from disk."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from app.library import requirements_digest
from app.library.source import Fault
from app.publishing.archive import unpack
from app.publishing.examine import Examined
from app.publishing.ready import archive_in_force
from app.publishing.refused import Unusable
from app.publishing.reports import DraftRequirements, RequirementChange
from app.publishing.yardstick import (
    REQUIREMENTS,
    Item,
    Unreadable,
    Yardstick,
    differences,
    read_yardstick,
    taken_away,
)

OWN = "the server's own seed/"
MOST_ITEMS = 1_000
LONGEST_NAME = 200
BY_DISK = "it can only be taken away from disk, by who runs the server"
MEND = "who runs the server mends that, or publishes from disk"

Before = dict[str, Callable[[], Yardstick]]
"""Who asked for something → what, which may be unreadable."""


def held_against(
    examined: Examined, engine: Engine, root: Path, own: Path, spare: Path
) -> Examined:
    """The same, refused where less is asked for than before or where that cannot be said.

    Args:
        own: the server's `seed/`.
        spare: an empty folder.
    """
    try:
        now = read_yardstick(root)
    except Unreadable as unreadable:
        if examined.library is None:
            return examined  # the reader has said what is wrong with these files
        return _refused(examined, [Fault(REQUIREMENTS, 1, str(unreadable))])
    number, archive = archive_in_force(engine)
    before: Before = {}
    if archive is not None:
        before[f"release {number}"] = lambda: _unpacked(archive, spare)
    before[OWN] = lambda: read_yardstick(own)
    read, faults = _read(before)
    faults += _less(read, now)
    against = None if archive is None else number
    return _refused(replace(examined, requirements=_shown(read, now, against)), faults)


def _unpacked(archive: bytes, spare: Path) -> Yardstick:
    file, folder = spare / "archive.zip", spare / "seed"
    folder.mkdir()
    file.write_bytes(archive)
    try:
        unpack(file, folder)
    except Unusable as unusable:
        raise Unreadable(str(unusable)) from unusable
    return read_yardstick(folder)


def _read(before: Before) -> tuple[dict[str, Yardstick], list[Fault]]:
    read: dict[str, Yardstick] = {}
    faults = []
    for who, asked in before.items():
        try:
            read[who] = asked()
        except Unreadable:
            message = f"what {who} asks of rules cannot be read; {MEND}"
            faults.append(Fault(REQUIREMENTS, 1, message))
    return read, faults


def _less(read: dict[str, Yardstick], now: Yardstick) -> Iterator[Fault]:
    who_asked: dict[Item, list[str]] = {}
    for who, before in read.items():
        for item in taken_away(before, now):
            who_asked.setdefault(item, []).append(who)
    for item, whose in who_asked.items():
        what = f"{item.kind.replace('_', ' ')} '{item.name}'"
        message = f"{what} is gone or asks for less than in {' and '.join(whose)}; {BY_DISK}"
        yield Fault(_file(item), 1, message)


def _shown(
    read: dict[str, Yardstick], now: Yardstick, against: int | None
) -> DraftRequirements | None:
    before = read.get(OWN if against is None else f"release {against}")
    if before is None:
        return None
    items = [
        RequirementChange(kind=item.kind, name=item.name[:LONGEST_NAME], change=change)
        for item, change in differences(before, now)
    ]
    return DraftRequirements(
        digest=requirements_digest(now.requirements), against=against, items=items[:MOST_ITEMS]
    )


def _file(item: Item) -> str:
    if item.kind in ("requirement", "row"):
        return REQUIREMENTS
    folder = item.name.partition(":")[0].replace("-", "_")
    return f"{folder}/{'rules' if item.kind == 'mandatory_warning' else 'questions'}.yaml"


def _refused(examined: Examined, faults: list[Fault]) -> Examined:
    if not faults:
        return examined
    return replace(examined, library=None, faults=[*examined.faults, *faults])
