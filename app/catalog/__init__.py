"""The only reader: a published release in, finished bytes out.

A `Catalog` is built once, never changed and never asks the database anything again.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeVar

from sqlmodel import Session, func, select

from app.catalog.load import NothingPublished, Rows, load_rows, serve
from app.content.base import SOURCE_LANG, Facts, Item, Lang
from app.content.cause import CauseOut
from app.content.exercise import ExerciseOut
from app.content.guide import ContactOut, TermOut
from app.content.links import links
from app.content.outcome import RuleSetRef
from app.content.proof import ProofDocument
from app.content.release import LanguageOut, Release
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.content.selfcheck import CheckDocument, CheckName, RuleSetRow
from app.triage.document import from_document
from app.triage.model import RuleSet
from app.wording.words import Words

__all__ = [
    "Catalog",
    "KeptRuleSet",
    "NothingPublished",
    "Shelf",
    "load_catalog",
    "release_in_force",
]

Out = TypeVar("Out", bound=Item)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All items of one kind in one language: as values, and as finished bytes, in slug order."""

    items: Mapping[str, Item]
    fragments: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class KeptRuleSet:
    """A rule set ever in force."""

    name: CheckName
    rules: RuleSet
    digest: str
    status: Literal["in_force", "superseded", "withdrawn"]
    use_until: date
    body: Mapping[str, object]
    proof: ProofDocument

    @property
    def ref(self) -> RuleSetRef:
        return RuleSetRef(version=self.rules.version, digest=self.digest, status=self.status)


@dataclass(frozen=True, slots=True)
class Catalog:
    """One release, whole."""

    release: int
    digest: str
    published_at: datetime
    languages: Mapping[Lang, LanguageOut]
    shelves: Mapping[Lang, Mapping[str, Shelf]]
    rule_sets: Mapping[tuple[str, str], KeptRuleSet]
    in_force: Mapping[str, str]
    checks: Mapping[tuple[str, str, Lang], CheckDocument]
    statements: Mapping[str, int]
    """Links from a statement to a source, by how they are known."""
    clinically_reviewed: int

    @property
    def published_languages(self) -> tuple[Lang, ...]:
        return tuple(self.shelves)

    def all(self, lang: Lang, kind: str, shape: type[Out]) -> dict[str, Out]:
        items = self.shelves[lang][kind].items
        return {slug: item for slug, item in items.items() if isinstance(item, shape)}

    def rule_set(self, name: str, version: str | None = None) -> KeptRuleSet | None:
        """That version, or the one in force."""
        return self.rule_sets.get((name, version or self.in_force[name]))

    def words(self, lang: Lang, kept: KeptRuleSet) -> Words:
        """What an answer by `kept` may say."""
        contacts = self.all(lang, "emergency-contact", ContactOut).values()
        return Words(
            language=lang,
            release=self.release,
            check=self.checks[kept.name, kept.rules.version, lang],
            rules=kept.rules,
            ruleset=kept.ref,
            exercises=self.all(lang, "exercise", ExerciseOut),
            routines=self.all(lang, "routine", RoutineOut),
            causes=self.all(lang, "cause", CauseOut),
            conditions=self.all(lang, "condition", ConditionOut),
            warnings=self.all(lang, "warning", WarningOut),
            contacts={contact.region: contact for contact in contacts},
        )

    def cue_words(self, lang: Lang) -> dict[str, str]:
        terms = self.all(lang, "term", TermOut).values()
        return {term.slug: term.name for term in terms if term.set == "cue"}


def load_catalog(session: Session) -> Catalog:
    """Read the release in force.

    Raises:
        NothingPublished: the database has no release.
    """
    rows = load_rows(session)
    return Catalog(
        release=rows.number,
        digest=rows.digest,
        published_at=rows.published_at,
        languages={language.slug: language for language in rows.languages},
        shelves={
            lang: {kind: _shelve(items) for kind, items in serve(documents, lang).items()}
            for lang, documents in rows.documents.items()
        },
        rule_sets={(row.name, row.version): _kept(row, rows) for row in rows.rule_sets},
        in_force=rows.in_force,
        checks=rows.checks,
        statements=_statements(rows),
        clinically_reviewed=_reviewed(rows),
    )


def release_in_force(session: Session) -> int | None:
    """The number of the last release; None where nothing was published."""
    return session.exec(select(func.max(Release.number))).one()


def _shelve(items: dict[str, Item]) -> Shelf:
    return Shelf(items, {slug: item.model_dump_json().encode() for slug, item in items.items()})


def _kept(row: RuleSetRow, rows: Rows) -> KeptRuleSet:
    status: Literal["in_force", "superseded", "withdrawn"] = (
        "in_force" if rows.in_force[row.name] == row.version else "superseded"
    )
    return KeptRuleSet(
        name="follow-up" if row.name == "follow-up" else "self-check",
        rules=from_document(row.body),
        digest=row.digest,
        status="withdrawn" if row.withdrawn else status,
        use_until=row.use_until,
        body=row.body,
        proof=ProofDocument.model_validate(row.proof),
    )


def _statements(rows: Rows) -> dict[str, int]:
    """Of the content in the source language and the rule sets in force."""
    documents = [d for items in rows.documents[SOURCE_LANG].values() for d in items.values()]
    in_force = [rows.checks[name, version, SOURCE_LANG] for name, version in rows.in_force.items()]
    known = Counter(link.known.value for d in (*documents, *in_force) for _, link in links(d))
    return dict(sorted(known.items()))


def _reviewed(rows: Rows) -> int:
    documents = (d for items in rows.documents[SOURCE_LANG].values() for d in items.values())
    return sum(isinstance(d, Facts) and d.review.status == "clinically_reviewed" for d in documents)
