"""`seed/`, parsed and validated, file by file; whether it hangs together is `check`'s to say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.content.base import SLUG_PATTERN, Authored
from app.content.figure import FigureDocument
from app.content.kinds import KINDS, Kind
from app.content.proof import ProofDocument
from app.content.release import LanguageDocument, RetiredDocument
from app.content.requirement import RequirementsDocument
from app.content.selfcheck import (
    CheckDocument,
    MessagesDocument,
    QuestionDocument,
    QuestionsDocument,
    RulesDocument,
)
from app.library.source import Fault, Place, Source, read_source

Document = TypeVar("Document", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document and where it stands."""

    document: Authored
    source: Source
    place: Place

    def fault(self, place: Place, message: str) -> Fault:
        return self.source.fault((*self.place, *place), message)


@dataclass(slots=True)
class Shelf:
    """Everything read so far, and everything wrong with it so far."""

    entries: dict[str, dict[str, Entry]] = field(default_factory=dict)
    slugs: dict[str, set[str]] = field(default_factory=dict)
    """By kind; those of broken documents too, so that one fault does not look like many."""
    languages: dict[str, LanguageDocument] = field(default_factory=dict)
    retired: list[RetiredDocument] = field(default_factory=list)
    checks: dict[str, CheckDocument] = field(default_factory=dict)
    check_sources: dict[str, tuple[Source, Source]] = field(default_factory=dict)
    proofs: dict[str, ProofDocument] = field(default_factory=dict)
    requirements: RequirementsDocument | None = None
    requirements_source: Source | None = None
    figures: dict[str, tuple[FigureDocument, Source]] = field(default_factory=dict)
    """By the slug of what they are of."""
    faults: list[Fault] = field(default_factory=list)
    whole: bool = False
    """Every file was understood, so what is missing is really missing."""


def read_shelf(root: Path) -> Shelf:
    shelf = Shelf()
    for kind in KINDS:
        shelf.slugs[kind.name] = set()
        shelf.entries[kind.name] = dict(_entries(root, kind, shelf))
    shelf.languages = {
        str(slug): document
        for slug, document in _named_list(root / "languages.yaml", root, shelf.faults)
        if isinstance(document, LanguageDocument)
    }
    retired = _source(root / "retired.yaml", root, shelf.faults)
    for index, value in enumerate(retired.value or []):
        document = _validated(RetiredDocument, value, retired, (index,), shelf.faults)
        shelf.retired += [document] if document else []
    for name, folder in (("self-check", "self_check"), ("follow-up", "follow_up")):
        _read_check(name, root / folder, root, shelf)
        _read_proof(name, root / folder / "proof.json", root, shelf)
    for path in sorted((root / "figures").glob("*.yaml")):
        source = _source(path, root, shelf.faults)
        figure = _validated(FigureDocument, source.value, source, (), shelf.faults)
        if figure is not None:
            shelf.figures[path.stem] = (figure, source)
    source = _source(root / "safety_requirements.yaml", root, shelf.faults)
    shelf.requirements_source = source
    shelf.requirements = _validated(RequirementsDocument, source.value, source, (), shelf.faults)
    shelf.whole = not shelf.faults
    return shelf


def _entries(root: Path, kind: Kind, shelf: Shelf) -> Iterator[tuple[str, Entry]]:
    faults, seen = shelf.faults, shelf.slugs[kind.name]
    place = root / kind.plural.replace("-", "_")
    if place.is_dir():
        for path in sorted(place.glob("*.yaml")):
            source = _source(path, root, faults)
            seen.add(path.stem)
            if not re.fullmatch(SLUG_PATTERN, path.stem):
                faults.append(source.fault((), "the file's name should be lower-case-with-hyphens"))
            document = _validated(kind.document, source.value, source, (), faults)
            if document is not None:
                yield path.stem, Entry(document, source, ())
        return
    source = _source(place.with_suffix(".yaml"), root, faults)
    for index, value in enumerate(source.value or []):
        slug, rest = _slug(value, source, index, seen, faults)
        document = _validated(kind.document, rest, source, (index,), faults) if slug else None
        if slug and document is not None:
            yield slug, Entry(document, source, (index,))


def _slug(
    value: Any, source: Source, index: int, seen: set[str], faults: list[Fault]
) -> tuple[str | None, Any]:
    if not isinstance(value, dict) or not isinstance(value.get("slug"), str):
        faults.append(source.fault((index,), "every entry needs a `slug`"))
        return None, None
    slug: str = value["slug"]
    if not re.fullmatch(SLUG_PATTERN, slug):
        faults.append(source.fault((index, "slug"), "should be lower-case-with-hyphens"))
    if slug in seen:
        faults.append(source.fault((index, "slug"), f"'{slug}' is there twice"))
    seen.add(slug)
    return slug, {key: item for key, item in value.items() if key != "slug"}


def _named_list(
    path: Path, root: Path, faults: list[Fault]
) -> Iterator[tuple[str, LanguageDocument]]:
    source = _source(path, root, faults)
    for index, value in enumerate(source.value or []):
        document = _validated(LanguageDocument, value, source, (index,), faults)
        if document is not None:
            yield document.slug, document


def _read_check(name: str, folder: Path, root: Path, shelf: Shelf) -> None:
    faults = shelf.faults
    sources = {
        part: _source(folder / f"{part}.yaml", root, faults)
        for part in ("questions", "rules", "messages")
    }
    questions = _validated(
        QuestionsDocument, sources["questions"].value, sources["questions"], (), faults
    )
    rules = _validated(RulesDocument, sources["rules"].value, sources["rules"], (), faults)
    messages = _validated(
        MessagesDocument, sources["messages"].value, sources["messages"], (), faults
    )
    if questions is None or rules is None or messages is None:
        return
    for s, section in enumerate(questions.sections):
        for q, question in enumerate(section.questions):
            if isinstance(question.options, str) and question.options not in questions.option_sets:
                sets = ", ".join(questions.option_sets)
                at = ("sections", s, "questions", q, "options")
                faults.append(
                    sources["questions"].fault(at, f"no such option set; there are {sets}")
                )
    whole = {
        "name": name,
        **rules.model_dump(),
        **messages.model_dump(),
        "sections": [
            {
                **section.model_dump(),
                "questions": [_written_out(q, questions) for q in section.questions],
            }
            for section in questions.sections
        ],
    }
    check = _validated(CheckDocument, whole, sources["messages"], (), faults)
    if check is not None:
        shelf.checks[name] = check
        shelf.check_sources[name] = (sources["questions"], sources["rules"])


def _read_proof(name: str, path: Path, root: Path, shelf: Shelf) -> None:
    """A rule set may be written before it is proved, only not published."""
    if not path.exists():
        return
    source = _source(path, root, shelf.faults)
    proof = _validated(ProofDocument, source.value, source, (), shelf.faults)
    if proof is not None:
        shelf.proofs[name] = proof


def _written_out(question: QuestionDocument, questions: QuestionsDocument) -> dict[str, Any]:
    """The question with its options in place of the name of their set."""
    dumped = question.model_dump()
    if isinstance(question.options, str):
        options = questions.option_sets.get(question.options, [])
        dumped["options"] = [option.model_dump() for option in options]
    return dumped


def _source(path: Path, root: Path, faults: list[Fault]) -> Source:
    source = read_source(path, root)
    faults += source.faults
    return source


def _validated(
    shape: type[Document], value: Any, source: Source, place: Place, faults: list[Fault]
) -> Document | None:
    if source.value is None and source.faults:
        return None  # already said why
    try:
        return shape.model_validate(value)
    except ValidationError as exc:
        for error in exc.errors():
            at = (*place, *error["loc"])
            path = ".".join(str(part) for part in error["loc"])
            message = error["msg"].removeprefix("Value error, ")
            faults.append(source.fault(at, f"{path}: {message}" if path else message))
        return None
