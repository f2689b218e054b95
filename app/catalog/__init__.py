"""The only reader: a published release in, finished bytes out.

A `Catalog` is built once, never changed and never asks the database anything again.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, func, select

from app.catalog.filters import rules as listed_by
from app.catalog.listing import Listing
from app.catalog.load import NothingPublished, Rows, load_rows
from app.catalog.offline import Copy, copy
from app.content.base import SOURCE_LANG, Facts, Item, Lang
from app.content.cause import CauseOut
from app.content.exercise import ExerciseOut
from app.content.guide import ContactOut, TermOut, cue_words
from app.content.links import links
from app.content.outcome import RuleSetRef, RuleSetStatus
from app.content.proof import ProofDocument
from app.content.questionnaire import RuleSetOut
from app.content.release import LanguageOut, Release
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.content.selfcheck import CheckDocument, CheckName, RuleSetRow
from app.search import Index, build
from app.search import entries as to_find
from app.serving.checks import rule_set
from app.serving.entries import entries
from app.serving.items import items
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
    out: RuleSetOut
    proof: ProofDocument

    @property
    def ref(self) -> RuleSetRef:
        out = self.out
        return RuleSetRef(version=out.version, digest=out.digest, status=out.status)


@dataclass(frozen=True, slots=True)
class Catalog:
    """One release, whole."""

    release: int
    digest: str
    published_at: datetime
    releases: Mapping[int, Release]
    """Every release so far, by number."""
    languages: Mapping[Lang, LanguageOut]
    shelves: Mapping[Lang, Mapping[str, Shelf]]
    copies: Mapping[Lang, Copy]
    search: Mapping[Lang, Index]
    rule_sets: Mapping[tuple[str, str], KeptRuleSet]
    in_force: Mapping[str, str]
    checks: Mapping[tuple[str, str, Lang], CheckDocument]
    statements: Mapping[str, int]
    """Links from a statement to a source, by how they are known."""
    clinically_reviewed: int
    listings: dict[tuple[Lang, str], Listing] = field(default_factory=dict)
    """Those that were asked for."""

    def listing(self, lang: Lang, kind: str) -> Listing:
        if (lang, kind) not in self.listings:
            fragments = {name: shelf.fragments for name, shelf in self.shelves[lang].items()}
            listing = Listing(fragments[kind], listed_by(kind, fragments))
            self.listings[lang, kind] = listing
        return self.listings[lang, kind]

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
        """What an answer by `kept` may say, in `lang` or, where it has no words in that, in the
        source language."""
        if (kept.name, kept.rules.version, lang) not in self.checks:
            lang = SOURCE_LANG
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
            cues=cue_words(self.all(lang, "term", TermOut).values()),
        )


def load_catalog(session: Session) -> Catalog:
    """Read the release in force.

    Raises:
        NothingPublished: the database has no release.
    """
    rows = load_rows(session)
    rule_sets = {(row.name, row.version): _kept(row, rows) for row in rows.rule_sets}
    shelves: dict[Lang, dict[str, Shelf]] = {}
    copies: dict[Lang, Copy] = {}
    search: dict[Lang, Index] = {}
    for lang, documents in rows.documents.items():
        served = items(documents, lang)
        checks = {
            name: (rows.checks[name, version, lang], rule_sets[name, version].out)
            for name, version in rows.in_force.items()
        }
        made = entries(served, checks, lang)
        search[lang] = build(to_find(served, checks["self-check"][0], lang), lang)
        copies[lang] = copy(lang, rows.releases, made, rows.changes.get(lang, {}))
        shelves[lang] = {
            kind: Shelf(shelf, {slug: made[kind, slug] for slug in shelf})
            for kind, shelf in served.items()
        }
    return Catalog(
        release=rows.release.number,
        digest=rows.release.digest,
        published_at=rows.release.published_at,
        releases=rows.releases,
        languages={language.slug: language for language in rows.languages},
        shelves=shelves,
        copies=copies,
        search=search,
        rule_sets=rule_sets,
        in_force=rows.in_force,
        checks=rows.checks,
        statements=_statements(rows),
        clinically_reviewed=_reviewed(rows),
    )


def release_in_force(session: Session) -> int | None:
    """The number of the last release; None where nothing was published."""
    return session.exec(select(func.max(Release.number))).one()


def _kept(row: RuleSetRow, rows: Rows) -> KeptRuleSet:
    status: RuleSetStatus = "in_force" if rows.in_force[row.name] == row.version else "superseded"
    rules = from_document(row.body)
    return KeptRuleSet(
        name="follow-up" if row.name == "follow-up" else "self-check",
        rules=rules,
        out=rule_set(rules, row.body, "withdrawn" if row.withdrawn else status, row.use_until),
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
