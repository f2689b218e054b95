"""The only writer of content: makes the database say what the library says, as one release.

No request ever asks the database for content; a worker loads a release into memory once. The
database is there for what memory cannot do: the history of releases (what changed, what went,
every rule set ever in force), one truth for many workers and machines, and the editors' SQL.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, text
from sqlmodel import Session, SQLModel, col, delete, select

from app.content.kinds import KIND, KINDS
from app.content.release import Language, Release, Retired, TextRow
from app.content.words import split
from app.library import Library, unproved
from app.publish.changes import changes, entry_digests, release_digest
from app.publish.refused import PublishRefused
from app.publish.rule_sets import check_kept, keep_rule_sets
from app.publish.texts import text_rows

__all__ = ["PublishRefused", "Published", "publish"]

ADVISORY_LOCK = 0x504C554D  # "PLUM": one publisher at a time, on PostgreSQL
A_SECOND = timedelta(seconds=1)
"""`Last-Modified` tells releases apart by the second."""


@dataclass(frozen=True, slots=True)
class Published:
    """The release in force after `publish`, and whether it is new."""

    number: int
    new: bool
    changed: int
    deleted: int


def publish(engine: Engine, library: Library, now: datetime) -> Published:
    """Replace the published content with `library`, in one transaction.

    Content tables hold nothing that `seed/` does not, so they are emptied and filled again.
    Publishing the same library twice leaves what publishing it once does.

    Raises:
        PublishRefused: the rules are not proved as they stand, or a rule set changed under a
            version that is published already, or an item is gone without an entry in
            `seed/retired.yaml`, or a retired slug is used again.
    """
    if missing := list(unproved(library)):
        raise PublishRefused("; ".join(missing))
    writer = engine.execution_options(writes=True)
    with Session(writer) as session, session.begin():
        if engine.dialect.name == "postgresql":
            session.connection().execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        check_kept(session, library)
        entries = entry_digests(library)
        whole = release_digest(library, entries)
        last = session.exec(select(Release).order_by(col(Release.number).desc()).limit(1)).first()
        if last is not None and last.digest == whole:
            return Published(last.number, new=False, changed=0, deleted=0)
        number = 1 if last is None else last.number + 1
        made = list(changes(session, library, entries, number))
        session.add(
            Release(
                number=number,
                digest=whole,
                published_at=now if last is None else max(now, last.published_at + A_SECOND),
                self_check=library.checks["self-check"].version,
                follow_up=library.checks["follow-up"].version,
            )
        )
        session.flush()
        session.add_all(made)
        _replace_content(session, library)
        keep_rule_sets(session, library)
        gone = {(change.kind, change.slug) for change in made if change.deleted}
        changed = {(change.kind, change.slug) for change in made} - gone
        return Published(number, new=True, changed=len(changed), deleted=len(gone))


def _replace_content(session: Session, library: Library) -> None:
    tables: list[type[SQLModel]] = [*(kind.table for kind in KINDS), Language, Retired]
    for table in tables:
        session.exec(delete(table))
    session.exec(delete(TextRow).where(col(TextRow.kind).in_(KIND)))
    for name, documents in library.documents.items():
        row = KIND[name].table
        for slug, document in documents.items():
            facts, words = split(document)
            stored = {key: value for key, value in facts.items() if key in row.model_fields}
            # A table validates nothing when constructed; the document is valid, its texts apart.
            dates = {key: value for key, value in document if isinstance(value, date)}
            session.add(row(slug=slug, **stored | dates))
            session.add_all(text_rows(name, slug, words, library.translations, slug))
    session.add_all(Language.model_validate(d.model_dump()) for d in library.languages.values())
    session.add_all(Retired.model_validate(e.model_dump()) for e in library.retired)
