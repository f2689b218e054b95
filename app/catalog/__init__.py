"""The only reader: a published release in, finished bytes out.

A `Catalog` is built once, never changed and never asks the database anything again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session, col, func, select

from app.catalog.checks import KeptRuleSet, check, kept
from app.catalog.filters import rules as listed_by
from app.catalog.lazy import Anew, Lazy, Only
from app.catalog.listing import Listing
from app.catalog.load import Drawing, NothingPublished, load_releases, load_rows
from app.catalog.offline import Copy, copy
from app.catalog.shelf import Shelf, check_readable, shelves
from app.content.base import SOURCE_LANG, Item, Lang
from app.content.cause import CauseOut
from app.content.exercise import ExerciseOut
from app.content.guide import ContactOut, TermOut, cue_words
from app.content.kinds import KIND
from app.content.release import LanguageOut, Release
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.content.selfcheck import CheckDocument
from app.search import Index, build
from app.search import entries as to_find
from app.version import code_digest
from app.wording.phrases import Phrases
from app.wording.triage import Wording
from app.wording.words import Words

__all__ = [
    "Catalog",
    "Drawing",
    "KeptRuleSet",
    "NothingPublished",
    "Shelf",
    "load_catalog",
    "load_releases",
    "made_from",
    "release_in_force",
]

Out = TypeVar("Out", bound=Item)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Catalog:
    """One release, whole. What few ask for is made when somebody does, and then kept."""

    release: int
    digest: str
    published_at: datetime
    releases: Mapping[int, Release]
    """Every release so far, by number."""
    languages: Mapping[Lang, LanguageOut]
    shelves: Mapping[Lang, Mapping[str, Shelf]]
    copies: Mapping[Lang, Copy]
    search: Lazy[Lang, Lang, Index]
    rule_sets: Mapping[tuple[str, str], KeptRuleSet]
    in_force: Mapping[str, str]
    checks: Mapping[tuple[str, str, Lang], CheckDocument]
    statements: Mapping[str, int]
    """Links from a statement to a source, by how they are known."""
    clinically_reviewed: int
    listings: Mapping[tuple[Lang, str], Listing]
    pictures: Mapping[str, Drawing]
    """By digest; those of the release before too."""
    _wordings: dict[tuple[str, str, Lang], Wording] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def published_languages(self) -> tuple[Lang, ...]:
        return tuple(self.shelves)

    def all(self, lang: Lang, kind: str, shape: type[Out]) -> Mapping[str, Out]:
        """Raises: TypeError: when read, where the items of this kind have another shape."""
        return Only(self.shelves[lang][kind].items, shape)

    def rule_set(self, name: str, version: str | None = None) -> KeptRuleSet | None:
        """That version, or the one in force."""
        return self.rule_sets.get((name, version or self.in_force[name]))

    def wording(self, lang: Lang, kept: KeptRuleSet) -> Wording:
        """For answers by `kept`, in `lang` or, where it has no words in that, in the source
        language."""
        version = kept.rules.version
        if (kept.name, version, lang) not in self.checks:
            lang = SOURCE_LANG
        key = (kept.name, version, lang)
        if key not in self._wordings:
            self._wordings[key] = Wording(Phrases(self.words(lang, kept)))
        return self._wordings[key]

    def words(self, lang: Lang, kept: KeptRuleSet) -> Words:
        """Everything an answer by `kept` may say."""
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


def load_catalog(session: Session, before: Catalog | None = None) -> Catalog:
    """Read the release in force.

    Args:
        before: what is served now. It is shared as far as it stays the same; an index that somebody
            asked for is made here, so that nobody waits for it again.

    Raises:
        NothingPublished: the database has no release that this code can serve.
    """
    copies = {} if before is None else before.copies
    rows = load_rows(session, {lang: copy.entries for lang, copy in copies.items()})
    last = rows.release
    if last.code != code_digest():
        check_readable(rows.entries)
    in_force = {"self-check": last.self_check, "follow-up": last.follow_up}
    checks = Lazy(rows.checks, check)

    def index(lang: Lang) -> Index:
        items = {
            kind: Anew(shelf.fragments, KIND[kind].out.model_validate_json)
            for kind, shelf in served[lang].items()
        }
        return build(to_find(items, checks["self-check", last.self_check, lang], lang), lang)

    served = {lang: shelves(entries) for lang, entries in rows.entries.items()}

    def listing(key: tuple[Lang, str]) -> Listing:
        lang, kind = key
        fragments = {name: shelf.fragments for name, shelf in served[lang].items()}
        return Listing(fragments[kind], listed_by(kind, fragments))

    catalog = Catalog(
        release=last.number,
        digest=last.digest,
        published_at=last.published_at,
        releases=rows.releases,
        languages={language.slug: language for language in rows.languages},
        shelves=served,
        listings=Lazy(
            {(lang, kind): (lang, kind) for lang in served for kind in served[lang]}, listing
        ),
        copies={
            lang: copy(lang, rows.releases, entries, rows.changes.get(lang, {}))
            for lang, entries in rows.entries.items()
        },
        search=Lazy({lang: lang for lang in rows.entries}, index),
        rule_sets=Lazy(rows.rule_sets, lambda row: kept(row, in_force)),
        in_force=in_force,
        checks=checks,
        statements=rows.counted.statements,
        clinically_reviewed=rows.counted.clinically_reviewed,
        pictures=rows.pictures,
    )
    asked = set() if before is None else set(before.search.made)
    for lang in asked & set(catalog.search):
        catalog.search[lang]
    return catalog


def made_from(session: Session, seed: str) -> int | None:
    """The number of the release in force, if this code made it of files with this digest."""
    last = session.exec(select(Release).order_by(col(Release.number).desc()).limit(1)).first()
    same = last is not None and (last.seed, last.code) == (seed, code_digest())
    return last.number if last is not None and same else None


def release_in_force(session: Session) -> int | None:
    """The number of the last release; None where nothing was published."""
    return session.exec(select(func.max(Release.number))).one()
