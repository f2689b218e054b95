"""A rule set as a JSON document, and back: what is stored for ever, digested and served."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from enum import IntEnum
from typing import Any, TypeVar

from app.triage.model import (
    Action,
    Condition,
    Dose,
    Exercise,
    Fit,
    Level,
    Option,
    Phase,
    Question,
    Routine,
    Rule,
    RuleSet,
    Step,
)

Document = Mapping[str, Any]
Named = TypeVar("Named", bound=IntEnum)


def to_document(rules: RuleSet) -> dict[str, Any]:
    """Plain JSON values; levels, actions and fits by name."""
    document = _plain(asdict(rules))
    assert isinstance(document, dict)
    return document


def digest(document: Document) -> str:
    """sha-256 of the canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def from_document(document: Document) -> RuleSet:
    return RuleSet(
        name=document["name"],
        version=document["version"],
        questions=tuple(_question(q) for q in document["questions"]),
        rules=tuple(_rule(r) for r in document["rules"]),
        warnings=tuple(document["warnings"]),
        conditions=tuple(document["conditions"]),
        causes=tuple(document["causes"]),
        exercises=tuple(_exercise(e) for e in document["exercises"]),
        routines=tuple(_routine(r) for r in document["routines"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, IntEnum):
        return value.name.lower()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def named(kind: type[Named], name: str | None) -> Named | None:
    return None if name is None else kind[name.upper()]


def _condition(d: Document) -> Condition:
    return Condition(d["question"], frozenset(d["any_of"]), d["at_least"])


def _question(d: Document) -> Question:
    return Question(
        slug=d["slug"],
        type=d["type"],
        options=tuple(Option(o["slug"], o["kind"], o["rank"]) for o in d["options"]),
        min=d["min"],
        max=d["max"],
        safety=named(Level, d["safety"]),
        screens=tuple(d["screens"]),
        asked_when=tuple(_condition(c) for c in d["asked_when"]),
        not_when=tuple(d["not_when"]),
        physical=d["physical"],
    )


def _rule(d: Document) -> Rule:
    return Rule(
        slug=d["slug"],
        when=tuple(_condition(c) for c in d["when"]),
        level=named(Level, d["level"]),
        action=named(Action, d["action"]),
        warnings=tuple(d["warnings"]),
        conditions=tuple(d["conditions"]),
        causes=tuple((slug, Fit[fit.upper()]) for slug, fit in d["causes"]),
        routines=tuple(d["routines"]),
    )


def _exercise(d: Document) -> Exercise:
    return Exercise(
        slug=d["slug"],
        dose=Dose(**d["dose"]),
        avoid=tuple(d["avoid"]),
        ask_first=tuple(d["ask_first"]),
        alternatives=tuple(d["alternatives"]),
        warnings=tuple(d["warnings"]),
    )


def _routine(d: Document) -> Routine:
    return Routine(
        slug=d["slug"],
        phases=tuple(
            Phase(
                phase["slug"],
                tuple(Step(s["exercise"], Dose(**s["dose"])) for s in phase["steps"]),
            )
            for phase in d["phases"]
        ),
        warnings=tuple(d["warnings"]),
        stop_rules=tuple(d["stop_rules"]),
    )
