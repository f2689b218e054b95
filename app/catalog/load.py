"""Rows of the release in force, as they are: what the publisher made is not made again."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import String, cast
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from app.content.base import SOURCE_LANG, Lang
from app.content.release import (
    Change,
    Changed,
    Counted,
    Entry,
    ImageRow,
    Language,
    LanguageFacts,
    LanguageOut,
    PictureRow,
    Release,
    TextRow,
)
from app.content.selfcheck import RuleSetRow
from app.content.words import Words
from app.figures.svg import worded
from app.refused import Refused
from app.serving.entries import ENTRY_KINDS, Entries, Key

MANY = 100
"""Rows that are fetched at once."""


class NothingPublished(Refused):
    """The database has no release that can be served. The app does not start without."""


class KeptRow(NamedTuple):
    """A rule set ever in force; `body`, `document` and `proof` are JSON."""

    name: str
    version: str
    use_until: date
    withdrawn: bool
    body: str
    document: str
    proof: str


class CheckRow(NamedTuple):
    """The document of a rule set, JSON, and its words in one language."""

    document: str
    words: Words


class Drawing(NamedTuple):
    """A picture: what is drawn, packed, since most are never asked for; and its words."""

    image: str
    png: bool
    """Whether it is also to be had as PNG."""
    packed: bytes
    language: Lang
    title: str
    text: str

    def bare(self) -> bytes:
        """The SVG without words, the same in every language."""
        return zlib.decompress(self.packed)

    def svg(self) -> bytes:
        return worded(self.bare().decode(), self.title, self.text).encode()


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything published, as read."""

    release: Release
    releases: Mapping[int, Release]
    counted: Counted
    languages: tuple[LanguageOut, ...]
    entries: Mapping[Lang, Entries]
    """Of each published language, the source language first."""
    rule_sets: Mapping[tuple[str, str], KeptRow]
    checks: Mapping[tuple[str, str, Lang], CheckRow]
    changes: Mapping[Lang, Mapping[Key, Changed]]
    """What last happened to each entry."""
    pictures: Mapping[str, Drawing]
    """By digest."""


def load_rows(session: Session, before: Mapping[Lang, Entries]) -> Rows:
    """Read the release in force, whole: not half of the next.

    Args:
        before: entries at hand; those that are still the same are shared.

    Raises:
        NothingPublished: there is none, or it has no entries.
    """
    if session.get_bind().dialect.name == "postgresql":  # SQLite reads so by itself
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    releases = load_releases(session)
    last = releases[max(releases)]
    counted = Counted.model_validate(last.counted)
    entries = _entries(session, before)
    rule_sets = _rule_sets(session)
    return Rows(
        release=last,
        releases=releases,
        counted=counted,
        languages=tuple(_languages(session, counted)),
        entries=entries,
        rule_sets=rule_sets,
        checks=dict(_checks(session, rule_sets, entries)),
        changes=_last_changes(session),
        pictures=_pictures(session),
    )


def load_releases(session: Session) -> dict[int, Release]:
    """By number.

    Raises:
        NothingPublished: there is none, or the last has no entries.
    """
    releases = {row.number: row for row in session.exec(select(Release))}
    if not releases:
        raise NothingPublished("nothing is published yet; run `python -m app publish`")
    if releases[max(releases)].code is None:
        raise NothingPublished(
            "an earlier version published this and kept no entries; run `python -m app publish`"
        )
    return releases


def _entries(session: Session, before: Mapping[Lang, Entries]) -> dict[Lang, Entries]:
    """Sorted here, since each database has an order of its own; and without the kinds that only a
    newer version of the code knows."""
    columns = (Entry.language, Entry.kind, Entry.slug, Entry.body)
    found: dict[Lang, dict[Key, bytes]] = {SOURCE_LANG: {}}
    for lang, kind, slug, body in _rows(session, *columns):
        if kind in ENTRY_KINDS:
            at_hand: bytes = before.get(lang, {}).get((kind, slug), body)
            found.setdefault(lang, {})[kind, slug] = at_hand if at_hand == body else body
    others = sorted(found.keys() - {SOURCE_LANG})
    return {lang: dict(sorted(found[lang].items())) for lang in (SOURCE_LANG, *others)}


def _rule_sets(session: Session) -> dict[tuple[str, str], KeptRow]:
    row = RuleSetRow
    columns = (row.name, row.version, row.use_until, row.withdrawn)
    documents = (cast(col(part), String) for part in (row.body, row.document, row.proof))
    kept = map(KeptRow._make, _rows(session, *columns, *documents))
    return {(row.name, row.version): row for row in kept}


def _checks(
    session: Session, rule_sets: Mapping[tuple[str, str], KeptRow], published: Iterable[Lang]
) -> Iterator[tuple[tuple[str, str, Lang], CheckRow]]:
    """Each version in each language it has all its words in: one that was superseded before a
    language came is answered in English, and says so."""
    row = TextRow
    texts: dict[tuple[str, str, Lang], Words] = {}
    wanted = col(row.kind).in_({name for name, _ in rule_sets})
    columns = (row.kind, row.slug, row.language, row.place, row.text)
    for name, version, lang, place, text in _rows(session, *columns, where=wanted):
        texts.setdefault((name, version, lang), {})[place] = text
    for (name, version), kept in rule_sets.items():
        english = texts[name, version, SOURCE_LANG]
        for lang in published:
            words = texts.get((name, version, lang), {})
            if words.keys() == english.keys():
                yield (name, version, lang), CheckRow(kept.document, words)


def _languages(session: Session, counted: Counted) -> Iterator[LanguageOut]:
    """How many of the source language's texts each language has."""
    names = ("slug", *LanguageFacts.model_fields)
    for row in sorted(_rows(session, *(getattr(Language, name) for name in names))):
        language = dict(zip(names, row, strict=True))
        yield LanguageOut(
            **language,
            texts=counted.texts[SOURCE_LANG],
            texts_translated=counted.texts[language["slug"]],
        )


def _last_changes(session: Session) -> dict[Lang, dict[Key, Changed]]:
    last: dict[Lang, dict[Key, Changed]] = {}
    columns = [getattr(Change, name) for name in Changed._fields]
    for change in sorted(map(Changed._make, _rows(session, *columns))):
        last.setdefault(change.language, {})[change.kind, change.slug] = change
    return last


def _pictures(session: Session) -> dict[str, Drawing]:
    image, row = ImageRow, PictureRow
    images = {
        i: (png, body) for i, png, body in _rows(session, image.sha256, image.png, image.body)
    }
    columns = (row.sha256, row.image, row.language, row.title, row.text)
    return {
        digest: Drawing(of, *images[of], *words)
        for digest, of, *words in _rows(session, *columns)
        if of in images
    }


def _rows(session: Session, *columns: Any, where: Any = None) -> Iterable[Any]:
    """Plain values: a table object for each row would take longer than everything else."""
    wanted = rows_of(*columns) if where is None else rows_of(*columns).where(where)
    return session.connection().execute(wanted).yield_per(MANY)
