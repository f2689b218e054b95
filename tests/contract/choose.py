"""Which people the kit asks about: as few as show everything that an answer can bring."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.library import Library
from app.triage.answers import read_answers
from app.triage.engine import evaluate
from app.triage.model import RuleSet
from app.triage.vectors import expected, vectors
from tests.triage.test_cases import CASES, answers

Json = dict[str, Any]
Trait = tuple[object, ...]
Own = dict[str, list[str]]
"""The warnings of each exercise."""


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    answers: Json
    traits: frozenset[Trait]
    """What an answer to this person has that an app could get wrong."""
    routines: int


def people(library: Library) -> list[Person]:
    """Of the clinical cases first, since their names say who it is; of the vectors what is left.
    Whoever is offered many routines comes last: those answers are long, and bring little else."""
    rules = library.rule_sets["self-check"]
    own = {
        slug: [*document.model_dump()["warnings"]]
        for slug, document in library.documents["exercise"].items()
    }
    told = [_person(rules, own, case["name"], answers(rules, case)) for case in CASES]
    made = [_person(rules, own, f"vector: {v['name']}", v["answers"]) for v in vectors(rules)]
    everybody = [_few(told), _few(made), told, made]
    chosen: list[Person] = []
    for candidates in everybody:
        chosen += _enough(candidates, {trait for person in chosen for trait in person.traits})
    return chosen


def _few(people: list[Person]) -> list[Person]:
    return [person for person in people if person.routines < 2]


def _enough(candidates: list[Person], seen: set[Trait]) -> Iterator[Person]:
    """Whoever brings most that was not there, until nobody brings anything."""
    left = list(candidates)
    while left:
        best = max(left, key=lambda person: len(person.traits - seen))
        if best.traits <= seen:
            return
        yield best
        seen |= best.traits
        left.remove(best)


def _person(rules: RuleSet, own: Own, name: str, said: Json) -> Person:
    outcome = expected(evaluate(rules, read_answers(rules, said)))
    return Person(name, said, frozenset(_traits(outcome, own)), len(outcome["routines"]))


def _traits(outcome: Json, own: Own) -> Iterator[Trait]:
    yield ("level", outcome["status"], outcome["level_at_least"])
    yield from (("warning", slug) for slug in outcome["warnings"])
    yield from (("cause", cause["slug"], cause["fit"]) for cause in outcome["causes"])
    if outcome["level"] == "self_care" and not outcome["routines"]:
        yield ("nothing left",)
    if outcome["level"] != "self_care":
        return
    yield ("routines", min(len(outcome["routines"]), 2))
    yield from (("blocked", block["exercise"]) for block in outcome["blocked"])
    yield from (("to ask about", block["exercise"]) for block in outcome["ask_about"])
    for routine in outcome["routines"]:
        yield ("routine", bool(routine["adapted"]))
        yield from (("own", w) for slug in routine["exercises"] for w in own[slug])
        yield from (("dropped", change["replaced_by"] is None) for change in routine["adapted"])
