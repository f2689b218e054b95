"""The content tables: for editors' SQL. No worker reads them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, SQLModel, col, delete

from app.content.base import Authored
from app.content.kinds import KINDS, Kind
from app.content.release import Language, Retired, TextRow
from app.content.words import split
from app.library import Library
from app.publish.rows import insert_all
from app.publish.texts import text_rows


def replace_content(session: Session, library: Library) -> None:
    """They hold nothing that `seed/` does not, so they are emptied and filled again."""
    for kind in KINDS:
        session.exec(delete(kind.table))
        session.exec(delete(TextRow).where(col(TextRow.kind) == kind.name))
        _fill(session, library, kind)
    tables: list[tuple[type[SQLModel], list[dict[str, Any]]]] = [
        (Language, [document.model_dump() for document in library.languages.values()]),
        (Retired, [entry.model_dump() for entry in library.retired]),
    ]
    for table, rows in tables:
        session.exec(delete(table))
        insert_all(session, table, rows)


def _fill(session: Session, library: Library, kind: Kind) -> None:
    items: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    for slug, document in library.documents[kind.name].items():
        facts, words = split(document)
        items.append(_row(kind, slug, document, facts))
        texts += text_rows(kind.name, slug, words, library.translations, slug)
    insert_all(session, kind.table, items)
    insert_all(session, TextRow, texts)


def _row(kind: Kind, slug: str, document: Authored, facts: Mapping[str, Any]) -> dict[str, Any]:
    stored = {key: value for key, value in facts.items() if key in kind.table.model_fields}
    # Facts are as JSON has them, where a date is a word; a column for a date wants a date.
    dates = {key: value for key, value in document if isinstance(value, date)}
    return {"slug": slug, **stored, **dates}
