"""A rule set as whole numbers: options, questions, rules, conditions, warnings and exercises have a
bit each, in the order in which outcomes list them; so has each number that a scale is compared
with."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from app.triage.model import Action, Condition, Level, Question, Rule, RuleSet

Bits = int


class Choice(NamedTuple):
    """An option, or a number that a scale reaches."""

    bit: Bits
    finding: bool
    rules: Bits
    """Those of which it meets the first condition."""
    due: Bits
    """The questions it makes due."""


class Asked(NamedTuple):
    """A question."""

    bit: Bits
    options: Mapping[str, Choice]
    alone: Mapping[str, frozenset[str]]
    """Each option as the only answer."""
    scale: tuple[tuple[int, Choice], ...]
    """Each number it is compared with."""
    lowest: int
    highest: int
    """Of a scale; of any other question there is no number between the two."""


class Effect(NamedTuple):
    """What a rule adds, and when."""

    rule: Rule
    when: tuple[Bits, ...]
    level: Level
    action: Action
    warnings: Bits
    conditions: Bits
    own: Bits
    """Routines it proposes because of an answer."""
    everybody: Bits
    """Routines it proposes without any."""


def option_bits(rules: RuleSet) -> Mapping[tuple[str, str | int], Bits]:
    """Of each option, and of each number that a scale is compared with."""
    questions = rules.questions
    compared = [
        (condition.question, condition.at_least)
        for conditions in (*(r.when for r in rules.rules), *(q.asked_when for q in questions))
        for condition in conditions
        if condition.at_least is not None
    ]
    options = [(question.slug, o.slug) for question in questions for o in question.options]
    keys: list[tuple[str, str | int]] = [*options, *compared]
    return {key: 1 << n for n, key in enumerate(dict.fromkeys(keys))}


def _met(condition: Condition, bits: Mapping[tuple[str, str | int], Bits]) -> Bits:
    """By any of these the condition is met."""
    number = () if condition.at_least is None else (condition.at_least,)
    met: tuple[str | int, ...] = (*condition.any_of, *number)
    return reduce(or_, (bits.get((condition.question, one), 0) for one in met), 0)


def asked(
    question: Question,
    bit: Bits,
    ordered: list[Question],
    effects: list[Effect],
    bits: Mapping[tuple[str, str | int], Bits],
) -> Asked:
    def choice(key: str | int, *, finding: bool) -> Choice:
        its = bits[question.slug, key]
        return Choice(
            its,
            finding,
            numbered(n for n, effect in enumerate(effects) if effect.when and effect.when[0] & its),
            numbered(
                n for n, q in enumerate(ordered) if any(_met(c, bits) & its for c in q.asked_when)
            ),
        )

    numbers = sorted(n for slug, n in bits if slug == question.slug and isinstance(n, int))
    return Asked(
        bit,
        {o.slug: choice(o.slug, finding=o.kind != "none") for o in question.options},
        {o.slug: frozenset({o.slug}) for o in question.options},
        tuple((number, choice(number, finding=True)) for number in numbers),
        1 if question.min is None else question.min,
        0 if question.max is None else question.max,
    )


def effect(rules: RuleSet, rule: Rule, bits: Mapping[tuple[str, str | int], Bits]) -> Effect:
    routines = numbered(
        n for n, routine in enumerate(rules.routines) if routine.slug in rule.routines
    )
    return Effect(
        rule,
        tuple(_met(condition, bits) for condition in rule.when),
        rule.level if rule.level is not None else Level.SELF_CARE,
        rule.action if rule.action is not None else Action.GO_ON,
        numbered(n for n, slug in enumerate(rules.warnings) if slug in rule.warnings),
        numbered(n for n, slug in enumerate(rules.conditions) if slug in rule.conditions),
        routines if rule.when else 0,
        0 if rule.when else routines,
    )


def against(rules: RuleSet, condition: str, action: str) -> Bits:
    """The exercises that a condition speaks against."""
    return numbered(n for n, e in enumerate(rules.exercises) if condition in getattr(e, action))


def union(sets: list[Bits], chosen: Bits) -> Bits:
    """What is in any of the sets that are chosen by their number."""
    return reduce(or_, (sets[n] for n in members(chosen)), 0)


def numbered(numbers: Iterable[int]) -> Bits:
    return reduce(or_, (1 << number for number in numbers), 0)


def members(bits: Bits) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def in_order(order: tuple[str, ...], bits: Bits) -> tuple[str, ...]:
    return tuple([order[n] for n in members(bits)])
