"""The invariants S1 to S13 (product.md, section 4): on the rules we ship for whatever people may
answer, and on small rule sets nobody would write.

In the order of answers, unanswered is below anything; `none` below `unsure` below every finding;
a finding below one of higher rank; a number below a higher one; and fewer options below more.
"""

import itertools
from collections.abc import Iterator, Mapping
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.safety import WarningDocument
from app.library import Library
from app.library.compile import SEVERITIES
from app.triage.adapt import LEAST_MAIN_EXERCISES
from app.triage.answers import read_answers
from app.triage.engine import evaluate
from app.triage.model import (
    Action,
    Condition,
    Dose,
    Exercise,
    Fit,
    Level,
    Option,
    OptionKind,
    Outcome,
    Phase,
    Question,
    QuestionType,
    Routine,
    Rule,
    RuleSet,
    Step,
)

Chosen = frozenset[str] | int
Said = dict[str, Chosen]
People = st.SearchStrategy[Said]

WARNINGS, CONDITIONS, CAUSES = ("w1", "w2", "w3"), ("c1", "c2", "c3"), ("k1", "k2")
KIND_ORDER: Mapping[OptionKind, int] = {"none": 0, "unsure": 1, "finding": 2}
MANDATORY = {
    "see-a-doctor-first",
    "not-a-diagnosis",
    "home-exercise-limits",
    "emergency-signs",
    "small-difference-is-normal",
}
# Spoken for so broadly that too few exercises are left for somebody cleared to exercise, too.
LEAVES_TOO_FEW = {
    "hip-replacement-posterior",
    "hip-replacement-anterior",
    "other-hip-pelvis-spine-operation",
    "neuromuscular-condition",
    "under-18",
}
often = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def rule_sets(draw: st.DrawFn, *, monotone: bool = False) -> RuleSet:
    """Small and odd, but with no harm in a `none` (`check` sees to that).

    Args:
        monotone: what follows from an answer follows from every worse one, too.
    """
    questions = tuple(draw(_questions(f"q{n}")) for n in range(draw(st.integers(1, 4))))
    exercises = [f"e{n}" for n in range(draw(st.integers(3, 6)))]
    routines = [f"r{n}" for n in range(draw(st.integers(1, 2)))]
    rules = [
        draw(_rules(f"rule{n}", questions, routines, monotone=monotone))
        for n in range(draw(st.integers(0, 6)))
    ]
    return RuleSet(
        name="generated",
        version="1.0.0",
        questions=questions,
        rules=(*rules, _rule("always", (), routines=tuple(routines))),
        warnings=WARNINGS,
        conditions=CONDITIONS,
        causes=CAUSES,
        exercises=tuple(draw(_exercises(slug, exercises)) for slug in exercises),
        routines=tuple(draw(_routines(slug, exercises)) for slug in routines),
    )


@st.composite
def _questions(draw: st.DrawFn, slug: str) -> Question:
    type_ = draw(st.sampled_from(("single", "multiple", "scale")))
    kind: QuestionType = type_
    safety = draw(st.none() | st.sampled_from(Level))
    physical = safety is None and kind != "scale" and draw(st.booleans())
    kinds: list[OptionKind] = ["none", "unsure", *["finding"] * draw(st.integers(1, 3))]
    kinds += ["not_done"] if physical else []
    options = tuple(
        Option(f"o{n}", k, draw(st.none() | st.integers(1, 3)) if k == "finding" else None)
        for n, k in enumerate(kinds)
    )
    opened = draw(st.booleans()) and slug != "q0"
    return Question(
        slug=slug,
        type=kind,
        options=() if kind == "scale" else options,
        min=0 if kind == "scale" else None,
        max=9 if kind == "scale" else None,
        safety=safety,
        screens=(),
        asked_when=(Condition("q0", frozenset({"o1", "o2"}), 5),) if opened else (),
        not_when=tuple(draw(st.lists(st.sampled_from(CONDITIONS), max_size=1))),
        physical=physical,
    )


@st.composite
def _rules(
    draw: st.DrawFn,
    slug: str,
    questions: tuple[Question, ...],
    routines: list[str],
    *,
    monotone: bool,
) -> Rule:
    on = draw(st.lists(st.sampled_from(questions), max_size=2, unique=True))
    when = tuple(draw(_conditions(question, monotone=monotone)) for question in on)
    harmless = any(
        o.kind == "none" and o.slug in c.any_of
        for q, c in zip(on, when, strict=True)
        for o in q.options
    )
    proposed = _rule(
        slug,
        when,
        routines=tuple(draw(_some(routines))),
        causes=tuple((cause, draw(st.sampled_from(Fit))) for cause in draw(_some(CAUSES))),
    )
    if harmless:
        return proposed
    return Rule(
        slug,
        when,
        draw(st.none() | st.sampled_from(Level)),
        draw(st.none() | st.sampled_from(Action)),
        tuple(draw(_some(WARNINGS))),
        tuple(draw(_some(CONDITIONS))),
        proposed.causes,
        proposed.routines,
    )


@st.composite
def _conditions(draw: st.DrawFn, question: Question, *, monotone: bool) -> Condition:
    if question.type == "scale":
        return Condition(question.slug, frozenset(), draw(st.integers(0, 9)))
    wanted = draw(st.sets(st.sampled_from(question.options), min_size=1, max_size=3))
    if monotone:
        wanted |= {o for low in wanted for o in question.options if _is_worse(o, low)}
    return Condition(question.slug, frozenset(o.slug for o in wanted), None)


@st.composite
def _exercises(draw: st.DrawFn, slug: str, slugs: list[str]) -> Exercise:
    return Exercise(
        slug,
        draw(st.builds(Dose, *[st.integers(0, 9)] * 4)),
        avoid=tuple(draw(_some(CONDITIONS))),
        ask_first=tuple(draw(_some(CONDITIONS))),
        alternatives=tuple(draw(_some([other for other in slugs if other != slug]))),
        warnings=tuple(draw(_some(WARNINGS))),
    )


@st.composite
def _routines(draw: st.DrawFn, slug: str, exercises: list[str]) -> Routine:
    main = draw(st.lists(st.sampled_from(exercises), min_size=3, max_size=4))
    around = [draw(_some(exercises)), main, draw(_some(exercises))]
    phases = zip(("warm_up", "main", "cool_down"), around, strict=True)
    return Routine(
        slug,
        tuple(Phase(p, tuple(Step(e, Dose(1, 8, 0, 0)) for e in steps)) for p, steps in phases),
        warnings=tuple(draw(_some(WARNINGS))),
        stop_rules=("sharp-pain",),
    )


def _some(values: tuple[str, ...] | list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


def _rule(
    slug: str,
    when: tuple[Condition, ...],
    *,
    routines: tuple[str, ...] = (),
    causes: tuple[tuple[str, Fit], ...] = (),
) -> Rule:
    return Rule(slug, when, None, None, (), (), causes, routines)


def anything(rules: RuleSet) -> People:
    """Any subset of options, any number, or nothing, to any question."""
    return st.fixed_dictionaries({}, optional={q.slug: _any_answer(q) for q in rules.questions})


def _any_answer(question: Question) -> st.SearchStrategy[Chosen]:
    if question.type == "scale":
        return st.integers(question.min or 0, question.max or 0)
    return st.frozensets(st.sampled_from([o.slug for o in question.options]), max_size=3)


def people(rules: RuleSet) -> People:
    """Complete interviews and broken-off ones, with a few things to say.

    Three in four say only what leaves them at self-care, since few random people get there, and
    that is where routines are offered and adapted.
    """
    every = [
        (question.slug, answer)
        for question in rules.questions
        for answer in _single_answers(question)
    ]
    quiet = [
        (slug, answer)
        for slug, answer in every
        if evaluate(rules, {slug: answer}).level_at_least == Level.SELF_CARE
    ]
    naming = [
        (slug, answer) for slug, answer in quiet if evaluate(rules, {slug: answer}).conditions
    ]
    mild = st.lists(st.sampled_from(quiet) | st.sampled_from(naming or quiet), max_size=5)
    grave = st.lists(st.sampled_from(every), max_size=5)
    slugs = [question.slug for question in rules.questions]
    return st.builds(
        partial(_person, rules),
        st.one_of(mild, mild, mild, grave),
        finished=st.sampled_from((True, True, True, False)),
        forgotten=st.just([]) | st.just([]) | st.lists(st.sampled_from(slugs), max_size=3),
    )


def _single_answers(question: Question) -> list[Chosen]:
    if question.type == "scale":
        return list(range(question.min or 0, (question.max or 0) + 1))
    return [frozenset({option.slug}) for option in question.options]


def _person(
    rules: RuleSet, traits: list[tuple[str, Chosen]], *, finished: bool, forgotten: list[str]
) -> Said:
    questions = {question.slug: question for question in rules.questions}
    said: Said = {}
    for slug, answer in traits:
        before = said.get(slug)
        both = isinstance(before, frozenset) and isinstance(answer, frozenset)
        said[slug] = before | answer if both else answer  # type: ignore[operator]
        for gate in questions[slug].asked_when[:1]:
            said.setdefault(gate.question, frozenset(sorted(gate.any_of)[:1]))
    while finished and (missing := evaluate(rules, said).next):
        said |= {slug: _well(questions[slug]) for slug in missing}
    return {slug: answer for slug, answer in said.items() if slug not in forgotten}


def _well(question: Question) -> Chosen:
    if question.type == "scale":
        return question.min or 0
    return frozenset(o.slug for o in question.options if o.kind == "none")


@st.composite
def worse(draw: st.DrawFn, rules: RuleSet, said: Said) -> Said:
    """The same person with more to say, or something worse, in one to four places."""
    after = dict(said)
    for question in draw(st.lists(st.sampled_from(rules.questions), min_size=1, max_size=4)):
        before = after.get(question.slug, frozenset())
        if isinstance(before, int):
            after[question.slug] = draw(st.integers(before, question.max or 0))
        elif question.type == "scale":
            after[question.slug] = draw(_any_answer(question))
        else:
            after[question.slug] = draw(st.sampled_from(_worse_choices(question, before)))
    return after


def _worse_choices(question: Question, before: frozenset[str]) -> list[frozenset[str]]:
    """One option more, or one option exchanged for a worse one."""
    more = [before | {o.slug} for o in question.options]
    options = [o for o in question.options if o.slug in before]
    exchanged = [
        before - {low.slug} | {high.slug}
        for low in options
        for high in question.options
        if _is_worse(high, low)
    ]
    return more + exchanged


def _is_worse(high: Option, low: Option) -> bool:
    """`not_done` has no place in the order: like silence, it says nothing."""
    if "not_done" in (high.kind, low.kind):
        return False
    if high.kind == low.kind == "finding":
        return high.rank is not None and low.rank is not None and high.rank > low.rank
    return KIND_ORDER[high.kind] > KIND_ORDER[low.kind]


@st.composite
def more(draw: st.DrawFn, rules: RuleSet, said: Said) -> Said:
    """The same person with more questions answered, more options chosen or higher numbers."""
    after = dict(said)
    for slug, answer in draw(anything(rules)).items():
        before = after.get(slug)
        if isinstance(before, frozenset) and isinstance(answer, frozenset):
            after[slug] = before | answer
        elif isinstance(before, int) and isinstance(answer, int):
            after[slug] = max(before, answer)
        else:
            after[slug] = before or answer
    return after
