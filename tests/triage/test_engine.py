"""What the engine means, on rule sets small enough to check by hand. `test_properties` holds it for
all of them."""

from dataclasses import replace

import pytest

from app.triage.answers import AnswersRefused, read_answers
from app.triage.engine import evaluate
from app.triage.model import (
    Action,
    Adaptation,
    Block,
    Cause,
    Condition,
    Dose,
    Exercise,
    Fit,
    Level,
    OfferedRoutine,
    Option,
    OptionKind,
    Phase,
    Question,
    QuestionType,
    Routine,
    Rule,
    RuleSet,
    Step,
)

YES, NO, UNSURE = frozenset({"yes"}), frozenset({"none"}), frozenset({"unsure"})
SILENCE: frozenset[str] = frozenset()


def test_a_rule_holds_only_when_all_its_conditions_do() -> None:
    rules = rule_set(
        questions=(question("numb"), question("weak")),
        rules=(rule("both", ("numb", "yes"), ("weak", "yes"), level=Level.URGENT),),
    )

    assert evaluate(rules, {"numb": YES}).fired == ()
    assert evaluate(rules, {"numb": YES, "weak": NO}).fired == ()
    assert evaluate(rules, {"numb": YES, "weak": YES}).fired == ("both",)


def test_a_rule_without_conditions_always_holds() -> None:
    rules = rule_set(rules=(rule("always", warnings=("see-a-doctor",)),))

    assert evaluate(rules, {}).warnings == ("see-a-doctor",)


def test_one_of_the_options_of_a_condition_is_enough() -> None:
    rules = rule_set(
        questions=(question("numb"),),
        rules=(rule("maybe", ("numb", "unsure yes"), warnings=("nerves",)),),
    )

    assert evaluate(rules, {"numb": UNSURE}).warnings == ("nerves",)
    assert evaluate(rules, {"numb": YES}).warnings == ("nerves",)
    assert evaluate(rules, {"numb": NO}).warnings == ()


def test_the_highest_level_and_the_highest_action_win_wherever_their_rules_stand() -> None:
    rules = rule_set(
        questions=(question("numb"),),
        rules=(
            rule("high", ("numb", "yes"), level=Level.EMERGENCY, action=Action.SEE_SOMEONE),
            rule("low", ("numb", "yes"), level=Level.URGENT, action=Action.STOP),
        ),
    )

    outcome = evaluate(rules, {"numb": YES})

    assert (outcome.level, outcome.action) == (Level.EMERGENCY, Action.SEE_SOMEONE)


def test_without_a_rule_that_says_otherwise_one_goes_on() -> None:
    assert evaluate(rule_set(), {}).action is Action.GO_ON


@pytest.mark.parametrize("doubt_or_finding", ["unsure", "yes"])
def test_none_beside_a_doubt_or_a_finding_does_not_count(doubt_or_finding: str) -> None:
    rules = rule_set(
        questions=(question("numb"),),
        rules=(
            rule("well", ("numb", "none"), routines=("first-week",)),
            rule("not-well", ("numb", "unsure yes"), warnings=("nerves",)),
        ),
    )

    outcome = evaluate(rules, {"numb": frozenset({"none", doubt_or_finding})})

    assert outcome.fired == ("not-well",)


def test_an_answer_to_a_question_that_would_not_have_been_asked_still_counts() -> None:
    rules = rule_set(
        questions=(question("screen"), question("numb", asked_when=("screen", "yes"))),
        rules=(rule("numb", ("numb", "yes"), level=Level.URGENT),),
    )

    assert evaluate(rules, {"screen": NO, "numb": YES}).level == Level.URGENT


def test_an_emergency_ends_the_interview() -> None:
    rules = rule_set(
        questions=(question("numb"), question("weak")),
        rules=(rule("numb", ("numb", "yes"), level=Level.EMERGENCY),),
    )

    outcome = evaluate(rules, {"numb": YES})

    assert (outcome.complete, outcome.level, outcome.next) == (True, Level.EMERGENCY, ())


def test_silence_on_a_due_safety_question_is_not_a_no() -> None:
    rules = rule_set(questions=(question("numb"),), offering=("squat", "bridge", "clam"))

    for said in ({}, {"numb": SILENCE}):
        outcome = evaluate(rules, said)
        assert (outcome.complete, outcome.level, outcome.routines) == (False, None, ())
        assert (outcome.no_routine, outcome.next) == ("not_finished", ("numb",))
    answered = evaluate(rules, {"numb": NO})
    assert (len(answered.routines), answered.no_routine) == (1, None)


def test_below_an_emergency_the_rest_is_still_asked_and_the_level_already_stands() -> None:
    rules = rule_set(
        questions=(question("numb"), question("weak")),
        rules=(rule("numb", ("numb", "yes"), level=Level.URGENT),),
    )

    outcome = evaluate(rules, {"numb": YES})

    assert (outcome.level, outcome.level_at_least) == (None, Level.URGENT)
    assert (outcome.next, outcome.no_routine) == (("weak",), "see_someone_first")


def test_the_most_dangerous_question_is_asked_first_and_otherwise_in_order() -> None:
    rules = rule_set(
        questions=(
            question("sore", safety=Level.SELF_CARE),
            question("stiff", safety=Level.CLINICIAN_FIRST),
            question("hot", safety=Level.URGENT),
            question("numb", safety=Level.EMERGENCY),
            question("weak", safety=Level.EMERGENCY),
        )
    )

    assert evaluate(rules, {}).next == ("numb", "weak", "hot", "stiff", "sore")


def test_a_question_is_due_once_any_of_what_opens_it_was_said() -> None:
    gates = (condition("fell", "yes unsure"), condition("thin-bones", "yes"))
    rules = rule_set(
        questions=(
            question("fell", safety=None),
            question("thin-bones", safety=None),
            replace(question("walks"), asked_when=gates),
        )
    )

    assert evaluate(rules, {"fell": NO, "thin-bones": UNSURE}).next == ()
    assert evaluate(rules, {"fell": UNSURE}).next == ("walks",)
    assert evaluate(rules, {"thin-bones": YES}).next == ("walks",)
    assert evaluate(rules, {"fell": NO | YES}).next == ("walks",)


def test_a_wish_is_never_waited_for() -> None:
    rules = rule_set(
        questions=(question("goal", safety=None),), offering=("squat", "bridge", "clam")
    )

    outcome = evaluate(rules, {})

    assert (outcome.complete, outcome.level) == (True, Level.SELF_CARE)
    assert outcome.optional == ("goal",)
    assert evaluate(rules, {"goal": YES}).optional == ()


def test_a_test_with_the_body_is_not_suggested_against_a_named_condition() -> None:
    rules = rule_set(
        questions=(
            question("balance"),
            question("one-leg-stand", safety=None, physical=True, not_when=("poor-balance",)),
        ),
        rules=(rule("balance", ("balance", "yes"), conditions=("poor-balance",)),),
        conditions=("poor-balance",),
    )

    assert evaluate(rules, {}).optional == ()
    assert evaluate(rules, {"balance": NO}).optional == ("one-leg-stand",)
    assert evaluate(rules, {"balance": YES}).optional == ()


@pytest.mark.parametrize("hours", [5, 6, 7])
def test_a_scale_holds_from_its_number_on(hours: int) -> None:
    rules = rule_set(
        questions=(scale("sitting-hours", 0, 16),),
        rules=(rule("long", ("sitting-hours", 6), warnings=("get-up",)),),
    )

    outcome = evaluate(rules, {"sitting-hours": hours})

    assert outcome.warnings == (("get-up",) if hours >= 6 else ())


def test_warnings_come_in_the_order_of_the_rule_set_once_each() -> None:
    rules = rule_set(
        rules=(
            rule("mild", warnings=("reassurance", "advice")),
            rule("grave", warnings=("emergency", "advice")),
        ),
        warnings=("emergency", "advice", "reassurance"),
    )

    assert evaluate(rules, {}).warnings == ("emergency", "advice", "reassurance")


def test_a_cause_that_fits_comes_before_one_that_may_and_names_every_rule_for_it() -> None:
    rules = rule_set(
        rules=(
            rule("hem", causes=(("short-leg", Fit.MAY_FIT), ("posture", Fit.MAY_FIT))),
            rule("hem-and-crest", causes=(("short-leg", Fit.MAY_FIT), ("curve", Fit.FITS))),
            rule("blocks", causes=(("short-leg", Fit.FITS),)),
        ),
        causes=("posture", "short-leg", "curve"),
    )

    assert evaluate(rules, {}).causes == (
        Cause("short-leg", Fit.FITS, ("hem", "hem-and-crest", "blocks")),
        Cause("curve", Fit.FITS, ("hem-and-crest",)),
        Cause("posture", Fit.MAY_FIT, ("hem",)),
    )


def test_what_the_answers_propose_comes_before_what_everybody_gets() -> None:
    squat, bridge, clam = "squat", "bridge", "clam"
    rules = rule_set(
        questions=(question("goal", safety=None),),
        rules=(
            rule("always", routines=("first-week", "chair")),
            rule("goal", ("goal", "yes"), routines=("strengthen", "chair")),
        ),
        exercises=(exercise(squat), exercise(bridge), exercise(clam)),
        routines=(
            routine("first-week", squat, bridge, clam),
            routine("strengthen", squat, bridge, clam),
            routine("chair", squat, bridge, clam),
        ),
    )

    offered = [r.slug for r in evaluate(rules, {"goal": YES}).routines]

    assert offered == ["strengthen", "chair", "first-week"]


def test_an_exercise_is_replaced_by_its_first_alternative_at_its_starting_dose() -> None:
    rules = with_bad_knee(
        exercise("squat", avoid=("bad-knee",), alternatives=("bridge", "clam")),
        exercise("bridge", dose=Dose(2, 8, 5, 30)),
        exercise("clam"),
        offering=("squat", "tilt", "walk"),
    )

    assert main_exercises(rules) == ["bridge", "tilt", "walk"]
    assert offered(rules).phases[0].steps[0].dose == Dose(2, 8, 5, 30)
    assert offered(rules).adapted == (Adaptation("squat", "bridge", "bad-knee"),)


@pytest.mark.parametrize(("avoid", "ask_first"), [(("bad-knee",), ()), ((), ("bad-knee",))])
def test_an_alternative_that_is_spoken_against_too_is_passed_over(
    avoid: tuple[str, ...], ask_first: tuple[str, ...]
) -> None:
    rules = with_bad_knee(
        exercise("squat", avoid=("bad-knee",), alternatives=("bridge", "clam")),
        exercise("bridge", avoid=avoid, ask_first=ask_first),
        exercise("clam"),
        offering=("squat", "tilt", "walk"),
    )

    assert main_exercises(rules) == ["clam", "tilt", "walk"]


def test_an_alternative_that_is_in_the_routine_already_is_passed_over() -> None:
    rules = with_bad_knee(
        exercise("squat", ask_first=("bad-knee",), alternatives=("tilt", "clam")),
        exercise("clam"),
        offering=("squat", "tilt", "walk"),
    )

    assert main_exercises(rules) == ["clam", "tilt", "walk"]


def test_two_exercises_are_not_replaced_by_the_same_one() -> None:
    rules = with_bad_knee(
        exercise("squat", avoid=("bad-knee",), alternatives=("clam", "bridge")),
        exercise("lunge", avoid=("bad-knee",), alternatives=("clam", "bridge")),
        exercise("clam"),
        exercise("bridge"),
        offering=("squat", "lunge", "tilt"),
    )

    assert main_exercises(rules) == ["clam", "bridge", "tilt"]


def test_alternatives_are_not_followed_further() -> None:
    rules = with_bad_knee(
        exercise("squat", avoid=("bad-knee",), alternatives=("lunge",)),
        exercise("lunge", avoid=("bad-knee",), alternatives=("clam",)),
        exercise("clam"),
        offering=("squat", "tilt", "walk", "rest"),
    )

    assert main_exercises(rules) == ["tilt", "walk", "rest"]
    assert offered(rules).adapted == (Adaptation("squat", None, "bad-knee"),)


def test_below_three_main_exercises_a_routine_is_withheld() -> None:
    rules = with_bad_knee(
        exercise("squat", avoid=("bad-knee",)),
        offering=("squat", "tilt", "walk"),
    )

    outcome = evaluate(rules, {"knee": YES})

    assert (outcome.routines, outcome.no_routine) == ((), "all_blocked")
    assert outcome.level == Level.SELF_CARE


def test_warming_up_and_cooling_down_are_no_main_exercises() -> None:
    rules = with_bad_knee(
        exercise("squat", avoid=("bad-knee",)),
        offering=("squat", "tilt", "walk"),
        warm_up=("stretch",),
        cool_down=("rest",),
    )

    assert evaluate(rules, {"knee": YES}).routines == ()


def test_an_exercise_is_replaced_alike_wherever_it_stands_and_an_empty_phase_is_left_out() -> None:
    rules = with_bad_knee(
        exercise("squat", avoid=("bad-knee",), alternatives=("clam",)),
        exercise("lunge", avoid=("bad-knee",)),
        exercise("clam"),
        offering=("squat", "tilt", "walk"),
        warm_up=("squat",),
        cool_down=("lunge",),
    )

    phases = [(p.slug, [s.exercise for s in p.steps]) for p in offered(rules).phases]

    assert phases == [("warm_up", ["clam"]), ("main", ["clam", "tilt", "walk"])]
    assert [a.exercise for a in offered(rules).adapted] == ["squat", "lunge"]


def test_what_is_blocked_and_what_may_be_asked_about_is_listed_with_its_condition() -> None:
    rules = with_bad_knee(
        exercise("squat", avoid=("bad-knee",)),
        exercise("lunge", ask_first=("bad-knee",)),
        offering=("tilt", "walk", "rest"),
    )

    outcome = evaluate(rules, {"knee": YES})

    assert outcome.blocked == (Block("squat", "bad-knee"),)
    assert outcome.ask_about == (Block("lunge", "bad-knee"),)


def test_above_self_care_nothing_is_offered() -> None:
    rules = rule_set(
        questions=(question("numb"),),
        rules=(rule("numb", ("numb", "yes"), level=Level.CLINICIAN_FIRST),),
        offering=("squat", "bridge", "clam"),
    )

    outcome = evaluate(rules, {"numb": YES})

    assert (outcome.routines, outcome.optional) == ((), ())
    assert outcome.no_routine == "see_someone_first"


@pytest.mark.parametrize(
    ("sent", "understood"),
    [
        ({"numb": "yes"}, {"numb": YES}),
        ({"numb": ["yes", "none"]}, {"numb": YES | NO}),
        ({"numb": []}, {"numb": SILENCE}),
        ({"hours": 0}, {"hours": 0}),
        ({"hours": [16]}, {"hours": 16}),
        ({"hours": []}, {"hours": SILENCE}),
        ({}, {}),
    ],
)
def test_answers_are_understood(sent: dict[str, object], understood: dict[str, object]) -> None:
    assert read_answers(numb_and_hours(), sent) == understood


@pytest.mark.parametrize(("low", "high", "outside"), [(5, 16, 4), (0, 0, 1)])
def test_a_scale_has_both_its_ends_and_nothing_beyond(low: int, high: int, outside: int) -> None:
    rules = rule_set(questions=(scale("hours", low, high),))

    assert [read_answers(rules, {"hours": end})["hours"] for end in (low, high)] == [low, high]
    with pytest.raises(AnswersRefused, match=r"^1 answers cannot be understood$"):
        read_answers(rules, {"hours": outside})


@pytest.mark.parametrize(
    ("sent", "pointer", "code", "allowed"),
    [
        ({"numb": "none", "smell": "secret"}, "/answers", "unknown_question", "are: numb, hours"),
        ({"numb": "none", "smell": "secret"}, "/answers", "unknown_question", "entry 2"),
        ({"numb": "secret"}, "/answers/numb", "unknown_option", "none, unsure, yes"),
        ({"numb": ["yes", "secret"]}, "/answers/numb/1", "unknown_option", "none, unsure, yes"),
        ({"numb": ""}, "/answers/numb", "unknown_option", "none, unsure, yes"),
        ({"numb": "Yes"}, "/answers/numb", "unknown_option", "none, unsure, yes"),
        ({"numb": None}, "/answers/numb", "wrong_type", "none, unsure, yes"),
        ({"numb": True}, "/answers/numb", "wrong_type", "none, unsure, yes"),
        ({"numb": 777}, "/answers/numb", "wrong_type", "none, unsure, yes"),
        ({"numb": [["secret"]]}, "/answers/numb", "wrong_type", "none, unsure, yes"),
        ({"numb": {"secret": 1}}, "/answers/numb", "wrong_type", "none, unsure, yes"),
        ({"hours": True}, "/answers/hours", "wrong_number", "from 0 to 16"),
        ({"hours": 7.77}, "/answers/hours", "wrong_number", "from 0 to 16"),
        ({"hours": 8.0}, "/answers/hours", "wrong_number", "from 0 to 16"),
        ({"hours": float("nan")}, "/answers/hours", "wrong_number", "from 0 to 16"),
        ({"hours": 17}, "/answers/hours", "wrong_number", "from 0 to 16"),
        ({"hours": -777}, "/answers/hours", "wrong_number", "from 0 to 16"),
        ({"hours": 7**400}, "/answers/hours", "wrong_number", "from 0 to 16"),
        ({"hours": "secret"}, "/answers/hours", "wrong_number", "from 0 to 16"),
        ({"hours": None}, "/answers/hours", "wrong_number", "from 0 to 16"),
        ({"hours": [7, 7]}, "/answers/hours", "wrong_number", "from 0 to 16"),
        ({"hours": [True]}, "/answers/hours", "wrong_number", "from 0 to 16"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place_and_what_would_be_right(
    sent: dict[str, object], pointer: str, code: str, allowed: str
) -> None:
    with pytest.raises(AnswersRefused) as caught:
        read_answers(numb_and_hours(), sent)

    [refusal] = caught.value.refusals
    assert (refusal.pointer, refusal.code) == (pointer, code)
    assert allowed in refusal.detail


def test_a_refusal_never_repeats_what_was_sent() -> None:
    sent: dict[str, object] = {
        "secret": "secret",
        "numb": ["secret", "yes"],
        "hours": "secret",
    }

    with pytest.raises(AnswersRefused) as caught:
        read_answers(numb_and_hours(), sent)

    assert "secret" not in str(caught.value)
    for refusal in caught.value.refusals:
        assert "secret" not in f"{refusal.pointer} {refusal.code} {refusal.detail}"


def test_every_answer_that_is_wrong_is_named_not_only_the_first() -> None:
    with pytest.raises(AnswersRefused) as caught:
        read_answers(numb_and_hours(), {"smell": "yes", "numb": "maybe", "hours": 17})

    assert [refusal.code for refusal in caught.value.refusals] == [
        "unknown_question",
        "unknown_option",
        "wrong_number",
    ]


# Rule sets in as few words as possible; `test_check` writes them so too.


def question(
    slug: str,
    *,
    type: QuestionType = "single",
    options: tuple[tuple[str, OptionKind], ...] = (
        ("none", "none"),
        ("unsure", "unsure"),
        ("yes", "finding"),
    ),
    safety: Level | None = Level.EMERGENCY,
    screens: tuple[str, ...] = (),
    asked_when: tuple[str, str] | None = None,
    not_when: tuple[str, ...] = (),
    physical: bool = False,
) -> Question:
    return Question(
        slug=slug,
        type=type,
        options=tuple(Option(o, kind, None) for o, kind in options),
        min=None,
        max=None,
        safety=safety,
        screens=screens,
        asked_when=(condition(*asked_when),) if asked_when else (),
        not_when=not_when,
        physical=physical,
    )


def scale(slug: str, low: int, high: int, *, safety: Level | None = None) -> Question:
    return Question(slug, "scale", (), low, high, safety, (), (), (), False)


def condition(on: str, wanted: str | int) -> Condition:
    """Options as words, or the number a scale must reach."""
    if isinstance(wanted, int):
        return Condition(on, frozenset(), wanted)
    return Condition(on, frozenset(wanted.split()), None)


def rule(
    slug: str,
    *when: tuple[str, str | int],
    level: Level | None = None,
    action: Action | None = None,
    warnings: tuple[str, ...] = (),
    conditions: tuple[str, ...] = (),
    causes: tuple[tuple[str, Fit], ...] = (),
    routines: tuple[str, ...] = (),
) -> Rule:
    conditions_ = tuple(condition(on, wanted) for on, wanted in when)
    return Rule(slug, conditions_, level, action, warnings, conditions, causes, routines)


def exercise(
    slug: str,
    *,
    dose: Dose | None = None,
    avoid: tuple[str, ...] = (),
    ask_first: tuple[str, ...] = (),
    alternatives: tuple[str, ...] = (),
    warnings: tuple[str, ...] = (),
) -> Exercise:
    dose = dose or Dose(1, 10, 0, 0)
    return Exercise(slug, dose, avoid, ask_first, alternatives, warnings)


def routine(
    slug: str, *main: str, warm_up: tuple[str, ...] = (), cool_down: tuple[str, ...] = ()
) -> Routine:
    phases = (("warm_up", warm_up), ("main", main), ("cool_down", cool_down))
    return Routine(
        slug,
        tuple(
            Phase(phase, tuple(Step(e, Dose(3, 10, 0, 60)) for e in exercises))
            for phase, exercises in phases
            if exercises
        ),
        warnings=(),
        stop_rules=(),
    )


def rule_set(
    *,
    questions: tuple[Question, ...] = (),
    rules: tuple[Rule, ...] = (),
    warnings: tuple[str, ...] | None = None,
    conditions: tuple[str, ...] = (),
    causes: tuple[str, ...] = (),
    exercises: tuple[Exercise, ...] = (),
    routines: tuple[Routine, ...] = (),
    offering: tuple[str, ...] = (),
) -> RuleSet:
    """`offering`: what a routine that everybody is proposed has as its main exercises."""
    if warnings is None:
        warnings = tuple(dict.fromkeys(w for r in rules for w in r.warnings))
    if offering:
        rules = (*rules, rule("everybody", routines=("first-week",)))
        exercises = (*exercises, *(exercise(e) for e in offering))
        routines = (*routines, routine("first-week", *offering))
    return RuleSet(
        "tiny", "1.0.0", questions, rules, warnings, conditions, causes, exercises, routines
    )


def with_bad_knee(
    *exercises: Exercise,
    offering: tuple[str, ...],
    warm_up: tuple[str, ...] = (),
    cool_down: tuple[str, ...] = (),
) -> RuleSet:
    """Everybody is proposed one routine; `knee: yes` names the condition `bad-knee`."""
    declared = {e.slug for e in exercises}
    used = dict.fromkeys((*warm_up, *offering, *cool_down))
    harmless = (exercise(slug) for slug in used if slug not in declared)
    return rule_set(
        questions=(question("knee"),),
        rules=(
            rule("always", routines=("first-week",)),
            rule("knee", ("knee", "yes"), conditions=("bad-knee",)),
        ),
        conditions=("bad-knee",),
        exercises=(*exercises, *harmless),
        routines=(routine("first-week", *offering, warm_up=warm_up, cool_down=cool_down),),
    )


def offered(rules: RuleSet) -> OfferedRoutine:
    [only] = evaluate(rules, {"knee": YES}).routines
    return only


def main_exercises(rules: RuleSet) -> list[str]:
    return [s.exercise for p in offered(rules).phases if p.slug == "main" for s in p.steps]


def numb_and_hours() -> RuleSet:
    return rule_set(questions=(question("numb"), scale("hours", 0, 16)))
