"""The only writer of content: makes the database say what the library says, as one release.

No request ever asks the database for content; a worker loads a release into memory once, as the
bytes that were made here. The database is there for what memory cannot do: the history of releases
(what changed, what went, every rule set ever in force), one truth for many workers and machines,
and the editors' SQL.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.content.release import Change, Changed, Release
from app.library import Library, unproved
from app.publish.changes import changes, entry_digests, release_digest
from app.publish.content import replace_content
from app.publish.entries import counted, keep, made
from app.publish.pictures import keep_pictures, packed
from app.publish.refused import PublishRefused
from app.publish.rows import insert_all
from app.publish.rule_sets import check_kept, keep_rule_sets
from app.publish.writer import only_writer
from app.serving.pictures import Album
from app.version import code_digest
from app.webhooks.events import announce, standings

__all__ = ["PublishRefused", "Published", "publish"]

A_SECOND = timedelta(seconds=1)
"""`Last-Modified` tells releases apart by the second."""


@dataclass(frozen=True, slots=True)
class Published:
    """The release in force after `publish`, and whether it is new."""

    number: int
    new: bool
    changed: int
    deleted: int


def publish(engine: Engine, library: Library, now: datetime, seed: str | None = None) -> Published:
    """Replace the published content with `library`, in one transaction.

    Publishing the same library twice leaves what publishing it once does. What other code published
    is written again, and is a new release only if clients receive something else.

    Args:
        seed: the digest of the files that `library` was read from.

    Raises:
        PublishRefused: the rules are not proved as they stand, or a rule set changed under a
            version that is published already, or an item is gone without an entry in
            `seed/retired.yaml`, or a retired slug is used again.
    """
    if missing := list(unproved(library)):
        raise PublishRefused("; ".join(missing))
    with Session(engine) as session:
        check_kept(session, library)  # before anything is made of what may not be published
    album = Album(library.figures)
    entries = made(library, album)
    pictures, digests = packed(album), entry_digests(entries)
    whole = release_digest(library, digests)
    with only_writer(engine) as session:
        check_kept(session, library)
        last = session.exec(select(Release).order_by(col(Release.number).desc()).limit(1)).first()
        by_us = last is not None and last.code == code_digest()
        release = last if last and last.digest == whole else _next(last, library, whole, now)
        release.seed = seed
        if release is last and by_us:
            return _published(release, [], new=False)
        before = standings(session, last)
        done = list(changes(session, library, digests, release.number))
        _write(session, library, release, done)
        keep(session, entries, done if by_us else None)
        keep_pictures(session, pictures, release.number)
        published = _published(release, done, new=release is not last)
        if published.new:
            announce(session, release, published.changed, published.deleted, before, now)
        return published


def _next(last: Release | None, library: Library, digest: str, now: datetime) -> Release:
    return Release(
        number=1 if last is None else last.number + 1,
        digest=digest,
        published_at=now if last is None else max(now, last.published_at + A_SECOND),
        self_check=library.checks["self-check"].version,
        follow_up=library.checks["follow-up"].version,
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
    return Published(release.number, new=new, changed=len(changed), deleted=len(gone))
