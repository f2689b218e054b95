"""Rows of the release in force → items in words. One SELECT a table, validated on the way in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from app.content.base import SOURCE_LANG, Authored, Item, Lang
from app.content.citation import Place
from app.content.dose import starting_dose
from app.content.exercise import ExerciseDocument, Figure
from app.content.kinds import KIND, KINDS, Kind
from app.content.links import links
from app.content.release import Language, LanguageOut, Release, TextRow
from app.content.routine import RoutineDocument
from app.content.selfcheck import CheckDocument, RuleSetRow
from app.content.timeline import beats, duration_s
from app.content.words import Words, join

AUTHORSHIP = "machine_drafted"


class NothingPublished(Exception):
    """The database has no release. The app does not start without."""


Documents = Mapping[str, Mapping[str, Authored]]
"""Kind → slug → document, in one language."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything published, as read."""

    number: int
    digest: str
    published_at: datetime
    in_force: Mapping[str, str]
    languages: tuple[LanguageOut, ...]
    documents: Mapping[Lang, Documents]
    rule_sets: Sequence[RuleSetRow]
    checks: Mapping[tuple[str, str, Lang], CheckDocument]


def load_rows(session: Session) -> Rows:
    """Read the release in force.

    Raises:
        NothingPublished: there is none.
    """
    last = session.exec(select(Release).order_by(col(Release.number).desc()).limit(1)).first()
    if last is None:
        raise NothingPublished("nothing is published yet; run `python -m app publish`")
    texts: dict[tuple[str, str, Lang], Words] = {}
    for row in session.exec(select(TextRow)):
        texts.setdefault((row.kind, row.slug, row.language), {})[row.place] = row.text
    languages = session.exec(select(Language).order_by(Language.slug)).all()
    published = [SOURCE_LANG, *(la.slug for la in languages if la.status == "published")]
    facts = {kind.name: {row["slug"]: row for row in _rows(session, kind)} for kind in KINDS}
    rule_sets = session.exec(select(RuleSetRow)).all()
    return Rows(
        number=last.number,
        digest=last.digest,
        published_at=last.published_at,
        in_force={"self-check": last.self_check, "follow-up": last.follow_up},
        languages=tuple(_languages(languages, texts)),
        documents={lang: _documents(facts, texts, lang) for lang in dict.fromkeys(published)},
        rule_sets=rule_sets,
        checks={
            (row.name, row.version, lang): CheckDocument.model_validate(
                join(row.document, texts[row.name, row.version, lang])
            )
            for row in rule_sets
            for lang in dict.fromkeys(published)
        },
    )


def _rows(session: Session, kind: Kind) -> Iterator[dict[str, Any]]:
    for row in session.exec(select(kind.table)):
        yield {name: getattr(row, name) for name in kind.table.model_fields}


def _documents(
    facts: Mapping[str, Mapping[str, dict[str, Any]]],
    texts: Mapping[tuple[str, str, Lang], Words],
    lang: Lang,
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


def _languages(
    languages: Sequence[Language], texts: Mapping[tuple[str, str, Lang], Words]
) -> Iterator[LanguageOut]:
    """How many of the source language's texts each language has."""

    def count(lang: Lang) -> int:
        return sum(len(w) for (kind, _, la), w in texts.items() if la == lang and kind in KIND)

    for language in languages:
        yield LanguageOut(
            **language.model_dump(), texts=count(SOURCE_LANG), texts_translated=count(language.slug)
        )


def serve(documents: Documents, lang: Lang) -> dict[str, dict[str, Item]]:
    """Every document as clients receive it, with what follows from the others."""
    exercises = _of(documents, "exercise", ExerciseDocument)
    cited_by = _cited_by(documents)
    served: dict[str, dict[str, Item]] = {}
    for kind in KINDS:
        served[kind.name] = {}
        for slug, document in documents[kind.name].items():
            derived: dict[str, Any] = {}
            if isinstance(document, ExerciseDocument):
                first = beats(starting_dose(document.dose), document)
                derived = {
                    "duration_s": sum(b[0] for b in first),
                    "figure": Figure(alt=document.alt),
                }
            elif isinstance(document, RoutineDocument):
                derived = _routine(document, exercises)
            elif kind.name == "citation":
                derived = {"cited_by": cited_by.get(slug, [])}
            served[kind.name][slug] = kind.out.model_validate(
                {
                    **document.model_dump(exclude={"alt"}),
                    **derived,
                    "slug": slug,
                    "language": lang,
                    "authorship": AUTHORSHIP,
                    "translation_review": "source" if lang == SOURCE_LANG else "none",
                }
            )
    return served


def _of(documents: Documents, kind: str, shape: type[Any]) -> dict[str, Any]:
    return {slug: d for slug, d in documents[kind].items() if isinstance(d, shape)}


def _routine(routine: RoutineDocument, exercises: Mapping[str, ExerciseDocument]) -> dict[str, Any]:
    steps = [step for phase in routine.phases for step in phase.steps]
    needed = (e for step in steps for e in exercises[step.exercise].equipment)
    return {
        "duration_s": duration_s(steps, exercises),
        "equipment": sorted(set(needed)),
    }


def _cited_by(documents: Documents) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for kind, items in documents.items():
        for slug, document in items.items():
            for place, link in links(document):
                at = ".".join(str(part) for part in place[:-1]).removesuffix(".citations")
                found.setdefault(link.slug, []).append(Place(kind=kind, slug=slug, at=at))
    return found
