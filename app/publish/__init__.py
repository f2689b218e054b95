"""The only writer of content: makes the database say what the library says, as one release.

No request ever asks the database for content; a worker loads a release into memory once, as the
bytes that were made here. The database is there for what memory cannot do: the history of releases
(what changed, what went, every rule set ever in force), one truth for many workers and machines,
and the editors' SQL.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.content.base import Lang
from app.content.release import Change, Changed, Release
from app.library import Library, unproved
from app.publish.changes import Digests, changes, entry_digests, release_digest
from app.publish.content import replace_content
from app.publish.entries import counted, keep, made
from app.publish.order import BY_COMMAND, Order, keep_record
from app.publish.pictures import Packed, keep_pictures, packed
from app.publish.refused import PublishRefused
from app.publish.rows import insert_all
from app.publish.rule_sets import check_kept, keep_rule_sets
from app.publish.writer import only_writer
from app.serving.entries import Entries
from app.serving.pictures import Album
from app.version import code_digest
from app.webhooks.events import announce, standings

__all__ = [
    "Order",
    "PublishRefused",
    "Published",
    "Ready",
    "publish",
    "publish_ready",
    "ready",
    "try_out",
]

A_SECOND = timedelta(seconds=1)
"""`Last-Modified` tells releases apart by the second."""


@dataclass(frozen=True, slots=True)
class Published:
    """The release in force after `publish`, and whether it is new."""

    number: int
    new: bool
    changed: int
    deleted: int
    changes: tuple[Changed, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ready:
    """All that a release will be, made before the database is asked to wait."""

    library: Library
    entries: Mapping[Lang, Entries]
    pictures: Packed
    digests: Digests
    digest: str


def publish(
    engine: Engine, library: Library, now: datetime, order: Order = BY_COMMAND
) -> Published:
    """Replace the published content with `library`, in one transaction.

    Publishing the same library twice leaves what publishing it once does. What other code published
    is written again, and is a new release only if clients receive something else.

    Raises:
        PublishRefused: the rules are not proved as they stand, or a rule set changed under a
            version that is published already, or an item is gone without an entry in
            `seed/retired.yaml`, or a retired slug is used again, or a recall is taken back.
    """
    _check_proved(library)
    with Session(engine) as session:
        check_kept(session, library)  # before anything is made of what may not be published
    made_ready = ready(library)
    with only_writer(engine) as session:
        return publish_ready(session, made_ready, now, order)


def try_out(engine: Engine, release: Ready, now: datetime, order: Order) -> Published:
    """What publishing would do. Nothing of it stays.

    Raises:
        PublishRefused: as `publish`.
    """
    try:
        with only_writer(engine) as session:
            raise _Tried(publish_ready(session, release, now, order))
    except _Tried as tried:
        return tried.done


class _Tried(Exception):
    """Ends the transaction without a trace of it."""

    def __init__(self, done: Published) -> None:
        super().__init__()
        self.done = done


def ready(library: Library) -> Ready:
    """Raises: PublishRefused: the rules are not proved as they stand."""
    _check_proved(library)
    album = Album(library.figures)
    entries = made(library, album)
    digests = entry_digests(entries)
    return Ready(library, entries, packed(album), digests, release_digest(library, digests))


def publish_ready(session: Session, release: Ready, now: datetime, order: Order) -> Published:
    """The same within a transaction of `only_writer`, which whoever calls may add to.

    Raises:
        PublishRefused: as `publish`.
    """
    check_kept(session, release.library)
    last = session.exec(select(Release).order_by(col(Release.number).desc()).limit(1)).first()
    by_us = last is not None and last.code == code_digest()
    row = last if last and last.digest == release.digest else _next(last, release, now, order)
    row.seed = order.seed
    if row is last and by_us:
        return _published(row, [], new=False)
    before = standings(session, last)
    done = list(changes(session, release.library, release.digests, row))
    _write(session, release.library, row, done)
    keep(session, release.entries, done if by_us else None)
    keep_pictures(session, release.pictures, row.number)
    published = _published(row, done, new=row is not last)
    if published.new:
        keep_record(session, row, done, order, now)
        announce(session, row, published.changed, published.deleted, before, now)
    return published


def _check_proved(library: Library) -> None:
    if missing := list(unproved(library)):
        raise PublishRefused("; ".join(missing))


def _next(last: Release | None, release: Ready, now: datetime, order: Order) -> Release:
    checks = release.library.checks
    return Release(
        number=1 if last is None else last.number + 1,
        digest=release.digest,
        published_at=now if last is None else max(now, last.published_at + A_SECOND),
        self_check=checks["self-check"].version,
        follow_up=checks["follow-up"].version,
        rolls_back_to=order.rolls_back_to,
    )


def _write(session: Session, library: Library, release: Release, done: Sequence[Changed]) -> None:
    release.code, release.counted = code_digest(), counted(library).model_dump()
    session.add(release)
    session.flush()
    insert_all(session, Change, [change._asdict() for change in done])
    replace_content(session, library)
    keep_rule_sets(session, library)


def _published(release: Release, done: Sequence[Changed], *, new: bool) -> Published:
    gone = {(change.kind, change.slug) for change in done if change.deleted}
    changed = {(change.kind, change.slug) for change in done} - gone
    return Published(release.number, new, len(changed), len(gone), tuple(done))
