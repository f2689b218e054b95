"""Triage as people write it: the rules come from the database, and a loop goes over them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.content.release import Release
from app.content.selfcheck import RuleSetRow

SELF_CARE = "self_care"
LEVELS = (SELF_CARE, "clinician_first", "urgent", "emergency")

Said = Mapping[str, Any]


@dataclass
class Judgement:
    level: str
    warnings: set[str]
    conditions: set[str]
    routines: set[str]
    because: list[str]
    next: list[str]


def read_rules(session: Session) -> Any:
    newest = select(Release).order_by(col(Release.number).desc()).limit(1)
    version = session.exec(newest).one().self_check
    return session.get_one(RuleSetRow, ("self-check", version)).body


def judged(rules: Any, said: Said) -> Judgement:
    fired = [rule for rule in rules["rules"] if all(_holds(c, said) for c in rule["when"])]
    return Judgement(
        level=max((r["level"] for r in fired if r["level"]), key=LEVELS.index, default=SELF_CARE),
        warnings={slug for rule in fired for slug in rule["warnings"]},
        conditions={slug for rule in fired for slug in rule["conditions"]},
        routines={slug for rule in fired for slug in rule["routines"]},
        because=[rule["slug"] for rule in fired],
        next=[q["slug"] for q in rules["questions"] if _is_missing(q, said)],
    )


def _is_missing(question: Any, said: Said) -> bool:
    asked = not question["asked_when"] or any(_holds(c, said) for c in question["asked_when"])
    return bool(question["safety"] and asked and said.get(question["slug"]) in (None, [], ""))


def _holds(condition: Any, said: Said) -> bool:
    answer = said.get(condition["question"], ())
    if isinstance(answer, int):
        return condition["at_least"] is not None and answer >= condition["at_least"]
    return bool(set(condition["any_of"]) & set(answer))
