"""`engine.evaluate`, compiled: the same outcome in a fraction of the time. It means nothing of its
own. `engine` says what rules mean; the tests hold the two against each other. Sets are `Bits`."""

from collections.abc import Iterator, Mapping

from app.triage.adapt import adapt_with
from app.triage.answers import read_answers
from app.triage.bits import (
    Asked,
    Bits,
    against,
    asked,
    effect,
    in_order,
    members,
    numbered,
    option_bits,
    union,
)
from app.triage.engine import causes, no_routine
from app.triage.model import Action, Answers, Block, Level, OfferedRoutine, Outcome, RuleSet


class Machine:
    """One rule set."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        # Stable: of equal safety, as they stand.
        ordered = sorted(rules.questions, key=lambda q: -(q.safety or 0))
        self._slugs = tuple(question.slug for question in ordered)
        bits = option_bits(rules)
        self._effects = [effect(rules, rule, bits) for rule in rules.rules]
        self._questions = {
            question.slug: asked(question, 1 << n, ordered, self._effects, bits)
            for n, question in enumerate(ordered)
        }
        self._always = numbered(n for n, rule in enumerate(rules.rules) if not rule.when)
        self._due = numbered(n for n, q in enumerate(ordered) if not q.asked_when)
        self._safety = numbered(n for n, q in enumerate(ordered) if q.safety is not None)
        self._not_when = [
            numbered(n for n, q in enumerate(ordered) if condition in q.not_when)
            for condition in rules.conditions
        ]
        self._exercises = {exercise.slug: exercise for exercise in rules.exercises}
        self._avoid = [against(rules, c, "avoid") for c in rules.conditions]
        self._ask_first = [against(rules, c, "ask_first") for c in rules.conditions]
        self._contain = [
            numbered(n for n, e in enumerate(rules.exercises) if e.slug in used)
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
        for n in members(looked_at):
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
        had = in_order(rules.conditions, conditions)
        offered = tuple(self._offered(own, everybody & ~own, conditions, had)) if well else ()
        return Outcome(
            complete=not open_,
            level=None if open_ else level,
            level_at_least=level,
            action=action,
            warnings=in_order(rules.warnings, warnings),
            conditions=had,
            causes=causes(rules, tuple([rule for rule in fired if rule.causes])),
            routines=offered,
            no_routine=no_routine(bool(open_), level, offered),
            blocked=self._blocks(self._avoid, conditions),
            ask_about=self._blocks(self._ask_first, conditions),
            next=in_order(self._slugs, open_),
            optional=in_order(self._slugs, self._optional(silent, conditions)) if well else (),
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
        against = union(self._avoid, conditions) | union(self._ask_first, conditions)
        for proposed in (own, everybody):
            for n in members(proposed):
                routine = self._whole[n]
                if self._contain[n] & against:
                    routine = adapt_with(self._exercises, self.rules.routines[n], had)
                if routine is not None:
                    yield routine

    def _blocks(self, speaking: list[Bits], conditions: Bits) -> tuple[Block, ...]:
        if not conditions:
            return ()
        had = [(self.rules.conditions[n], speaking[n]) for n in members(conditions)]
        exercises = self.rules.exercises
        return tuple(
            [
                Block(exercises[n].slug, condition)
                for n in members(union(speaking, conditions))
                for condition, against in had
                if against >> n & 1
            ]
        )

    def _optional(self, silent: Bits, conditions: Bits) -> Bits:
        return silent & ~self._safety & ~union(self._not_when, conditions)


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
