"""What changed between two rule sets, as data and in words, and for whom the level changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.triage.answers import AnswersRefused, read_answers
from app.triage.document import to_document
from app.triage.engine import evaluate
from app.triage.model import Level, RuleSet

PARTS = ("questions", "rules", "exercises", "routines")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one part; `field` is empty where the whole part came or went."""

    part: str
    slug: str
    field: str
    before: Any
    after: Any
    words: str


@dataclass(frozen=True, slots=True)
class LevelChange:
    """Answers that the two rule sets judge differently. Null: one of them does not know them."""

    answers: Mapping[str, object]
    before: Level | None
    after: Level | None


def differences(old: RuleSet, new: RuleSet) -> list[Difference]:
    before, after = to_document(old), to_document(new)
    found = [d for part in PARTS for d in _part(part, before[part], after[part])]
    for order in ("warnings", "conditions", "causes"):
        if before[order] != after[order]:
            gone = sorted(set(before[order]) - set(after[order]))
            come = sorted(set(after[order]) - set(before[order]))
            words = f"{order}: gone {gone or 'none'}, come {come or 'none'}, or in another order"
            found.append(Difference(order, "", "", before[order], after[order], words))
    return found


def _part(part: str, before: list[Any], after: list[Any]) -> Iterator[Difference]:
    old, new = {item["slug"]: item for item in before}, {item["slug"]: item for item in after}
    kind = part.removesuffix("s")
    for slug in sorted(old.keys() | new.keys()):
        if slug not in new:
            yield Difference(part, slug, "", old[slug], None, f"{kind} '{slug}' is gone")
        elif slug not in old:
            yield Difference(part, slug, "", None, new[slug], f"{kind} '{slug}' is new")
        else:
            for field in old[slug]:
                was, is_ = old[slug][field], new[slug][field]
                if was != is_:
                    words = f"{kind} '{slug}': {field} was {_said(was)}, is {_said(is_)}"
                    yield Difference(part, slug, field, was, is_, words)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_said(item) for item in value) or "nothing"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_said(item)}" for key, item in value.items()) + "}"
    return "nothing" if value is None else str(value)


def level_changes(old: RuleSet, new: RuleSet) -> list[LevelChange]:
    """For every option alone, and for the least answers that make each rule of either hold."""
    changes = []
    for answers in _telling(old, new):
        before, after = _level(old, answers), _level(new, answers)
        if before != after:
            changes.append(LevelChange(answers, before, after))
    return changes


def _telling(*rule_sets: RuleSet) -> list[dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for rules in rule_sets:
        for question in rules.questions:
            for option in question.options:
                answers: dict[str, object] = {question.slug: option.slug}
                found.setdefault(repr(answers), answers)
        for rule in rules.rules:
            answers = {
                c.question: min(c.any_of) if c.at_least is None else c.at_least for c in rule.when
            }
            found.setdefault(repr(answers), answers)
    return list(found.values())


def _level(rules: RuleSet, answers: Mapping[str, object]) -> Level | None:
    try:
        return evaluate(rules, read_answers(rules, answers)).level_at_least
    except AnswersRefused:
        return None
