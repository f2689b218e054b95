"""Content as people read it from tables: rows, then their texts, put together for each request."""

import json
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from app.content.base import Lang
from app.content.dose import starting_dose
from app.content.exercise import Exercise, ExerciseOut
from app.content.figure import FigureOut
from app.content.release import Entry, TextRow
from app.content.timeline import beats
from app.content.words import Words, join


def names_of(session: Session, slugs: set[str], lang: Lang) -> dict[str, str]:
    statement = select(TextRow).where(
        TextRow.kind == "exercise",
        TextRow.language == lang,
        TextRow.place == "name",
        col(TextRow.slug).in_(slugs),
    )
    return {row.slug: row.text for row in session.exec(statement)}


def worded(session: Session, rows: Iterable[Exercise], lang: Lang) -> list[ExerciseOut]:
    of = {row.slug: row for row in rows}
    texts = texts_of(session, "exercise", of, lang)
    figures = _figures(session, of, lang)
    return [_exercise(row, texts[slug], lang, figures[slug]) for slug, row in of.items()]


def _figures(session: Session, slugs: Iterable[str], lang: Lang) -> dict[str, FigureOut]:
    """Drawings are finished JSON in a column for everybody."""
    wanted = select(Entry).where(
        Entry.kind == "exercise", Entry.language == lang, col(Entry.slug).in_(list(slugs))
    )
    entries = {row.slug: json.loads(row.body) for row in session.exec(wanted)}
    return {slug: FigureOut.model_validate(entry["figure"]) for slug, entry in entries.items()}


def _exercise(row: Exercise, words: Words, lang: Lang, figure: FigureOut) -> ExerciseOut:
    own = {"language": lang, "authorship": "machine_drafted", "translation_review": "none"}
    whole = join(row.model_dump(warnings=False), words) | own
    whole.pop("alt")
    item = ExerciseOut.model_validate({**whole, "figure": figure, "duration_s": 0})
    seconds = sum(beat[0] for beat in beats(starting_dose(item.dose), item))
    return item.model_copy(update={"duration_s": seconds})


def texts_of(session: Session, kind: str, slugs: Iterable[str], lang: Lang) -> dict[str, Words]:
    statement = select(TextRow).where(
        TextRow.kind == kind, TextRow.language == lang, col(TextRow.slug).in_(list(slugs))
    )
    texts: dict[str, Words] = {}
    for row in session.exec(statement):
        texts.setdefault(row.slug, {})[row.place] = row.text
    return texts


def against(row: Exercise) -> list[str]:
    return [entry["condition"] for entry in as_json(row.contraindications)]


def muscles_of(row: Exercise) -> list[str]:
    muscles = as_json(row.muscles)
    return [*muscles["primary"], *muscles["secondary"]]


def as_json(column: Any) -> Any:
    """A JSON column comes back as JSON holds it, whatever its annotation says."""
    return column
