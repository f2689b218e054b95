"""Each thing the checker of rule sets complains about, and that it is content with a sound one."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.library import Library
from app.triage.check import Problem, problems
from app.triage.document import digest, from_document, to_document
from app.triage.model import Action, Fit, Level, Question, Rule, RuleSet
from tests.triage.test_engine import condition, exercise, question, routine, rule, rule_set, scale
from tests.triage.test_properties import rule_sets


def sound() -> RuleSet:
    """A screen, the flag it opens, a scale, a test with the body, and what follows from them."""
    return rule_set(
        questions=(
            question("screen", options=(("none", "none"), ("yes", "finding")), screens=("numb",)),
            question("numb", asked_when=("screen", "yes")),
            scale("hours", 0, 16),
            question(
                "bend",
                options=(("even", "none"), ("hump", "finding"), ("not-done", "not_done")),
                safety=None,
                physical=True,
            ),
        ),
        rules=(
            rule("always", warnings=("see-a-doctor",), routines=("first-week",)),
            rule("numb", ("numb", "yes"), level=Level.EMERGENCY, warnings=("nerves",)),
            rule("numb-unsure", ("numb", "unsure"), level=Level.URGENT, warnings=("nerves",)),
            rule("sits", ("hours", 6), conditions=("stiff",)),
            rule("hump", ("bend", "hump"), causes=(("curve", Fit.MAY_FIT),)),
        ),
        conditions=("stiff",),
        causes=("curve",),
        exercises=(
            exercise("squat", avoid=("stiff",), alternatives=("bridge",)),
            exercise("tilt"),
            exercise("walk"),
            exercise("bridge"),
        ),
        routines=(routine("first-week", "squat", "tilt", "walk"),),
    )


def test_a_sound_rule_set_has_no_problems() -> None:
    assert list(problems(sound())) == []


@pytest.mark.parametrize("name", ["self-check", "follow-up"])
def test_what_we_ship_has_no_problems(library: Library, name: str) -> None:
    assert list(problems(library.rule_sets[name])) == []


BROKEN: list[tuple[str, Callable[[], RuleSet], Problem]] = [
    (
        "a question twice",
        lambda: more_questions(scale("hours", 0, 16)),
        Problem("question", "hours", "the slug is used twice"),
    ),
    (
        "a rule twice",
        lambda: more_rules(rule("sits", ("hours", 8), conditions=("stiff",))),
        Problem("rule", "sits", "the slug is used twice"),
    ),
    (
        "a test with the body that must be done",
        lambda: changed_question(
            "bend",
            question(
                "bend",
                options=(("even", "none"), ("hump", "finding"), ("not-done", "not_done")),
                safety=Level.CLINICIAN_FIRST,
                physical=True,
            ),
        ),
        Problem(
            "question",
            "bend",
            "a physical test is never a safety question and has a `not_done` option",
        ),
    ),
    (
        "a test with the body that cannot be left out",
        lambda: changed_question(
            "bend",
            question(
                "bend",
                options=(("even", "none"), ("hump", "finding")),
                safety=None,
                physical=True,
            ),
        ),
        Problem(
            "question",
            "bend",
            "a physical test is never a safety question and has a `not_done` option",
        ),
    ),
    (
        "a safety question without a no",
        lambda: changed_question(
            "numb",
            question(
                "numb",
                options=(("unsure", "unsure"), ("yes", "finding")),
                asked_when=("screen", "yes"),
            ),
        ),
        Problem("question", "numb", "a safety question needs an option of kind `none`"),
    ),
    (
        "a safety question without a doubt",
        lambda: more_questions(
            question("weak", options=(("none", "none"), ("yes", "finding"))),
            and_rule=rule("weak", ("weak", "yes"), level=Level.URGENT, warnings=("nerves",)),
        ),
        Problem("question", "weak", "a safety question needs an option of kind `unsure`"),
    ),
    (
        "a question opened by one that is not there",
        lambda: changed_question(
            "bend", replace(sound().questions[3], asked_when=(condition("smell", "yes"),))
        ),
        Problem("question", "bend", "no question 'smell'"),
    ),
    (
        "a question opened by an option that is not there",
        lambda: changed_question(
            "bend", replace(sound().questions[3], asked_when=(condition("numb", "maybe"),))
        ),
        Problem("question", "bend", "'numb' has no option 'maybe'"),
    ),
    (
        "a screen for a question that is not there",
        lambda: changed_question("screen", replace(sound().questions[0], screens=("smell",))),
        Problem("question", "screen", "it screens for 'smell', which is not a question"),
    ),
    (
        "a screen that opens nothing",
        lambda: changed_question("numb", replace(sound().questions[1], asked_when=())),
        Problem("question", "screen", "it screens for 'numb', which it does not open"),
    ),
    (
        "a screen that is asked later than what it screens for",
        lambda: changed_question("screen", replace(sound().questions[0], safety=Level.URGENT)),
        Problem("question", "screen", "it is less urgent than 'numb', which it screens for"),
    ),
    (
        "a finding that nothing follows from",
        lambda: without_rule("hump"),
        Problem("question", "bend", "no rule uses 'hump'"),
    ),
    (
        "a doubt that nothing follows from",
        lambda: without_rule("numb-unsure"),
        Problem("question", "numb", "no rule uses 'unsure'"),
    ),
    (
        "a doubt about an emergency that is not urgent",
        lambda: changed_rule(
            "numb-unsure",
            rule("numb-unsure", ("numb", "unsure"), level=Level.CLINICIAN_FIRST),
        ),
        Problem("question", "numb", "`unsure` should raise to urgent at least"),
    ),
    (
        "a doubt that raises the level only in company",
        lambda: changed_rule(
            "numb-unsure",
            rule(
                "numb-unsure",
                ("numb", "unsure"),
                ("hours", 6),
                level=Level.URGENT,
                warnings=("nerves",),
            ),
        ),
        Problem("question", "numb", "`unsure` should raise to urgent at least"),
    ),
    (
        "a rule about a question that is not there",
        lambda: more_rules(rule("smells", ("smell", "yes"))),
        Problem("rule", "smells", "no question 'smell'"),
    ),
    (
        "a rule about an option that is not there",
        lambda: more_rules(rule("numb-maybe", ("numb", "maybe"))),
        Problem("rule", "numb-maybe", "'numb' has no option 'maybe'"),
    ),
    (
        "a number asked of what is no scale",
        lambda: more_rules(rule("very-numb", ("numb", 3))),
        Problem("rule", "very-numb", "`at_least` is for a scale; 'numb' is not asked so"),
    ),
    (
        "an option asked of a scale",
        lambda: more_rules(Rule("long", (condition("hours", ""),), None, None, (), (), (), ())),
        Problem("rule", "long", "`at_least` is for a scale; 'hours' is not asked so"),
    ),
    (
        "an urgent rule without a warning",
        lambda: changed_rule("numb", rule("numb", ("numb", "yes"), level=Level.EMERGENCY)),
        Problem("rule", "numb", "raises to emergency without a warning"),
    ),
    (
        "an urgent rule without a warning, the least that needs one",
        lambda: changed_rule("numb", rule("numb", ("numb", "yes"), level=Level.URGENT)),
        Problem("rule", "numb", "raises to urgent without a warning"),
    ),
    (
        "a doubt about something urgent that raises nothing",
        lambda: more_questions(
            question("weak", safety=Level.URGENT),
            and_rule=rule("weak", ("weak", "unsure yes"), warnings=("nerves",)),
        ),
        Problem("question", "weak", "`unsure` should raise to clinician_first at least"),
    ),
    (
        "a rule that names no option",
        lambda: more_rules(rule("numb-or-not", ("numb", ""))),
        Problem("rule", "numb-or-not", "names no option of 'numb', so it never holds"),
    ),
    (
        "a number that the scale does not have",
        lambda: more_rules(rule("for-days", ("hours", 17))),
        Problem("rule", "for-days", "'hours' never reaches 17"),
    ),
    (
        "a number that a scale of one number does not have",
        lambda: more_questions(scale("days", 0, 0), and_rule=rule("for-days", ("days", 1))),
        Problem("rule", "for-days", "'days' never reaches 1"),
    ),
    (
        "a test against a condition that is not there",
        lambda: changed_question("bend", replace(sound().questions[3], not_when=("stif",))),
        Problem("question", "bend", "no condition 'stif' in this rule set"),
    ),
    (
        "a warning that is not there",
        lambda: more_rules(rule("numb-too", ("numb", "yes"), warnings=("nervs",))),
        Problem("rule", "numb-too", "no warning 'nervs' in this rule set"),
    ),
    (
        "a condition that is not there",
        lambda: more_rules(rule("numb-too", ("numb", "yes"), conditions=("stif",))),
        Problem("rule", "numb-too", "no condition 'stif' in this rule set"),
    ),
    (
        "a cause that is not there",
        lambda: more_rules(rule("numb-too", ("numb", "yes"), causes=(("curv", Fit.FITS),))),
        Problem("rule", "numb-too", "no cause 'curv' in this rule set"),
    ),
    (
        "a routine that is not there",
        lambda: more_rules(rule("numb-too", ("numb", "yes"), routines=("chair",))),
        Problem("rule", "numb-too", "no routine 'chair' in this rule set"),
    ),
    (
        "a warning that nobody sees",
        lambda: replace(sound(), warnings=("nerves", "see-a-doctor", "aneurysm")),
        Problem("warning", "aneurysm", "nobody ever gets to see it"),
    ),
    (
        "a condition that no answer names",
        lambda: replace(sound(), conditions=("stiff", "dizzy")),
        Problem("condition", "dizzy", "no answer names it"),
    ),
    (
        "a cause that no rule names",
        lambda: replace(sound(), causes=("curve", "posture")),
        Problem("cause", "posture", "no rule names it"),
    ),
    (
        "an exercise that no routine uses",
        lambda: replace(sound(), exercises=(*sound().exercises, exercise("lunge"))),
        Problem("exercise", "lunge", "no routine uses it"),
    ),
    (
        "a routine that no rule proposes",
        lambda: replace(
            sound(), routines=(*sound().routines, routine("chair", "squat", "tilt", "walk"))
        ),
        Problem("routine", "chair", "no rule proposes it"),
    ),
    (
        "a routine that is none",
        lambda: replace(sound(), routines=(routine("first-week", "squat", "tilt", "squat"),)),
        Problem("routine", "first-week", "has 2 main exercises, not three"),
    ),
]


@pytest.mark.parametrize(
    ("broken", "problem"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_a_problem_is_found(broken: Callable[[], RuleSet], problem: Problem) -> None:
    assert problem in list(problems(broken()))


@pytest.mark.parametrize(
    ("opened_by", "found"),
    [
        (("numb", "unsure"), []),
        (("numb", "yes"), ["`unsure` should raise to urgent at least"]),
        (("screen", "yes"), ["`unsure` should raise to urgent at least"]),
    ],
)
def test_a_doubt_may_open_a_question_instead_of_raising_the_level(
    opened_by: tuple[str, str], found: list[str]
) -> None:
    walks = question("walks", safety=Level.CLINICIAN_FIRST, asked_when=opened_by)
    rules = changed_rule("numb-unsure", rule("walks", ("walks", "unsure yes"), ("numb", "unsure")))

    messages = [p.message for p in problems(replace(rules, questions=(*rules.questions, walks)))]

    assert messages == found


def test_the_highest_number_of_a_scale_can_be_asked_for() -> None:
    assert list(problems(more_rules(rule("all-day", ("hours", 16))))) == []


@pytest.mark.parametrize(
    "harmful",
    [
        rule("not-numb", ("numb", "none"), level=Level.CLINICIAN_FIRST),
        rule("not-numb", ("numb", "none"), action=Action.STOP),
        rule("not-numb", ("numb", "none yes"), warnings=("nerves",)),
        rule("not-numb", ("hours", 6), ("numb", "none"), conditions=("stiff",)),
    ],
)
def test_nothing_may_speak_against_somebody_because_of_a_no(harmful: Rule) -> None:
    message = "a condition on a `none` option may only add routines and causes"

    assert Problem("rule", "not-numb", message) in list(problems(more_rules(harmful)))


def test_a_no_may_propose_a_routine_and_a_cause() -> None:
    welcome = rule("not-numb", ("numb", "none"), causes=(("curve", Fit.MAY_FIT),))

    assert list(problems(more_rules(welcome))) == []


@settings(deadline=None)
@given(rules=rule_sets())
def test_a_rule_set_survives_being_stored(rules: RuleSet) -> None:
    stored = json.dumps(to_document(rules))

    assert from_document(json.loads(stored)) == rules


def test_the_digest_is_that_of_sorted_keys_without_spaces_as_utf_8() -> None:
    """Written out: a digest is stored for ever, and others compute it too."""
    canonical = b'{"a":null,"b":[1,"H\xc3\xbcfte"]}'

    assert digest({"b": [1, "Hüfte"], "a": None}) == hashlib.sha256(canonical).hexdigest()


@settings(deadline=None)
@given(rules=rule_sets(), random=st.randoms(use_true_random=False))
def test_the_digest_does_not_depend_on_the_order_of_keys(rules: RuleSet, random: Random) -> None:
    document = to_document(rules)

    assert digest(with_keys_shuffled(document, random)) == digest(document)


@settings(deadline=None)
@given(one=rule_sets(), other=rule_sets())
def test_rule_sets_that_differ_have_different_digests(one: RuleSet, other: RuleSet) -> None:
    same = digest(to_document(one)) == digest(to_document(other))

    assert same == (one == other)


@pytest.mark.parametrize("name", ["self-check", "follow-up"])
def test_what_we_ship_survives_being_stored(library: Library, name: str) -> None:
    rules = library.rule_sets[name]

    assert from_document(json.loads(json.dumps(to_document(rules)))) == rules


def more_questions(*questions: Question, and_rule: Rule | None = None) -> RuleSet:
    rules = sound() if and_rule is None else more_rules(and_rule)
    return replace(rules, questions=(*rules.questions, *questions))


def more_rules(*rules: Rule) -> RuleSet:
    return replace(sound(), rules=(*sound().rules, *rules))


def changed_question(slug: str, question: Question) -> RuleSet:
    questions = tuple(question if q.slug == slug else q for q in sound().questions)
    return replace(sound(), questions=questions)


def changed_rule(slug: str, rule: Rule) -> RuleSet:
    return replace(sound(), rules=tuple(rule if r.slug == slug else r for r in sound().rules))


def without_rule(slug: str) -> RuleSet:
    return replace(sound(), rules=tuple(r for r in sound().rules if r.slug != slug))


def with_keys_shuffled(value: Any, random: Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: with_keys_shuffled(value[key], random) for key in keys}
    if isinstance(value, list):
        return [with_keys_shuffled(item, random) for item in value]
    return value
