"""The prover sees what runs, and sees every fault we plant."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random

import pytest
import z3

from app.content.selfcheck import CheckName
from app.library import Library, unproved
from app.proving import _demands, in_words, prove
from app.triage.check import problems
from app.triage.engine import evaluate
from app.triage.model import (
    Answers,
    Condition,
    Exercise,
    Fit,
    Level,
    Option,
    Question,
    Rule,
    RuleSet,
)
from app.triage.prove.invariants import Subject, subject
from app.triage.prove.run import ALL, Verdict, verdicts
from app.triage.prove.symbols import Symbols

QUICK_FIRST = ("S11", "S5", "S4", "S2", "S8", "S6", "S13", "S7", "S1", "S3")


def first_failure(library: Library, rules: RuleSet) -> Verdict | None:
    failed = (v for v in verdicts(_subject(library, rules), QUICK_FIRST) if v.status != "proved")
    return next(failed, None)


def _subject(library: Library, rules: RuleSet) -> Subject:
    mandatory = tuple(library.checks["self-check"].mandatory_warnings)
    return subject(rules, mandatory, tuple(_demands(library)))


def test_the_shipped_rules_are_proved_as_they_stand(library: Library) -> None:
    assert list(unproved(library)) == []

    names: tuple[CheckName, ...] = ("self-check", "follow-up")
    for name in names:
        proof = prove(library, name, datetime(2026, 11, 22, tzinfo=UTC))
        assert {found.id: found.status for found in proof.invariants} == dict.fromkeys(
            (found.id for found in library.proofs[name].invariants), "proved"
        )
        assert proof.barred == library.proofs[name].barred
        assert proof.never_matter == library.proofs[name].never_matter


def test_every_invariant_of_the_product_is_in_the_proof(library: Library) -> None:
    proved = [found.id for found in library.proofs["self-check"].invariants]

    assert proved == [f"S{number}" for number in range(1, 14)]


@pytest.fixture(scope="session")
def symbols(library: Library) -> Symbols:
    return Symbols(library.rule_sets["self-check"])


def anybody(rules: RuleSet, random: Random) -> Answers:
    """Somebody's answers: to a few questions, or to all, mostly well."""
    said: dict[str, frozenset[str] | int] = {}
    asked = random.choice((0.1, 0.5, 1.0, 1.0))
    trouble = random.choice((0.0, 0.0, 0.1, 0.5))
    cleared = random.choice((0.0, 0.1, 0.2))
    for question in rules.questions:
        if random.random() > asked:
            continue
        if question.type == "scale":
            said[question.slug] = random.randint(question.min or 0, question.max or 0)
            continue
        options = [option.slug for option in question.options]
        some = options
        if "yes-told-exercise-is-fine" in options and random.random() < cleared:
            some = ["yes-told-exercise-is-fine", "unsure"]
        elif random.random() > trouble:
            some = [o.slug for o in question.options if o.kind in ("none", "not_done")] or options
        said[question.slug] = frozenset(random.choices(some, k=random.choice((1, 1, 1, 2))))
    return said


def test_the_engine_and_the_model_say_the_same_of_thousands(
    library: Library, symbols: Symbols
) -> None:
    rules = library.rule_sets["self-check"]
    random = Random(20261122)
    seen: Counter[str] = Counter()
    worth = Worth(symbols)
    for _ in range(3_000):
        said = anybody(rules, random)
        outcome = evaluate(rules, said)
        yes = worth.of(said)
        seen["complete"] += outcome.complete
        seen["offered"] += bool(outcome.routines)
        seen["adapted"] += any(routine.adapted for routine in outcome.routines)

        assert [slug for slug, fired in symbols.fired.items() if yes(fired)] == list(outcome.fired)
        for level in Level:
            assert level == Level.SELF_CARE or yes(symbols.level_at_least(level)) == (
                outcome.level_at_least >= level
            )
        assert {w for w, warned in symbols.warned.items() if yes(warned)} == set(outcome.warnings)
        assert {c for c, named in symbols.named.items() if yes(named)} == set(outcome.conditions)
        assert {q for q, asked in symbols.asked_next.items() if yes(asked)} == set(outcome.next)
        assert {q for q, asked in symbols.optional.items() if yes(asked)} == set(outcome.optional)
        assert yes(symbols.complete) == outcome.complete
        assert {s: Fit(yes(symbols.cause(s, Fit.FITS))) for s in _causes(symbols, yes)} == {
            cause.slug: cause.fit for cause in outcome.causes
        }
        against = {e for e, formula in symbols.against.items() if yes(formula)}
        assert against == {b.exercise for b in (*outcome.blocked, *outcome.ask_about)}
        assert {r for r, offer in symbols.offered.items() if yes(offer)} == {
            routine.slug for routine in outcome.routines
        }
        for routine in outcome.routines:
            shown = {s.exercise for phase in routine.phases for s in phase.steps}
            adapted = symbols.adapted[routine.slug]
            assert {e.slug for e in rules.exercises if yes(adapted.shows(e.slug))} == shown
            assert {
                slug: next((a for a, pick in adapted.replaced[slug].items() if yes(pick)), None)
                for slug, kept in adapted.kept.items()
                if not yes(kept)
            } == {change.exercise: change.replaced_by for change in routine.adapted}

    # Else the draws would have missed what matters.
    assert min(seen["complete"], seen["offered"], seen["adapted"]) > 100, seen


def _causes(symbols: Symbols, yes: Callable[[z3.ExprRef], bool]) -> Iterator[str]:
    return (slug for slug in symbols.rules.causes if yes(symbols.cause(slug, Fit.MAY_FIT)))


class Worth:
    """What formulas are worth for given answers. Each is taken apart once, for all answers."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols
        self.place: dict[int, int] = {}
        self.parts: list[tuple[z3.ExprRef, Callable[[list[int]], int] | None, list[int]]] = []
        self.values: list[int] = []

    def of(self, said: Answers) -> Callable[[z3.ExprRef], bool]:
        """Reads formulas for these answers, until it is asked for others."""
        given = self._given(said)
        self.values.clear()

        def worth(formula: z3.ExprRef) -> bool:
            place = self._take_apart(formula)
            for known, meaning, parts in self.parts[len(self.values) : place + 1]:
                if meaning is None:
                    self.values.append(given[known.get_id()])
                else:
                    self.values.append(meaning([self.values[part] for part in parts]))
            return bool(self.values[place])

        return worth

    def _take_apart(self, formula: z3.ExprRef) -> int:
        """Its place among the parts; what it is made of stands before it."""
        if formula.get_id() not in self.place:
            parts = [self._take_apart(part) for part in formula.children()]
            kind = formula.decl().kind()
            meaning = None if kind == z3.Z3_OP_UNINTERPRETED else MEANING[kind](formula)
            # Kept here, since z3 uses the number of a formula again once it is gone.
            self.parts.append((formula, meaning, parts))
            self.place[formula.get_id()] = len(self.parts) - 1
        return self.place[formula.get_id()]

    def _given(self, said: Answers) -> dict[int, int]:
        nothing: frozenset[str] = frozenset()
        worth: dict[int, int] = {}
        for (asked, option), chosen in self.symbols.chosen.items():
            answer = said.get(asked, nothing)
            worth[chosen.get_id()] = not isinstance(answer, int) and option in answer
        for asked, number in self.symbols.number.items():
            answer = said.get(asked, nothing)
            worth[self.symbols.given[asked].get_id()] = isinstance(answer, int)
            worth[number.get_id()] = answer if isinstance(answer, int) else 0
        return worth


def _at_least(formula: z3.ExprRef) -> Callable[[list[int]], int]:
    count = int(formula.decl().params()[0])
    return lambda parts: sum(parts) >= count


def _number(formula: z3.ExprRef) -> Callable[[list[int]], int]:
    number = int(str(formula))
    return lambda _: number


MEANING: dict[int, Callable[[z3.ExprRef], Callable[[list[int]], int]]] = {
    z3.Z3_OP_AND: lambda _: all,
    z3.Z3_OP_OR: lambda _: any,
    z3.Z3_OP_NOT: lambda _: lambda parts: not parts[0],
    z3.Z3_OP_GE: lambda _: lambda parts: parts[0] >= parts[1],
    z3.Z3_OP_PB_AT_LEAST: _at_least,
    z3.Z3_OP_ANUM: _number,
    z3.Z3_OP_TRUE: lambda _: lambda _: True,
    z3.Z3_OP_FALSE: lambda _: lambda _: False,
}


Mutate = Callable[[RuleSet], RuleSet]


def rule(slug: str, **changes: object) -> Mutate:
    """The rule set with one rule changed."""

    def mutate(rules: RuleSet) -> RuleSet:
        assert slug in {r.slug for r in rules.rules}
        changed = (
            dataclasses.replace(r, **changes) if r.slug == slug else r  # type: ignore[arg-type]
            for r in rules.rules
        )
        return dataclasses.replace(rules, rules=tuple(changed))

    return mutate


def without_rule(slug: str) -> Mutate:
    def mutate(rules: RuleSet) -> RuleSet:
        kept = tuple(r for r in rules.rules if r.slug != slug)
        assert len(kept) == len(rules.rules) - 1
        return dataclasses.replace(rules, rules=kept)

    return mutate


def forget_option(slug: str, option: str) -> Mutate:
    """A rule no longer looks at one option."""

    def mutate(rules: RuleSet) -> RuleSet:
        return dataclasses.replace(
            rules, rules=tuple(_without(r, option) if r.slug == slug else r for r in rules.rules)
        )

    return mutate


def _without(r: Rule, option: str) -> Rule:
    assert any(option in c.any_of for c in r.when)
    when = tuple(dataclasses.replace(c, any_of=c.any_of - {option}) for c in r.when)
    return dataclasses.replace(r, when=when)


def also_needs(slug: str, question: str, option: str) -> Mutate:
    """A rule holds only for some of those it held for."""

    def mutate(rules: RuleSet) -> RuleSet:
        (found,) = (r for r in rules.rules if r.slug == slug)
        when = (*found.when, Condition(question, frozenset({option}), None))
        return rule(slug, when=when)(rules)

    return mutate


def exercise(slug: str, change: Callable[[Exercise], Exercise]) -> Mutate:
    def mutate(rules: RuleSet) -> RuleSet:
        changed = tuple(change(e) if e.slug == slug else e for e in rules.exercises)
        assert changed != rules.exercises
        return dataclasses.replace(rules, exercises=changed)

    return mutate


def unblock(slug: str, condition: str) -> Mutate:
    return exercise(
        slug,
        lambda e: dataclasses.replace(
            e,
            avoid=tuple(c for c in e.avoid if c != condition),
            ask_first=tuple(c for c in e.ask_first if c != condition),
        ),
    )


def question(slug: str, change: Callable[[Question], Question]) -> Mutate:
    def mutate(rules: RuleSet) -> RuleSet:
        changed = tuple(change(q) if q.slug == slug else q for q in rules.questions)
        assert changed != rules.questions
        return dataclasses.replace(rules, questions=changed)

    return mutate


WORSE = ("six-weeks-see-someone", "long-or-strong-pain")
FAULTS: dict[str, tuple[Mutate, str]] = {
    "a red flag's rule is dropped": (without_rule("saddle-numbness"), "S11"),
    "a doubt's rule is dropped": (without_rule("bladder-bowel-sexual-unsure"), "S11"),
    "an urgent flag's rule is dropped": (without_rule("dvt"), "S11"),
    "a child's flag is dropped": (without_rule("child-no-weight"), "S11"),
    "an emergency becomes urgent": (rule("fever-hot-joint", level=Level.URGENT), "S11"),
    "an urgent flag becomes a routine visit": (
        rule("foot-drop", level=Level.CLINICIAN_FIRST),
        "S11",
    ),
    "a level is forgotten": (rule("under-18", level=None), "S11"),
    "a doubt about an emergency raises nothing": (rule("aaa-unsure", level=None), "S11"),
    "a doubt gives less than it should": (
        rule("ectopic-unsure", level=Level.CLINICIAN_FIRST),
        "S11",
    ),
    "a red flag counts only with severe pain": (
        also_needs("limb-ischaemia", "pain", "severe"),
        "S11",
    ),
    "a red flag counts only for adults": (also_needs("testicular", "age", "18-to-44"), "S11"),
    "a red flag's warning is taken off": (rule("cancer-plus-neuro", warnings=()), "S11"),
    "a mandatory warning is taken off": (
        rule("every-answer", warnings=("see-a-doctor-first", "not-a-diagnosis")),
        "S11",
    ),
    "a mandatory warning comes only with pain": (
        also_needs("every-answer", "pain", "mild"),
        "S11",
    ),
    "a condition is not named in doubt": (forget_option("osteoporosis", "unsure"), "S11"),
    "a condition is not named once cleared": (
        forget_option("sciatica", "yes-told-exercise-is-fine"),
        "S11",
    ),
    "one of two conditions is not named": (
        rule("hip-replacement", conditions=("hip-replacement-posterior",)),
        "checker",
    ),
    "a condition nobody cleared no longer raises": (
        without_rule("hip-replacement-not-assessed"),
        "S11",
    ),
    "an exercise is unblocked": (unblock("hip-90-90", "hip-dysplasia-or-hypermobility"), "S11"),
    "an exercise is unblocked for the pregnant": (unblock("knee-to-chest", "pregnancy"), "S11"),
    "an exercise to ask about is allowed": (unblock("clamshell", "gluteal-tendinopathy"), "S11"),
    "all of an exercise's blocks are lost": (
        exercise("figure-four", lambda e: dataclasses.replace(e, avoid=(), ask_first=())),
        "S11",
    ),
    "thick blocks under one foot no longer matter": (
        forget_option("blocks-over-2-cm", "over-2-cm"),
        "S11",
    ),
    "a doubt raises more than the finding": (
        rule("foot-drop-unsure", level=Level.EMERGENCY),
        "S5",
    ),
    "a doubt warns of more than the finding": (
        rule("getting-worse-unsure", warnings=(*WORSE, "spine-curve")),
        "S5",
    ),
    "a doubt names a condition the finding does not": (
        rule("gca-unsure", conditions=("sciatica",)),
        "S5",
    ),
    "a rule can never hold": (
        rule(
            "shoe-wear",
            when=(
                Condition("shoe-wear", frozenset({"one-side-more"}), None),
                Condition("sitting-hours", frozenset(), 99),
            ),
        ),
        "S8",
    ),
    "a walk has no stand-in": (
        exercise("easy-walk", lambda e: dataclasses.replace(e, alternatives=())),
        "harmless",
    ),
    "a routine nobody proposes": (rule("every-answer", routines=()), "S8"),
    "a test with the body is asked of those it could harm": (
        question("forward-bend", lambda q: dataclasses.replace(q, safety=Level.URGENT)),
        "S13",
    ),
    "a safety question need not be answered": (
        question("screen-nerves", lambda q: dataclasses.replace(q, safety=None)),
        "checker",
    ),
    "a screen loses its 'none of these'": (
        question(
            "screen-bone",
            lambda q: dataclasses.replace(
                q, options=tuple(o for o in q.options if o.kind != "none")
            ),
        ),
        "checker",
    ),
    "a flag loses its 'not sure'": (
        question("gca", lambda q: dataclasses.replace(q, options=_without_unsure(q.options))),
        "checker",
    ),
    "a screen no longer opens its flag": (
        question("dvt-pe", lambda q: dataclasses.replace(q, asked_when=())),
        "checker",
    ),
}


def _without_unsure(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return tuple(o for o in options if o.kind != "unsure")


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_caught(name: str, library: Library) -> None:
    mutate, caught_by = FAULTS[name]
    rules = mutate(library.rule_sets["self-check"])

    told = list(problems(rules))
    if caught_by == "checker":
        assert told
        return
    found = first_failure(library, rules)

    if caught_by == "harmless":
        assert found is None
        return
    assert found is not None, told
    assert found.id == caught_by
    assert in_words(found.counterexample)


def test_a_counterexample_reads_as_answers_and_rules(library: Library) -> None:
    rules = without_rule("saddle-numbness")(library.rule_sets["self-check"])

    found = first_failure(library, rules)

    assert found is not None
    assert in_words(found.counterexample) == (
        "requirement 'saddle-numbness': below emergency: saddle-numbness: yes "
        "(rules that hold: every-answer)"
    )


def test_every_invariant_is_looked_at() -> None:
    assert set(QUICK_FIRST) == set(ALL)
