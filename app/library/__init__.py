"""`seed/`, parsed, cross-checked and whole. Needs no database; refuses the lot if any of it is
wrong, and says everything that is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.content.base import SOURCE_LANG, Authored, Lang
from app.content.figure import FigureDocument
from app.content.proof import ProofDocument
from app.content.release import LanguageDocument, RetiredDocument
from app.content.requirement import RequirementsDocument
from app.content.selfcheck import CheckDocument
from app.content.words import join, split
from app.library.check import content_faults
from app.library.check_figures import figure_faults
from app.library.check_rules import rule_faults
from app.library.compile import compile_rules
from app.library.read import read_shelf
from app.library.source import Fault
from app.library.translations import Texts, english_texts, read_translations
from app.refused import Refused
from app.triage.document import digest, to_document
from app.triage.model import RuleSet

Document = TypeVar("Document", bound=Authored)


PROMISES: Mapping[str, tuple[str, ...]] = {
    "self-check": tuple(f"S{number}" for number in range(1, 14)),
    "follow-up": ("S4", "S5", "S6", "S8", "S9", "S10"),
}
"""What must be proved of each questionnaire, by name. Fixed here, since a proof is silent on what
its rules give no cause for: without a mandatory warning there would be nothing to prove of them."""


class BrokenSeed(Refused):
    """Everything that is wrong with `seed/`, not only the first thing."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults

    @property
    def said(self) -> str:
        return f"{self}\n{len(self.faults)} faults in the content; nothing was changed."


@dataclass(frozen=True, slots=True)
class Library:
    """What authors wrote, checked."""

    documents: Mapping[str, Mapping[str, Authored]]
    """Kind → slug → document, as the files list them; folders by slug."""
    languages: Mapping[str, LanguageDocument]
    translations: Mapping[Lang, Texts]
    """Whole for each published language; a draft has holes."""
    retired: tuple[RetiredDocument, ...]
    checks: Mapping[str, CheckDocument]
    rule_sets: Mapping[str, RuleSet]
    figures: Mapping[str, FigureDocument]
    """By the slug of the exercise, or of the self-check's question."""
    requirements: RequirementsDocument
    proofs: Mapping[str, ProofDocument]
    """What is known to be proved; of the rules as they stand only where the digests agree."""

    def documents_in(self, lang: Lang) -> Mapping[str, Mapping[str, Authored]]:
        """Of a published language."""
        if lang == SOURCE_LANG:
            return self.documents
        return {
            kind: {slug: self._in(lang, kind, slug, document) for slug, document in shelf.items()}
            for kind, shelf in self.documents.items()
        }

    def check_in(self, lang: Lang, name: str) -> CheckDocument:
        """Of a published language."""
        check = self.checks[name]
        return check if lang == SOURCE_LANG else self._in(lang, name, name, check)

    def _in(self, lang: Lang, kind: str, slug: str, document: Document) -> Document:
        facts, _ = split(document)
        return document.model_validate(join(facts, self.translations[lang].get((kind, slug), {})))

    @property
    def published_languages(self) -> tuple[Lang, ...]:
        others = (slug for slug, d in self.languages.items() if d.status == "published")
        return tuple(dict.fromkeys((SOURCE_LANG, *others)))


def read_library(root: Path) -> Library:
    """Read every file under `root`.

    Raises:
        BrokenSeed: one line a fault, each with its file and line and what would be right.
    """
    if not root.is_dir():
        raise BrokenSeed([Fault(str(root), 1, "no such folder; set PLUMBLINE_SEED_DIR")])
    shelf = read_shelf(root)
    documents = {
        kind: {slug: entry.document for slug, entry in entries.items()}
        for kind, entries in shelf.entries.items()
    }
    rule_sets = {name: compile_rules(check, documents) for name, check in shelf.checks.items()}
    shelf.faults += content_faults(shelf)
    shelf.faults += rule_faults(shelf, rule_sets)
    shelf.faults += figure_faults(shelf)
    translations = read_translations(root, shelf, english_texts(shelf))
    if shelf.faults or shelf.requirements is None:
        raise BrokenSeed(sorted(set(shelf.faults)))
    return Library(
        documents,
        shelf.languages,
        translations,
        tuple(shelf.retired),
        shelf.checks,
        rule_sets,
        {slug: figure for slug, (figure, _) in shelf.figures.items()},
        shelf.requirements,
        shelf.proofs,
    )


def requirements_digest(requirements: RequirementsDocument) -> str:
    return digest(requirements.model_dump(mode="json"))


def unproved(library: Library) -> Iterator[str]:
    """Why each rule set that may not be published may not; nothing when all may."""
    for name, rules in library.rule_sets.items():
        proof = library.proofs.get(name)
        if proof is None:
            yield f"{name} {rules.version} was never proved; run ./dev prove"
        elif proof.ruleset.digest != digest(to_document(rules)):
            yield f"{name} {rules.version} changed since it was proved; run ./dev prove"
        elif proof.requirements_digest != requirements_digest(library.requirements):
            yield f"the safety requirements changed since {name} was proved; run ./dev prove"
        else:
            for promise in missing_promises(proof):
                yield f"{name}: {promise} was not looked at; run ./dev prove"
            for invariant in proof.invariants:
                if invariant.status != "proved":
                    yield f"{name}: {invariant.id} {invariant.status}: {invariant.counterexample}"


def missing_promises(proof: ProofDocument) -> list[str]:
    """What must be proved of these rules, and is not so much as named in their proof."""
    looked_at = {invariant.id for invariant in proof.invariants}
    return [promise for promise in PROMISES[proof.ruleset.name] if promise not in looked_at]
