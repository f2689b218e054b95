"""The invariants S1 to S13 (product.md, section 4): on the rules we ship for whatever people may
answer, and on small rule sets nobody would write.

In the order of answers, unanswered is below anything; `none` below `unsure` below every finding;
a finding below one of higher rank; a number below a higher one; and fewer options below more.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache, partial
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.exercise import ExerciseDocument
from app.content.routine import RoutineDocument
from app.content.safety import WarningDocument
from app.library import Library
from app.library.compile import SEVERITIES
from app.triage.adapt import LEAST_MAIN_EXERCISES
from app.triage.answers import read_answers
from app.triage.engine import evaluate
from app.triage.model import (
    Action,
    Cause,
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

Value = TypeVar("Value")
Chosen = frozenset[str] | int
Said = dict[str, Chosen]
People = st.SearchStrategy[Said]

WARNINGS, CONDITIONS, CAUSES = ("w1", "w2", "w3"), ("c1", "c2", "c3", "c4", "c5"), ("k1", "k2")
TYPES: tuple[QuestionType, ...] = ("single", "multiple", "scale")
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


odd_rules: st.SearchStrategy[RuleSet] = st.deferred(lambda: rule_sets())
monotone_rules: st.SearchStrategy[RuleSet] = st.deferred(lambda: rule_sets(monotone=True))


@pytest.fixture(scope="module", params=["self-check", "follow-up"])
def rules(request: pytest.FixtureRequest, library: Library) -> RuleSet:
    return library.rule_sets[request.param]


@pytest.fixture(scope="module")
def anybody(rules: RuleSet) -> People:
    return people(rules)


@pytest.fixture(scope="module")
def self_check(library: Library) -> RuleSet:
    return library.rule_sets["self-check"]


@pytest.fixture(scope="module")
def patients(self_check: RuleSet) -> People:
    return people(self_check)


@pytest.fixture(scope="module")
def cleared(self_check: RuleSet) -> list[Outcome]:
    return list(_cleared(self_check, up_to=3))


def test_the_people_we_draw_are_often_offered_something(
    self_check: RuleSet, patients: People
) -> None:
    """Else the properties below would hold of nothing."""
    outcomes: list[Outcome] = []

    @often
    @given(said=patients)
    def draw(said: Said) -> None:
        outcomes.append(evaluate(self_check, said))

    draw()

    offered = [o for o in outcomes if o.routines]
    adapted = [o for o in offered if any(r.adapted for r in o.routines)]
    blocked = [o for o in outcomes if o.no_routine == "all_blocked"]
    grave = [o for o in outcomes if o.level_at_least >= Level.URGENT]
    broken_off = [o for o in outcomes if not o.complete]
    assert len(offered) >= 0.1 * len(outcomes)
    assert len(adapted) >= 0.05 * len(outcomes)
    assert len(blocked) >= 0.01 * len(outcomes)
    assert len(grave) >= 0.05 * len(outcomes)
    assert len(broken_off) >= 0.05 * len(outcomes)


# S1


@often
@given(data=st.data())
def test_above_self_care_nothing_is_offered(
    data: st.DataObject, rules: RuleSet, anybody: People
) -> None:
    outcome = evaluate(rules, data.draw(anybody))

    assert outcome.level_at_least == Level.SELF_CARE or not outcome.routines


@often
@given(data=st.data(), rules=odd_rules)
def test_above_self_care_odd_rules_offer_nothing(data: st.DataObject, rules: RuleSet) -> None:
    outcome = evaluate(rules, data.draw(anything(rules)))

    assert outcome.level_at_least == Level.SELF_CARE or not outcome.routines


# S2


@often
@given(data=st.data())
def test_every_answer_carries_the_mandatory_warnings_gravest_first(
    data: st.DataObject, rules: RuleSet, anybody: People, library: Library
) -> None:
    outcome = evaluate(rules, data.draw(anybody))

    assert set(outcome.warnings) >= MANDATORY
    severities = [_severity(library, slug) for slug in outcome.warnings]
    assert severities == sorted(severities)
    assert _severity(library, "small-difference-is-normal") == SEVERITIES.index("reassurance")


# S3


@often
@given(data=st.data())
def test_no_exercise_is_offered_against_a_named_condition(
    data: st.DataObject, rules: RuleSet, anybody: People
) -> None:
    outcome = evaluate(rules, data.draw(anybody))

    assert _spoken_against(rules, outcome) == set()


@often
@given(data=st.data(), rules=odd_rules)
def test_odd_rules_offer_no_exercise_against_a_named_condition(
    data: st.DataObject, rules: RuleSet
) -> None:
    outcome = evaluate(rules, data.draw(anything(rules)))

    assert _spoken_against(rules, outcome) == set()


# S4


def test_every_red_flag_fixes_a_floor_by_itself(self_check: RuleSet) -> None:
    """The floors come from the questionnaire, which the engine does not read them from."""
    floors = list(_floors(self_check))
    too_low = [
        (slug, option, floor)
        for slug, option, floor in floors
        if evaluate(self_check, {slug: frozenset({option})}).level_at_least < floor
    ]

    assert len(floors) >= 2 * 40
    assert too_low == []


@often
@given(data=st.data())
def test_nothing_else_said_brings_the_level_below_the_floor_of_a_red_flag(
    data: st.DataObject, self_check: RuleSet, patients: People
) -> None:
    slug, option, floor = data.draw(st.sampled_from(list(_floors(self_check))))
    said = data.draw(patients) | {slug: frozenset({option})}

    assert evaluate(self_check, said).level_at_least >= floor


# S5


@often
@given(data=st.data())
def test_saying_more_or_worse_never_makes_the_outcome_milder(
    data: st.DataObject, rules: RuleSet, anybody: People
) -> None:
    said = data.draw(anybody)
    after = data.draw(worse(rules, said))

    assert _lost(evaluate(rules, said), evaluate(rules, after)) == set()


@often
@given(data=st.data(), rules=odd_rules)
def test_saying_more_never_makes_the_outcome_of_odd_rules_milder(
    data: st.DataObject, rules: RuleSet
) -> None:
    """Any rules: more answered, more chosen, more on a scale. Worse *instead* is not promised,
    since a rule may listen to `unsure` alone."""
    said = data.draw(anything(rules))
    after = data.draw(more(rules, said))

    assert _lost(evaluate(rules, said), evaluate(rules, after)) == set()


@often
@given(data=st.data(), rules=monotone_rules)
def test_saying_worse_never_makes_the_outcome_of_monotone_rules_milder(
    data: st.DataObject, rules: RuleSet
) -> None:
    said = data.draw(anything(rules))
    after = data.draw(worse(rules, said))

    assert _lost(evaluate(rules, said), evaluate(rules, after)) == set()


def test_every_option_brings_all_that_a_milder_one_brings_whatever_else_is_said(
    rules: RuleSet,
) -> None:
    """Every question, every ordered pair of answers, every combination of the other conditions of
    the rules that listen to it."""
    lost = [
        f"{question.slug}: {sorted(gone)} with {low} but not with {high}, given {held}"
        for question in rules.questions
        for low, high in _ordered_pairs(question)
        for held in _combinations(rules, question)
        if (gone := _brought(rules, question, low, held) - _brought(rules, question, high, held))
    ]

    assert lost == []


# S6


@often
@given(data=st.data())
def test_silence_on_a_due_safety_question_is_waited_for(
    data: st.DataObject, rules: RuleSet, anybody: People
) -> None:
    said = data.draw(anybody)

    _assert_waits(rules, said, evaluate(rules, said))


@often
@given(data=st.data(), rules=odd_rules)
def test_silence_on_a_due_safety_question_of_odd_rules_is_waited_for(
    data: st.DataObject, rules: RuleSet
) -> None:
    said = data.draw(anything(rules))

    _assert_waits(rules, said, evaluate(rules, said))


# S7


def test_somebody_at_self_care_gets_a_whole_routine_or_hears_that_all_is_blocked(
    cleared: list[Outcome],
) -> None:
    """Whoever says least besides; whatever else is said only proposes more routines."""
    for outcome in cleared:
        sizes = [len(_main(routine.phases)) for routine in outcome.routines]
        assert all(size >= LEAST_MAIN_EXERCISES for size in sizes)
        assert sizes or outcome.no_routine == "all_blocked"


def test_somebody_cleared_with_one_condition_gets_a_routine(self_check: RuleSet) -> None:
    outcomes = list(_cleared(self_check, up_to=1))

    left_out = [set(o.conditions) for o in outcomes if not o.routines]

    assert [named for named in left_out if not named & LEAVES_TOO_FEW] == []
    named_alone = {c for o in outcomes for c in o.conditions}
    assert named_alone == {*self_check.conditions} - {"under-18"}


def test_somebody_for_whom_four_exercises_are_safe_gets_a_routine(
    self_check: RuleSet, cleared: list[Outcome]
) -> None:
    """The sets of conditions that lead to `all_blocked` leave hardly anything to offer."""
    for outcome in cleared:
        named = set(outcome.conditions)
        safe = [e for e in self_check.exercises if not named & {*e.avoid, *e.ask_first}]
        assert outcome.routines or len(safe) <= LEAST_MAIN_EXERCISES, sorted(named)


@often
@given(data=st.data(), rules=odd_rules)
def test_odd_rules_never_offer_fewer_than_three_main_exercises(
    data: st.DataObject, rules: RuleSet
) -> None:
    outcome = evaluate(rules, data.draw(anything(rules)))

    assert all(len(_main(r.phases)) >= LEAST_MAIN_EXERCISES for r in outcome.routines)


# S9


@often
@given(data=st.data())
def test_the_order_of_the_answers_does_not_matter(
    data: st.DataObject, rules: RuleSet, anybody: People
) -> None:
    said = data.draw(anybody)
    sent = [(q, a if isinstance(a, int) else sorted(a)) for q, a in said.items()]
    shuffled = data.draw(st.permutations(sent))
    backwards = [(q, a if isinstance(a, int) else [*a[::-1], *a]) for q, a in shuffled]

    one, other = read_answers(rules, dict(sent)), read_answers(rules, dict(backwards))

    assert evaluate(rules, one) == evaluate(rules, other)


@often
@given(data=st.data(), rules=odd_rules)
def test_the_order_of_the_rules_decides_nothing(data: st.DataObject, rules: RuleSet) -> None:
    said = data.draw(anything(rules))
    shuffled = replace(rules, rules=tuple(data.draw(st.permutations(rules.rules))))

    one, other = evaluate(rules, said), evaluate(shuffled, said)

    assert _without_reasons(one) == _without_reasons(other)


# S12


@often
@given(data=st.data())
def test_what_is_offered_is_known_and_brings_all_its_warnings(
    data: st.DataObject, self_check: RuleSet, patients: People, library: Library
) -> None:
    exercises = {e.slug: e for e in self_check.exercises}
    routines = {r.slug: r for r in self_check.routines}

    for offer in evaluate(self_check, data.draw(patients)).routines:
        authored = library.documents["routine"][offer.slug]
        assert isinstance(authored, RoutineDocument)
        assert routines[offer.slug].warnings == tuple(authored.warnings) != ()
        assert routines[offer.slug].stop_rules == tuple(s.slug for s in authored.stop_rules) != ()
        for slug in _exercises_of(offer.phases):
            written = library.documents["exercise"][slug]
            assert isinstance(written, ExerciseDocument)
            assert exercises[slug].warnings == tuple(written.warnings) != ()
            assert set(exercises[slug].warnings) <= set(self_check.warnings)


# S13


@often
@given(data=st.data())
def test_a_test_with_the_body_is_only_suggested_where_it_is_safe(
    data: st.DataObject, rules: RuleSet, anybody: People
) -> None:
    outcome = evaluate(rules, data.draw(anybody))

    _assert_tests_are_safe(rules, outcome)


@often
@given(data=st.data(), rules=odd_rules)
def test_odd_rules_only_suggest_a_test_with_the_body_where_it_is_safe(
    data: st.DataObject, rules: RuleSet
) -> None:
    outcome = evaluate(rules, data.draw(anything(rules)))

    _assert_tests_are_safe(rules, outcome)


def test_no_cause_fits_by_one_check_alone(self_check: RuleSet) -> None:
    alone = [
        (rule.slug, cause)
        for rule in self_check.rules
        for cause, fit in rule.causes
        if fit == Fit.FITS and len({c.question for c in rule.when}) < 2
    ]

    assert alone == []


# What the invariants are made of.


def _severity(library: Library, slug: str) -> int:
    warning = library.documents["warning"][slug]
    assert isinstance(warning, WarningDocument)
    return SEVERITIES.index(warning.severity)


def _exercises_of(phases: tuple[Phase, ...]) -> set[str]:
    return {step.exercise for phase in phases for step in phase.steps}


def _main(phases: tuple[Phase, ...]) -> set[str]:
    return _exercises_of(tuple(phase for phase in phases if phase.slug == "main"))


def _spoken_against(rules: RuleSet, outcome: Outcome) -> set[tuple[str, str]]:
    against = {e.slug: {*e.avoid, *e.ask_first} for e in rules.exercises}
    named = {c for r in rules.rules if r.slug in outcome.fired for c in r.conditions}
    return {
        (slug, condition)
        for routine in outcome.routines
        for slug in _exercises_of(routine.phases)
        for condition in against[slug] & named
    }


def _floors(rules: RuleSet) -> Iterator[tuple[str, str, Level]]:
    """What "yes" and "not sure" to a red flag must give at the least: question, option, level."""
    for question in rules.questions:
        options = {option.slug for option in question.options}
        if options == {"none", "unsure", "yes"} and (question.safety or 0) >= Level.URGENT:
            assert question.safety is not None
            yield question.slug, "yes", question.safety
            yield question.slug, "unsure", Level(question.safety - 1)


def _lost(before: Outcome, after: Outcome) -> set[str]:
    """What the first outcome said and the second takes back."""
    return _said_by(before) - _said_by(after)


def _said_by(outcome: Outcome) -> set[str]:
    return {
        *(f"level {level.name}" for level in Level if level <= outcome.level_at_least),
        *(f"action {action.name}" for action in Action if action <= outcome.action),
        *(f"warning {slug}" for slug in outcome.warnings),
        *(f"condition {slug}" for slug in outcome.conditions),
        *(f"{block} to avoid" for block in outcome.blocked),
        *(f"{block} to ask about" for block in outcome.ask_about),
    }


def _ordered_pairs(question: Question) -> Iterator[tuple[Chosen, Chosen]]:
    if question.type == "scale":
        yield from itertools.combinations(range(question.min or 0, (question.max or 0) + 1), 2)
    for low, high in itertools.permutations(question.options, 2):
        if _is_worse(high, low):
            yield frozenset({low.slug}), frozenset({high.slug})


def _combinations(rules: RuleSet, question: Question) -> Iterator[frozenset[Condition]]:
    others = list(
        dict.fromkeys(
            c for r in _listening(rules, question) for c in r.when if c.question != question.slug
        )
    )
    for size in range(len(others) + 1):
        yield from map(frozenset, itertools.combinations(others, size))


def _listening(rules: RuleSet, question: Question) -> list[Rule]:
    return [r for r in rules.rules if any(c.question == question.slug for c in r.when)]


def _brought(
    rules: RuleSet, question: Question, answer: Chosen, held: frozenset[Condition]
) -> set[str]:
    """What follows from `answer` when exactly the conditions `held` hold besides."""
    brought: set[str] = set()
    for rule in _listening(rules, question):
        if all(c in held or _listens(c, question, answer) for c in rule.when):
            brought |= {f"level {level.name}" for level in Level if level <= (rule.level or 0)}
            brought |= {f"action {act.name}" for act in Action if act <= (rule.action or 0)}
            brought |= {f"warning {slug}" for slug in rule.warnings}
            brought |= {f"condition {slug}" for slug in rule.conditions}
    return brought


def _listens(condition: Condition, question: Question, answer: Chosen) -> bool:
    if condition.question != question.slug:
        return False
    if isinstance(answer, int):
        return condition.at_least is not None and answer >= condition.at_least
    return bool(condition.any_of & answer)


def _assert_waits(rules: RuleSet, said: Said, outcome: Outcome) -> None:
    if outcome.level_at_least == Level.EMERGENCY:
        assert (outcome.complete, outcome.level, outcome.next) == (True, Level.EMERGENCY, ())
        return
    silent = _silent_safety_questions(rules, said)
    assert set(outcome.next) == silent
    assert outcome.complete == (not silent)
    assert outcome.level == (None if silent else outcome.level_at_least)
    assert not (silent and outcome.routines)


def _silent_safety_questions(rules: RuleSet, said: Said) -> set[str]:
    """Told a second time, from the contract: about safety, due, and not answered."""
    heard = {q.slug: _heard(q, said.get(q.slug, frozenset())) for q in rules.questions}

    def opens(gate: Condition) -> bool:
        answer = heard[gate.question]
        if isinstance(answer, int):
            return gate.at_least is not None and answer >= gate.at_least
        return bool(gate.any_of & answer)

    return {
        q.slug
        for q in rules.questions
        if q.safety is not None
        and heard[q.slug] == frozenset()
        and (not q.asked_when or any(map(opens, q.asked_when)))
    }


def _heard(question: Question, answer: Chosen) -> Chosen:
    if isinstance(answer, int):
        return answer
    none = {o.slug for o in question.options if o.kind == "none"}
    return answer - none or answer


def _cleared(rules: RuleSet, *, up_to: int) -> Iterator[Outcome]:
    """Everybody who is well but for one to `up_to` answers that count for a condition, and who is
    still at self-care."""
    naming: dict[tuple[str, frozenset[str]], tuple[str, Chosen]] = {}
    for rule in rules.rules:
        for condition in rule.when if rule.conditions else ():
            for option in sorted(condition.any_of):
                answer = frozenset({option})
                alike = frozenset(
                    r.slug
                    for r in rules.rules
                    if r.conditions
                    and any(c.question == condition.question and option in c.any_of for c in r.when)
                )
                if evaluate(rules, {condition.question: answer}).level_at_least == Level.SELF_CARE:
                    naming[condition.question, alike] = (condition.question, answer)
    for size in range(1, up_to + 1):
        for traits in itertools.combinations(naming.values(), size):
            said = _person(rules, list(traits), finished=True, forgotten=[])
            outcome = evaluate(rules, said)
            if outcome.level == Level.SELF_CARE:
                yield outcome


def _without_reasons(outcome: Outcome) -> Outcome:
    """Reasons are listed in the order of the rules; nothing else is."""
    causes = tuple(Cause(c.slug, c.fit, tuple(sorted(c.rules))) for c in outcome.causes)
    return replace(outcome, causes=causes, fired=tuple(sorted(outcome.fired)))


def _assert_tests_are_safe(rules: RuleSet, outcome: Outcome) -> None:
    physical = {q.slug: q for q in rules.questions if q.physical}
    suggested = [physical[slug] for slug in outcome.optional if slug in physical]

    assert not physical.keys() & set(outcome.next)
    assert outcome.level == Level.SELF_CARE or not suggested
    assert not {c for q in suggested for c in q.not_when} & set(outcome.conditions)


# The people, and the rule sets nobody would write.


def rule_sets(*, monotone: bool = False) -> st.SearchStrategy[RuleSet]:
    """Small and odd, but with no harm in a `none` (`check` sees to that).

    Args:
        monotone: what follows from an answer follows from every worse one, too.
    """
    return _rule_sets(monotone=monotone)


@st.composite
def _rule_sets(draw: st.DrawFn, *, monotone: bool) -> RuleSet:
    questions = tuple(draw(_questions(f"q{n}")) for n in range(draw(_number(1, 3))))
    exercises = tuple(f"e{n}" for n in range(draw(_number(5, 7))))
    routines = tuple(f"r{n}" for n in range(draw(_number(1, 2))))
    rules = [
        draw(_rules(f"rule{n}", questions, routines, monotone=monotone))
        for n in range(draw(_number(1, 4)))
    ]
    return RuleSet(
        name="generated",
        version="1.0.0",
        questions=questions,
        rules=(*rules, _rule("always", (), routines=routines)),
        warnings=WARNINGS,
        conditions=CONDITIONS,
        causes=CAUSES,
        exercises=tuple(draw(_exercises(slug, exercises)) for slug in exercises),
        routines=tuple(draw(_routines(slug, exercises)) for slug in routines),
    )


@st.composite
def _questions(draw: st.DrawFn, slug: str) -> Question:
    kind = draw(_one_of(*TYPES))
    safety = draw(_one_of(None, None, None, *Level))
    physical = safety is None and kind != "scale" and draw(st.booleans())
    kinds: list[OptionKind] = ["none", "unsure"]
    kinds += itertools.repeat("finding", draw(_number(1, 3)))
    kinds += ["not_done"] if physical else []
    options = tuple(
        Option(f"o{n}", k, draw(_one_of(None, 1, 2, 3)) if k == "finding" else None)
        for n, k in enumerate(kinds)
    )
    opened = slug != "q0" and draw(st.booleans())
    return Question(
        slug=slug,
        type=kind,
        options=() if kind == "scale" else options,
        min=0 if kind == "scale" else None,
        max=9 if kind == "scale" else None,
        safety=safety,
        screens=(),
        asked_when=(Condition("q0", frozenset({"o1", "o2"}), 5),) if opened else (),
        not_when=draw(_some(CONDITIONS)) if physical else (),
        physical=physical,
    )


@st.composite
def _rules(
    draw: st.DrawFn,
    slug: str,
    questions: tuple[Question, ...],
    routines: tuple[str, ...],
    *,
    monotone: bool,
) -> Rule:
    on = draw(st.lists(st.sampled_from(questions), max_size=2, unique=True))
    when = tuple(draw(_conditions(question, monotone=monotone)) for question in on)
    proposed = _rule(
        slug,
        when,
        routines=draw(_some(routines)),
        causes=tuple((cause, draw(_one_of(*Fit))) for cause in draw(_some(CAUSES))),
    )
    if any(
        option.kind == "none" and option.slug in condition.any_of
        for question, condition in zip(on, when, strict=True)
        for option in question.options
    ):
        return proposed
    return replace(
        proposed,
        level=draw(_one_of(*[None] * 12, *Level)),
        action=draw(_one_of(None, *Action)),
        warnings=draw(_some(WARNINGS)),
        conditions=draw(_some(CONDITIONS)),
    )


@st.composite
def _conditions(draw: st.DrawFn, question: Question, *, monotone: bool) -> Condition:
    if question.type == "scale":
        return Condition(question.slug, frozenset(), draw(_number(0, 9)))
    wanted = draw(st.sets(st.sampled_from(question.options), min_size=1, max_size=3))
    if monotone:
        wanted |= {o for low in wanted for o in question.options if _is_worse(o, low)}
    return Condition(question.slug, frozenset(o.slug for o in wanted), None)


@st.composite
def _exercises(draw: st.DrawFn, slug: str, slugs: tuple[str, ...]) -> Exercise:
    return Exercise(
        slug,
        Dose(draw(_number(1, 3)), 8, 0, 0),
        avoid=draw(_one_of((), *((c,) for c in CONDITIONS))),
        ask_first=draw(_one_of((), *((c,) for c in CONDITIONS))),
        alternatives=draw(_some(tuple(other for other in slugs if other != slug))),
        warnings=draw(_some(WARNINGS)),
    )


@st.composite
def _routines(draw: st.DrawFn, slug: str, exercises: tuple[str, ...]) -> Routine:
    main = draw(st.lists(st.sampled_from(exercises), min_size=3, max_size=4, unique=True))
    around = [draw(_some(exercises)), main, draw(_some(exercises))]
    phases = zip(("warm_up", "main", "cool_down"), around, strict=True)
    return Routine(
        slug,
        tuple(Phase(p, tuple(Step(e, Dose(1, 8, 0, 0)) for e in steps)) for p, steps in phases),
        warnings=draw(_some(WARNINGS)),
        stop_rules=("sharp-pain",),
    )


# One strategy each, not one a draw: that is where the time goes.


@cache
def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """None, one or two of them, in any order."""
    sizes = range(min(2, len(values)) + 1)
    return st.sampled_from([few for size in sizes for few in itertools.permutations(values, size)])


@lru_cache(maxsize=None, typed=True)  # `Level` and `Action` are equal where their numbers are
def _one_of(*values: Value) -> st.SearchStrategy[Value]:
    return st.sampled_from(values)


@cache
def _number(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


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
    answers = {question.slug: _any_answer(question) for question in rules.questions}
    return st.fixed_dictionaries(answers) | st.fixed_dictionaries({}, optional=answers)


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
        if isinstance(before, frozenset) and isinstance(answer, frozenset):
            answer = before | answer
        said[slug] = answer
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
