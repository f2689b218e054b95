"""`engine.evaluate`, compiled: the same outcome in a fraction of the time. It means nothing of its
own. `engine` says what rules mean; the tests hold the two against each other.

Sets are whole numbers. Options, questions, rules, conditions, warnings and exercises have a bit
each, in the order in which outcomes list them; so has each number that a scale is compared with.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from app.triage.adapt import adapt_with
from app.triage.answers import read_answers
from app.triage.engine import causes, no_routine
from app.triage.model import (
    Action,
    Answers,
    Block,
    Condition,
    Level,
    OfferedRoutine,
    Outcome,
    Question,
    Rule,
    RuleSet,
)

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


class Machine:
    """One rule set."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        # Stable: of equal safety, as they stand.
        ordered = sorted(rules.questions, key=lambda q: -(q.safety or 0))
        self._slugs = tuple(question.slug for question in ordered)
        bits = _bits(rules)
        self._effects = [_effect(rules, rule, bits) for rule in rules.rules]
        self._questions = {
            question.slug: _asked(question, 1 << n, ordered, self._effects, bits)
            for n, question in enumerate(ordered)
        }
        self._always = _set(n for n, rule in enumerate(rules.rules) if not rule.when)
        self._due = _set(n for n, q in enumerate(ordered) if not q.asked_when)
        self._safety = _set(n for n, q in enumerate(ordered) if q.safety is not None)
        self._not_when = [
            _set(n for n, q in enumerate(ordered) if condition in q.not_when)
            for condition in rules.conditions
        ]
        self._exercises = {exercise.slug: exercise for exercise in rules.exercises}
        self._avoid = [_set_of(rules, c, "avoid") for c in rules.conditions]
        self._ask_first = [_set_of(rules, c, "ask_first") for c in rules.conditions]
        self._contain = [
            _set(n for n, e in enumerate(rules.exercises) if e.slug in used)
            for used in (
                {step.exercise for phase in routine.phases for step in phase.steps}
                for routine in rules.routines
            )
        ]
        self._whole = [adapt_with(self._exercises, r, ()) for r in rules.routines]

    def read(self, sent: Mapping[str, object]) -> Answers:
        """As `answers.read_answers`.

        Raises:
            AnswersRefused: naming every position that is wrong and what is allowed there.
        """
        read: dict[str, frozenset[str] | int] = {}
        for slug, value in sent.items():
            asked = self._questions.get(slug)
            answer = None if asked is None else _read(asked, value)
            if answer is None:
                return read_answers(self.rules, sent)
            read[slug] = answer
        return read

    def evaluate(self, answers: Answers) -> Outcome:
        """As `engine.evaluate`."""
        rules = self.rules
        said, answered, due, looked_at = self._said(answers)
        fired, level, action = [], Level.SELF_CARE, Action.GO_ON
        warnings, conditions, own, everybody = 0, 0, 0, 0
        for n in _members(looked_at):
            effect = self._effects[n]
            for bits in effect.when:
                if not said & bits:
                    break
            else:
                fired.append(effect.rule)
                level = effect.level if effect.level > level else level
                action = effect.action if effect.action > action else action
                warnings |= effect.warnings
                conditions |= effect.conditions
                own |= effect.own
                everybody |= effect.everybody
        silent = due & ~answered
        open_ = 0 if level == Level.EMERGENCY else silent & self._safety
        well = not open_ and level == Level.SELF_CARE
        had = _in_order(rules.conditions, conditions)
        offered = tuple(self._offered(own, everybody & ~own, conditions, had)) if well else ()
        return Outcome(
            complete=not open_,
            level=None if open_ else level,
            level_at_least=level,
            action=action,
            warnings=_in_order(rules.warnings, warnings),
            conditions=had,
            causes=causes(rules, tuple([rule for rule in fired if rule.causes])),
            routines=offered,
            no_routine=no_routine(bool(open_), level, offered),
            blocked=self._blocks(self._avoid, conditions),
            ask_about=self._blocks(self._ask_first, conditions),
            next=_in_order(self._slugs, open_),
            optional=_in_order(self._slugs, self._optional(silent, conditions)) if well else (),
            fired=tuple([rule.slug for rule in fired]),
        )

    def _said(self, answers: Answers) -> tuple[Bits, Bits, Bits, Bits]:
        """What was said, which questions were answered, which are due, and which rules may hold."""
        said, answered, due, rules = 0, 0, self._due, self._always
        for slug, chosen in answers.items():
            asked = self._questions[slug]
            if isinstance(chosen, int):
                choices = [choice for least, choice in asked.scale if chosen >= least]
            else:
                choices = [asked.options[option] for option in chosen if option in asked.options]
                if len(choices) > 1:  # `none` beside a finding or a doubt is not a `none`
                    choices = [choice for choice in choices if choice.finding] or choices
            if chosen != frozenset():
                answered |= asked.bit
            for choice in choices:
                said |= choice.bit
                due |= choice.due
                rules |= choice.rules
        return said, answered, due, rules

    def _offered(
        self, own: Bits, everybody: Bits, conditions: Bits, had: tuple[str, ...]
    ) -> Iterator[OfferedRoutine]:
        against = _all(self._avoid, conditions) | _all(self._ask_first, conditions)
        for proposed in (own, everybody):
            for n in _members(proposed):
                routine = self._whole[n]
                if self._contain[n] & against:
                    routine = adapt_with(self._exercises, self.rules.routines[n], had)
                if routine is not None:
                    yield routine

    def _blocks(self, speaking: list[Bits], conditions: Bits) -> tuple[Block, ...]:
        if not conditions:
            return ()
        had = [(self.rules.conditions[n], speaking[n]) for n in _members(conditions)]
        exercises = self.rules.exercises
        return tuple(
            [
                Block(exercises[n].slug, condition)
                for n in _members(_all(speaking, conditions))
                for condition, against in had
                if against >> n & 1
            ]
        )

    def _optional(self, silent: Bits, conditions: Bits) -> Bits:
        return silent & ~self._safety & ~_all(self._not_when, conditions)


def _read(asked: Asked, value: object) -> frozenset[str] | int | None:
    """None is for `read_answers` to refuse."""
    if type(value) is list:
        if len(value) != 1:
            known = all(type(one) is str and one in asked.alone for one in value)
            return frozenset(value) if known else None
        value = value[0]
    if type(value) is str:
        return asked.alone.get(value)
    if type(value) is int and asked.lowest <= value <= asked.highest:
        return value
    return None


def _bits(rules: RuleSet) -> Mapping[tuple[str, str | int], Bits]:
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


def _asked(
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
            _set(n for n, effect in enumerate(effects) if effect.when and effect.when[0] & its),
            _set(
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


def _effect(rules: RuleSet, rule: Rule, bits: Mapping[tuple[str, str | int], Bits]) -> Effect:
    routines = _set(n for n, routine in enumerate(rules.routines) if routine.slug in rule.routines)
    return Effect(
        rule,
        tuple(_met(condition, bits) for condition in rule.when),
        rule.level if rule.level is not None else Level.SELF_CARE,
        rule.action if rule.action is not None else Action.GO_ON,
        _set(n for n, slug in enumerate(rules.warnings) if slug in rule.warnings),
        _set(n for n, slug in enumerate(rules.conditions) if slug in rule.conditions),
        routines if rule.when else 0,
        0 if rule.when else routines,
    )


def _set_of(rules: RuleSet, condition: str, action: str) -> Bits:
    """The exercises that a condition speaks against."""
    return _set(n for n, e in enumerate(rules.exercises) if condition in getattr(e, action))


def _all(sets: list[Bits], chosen: Bits) -> Bits:
    """What is in any of the sets that are chosen by their number."""
    return reduce(or_, (sets[n] for n in _members(chosen)), 0)


def _set(numbers: Iterable[int]) -> Bits:
    return reduce(or_, (1 << number for number in numbers), 0)


def _members(bits: Bits) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _in_order(order: tuple[str, ...], bits: Bits) -> tuple[str, ...]:
    return tuple([order[n] for n in _members(bits)])
