"""Whether a draft may be published now, asked before and again within the transaction that does."""

import hashlib

from sqlalchemy import Engine
from sqlmodel import Session, func, select

from app.content.release import Release, ReleaseArchiveRow
from app.publishing.drafts import Draft, one
from app.publishing.refused import NotNow, UnknownRelease
from app.publishing.rows import DraftRow


def kept_archive(engine: Engine, release: int) -> bytes:
    """What an earlier release was made of.

    Raises:
        UnknownRelease: there never was one with this number.
        NotNow: it is in force, or its files were not kept.
    """
    with Session(engine) as session:
        newest = session.exec(select(func.max(Release.number))).one()
        if session.get(Release, release) is None:
            raise UnknownRelease("no release has this number")
        if release == newest:
            raise NotNow("this release is in force; there is nothing to go back to")
        archive = session.get(ReleaseArchiveRow, release)
        if archive is None:
            raise NotNow(
                "the files of this release were not kept: it is older than that, or they changed "
                "while it was published; publish the older texts from their repository"
            )
        return archive.body


def archive_in_force(engine: Engine) -> tuple[int | None, bytes | None]:
    """The number of the release in force, and what it was made of; None where there is none, or
    where that was not kept."""
    with Session(engine) as session:
        newest = session.exec(select(func.max(Release.number))).one()
        archive = None if newest is None else session.get(ReleaseArchiveRow, newest)
        return newest, None if archive is None else archive.body


def archive_of(engine: Engine, draft: str) -> bytes:
    """What was uploaded, while it may be published, and when it was.

    Raises:
        UnknownDraft: there is none with this id.
        NotNow: it was refused or withdrawn, and is kept no more.
    """
    with Session(engine) as session:
        row = one(session, draft).row
        kept = None if row.release is None else session.get(ReleaseArchiveRow, row.release)
        body = row.body if kept is None else kept.body
        if body is None:
            raise NotNow(f"this draft is {row.status}; its archive was not kept")
        return body


def release(engine: Engine, number: int) -> Release:
    """One that is published."""
    with Session(engine) as session:
        return session.get_one(Release, number)


def to_publish(engine: Engine, draft: str, needed: int) -> tuple[Draft, bytes]:
    """A draft that may be published, as far as can be said before, and its archive.

    Raises:
        UnknownDraft: there is none with this id.
        NotNow: it may not be published.
    """
    with Session(engine) as session:
        found = one(session, draft)
        return found, _check_ready(session, found, needed)


def ready_to_publish(session: Session, draft: str, archive: bytes, needed: int) -> tuple[str, ...]:
    """Who approved of it, for the audit log. Within the transaction that publishes it.

    Raises:
        NotNow: it may be published no more, or it is of another archive.
    """
    found = one(session, draft, lock=True)
    _check_ready(session, found, needed)
    if found.row.sha256 != hashlib.sha256(archive).hexdigest():
        raise NotNow("this draft is of another archive")
    return tuple(f"key {by.key} ({by.owner})" for by in found.approvals)


def now_published(session: Session, draft: str, release: Release) -> None:
    """Within the same transaction."""
    row = session.get_one(DraftRow, draft)
    row.status, row.release, row.body = "published", release.number, None
    session.add(row)


def _check_ready(session: Session, found: Draft, needed: int) -> bytes:
    row = found.row
    if row.status != "checked" or row.body is None:
        raise NotNow(f"this draft is {row.status}; only a checked one is published")
    newest = session.exec(select(func.max(Release.number))).one()
    if newest != row.base_release:
        raise NotNow(
            f"release {newest} came after this draft was checked; upload it again, so that what it "
            "would change is known"
        )
    if (have := len(found.approvals)) < needed:
        raise NotNow(
            f"it takes {needed} approvals by owners of other keys than it was uploaded with, and "
            f"has {have}"
        )
    return row.body
