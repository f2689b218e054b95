"""Vectors are enough of them, always the same, and reach everything that is in the rules."""

from typing import Any

import pytest

from app.library import Library
from app.triage.answers import read_answers
from app.triage.engine import evaluate
from app.triage.model import Level, RuleSet
from app.triage.vectors import expected, vectors

Vectors = list[dict[str, Any]]


def test_there_are_at_least_500_vectors_each_named_once(made: Vectors) -> None:
    assert len(made) >= 500
    assert len({vector["name"] for vector in made}) == len(made)


def test_vectors_are_the_same_every_time(rules: RuleSet, made: Vectors) -> None:
    assert vectors(rules) == made


@pytest.mark.parametrize("name", ["self-check", "follow-up"])
def test_answers_as_sent_give_what_is_expected(library: Library, name: str) -> None:
    rules = library.rule_sets[name]

    wrong = [
        vector["name"]
        for vector in vectors(rules)
        if expected(evaluate(rules, read_answers(rules, vector["answers"]))) != vector["expect"]
    ]

    assert wrong == []


def test_vectors_fire_every_rule(rules: RuleSet, made: Vectors) -> None:
    assert _all(made, "because") == {rule.slug for rule in rules.rules}


def test_vectors_choose_every_option(rules: RuleSet, made: Vectors) -> None:
    chosen = {
        (slug, option)
        for vector in made
        for slug, answer in vector["answers"].items()
        if isinstance(answer, list)
        for option in answer
    }

    assert chosen == {(q.slug, option.slug) for q in rules.questions for option in q.options}


def test_vectors_reach_every_level_finished_and_not(made: Vectors) -> None:
    finished = {v["expect"]["level"] for v in made}
    unfinished = {v["expect"]["level_at_least"] for v in made if v["expect"]["level"] is None}

    levels = {level.name.lower() for level in Level}
    assert finished == levels | {None}
    assert unfinished == levels - {"emergency"}


def test_vectors_name_every_condition_warning_and_cause_that_rules_name(
    rules: RuleSet, made: Vectors
) -> None:
    causes = {(c["slug"], c["fit"]) for vector in made for c in vector["expect"]["causes"]}

    assert _all(made, "conditions") == {c for rule in rules.rules for c in rule.conditions}
    assert _all(made, "warnings") == {w for rule in rules.rules for w in rule.warnings}
    assert causes >= {(s, fit.name.lower()) for rule in rules.rules for s, fit in rule.causes}


def test_vectors_hold_every_block_of_every_exercise(rules: RuleSet, made: Vectors) -> None:
    named = {c for rule in rules.rules for c in rule.conditions}
    for effect, against in (("blocked", "avoid"), ("ask_about", "ask_first")):
        met = {(b["exercise"], b["condition"]) for v in made for b in v["expect"][effect]}

        assert met == {(e.slug, c) for e in rules.exercises for c in getattr(e, against)} & {
            (e.slug, c) for e in rules.exercises for c in named
        }


def test_vectors_offer_every_routine_whole_adapted_and_with_a_step_dropped(
    rules: RuleSet, made: Vectors
) -> None:
    offered = [routine for vector in made for routine in vector["expect"]["routines"]]
    changes = [change for routine in offered for change in routine["adapted"]]

    routines = {routine.slug for routine in rules.routines}
    assert {routine["slug"] for routine in offered if routine["adapted"]} == routines
    assert {routine["slug"] for routine in offered if not routine["adapted"]} == routines
    assert any(change["replaced_by"] is None for change in changes)


def test_vectors_withhold_routines_that_too_little_is_left_of(made: Vectors) -> None:
    assert any(v["expect"]["level"] == "self_care" and not v["expect"]["routines"] for v in made)


@pytest.mark.parametrize("name", ["self-check", "follow-up"])
def test_vectors_stand_on_both_sides_of_every_boundary(library: Library, name: str) -> None:
    rules = library.rule_sets[name]
    said = {
        (slug, answer)
        for vector in vectors(rules)
        for slug, answer in vector["answers"].items()
        if isinstance(answer, int)
    }

    boundaries = {
        (c.question, c.at_least) for r in rules.rules for c in r.when if c.at_least is not None
    }
    assert boundaries
    assert said >= boundaries | {(question, least - 1) for question, least in boundaries}


def test_vectors_leave_every_safety_question_open(rules: RuleSet, made: Vectors) -> None:
    assert _all(made, "next") == {q.slug for q in rules.questions if q.safety is not None}
    assert any([] in vector["answers"].values() for vector in made)
    assert any(vector["answers"] == {} for vector in made)


def test_vectors_say_none_together_with_every_finding_that_may_be_grave(
    rules: RuleSet, made: Vectors
) -> None:
    together = {
        (slug, option)
        for vector in made
        for slug, answer in vector["answers"].items()
        if isinstance(answer, list) and "none" in answer
        for option in answer
        if option != "none"
    }

    assert together >= {
        (question.slug, option.slug)
        for question in rules.questions
        if question.safety is not None and "none" in {o.slug for o in question.options}
        for option in question.options
        if option.slug != "none"
    }


def test_an_emergency_ends_the_interview_in_a_vector(made: Vectors) -> None:
    emergencies = [v["expect"] for v in made if v["expect"]["level"] == "emergency"]

    assert {e["status"] for e in emergencies} == {"complete"}
    assert all(e["next"] == e["optional"] == e["routines"] == [] for e in emergencies)


def _all(made: Vectors, effect: str) -> set[str]:
    return {slug for vector in made for slug in vector["expect"][effect]}
