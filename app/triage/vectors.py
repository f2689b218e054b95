"""Answers and what must come of them, for an app to prove its own evaluator right.

What is expected is what `engine` says; vectors do not judge it.
"""

import json
from typing import Any

from app.triage.engine import evaluate
from app.triage.model import Block, OfferedRoutine, Outcome, RuleSet
from app.triage.people import Said, people


def vectors(rules: RuleSet) -> list[dict[str, Any]]:
    """Each with a name, answers and, in slugs only, the outcome; no answers twice."""
    made: dict[str, dict[str, Any]] = {}
    for name, said in people(rules):
        answers = as_sent(rules, said)
        vector = {"name": name, "answers": answers, "expect": expected(evaluate(rules, said))}
        made.setdefault(json.dumps(answers), vector)
    return list(made.values())


def as_sent(rules: RuleSet, said: Said) -> dict[str, list[str] | int]:
    """The answers as a client sends them, in the order of the questions and their options."""
    sent: dict[str, list[str] | int] = {}
    for question in rules.questions:
        answer = said.get(question.slug)
        if isinstance(answer, int):
            sent[question.slug] = answer
        elif answer is not None:
            sent[question.slug] = [o.slug for o in question.options if o.slug in answer]
    return sent


def expected(outcome: Outcome) -> dict[str, Any]:
    """What of an outcome has to be the same everywhere."""
    return {
        "status": "complete" if outcome.complete else "needs_answers",
        "level": None if outcome.level is None else outcome.level.name.lower(),
        "level_at_least": outcome.level_at_least.name.lower(),
        "warnings": list(outcome.warnings),
        "conditions": list(outcome.conditions),
        "blocked": [_block(block) for block in outcome.blocked],
        "ask_about": [_block(block) for block in outcome.ask_about],
        "causes": [{"slug": c.slug, "fit": c.fit.name.lower()} for c in outcome.causes],
        "routines": [_routine(routine) for routine in outcome.routines],
        "next": list(outcome.next),
        "optional": list(outcome.optional),
        "because": list(outcome.fired),
    }


def _block(block: Block) -> dict[str, str]:
    return {"exercise": block.exercise, "condition": block.condition}


def _routine(routine: OfferedRoutine) -> dict[str, Any]:
    return {
        "slug": routine.slug,
        "exercises": [step.exercise for phase in routine.phases for step in phase.steps],
        "adapted": [
            {"exercise": change.exercise, "replaced_by": change.replaced_by}
            for change in routine.adapted
        ],
    }
