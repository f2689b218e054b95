"""What rules are proved against, as far as it comes with them: safety requirements, warnings that
every answer carries, questions that must be answered. Says what one asks less than another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from pydantic import BaseModel, Field, ValidationError

from app.content.requirement import Requirement, RequirementsDocument
from app.content.selfcheck import AtLeast, LevelName
from app.library.source import read_source
from app.refused import Refused
from app.triage.document import named
from app.triage.model import Level

REQUIREMENTS = "safety_requirements.yaml"
FOLDERS = {"self-check": "self_check", "follow-up": "follow_up"}

Kind = Literal["requirement", "row", "mandatory_warning", "safety_question"]
Shape = TypeVar("Shape", bound=BaseModel)
Alternative = Mapping[str, list[str] | AtLeast]


class Unreadable(Refused):
    """It cannot be said what is asked for."""


class Item(NamedTuple):
    """Something that is asked for, by a name that is its own among its kind."""

    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Yardstick:
    """All that is asked for."""

    requirements: RequirementsDocument
    others: Mapping[Item, Level]
    """The rest, with the level that a safety question may reveal; of others it is the lowest."""


class _Rules(BaseModel):
    """What matters here of a questionnaire's rules, in whatever version of their form."""

    mandatory_warnings: list[str] = []


class _Question(BaseModel):
    slug: str
    safety: LevelName | None = None


class _Section(BaseModel):
    questions: list[_Question]


class _Questions(BaseModel):
    sections: list[_Section] = Field(min_length=1)


def read_yardstick(root: Path) -> Yardstick:
    """From the files below `root`, whatever else is wrong with them.

    Raises:
        Unreadable: these files are missing, or are not as this version reads them.
    """
    requirements = _read(RequirementsDocument, root, REQUIREMENTS)
    others = {Item("row", row): Level.SELF_CARE for row in requirements.rows}
    for name, folder in FOLDERS.items():
        for slug in _read(_Rules, root, f"{folder}/rules.yaml").mandatory_warnings:
            others[Item("mandatory_warning", f"{name}: {slug}")] = Level.SELF_CARE
        for section in _read(_Questions, root, f"{folder}/questions.yaml").sections:
            for question in section.questions:
                if question.safety is not None:
                    item = Item("safety_question", f"{name}: {question.slug}")
                    others[item] = named(Level, question.safety) or Level.SELF_CARE
    return Yardstick(requirements, others)


def _read(shape: type[Shape], root: Path, file: str) -> Shape:
    source = read_source(root / file, root)
    try:
        if not source.faults:
            return shape.model_validate(source.value)
    except ValidationError:
        pass
    raise Unreadable(f"{file} cannot be read")


def taken_away(before: Yardstick, now: Yardstick) -> Iterator[Item]:
    """What `before` asks for and `now` does not, or not as strictly. A requirement keeps its name:
    of two with one name, each must be met."""
    theirs = now.requirements.requirements
    for slug in dict.fromkeys(asked.slug for asked in before.requirements.requirements):
        asked = [one for one in before.requirements.requirements if one.slug == slug]
        if not all(any(_asks_for(mine, one) for mine in theirs) for one in asked):
            yield Item("requirement", slug)
    for item, level in before.others.items():
        if item not in now.others or now.others[item] < level:
            yield item


def _asks_for(mine: Requirement, asked: Requirement) -> bool:
    """Whether who meets `mine` meets `asked`. The words do not matter."""
    return (
        (mine.slug, mine.row, mine.carried_by) == (asked.slug, asked.row, asked.carried_by)
        and all(any(_is_of(one, a) for one in mine.when) for a in asked.when)
        and _level(mine) >= _level(asked)
        and set(mine.warnings) >= set(asked.warnings)
        and set(mine.never) >= set(asked.never)
    )


def _level(requirement: Requirement) -> Level:
    return named(Level, requirement.level) or Level.SELF_CARE


def _is_of(mine: Alternative, people: Alternative) -> bool:
    """Whether `mine` is of all whom `people` is of."""
    return all(
        question in people and _holds_for(wanted, people[question])
        for question, wanted in mine.items()
    )


def _holds_for(wanted: list[str] | AtLeast, said: list[str] | AtLeast) -> bool:
    if isinstance(wanted, list):
        return isinstance(said, list) and set(said) <= set(wanted)
    return isinstance(said, AtLeast) and said.at_least >= wanted.at_least


def differences(
    before: Yardstick, now: Yardstick
) -> Iterator[tuple[Item, Literal["added", "changed", "removed"]]]:
    """Whatever differs, stricter or not, the words of a requirement too."""
    old, new = _whole(before), _whole(now)
    for item in sorted(old.keys() | new.keys()):
        if item not in old:
            yield item, "added"
        elif item not in new:
            yield item, "removed"
        elif old[item] != new[item]:
            yield item, "changed"


def _whole(of: Yardstick) -> dict[Item, object]:
    whole: dict[Item, object] = dict(of.others)
    for slug in dict.fromkeys(one.slug for one in of.requirements.requirements):
        same = [one for one in of.requirements.requirements if one.slug == slug]
        whole[Item("requirement", slug)] = [one.model_dump() for one in same]
    return whole
