"""The invariants, each as the search for somebody for whom it does not hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import z3

from app.triage.engine import evaluate
from app.triage.model import Action, Condition, Level, RuleSet
from app.triage.prove.order import says_no_less
from app.triage.prove.symbols import Formula, Symbols, any_of


@dataclass(frozen=True, slots=True)
class Demand:
    """A safety requirement: these answers ⇒ this level, these warnings, never these exercises."""

    slug: str
    alternatives: tuple[tuple[Condition, ...], ...]
    level: Level
    warnings: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that must hold for all answers: it is proved when `broken` has no solution."""

    what: str
    broken: Formula
    symbols: tuple[Symbols, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is proved of: the rules, what is required of them, and what everybody is told."""

    rules: RuleSet
    mandatory: tuple[str, ...]
    demands: tuple[Demand, ...]
    one: Symbols
    two: Symbols


def subject(rules: RuleSet, mandatory: tuple[str, ...], demands: tuple[Demand, ...]) -> Subject:
    return Subject(rules, mandatory, demands, Symbols(rules), Symbols(rules, "b"))


Claims = Callable[[Subject], Iterator[Claim]]


def nothing_above_self_care(s: Subject) -> Iterator[Claim]:
    above = s.one.level_at_least(Level.CLINICIAN_FIRST)
    for routine, offered in s.one.offered.items():
        yield Claim(f"'{routine}' is offered above self_care", z3.And(above, offered), (s.one,))


def mandatory_warnings(s: Subject) -> Iterator[Claim]:
    for slug in s.mandatory:
        yield Claim(f"'{slug}' does not arrive", z3.Not(s.one.warned[slug]), (s.one,))


def nothing_contraindicated(s: Subject) -> Iterator[Claim]:
    for exercise in s.rules.exercises:
        for condition in (*exercise.avoid, *exercise.ask_first):
            shown = z3.And(s.one.shown(exercise.slug), s.one.named[condition])
            yield Claim(f"'{exercise.slug}' is shown in spite of '{condition}'", shown, (s.one,))


def red_flags_fix_a_floor(s: Subject) -> Iterator[Claim]:
    for question in s.rules.questions:
        for option in question.options:
            if option.kind not in ("unsure", "finding"):
                continue
            alone = evaluate(s.rules, {question.slug: frozenset({option.slug})}).level_at_least
            if alone > Level.SELF_CARE:
                below = z3.And(
                    s.one.chosen[question.slug, option.slug], z3.Not(s.one.level_at_least(alone))
                )
                what = f"'{question.slug}: {option.slug}' ends below {alone.name.lower()}"
                yield Claim(what, below, (s.one,))


def saying_more_takes_nothing_away(s: Subject) -> Iterator[Claim]:
    more = says_no_less(s.one, s.two)

    def lost(what: str, before: Formula, after: Formula) -> Claim:
        return Claim(what, z3.And(more, before, z3.Not(after)), (s.one, s.two))

    for level in (Level.CLINICIAN_FIRST, Level.URGENT, Level.EMERGENCY):
        before, after = s.one.level_at_least(level), s.two.level_at_least(level)
        yield lost(f"the level falls below {level.name.lower()}", before, after)
    for action in (Action.EASE_OFF, Action.STOP, Action.SEE_SOMEONE):
        before, after = s.one.action_at_least(action), s.two.action_at_least(action)
        yield lost(f"the action falls below {action.name.lower()}", before, after)
    for slug in s.rules.conditions:
        yield lost(f"condition '{slug}' is lost", s.one.named[slug], s.two.named[slug])
    for slug in s.rules.warnings:
        yield lost(f"warning '{slug}' is lost", s.one.warned[slug], s.two.warned[slug])


def silence_is_not_a_no(s: Subject) -> Iterator[Claim]:
    emergency = s.one.level_at_least(Level.EMERGENCY)
    routine = any_of(s.one.offered.values())
    for question in s.rules.questions:
        if question.safety is not None:
            silent = z3.And(s.one.due[question.slug], z3.Not(s.one.answered(question)))
            passed = z3.And(silent, z3.Not(emergency), z3.Or(s.one.complete, routine))
            yield Claim(f"'{question.slug}' is unanswered and it goes on", passed, (s.one,))
    yield Claim("an emergency is not complete", z3.And(emergency, z3.Not(s.one.complete)), (s.one,))


def the_well_get_a_routine(s: Subject) -> Iterator[Claim]:
    """Unless the conditions they name bar too much: those sets are listed apart."""
    if not s.rules.routines:
        return
    unnamed = [z3.Not(named) for named in s.one.named.values()]
    left = z3.And(s.one.well, z3.Not(any_of(s.one.offered.values())), *unnamed)
    yield Claim("somebody well, without any condition, gets no routine", left, (s.one,))
    for routine, offered in s.one.offered.items():
        few = z3.And(offered, z3.Not(s.one.adapted[routine].enough))
        yield Claim(f"'{routine}' is offered with fewer than three exercises", few, (s.one,))


def every_demand_is_met(s: Subject) -> Iterator[Claim]:
    for demand in s.demands:
        said = any_of(z3.And(*(s.one.holds(c) for c in a)) for a in demand.alternatives)
        if demand.level > Level.SELF_CARE:
            low = z3.Not(s.one.level_at_least(demand.level))
            what = f"requirement '{demand.slug}': below {demand.level.name.lower()}"
            yield Claim(what, z3.And(said, low), (s.one,))
        for slug in demand.warnings:
            what = f"requirement '{demand.slug}': '{slug}' does not arrive"
            yield Claim(what, z3.And(said, z3.Not(s.one.warned[slug])), (s.one,))
        for slug in demand.never:
            what = f"requirement '{demand.slug}': '{slug}' is shown"
            yield Claim(what, z3.And(said, s.one.shown(slug)), (s.one,))


def no_test_that_could_harm(s: Subject) -> Iterator[Claim]:
    above = s.one.level_at_least(Level.CLINICIAN_FIRST)
    open_flag = any_of(s.one.asked_next.values())
    for question in s.rules.questions:
        if not question.physical:
            continue
        asked = z3.Or(
            s.one.optional.get(question.slug, z3.BoolVal(False)),
            s.one.asked_next.get(question.slug, z3.BoolVal(False)),
        )
        named = any_of(s.one.named[c] for c in question.not_when)
        harm = z3.And(asked, z3.Or(above, open_flag, named))
        yield Claim(f"'{question.slug}' is asked of somebody it could harm", harm, (s.one,))


INVARIANTS: dict[str, tuple[str, Claims]] = {
    "S1": (
        "Above self_care, no exercise and no routine is offered.",
        nothing_above_self_care,
    ),
    "S2": ("Every answer carries the mandatory warnings.", mandatory_warnings),
    "S3": (
        "No offered exercise is contraindicated by a condition the answers name.",
        nothing_contraindicated,
    ),
    "S4": (
        "A red flag fixes a floor that no other answer brings the level below.",
        red_flags_fix_a_floor,
    ),
    "S5": (
        "Saying more never lowers the level and never removes a condition, a block or a warning.",
        saying_more_takes_nothing_away,
    ),
    "S6": (
        "A due safety question without an answer keeps the check open and every routine back; an "
        "emergency ends it.",
        silence_is_not_a_no,
    ),
    "S7": (
        "Somebody well gets a routine of three exercises or more, unless their conditions bar it.",
        the_well_get_a_routine,
    ),
    "S11": ("The rules meet every safety requirement.", every_demand_is_met),
    "S13": (
        "A physical test is never asked while a red flag is open, above self_care, or against a "
        "named condition.",
        no_test_that_could_harm,
    ),
}
