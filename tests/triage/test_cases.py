"""The clinical cases, run against the rules we ship."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.library import Library
from app.triage.answers import read_answers
from app.triage.engine import evaluate
from app.triage.model import Outcome, RuleSet
from app.wording.words import FIT_NAMES, LEVEL_NAMES

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text())

SCREENS = ("nerves", "injury", "infection", "belly-and-blood", "bone", "pain-pattern")
WELL: dict[str, object] = {
    "who": "me",
    "age": "18-to-44",
    "pregnancy": "none",
    **{f"screen-{name}": "none" for name in (*SCREENS, "conditions", "body")},
    "pain": "mild",
    "how-long": "under-6-weeks",
}
BASES: dict[str | None, dict[str, object]] = {
    None: {},
    "well": WELL,
    "well-65": {**{k: v for k, v in WELL.items() if k != "pregnancy"}, "age": "65-or-over"},
}


def answers(rules: RuleSet, case: dict[str, Any]) -> dict[str, object]:
    """What the person of a case says: `base`, then the screens they `open`, then `answers`."""
    questions = {question.slug: question for question in rules.questions}
    opened: dict[str, object] = {}
    for screen in case.get("open", []):
        opened[screen] = "one-or-more"
        opened |= dict.fromkeys(questions[screen].screens, "none")
    said: dict[str, object] = case.get("answers", {})
    return BASES[case.get("base")] | opened | said


def outcome_of(library: Library, case: dict[str, Any]) -> Outcome:
    rules = library.rule_sets["self-check"]
    return evaluate(rules, read_answers(rules, answers(rules, case)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any], library: Library) -> None:
    outcome = outcome_of(library, case)

    assert outcome.complete == (case["status"] == "complete"), outcome.next
    assert (LEVEL_NAMES[outcome.level] if outcome.level is not None else None) == case["level"]
    if "level_at_least" in case:
        assert LEVEL_NAMES[outcome.level_at_least] == case["level_at_least"]
    assert set(case.get("warnings_include", [])) <= set(outcome.warnings)
    if "conditions" in case:
        assert set(outcome.conditions) == set(case["conditions"])
    fits = {cause.slug: FIT_NAMES[cause.fit] for cause in outcome.causes}
    assert fits.items() >= case.get("causes", {}).items()
    assert bool(outcome.routines) == (case["routines"] == "some")
    offered = {s.exercise for r in outcome.routines for p in r.phases for s in p.steps}
    assert not offered & set(case.get("never_exercises", []))
    kept_away = {block.exercise for block in (*outcome.blocked, *outcome.ask_about)}
    assert kept_away >= set(case.get("blocked_include", []))


def test_every_rule_is_fired_by_a_case(library: Library) -> None:
    rules = library.rule_sets["self-check"]

    fired = {slug for case in CASES for slug in outcome_of(library, case).fired}

    assert {rule.slug for rule in rules.rules} - fired == set()


def test_every_level_and_every_condition_that_blocks_has_a_case(library: Library) -> None:
    outcomes = [outcome_of(library, case) for case in CASES]

    assert {outcome.level for outcome in outcomes} == {None, *LEVEL_NAMES}
    blocking = {
        c for e in library.rule_sets["self-check"].exercises for c in (*e.avoid, *e.ask_first)
    }
    assert blocking <= {c for outcome in outcomes for c in outcome.conditions}
