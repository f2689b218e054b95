"""Rows of the release in force → items in words. One SELECT a table, validated on the way in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.content.base import SOURCE_LANG, Lang
from app.content.kinds import KIND, KINDS, Kind
from app.content.release import Change, Language, LanguageOut, Release, TextRow
from app.content.selfcheck import CheckDocument, RuleSetRow
from app.content.words import Words, join
from app.serving.items import Documents


class NothingPublished(Exception):
    """The database has no release. The app does not start without."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything published, as read."""

    release: Release
    releases: Mapping[int, Release]
    in_force: Mapping[str, str]
    languages: tuple[LanguageOut, ...]
    documents: Mapping[Lang, Documents]
    rule_sets: Sequence[RuleSetRow]
    checks: Mapping[tuple[str, str, Lang], CheckDocument]
    changes: Mapping[Lang, Mapping[tuple[str, str], Change]]
    """What last happened to each entry."""


def load_rows(session: Session) -> Rows:
    """Read the release in force.

    Raises:
        NothingPublished: there is none.
    """
    releases = {row.number: row for row in session.exec(select(Release))}
    if not releases:
        raise NothingPublished("nothing is published yet; run `python -m app publish`")
    last = releases[max(releases)]
    texts: Texts = {}
    for row in session.exec(select(TextRow)):
        texts.setdefault((row.kind, row.slug, row.language), {})[row.place] = row.text
    languages = session.exec(select(Language).order_by(Language.slug)).all()
    others = [la.slug for la in languages if la.status == "published" and la.slug != SOURCE_LANG]
    published = [SOURCE_LANG, *others]
    facts = {kind.name: {row["slug"]: row for row in _rows(session, kind)} for kind in KINDS}
    rule_sets = session.exec(select(RuleSetRow)).all()
    in_force = {"self-check": last.self_check, "follow-up": last.follow_up}
    return Rows(
        release=last,
        releases=releases,
        in_force=in_force,
        languages=tuple(_languages(languages, texts, in_force)),
        documents={lang: _documents(facts, texts, lang) for lang in published},
        rule_sets=rule_sets,
        checks=dict(_checks(rule_sets, texts, published)),
        changes=_last_changes(session),
    )


Texts = dict[tuple[str, str, Lang], Words]


def _rows(session: Session, kind: Kind) -> Iterator[dict[str, Any]]:
    for row in session.exec(select(kind.table)):
        yield {name: getattr(row, name) for name in kind.table.model_fields}


def _documents(
    facts: Mapping[str, Mapping[str, dict[str, Any]]], texts: Texts, lang: Lang
) -> Documents:
    return {
        name: {
            slug: KIND[name].document.model_validate(
                join(
                    {key: value for key, value in row.items() if key != "slug"},
                    texts.get((name, slug, lang), {}),
                )
            )
            for slug, row in sorted(rows.items())
        }
        for name, rows in facts.items()
    }


def _checks(
    rule_sets: Sequence[RuleSetRow], texts: Texts, published: Sequence[Lang]
) -> Iterator[tuple[tuple[str, str, Lang], CheckDocument]]:
    """Each version in each language it has all its words in: one that was superseded before a
    language came is answered in English, and says so."""
    for row in rule_sets:
        english = texts[row.name, row.version, SOURCE_LANG]
        for lang in published:
            words = texts.get((row.name, row.version, lang), {})
            if words.keys() == english.keys():
                document = CheckDocument.model_validate(join(row.document, words))
                yield (row.name, row.version, lang), document


def _languages(
    languages: Sequence[Language], texts: Texts, in_force: Mapping[str, str]
) -> Iterator[LanguageOut]:
    """How many of the source language's texts each language has."""

    def count(lang: Lang) -> int:
        return sum(
            len(words)
            for (kind, slug, of), words in texts.items()
            if of == lang and in_force.get(kind, slug) == slug
        )

    for language in languages:
        yield LanguageOut(
            **language.model_dump(), texts=count(SOURCE_LANG), texts_translated=count(language.slug)
        )


def _last_changes(session: Session) -> dict[Lang, dict[tuple[str, str], Change]]:
    last: dict[Lang, dict[tuple[str, str], Change]] = {}
    for change in session.exec(select(Change).order_by(col(Change.release))):
        last.setdefault(change.language, {})[change.kind, change.slug] = change
    return last
