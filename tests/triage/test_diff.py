"""What a diff says of two rule sets, on rule sets small enough to check by hand."""

from dataclasses import replace

from app.triage.diff import Difference, LevelChange, differences, level_changes
from app.triage.model import Action, Dose, Level, RuleSet
from tests.triage.test_engine import condition, exercise, question, routine, rule, rule_set, scale


def old() -> RuleSet:
    return rule_set(
        questions=(question("numb"), scale("hours", 0, 16)),
        rules=(
            rule("numb", ("numb", "yes"), level=Level.EMERGENCY, warnings=("nerves",)),
            rule("sits", ("hours", 6), ("numb", "none"), level=Level.CLINICIAN_FIRST),
        ),
        conditions=("stiff",),
        causes=("curve",),
        exercises=(exercise("squat"), exercise("tilt")),
        routines=(routine("first-week", "squat", "tilt"),),
    )


def test_a_rule_set_does_not_differ_from_itself() -> None:
    assert differences(old(), old()) == []
    assert level_changes(old(), old()) == []


def test_each_part_that_came_or_went_is_told_whole_and_by_name() -> None:
    new = replace(
        old(),
        questions=(old().questions[1], question("weak")),
        rules=old().rules[1:],
        exercises=(exercise("lunge"), *old().exercises),
        routines=(),
    )

    found = differences(old(), new)

    assert [(d.part, d.slug, d.field, d.words) for d in found] == [
        ("questions", "numb", "", "question 'numb' is gone"),
        ("questions", "weak", "", "question 'weak' is new"),
        ("rules", "numb", "", "rule 'numb' is gone"),
        ("exercises", "lunge", "", "exercise 'lunge' is new"),
        ("routines", "first-week", "", "routine 'first-week' is gone"),
    ]
    assert [(d.before or {}).get("slug") for d in found] == [
        "numb", None, "numb", None, "first-week",
    ]  # fmt: skip
    assert [(d.after or {}).get("slug") for d in found] == [None, "weak", None, "lunge", None]


def test_what_changed_within_a_part_is_told_field_by_field() -> None:
    weaker = replace(
        old().rules[0], level=Level.URGENT, action=Action.STOP, warnings=("nerves", "see-a-doctor")
    )
    silent = replace(old().rules[1], level=None)
    new = replace(old(), rules=(weaker, silent))

    assert differences(old(), new) == [
        Difference(
            "rules",
            "numb",
            "level",
            "emergency",
            "urgent",
            "rule 'numb': level was emergency, is urgent",
        ),
        Difference(
            "rules", "numb", "action", None, "stop", "rule 'numb': action was nothing, is stop"
        ),
        Difference(
            "rules",
            "numb",
            "warnings",
            ["nerves"],
            ["nerves", "see-a-doctor"],
            "rule 'numb': warnings was nerves, is nerves, see-a-doctor",
        ),
        Difference(
            "rules",
            "sits",
            "level",
            "clinician_first",
            None,
            "rule 'sits': level was clinician_first, is nothing",
        ),
    ]


def test_lists_and_values_within_values_are_put_into_words() -> None:
    new = replace(
        old(),
        rules=(replace(old().rules[0], when=(condition("numb", "unsure yes"),)), old().rules[1]),
        exercises=(exercise("squat", dose=Dose(2, 8, 5, 30), avoid=("stiff",)), exercise("tilt")),
    )

    assert [d.words for d in differences(old(), new)] == [
        "rule 'numb': when was {question: numb, any_of: yes, at_least: nothing}, "
        "is {question: numb, any_of: unsure, yes, at_least: nothing}",
        "exercise 'squat': dose was {sets: 1, reps: 10, hold_s: 0, rest_s: 0}, "
        "is {sets: 2, reps: 8, hold_s: 5, rest_s: 30}",
        "exercise 'squat': avoid was nothing, is stiff",
    ]


def test_the_order_that_outcomes_list_things_in_is_a_difference() -> None:
    new = replace(
        old(), warnings=("advice", "nerves", "a-doctor"), conditions=(), causes=("curve",)
    )

    assert differences(old(), new) == [
        Difference(
            "warnings",
            "",
            "",
            ["nerves"],
            ["advice", "nerves", "a-doctor"],
            "warnings: gone none, come ['a-doctor', 'advice'], or in another order",
        ),
        Difference(
            "conditions",
            "",
            "",
            ["stiff"],
            [],
            "conditions: gone ['stiff'], come none, or in another order",
        ),
    ]
    turned = replace(old(), causes=("posture", "curve"))
    [order] = differences(turned, replace(old(), causes=("curve", "posture")))
    assert (order.part, order.words) == (
        "causes",
        "causes: gone none, come none, or in another order",
    )


def test_an_option_whose_level_changed_is_named_with_both_levels_once() -> None:
    """`numb: yes` is an option of both and makes a rule of both hold: four ways to one answer."""
    weaker = replace(old(), rules=(replace(old().rules[0], level=Level.URGENT), old().rules[1]))

    assert level_changes(old(), weaker) == [
        LevelChange({"numb": "yes"}, Level.EMERGENCY, Level.URGENT)
    ]


def test_a_rule_of_several_conditions_is_tried_with_all_of_them() -> None:
    gone = replace(old(), rules=old().rules[:1])
    change = {"hours": 6, "numb": "none"}

    assert level_changes(old(), gone) == [
        LevelChange(change, Level.CLINICIAN_FIRST, Level.SELF_CARE)
    ]
    assert level_changes(gone, old()) == [
        LevelChange(change, Level.SELF_CARE, Level.CLINICIAN_FIRST)
    ]


def test_answers_that_only_one_of_the_two_knows_have_no_level_in_the_other() -> None:
    new = replace(old(), questions=(*old().questions, question("weak")))

    assert level_changes(old(), new) == [
        LevelChange({"weak": option}, None, Level.SELF_CARE) for option in ("none", "unsure", "yes")
    ]
    assert level_changes(new, old()) == [
        LevelChange({"weak": option}, Level.SELF_CARE, None) for option in ("none", "unsure", "yes")
    ]
