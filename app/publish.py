"""The only writer of content: makes the database say what the library says, as one release.

No request ever asks the database for content; a worker loads a release into memory once. The
database is there for what memory cannot do: the history of releases (what changed, what went,
every rule set ever in force), one truth for many workers and machines, and the editors' SQL.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session, SQLModel, col, delete, select

from app.content.base import SOURCE_LANG, Authored
from app.content.kinds import KIND, KINDS
from app.content.notice import NoticeDocument
from app.content.release import Change, Language, Release, Retired, TextRow
from app.content.selfcheck import RuleSetRow
from app.content.words import Words, split
from app.library import Library, unproved
from app.triage.document import digest, from_document, to_document

ADVISORY_LOCK = 0x504C554D  # "PLUM": one publisher at a time, on PostgreSQL


class PublishRefused(Exception):
    """Publishing would break a promise already made. Nothing was written."""


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
        items = _items(library)
        whole = _release_digest(library, items)
        last = session.exec(select(Release).order_by(col(Release.number).desc()).limit(1)).first()
        if last is not None and last.digest == whole:
            return Published(last.number, new=False, changed=0, deleted=0)
        number = 1 if last is None else last.number + 1
        changes = _changes(session, library, items, number)
        session.add(
            Release(
                number=number,
                digest=whole,
                published_at=now,
                self_check=library.checks["self-check"].version,
                follow_up=library.checks["follow-up"].version,
            )
        )
        session.flush()
        session.add_all(changes)
        _replace_content(session, library, items)
        _keep_rule_sets(session, library)
        gone = sum(change.deleted for change in changes)
        return Published(number, new=True, changed=len(changes) - gone, deleted=gone)


@dataclass(frozen=True, slots=True)
class _Item:
    document: Authored
    facts: Mapping[str, Any]
    words: Words

    @property
    def digest(self) -> str:
        return digest({"facts": self.facts, "words": self.words})


_Items = Mapping[tuple[str, str], _Item]


def _items(library: Library) -> _Items:
    return {
        (kind, slug): _Item(document, *split(document))
        for kind, documents in library.documents.items()
        for slug, document in documents.items()
    }


def _release_digest(library: Library, items: _Items) -> str:
    return digest(
        {
            "items": {f"{kind}/{slug}": item.digest for (kind, slug), item in items.items()},
            "checks": {
                name: check.model_dump(mode="json") for name, check in library.checks.items()
            },
            "rules": {name: digest(to_document(r)) for name, r in library.rule_sets.items()},
            "languages": {slug: d.model_dump() for slug, d in library.languages.items()},
            "retired": [entry.model_dump() for entry in library.retired],
        }
    )


def _changes(session: Session, library: Library, items: _Items, number: int) -> list[Change]:
    """What this release does to each item that it does anything to."""
    before: dict[tuple[str, str], Change] = {}
    for change in session.exec(select(Change).order_by(col(Change.release))):
        before[change.kind, change.slug] = change
    retired = {(entry.kind, entry.slug): entry for entry in library.retired}
    changes = []
    for (kind, slug), item in items.items():
        known = before.get((kind, slug))
        if known is not None and known.deleted:
            raise PublishRefused(f"{kind} '{slug}' was retired; a slug is never used again")
        if known is None or known.digest != item.digest:
            changes.append(_change(number, kind, slug, item.digest))
    for (kind, slug), known in before.items():
        if known.deleted or (kind, slug) in items:
            continue
        entry = retired.get((kind, slug))
        if entry is None:
            raise PublishRefused(
                f"{kind} '{slug}' is published and gone from seed/; name it in retired.yaml, with "
                "what replaces it"
            )
        gone = _change(number, kind, slug, None)
        gone.replaced_by = entry.replaced_by
        changes.append(gone)
    return changes


def _change(number: int, kind: str, slug: str, item_digest: str | None) -> Change:
    return Change(
        release=number,
        kind=kind,
        slug=slug,
        deleted=item_digest is None,
        digest=item_digest,
        replaced_by=None,
    )


def _replace_content(session: Session, library: Library, items: _Items) -> None:
    tables: list[type[SQLModel]] = [*(kind.table for kind in KINDS), Language, Retired]
    for table in tables:
        session.exec(delete(table))
    session.exec(delete(TextRow).where(col(TextRow.kind).in_(KIND)))
    for (name, slug), item in items.items():
        row = KIND[name].table
        stored = {key: value for key, value in item.facts.items() if key in row.model_fields}
        # A table validates nothing when constructed; the document is valid, its texts apart.
        dates = {key: value for key, value in item.document if isinstance(value, date)}
        session.add(row(slug=slug, **stored | dates))
        session.add_all(_text_rows(name, slug, item.words))
    session.add_all(Language.model_validate(d.model_dump()) for d in library.languages.values())
    session.add_all(Retired.model_validate(e.model_dump()) for e in library.retired)


def _keep_rule_sets(session: Session, library: Library) -> None:
    """A version is kept for ever. What decides may not change under it; its wording may. A recall
    withdraws any version, the one in force too."""
    recalled = {
        (notice.recalls.name, notice.recalls.version)
        for notice in library.documents["notice"].values()
        if isinstance(notice, NoticeDocument) and notice.recalls is not None
    }
    for old in session.exec(select(RuleSetRow)):
        old.withdrawn = (old.name, old.version) in recalled
        if not old.withdrawn:
            _check_words(old, library)
    for name, check in library.checks.items():
        body = to_document(library.rule_sets[name])
        facts, words = split(check)
        known = session.get(RuleSetRow, (name, check.version))
        if known is not None and known.digest != digest(body):
            raise PublishRefused(
                f"{name} {check.version} is published and what it decides has changed (questions, "
                "rules, contraindications, alternatives, routines or warnings); give it a new "
                "`version`"
            )
        row = known or RuleSetRow(
            name=name,
            version=check.version,
            digest=digest(body),
            use_until=check.use_until,
            body=body,
            document=facts,
            proof={},
        )
        row.use_until, row.document = check.use_until, facts
        row.withdrawn = (name, check.version) in recalled
        row.proof = library.proofs[name].model_dump(mode="json")
        session.add(row)
        session.exec(
            delete(TextRow).where(col(TextRow.kind) == name, col(TextRow.slug) == check.version)
        )
        session.flush()
        session.add_all(_text_rows(name, check.version, words))


def _check_words(old: RuleSetRow, library: Library) -> None:
    """A rule set that may still be asked needs the words for whatever it names."""
    rules = from_document(old.body)
    for kind, slugs in (
        ("warning", rules.warnings),
        ("condition", rules.conditions),
        ("cause", rules.causes),
        ("exercise", tuple(e.slug for e in rules.exercises)),
        ("routine", tuple(r.slug for r in rules.routines)),
    ):
        for slug in slugs:
            if slug not in library.documents[kind]:
                raise PublishRefused(
                    f"{old.name} {old.version} still names {kind} '{slug}', which is gone; recall "
                    "that version in notices.yaml, or keep the item"
                )


def _text_rows(kind: str, slug: str, words: Words) -> Iterable[TextRow]:
    return (
        TextRow(kind=kind, slug=slug, language=SOURCE_LANG, place=place, text=words[place])
        for place in words
    )
