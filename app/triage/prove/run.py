"""Runs the proof: every claim of every invariant, or the smallest answers that break it."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import z3

from app.triage.engine import evaluate
from app.triage.model import Rule
from app.triage.prove.invariants import INVARIANTS, Claim, Claims, Subject
from app.triage.prove.symbols import Formula, Symbols, any_of

PROVER = f"z3 {z3.get_version_string()}"
CLAIM_TIMEOUT_MS = 20_000
REACH = "S8"
ALL = (*INVARIANTS, REACH)

Given = dict[str, list[str] | int]
"""Answers a person can read: question → options, or a number."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Somebody for whom an invariant does not hold; two people where it compares two."""

    what: str
    answers: tuple[Given, ...]
    fired: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    id: str
    text: str
    claims: int
    status: Literal["proved", "failed", "unknown"]
    seconds: float
    counterexample: Counterexample | None


def verdicts(subject: Subject, names: Iterable[str] = ALL) -> Iterator[Verdict]:
    """One for each invariant named; S8 is about what can never be reached."""
    for name in names:
        if name == REACH:
            yield _reachable(subject)
        else:
            text, claims = INVARIANTS[name]
            yield _verdict(subject, name, text, claims)


def _verdict(subject: Subject, name: str, text: str, claims: Claims) -> Verdict:
    start, count = time.perf_counter(), 0
    solver = _solver(subject.one, subject.two)
    for claim in claims(subject):
        count += 1
        solver.push()
        solver.add(claim.broken)
        answer = solver.check()
        solver.pop()
        if answer != z3.unsat:
            found = _smallest(claim) if answer == z3.sat else None
            status: Literal["failed", "unknown"] = "failed" if found else "unknown"
            return Verdict(name, text, count, status, time.perf_counter() - start, found)
    return Verdict(name, text, count, "proved", time.perf_counter() - start, None)


def _solver(*symbols: Symbols) -> z3.Solver:
    solver = z3.Solver()
    solver.set("timeout", CLAIM_TIMEOUT_MS)
    for one in symbols:
        solver.add(*one.bounds)
    return solver


def _smallest(claim: Claim) -> Counterexample:
    """The fewest answers that break it."""
    optimizer = z3.Optimize()
    said: list[Formula] = []
    for symbols in claim.symbols:
        optimizer.add(*symbols.bounds)
        said += [*symbols.chosen.values(), *symbols.given.values()]
    optimizer.add(claim.broken)
    optimizer.minimize(z3.Sum(*(z3.If(answer, 1, 0) for answer in said)))
    if optimizer.check() != z3.sat:
        raise AssertionError("a solver found an answer and the optimizer did not")
    answers = tuple(given(symbols, optimizer.model()) for symbols in claim.symbols)
    fired = tuple(_fired(claim.symbols[0], people) for people in answers)
    return Counterexample(claim.what, answers, fired)


def given(symbols: Symbols, model: z3.ModelRef) -> Given:
    """The answers of a model. A number nobody constrained is the least there is."""
    read: Given = {}
    for question in symbols.rules.questions:
        if question.type == "scale":
            if z3.is_true(model.eval(symbols.given[question.slug])):
                number = model.eval(symbols.number[question.slug], model_completion=True)
                read[question.slug] = max(number.as_long(), question.min or 0)
            continue
        options = [
            o.slug
            for o in question.options
            if z3.is_true(model.eval(symbols.chosen[question.slug, o.slug]))
        ]
        if options:
            read[question.slug] = options
    return read


def _fired(symbols: Symbols, answers: Given) -> tuple[str, ...]:
    said = {q: a if isinstance(a, int) else frozenset(a) for q, a in answers.items()}
    return evaluate(symbols.rules, said).fired


def _reachable(subject: Subject) -> Verdict:
    """S8: every rule can fire, and everything in the rule set can reach somebody."""
    start, s, rules = time.perf_counter(), subject.one, subject.rules
    carried = {w for e in rules.exercises for w in e.warnings}
    carried |= {w for r in rules.routines for w in r.warnings}
    wanted = [(f"rule '{slug}' can never fire", fired) for slug, fired in s.fired.items()]
    wanted += [(f"routine '{slug}' is never offered", offer) for slug, offer in s.offered.items()]
    wanted += [(f"exercise '{e.slug}' is never shown", s.shown(e.slug)) for e in rules.exercises]
    wanted += [(f"cause '{slug}' is never named", s.cause(slug, 0)) for slug in rules.causes]
    wanted += [
        (f"warning '{slug}' never arrives", warned)
        for slug, warned in s.warned.items()
        if slug not in carried
    ]
    solver = _solver(s)
    missed = [what for what, formula in wanted if solver.check(formula) != z3.sat]
    return Verdict(
        REACH,
        "Every rule can fire; every routine, exercise, cause and warning can reach somebody.",
        len(wanted),
        "failed" if missed else "proved",
        time.perf_counter() - start,
        Counterexample("; ".join(missed), (), ()) if missed else None,
    )


def barred(subject: Subject) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of conditions that can leave somebody well without a routine."""
    s, sets = subject.one, []
    if not subject.rules.routines:
        return ()
    solver = _solver(s)
    solver.add(s.well, z3.Not(any_of(s.offered.values())))
    while solver.check() == z3.sat:
        model = solver.model()
        named = [c for c in subject.rules.conditions if z3.is_true(model.eval(s.named[c], True))]
        for condition in list(named):
            fewer = [c for c in named if c != condition]
            only = [z3.Not(s.named[c]) for c in subject.rules.conditions if c not in fewer]
            if solver.check(*only) == z3.sat:
                named = fewer
        sets.append(tuple(named))
        solver.add(z3.Not(z3.And(*(s.named[c] for c in named))))
    return tuple(sorted(sets, key=lambda found: (len(found), found)))


def never_matter(subject: Subject) -> tuple[str, ...]:
    """Rules all of whose effects other rules bring whenever they fire. They only add a reason."""
    solver = _solver(subject.one)
    return tuple(
        rule.slug
        for rule in subject.rules.rules
        if solver.check(z3.And(subject.one.fired[rule.slug], _adds(subject, rule))) == z3.unsat
    )


def _adds(subject: Subject, rule: Rule) -> Formula:
    """Whether `rule` brings anything that no other rule that holds brings too."""
    others = [r for r in subject.rules.rules if r.slug != rule.slug]
    fired = subject.one.fired

    def alone(same: list[Rule]) -> Formula:
        return z3.Not(any_of(fired[r.slug] for r in same))

    new = [
        alone([r for r in others if slug in getattr(r, effect)])
        for effect in ("warnings", "conditions", "routines")
        for slug in getattr(rule, effect)
    ]
    new += [
        alone([r for r in others if any(s == slug and f >= fit for s, f in r.causes)])
        for slug, fit in rule.causes
    ]
    if rule.level is not None:
        level = rule.level
        new.append(alone([r for r in others if r.level is not None and r.level >= level]))
    if rule.action is not None:
        action = rule.action
        new.append(alone([r for r in others if r.action is not None and r.action >= action]))
    return any_of(new)
