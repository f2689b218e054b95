"""Plumbline's triage, offline: the portable rule set and a person's answers in, the outcome out.

A reference to read and to copy: standard library only, no state, no network. The numbers are the
steps of `algorithm` in the rule set. Nothing is guessed at: what the rule set does not know is
refused, since a misspelt red flag must not read as "no red flag".
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Json = dict[str, Any]
"""What came out of JSON. The OpenAPI document says what is in it."""

Answers = Mapping[str, object]
"""Question → an option, a list of options, or a whole number on a scale."""

Said = Mapping[str, Sequence[object]]
"""One list for every question, empty for silence: what `logic` looks at."""


class UnknownAnswer(ValueError):
    """A question, an option or a number that the rule set does not have. Ask again."""


class UnknownLogic(ValueError):
    """The rule set says something this engine does not know. Update the app."""


def triage(rules: Json, answers: Answers) -> Json:
    """What the answers mean, in slugs, by `portable` of the entry `rule-set/self-check`.

    Raises:
        UnknownAnswer: the answers are of another questionnaire.
        UnknownLogic: the rules are of a later kind.
    """
    said = read_answers(rules, answers)  # 1
    fired = [rule for rule in rules["rules"] if holds(rule["logic"], said)]  # 2
    level = highest(rules["levels"], (rule["level"] for rule in fired))  # 3
    conditions = _in_order(rules["conditions"], _named(fired, "conditions"))  # 4
    due = [question for question in rules["questions"] if holds(question["asked_when"], said)]  # 7
    silent = [question for question in due if not said[question["slug"]]]
    open_ = [] if level == "emergency" else _open_questions(rules, silent)
    well = not open_ and level == "self_care"
    return {
        "status": "needs_answers" if open_ else "complete",  # 9
        "level": None if open_ else level,
        "level_at_least": level,
        "warnings": _in_order(rules["warnings"], _named(fired, "warnings")),
        "conditions": conditions,
        "blocked": _pairs(rules, conditions, "avoid"),  # 6
        "ask_about": _pairs(rules, conditions, "ask_first"),
        "causes": _causes(rules, fired),
        "routines": _routines(rules, fired, conditions) if well else [],  # 10
        "next": [question["slug"] for question in open_],
        "optional": _optional(silent, conditions) if well else [],
        "because": [rule["slug"] for rule in fired],
    }


def read_answers(rules: Json, answers: Answers) -> Said:
    """Step 1. `none` beside a finding or a doubt is not a `none`."""
    if unknown := answers.keys() - {question["slug"] for question in rules["questions"]}:
        raise UnknownAnswer(f"{len(unknown)} answers are to questions that the rule set lacks")
    return {
        question["slug"]: _read(question, answers.get(question["slug"], []))
        for question in rules["questions"]
    }


def holds(logic: object, said: Said) -> bool:
    """JsonLogic, as much of it as rule sets use: `var`, `in`, `and` and `!`."""
    match logic:
        case bool():
            return logic
        case dict() if len(logic) > 1:
            pass
        case {"in": [str() | int() as value, {"var": str(question)}]} if question in said:
            return value in said[question]
        case {"and": [*operands]}:
            return all(holds(operand, said) for operand in operands)
        case {"!": [operand]}:
            return not holds(operand, said)
    raise UnknownLogic("rule sets use `var`, `in`, `and` and `!`, and nothing else")


def highest(order: Sequence[str], named: Iterable[str | None]) -> str:
    """The one that comes last in `order`; its first, if none is named."""
    return order[max((order.index(name) for name in named if name), default=0)]


def against(rules: Json, exercise: str, conditions: Iterable[str]) -> str | None:
    """Step 13: the first of the conditions that speaks against the exercise."""
    found = next(known for known in rules["exercises"] if known["slug"] == exercise)
    return next((c for c in conditions if c in found["avoid"] + found["ask_first"]), None)


def _read(question: Json, answer: object) -> Sequence[object]:
    chosen = answer if isinstance(answer, list) else [answer]
    if question["type"] == "scale":
        fits = (type(n) is int and question["min"] <= n <= question["max"] for n in chosen)
        if len(chosen) > 1 or not all(fits):
            raise UnknownAnswer(f"{question['slug']} should be a whole number on its scale")
        return chosen
    options = [option for option in question["options"] if option["slug"] in chosen]
    if any(one not in [option["slug"] for option in options] for one in chosen):
        raise UnknownAnswer(f"{question['slug']} should be some of its options")
    said = [option["slug"] for option in options if option["kind"] != "none"]
    return said or [option["slug"] for option in options]


def _in_order(order: Iterable[str], chosen: Iterable[str]) -> list[str]:
    among = set(chosen)
    return [slug for slug in order if slug in among]


def _named(fired: Iterable[Json], effect: str) -> list[str]:
    return [slug for rule in fired for slug in rule[effect]]


def _causes(rules: Json, fired: Iterable[Json]) -> list[Json]:
    """Step 5: the best fit first, then as the rule set lists them."""
    named = [cause for rule in fired for cause in rule["causes"]]
    fits = {cause["slug"] for cause in named if cause["fit"] == "fits"}
    may_fit = {cause["slug"] for cause in named} - fits
    return [
        {"slug": slug, "fit": fit}
        for fit, slugs in (("fits", fits), ("may_fit", may_fit))
        for slug in _in_order(rules["causes"], slugs)
    ]


def _pairs(rules: Json, conditions: Sequence[str], action: str) -> list[Json]:
    return [
        {"exercise": exercise["slug"], "condition": condition}
        for exercise in rules["exercises"]
        for condition in conditions
        if condition in exercise[action]
    ]


def _open_questions(rules: Json, silent: Iterable[Json]) -> list[Json]:
    """Step 8: most dangerous first, then as the rule set lists them. `sorted` keeps that order."""
    asked = [question for question in silent if question["safety"] is not None]
    return sorted(asked, key=lambda question: -rules["levels"].index(question["safety"]))


def _optional(silent: Iterable[Json], conditions: Sequence[str]) -> list[str]:
    """Step 11."""
    return [
        question["slug"]
        for question in silent
        if question["safety"] is None and not set(question["not_when"]) & set(conditions)
    ]


def _routines(rules: Json, fired: Sequence[Json], conditions: Sequence[str]) -> list[Json]:
    """Step 12: what the person's own answers propose, then what is proposed to everybody."""
    own = set(_named((rule for rule in fired if rule["logic"] is not True), "routines"))
    others = set(_named(fired, "routines")) - own
    proposed = [r for slugs in (own, others) for r in rules["routines"] if r["slug"] in slugs]
    adapted = (_adapt(rules, routine, conditions) for routine in proposed)
    return [routine for routine in adapted if routine is not None]


def _adapt(rules: Json, routine: Json, conditions: Sequence[str]) -> Json | None:
    """Steps 13 to 15. None when too little is left."""
    alternatives = {known["slug"]: known["alternatives"] for known in rules["exercises"]}
    written = [step["exercise"] for phase in routine["phases"] for step in phase["steps"]]
    used: set[str | None] = set(written)
    replaced: dict[str, str | None] = {}
    for slug in dict.fromkeys(written):
        if against(rules, slug, conditions) is not None:
            allowed = (a for a in alternatives[slug] if against(rules, a, conditions) is None)
            replaced[slug] = next((a for a in allowed if a not in used), None)
            used.add(replaced[slug])
    left = [
        (phase["slug"], exercise)
        for phase in routine["phases"]
        for step in phase["steps"]
        if (exercise := replaced.get(step["exercise"], step["exercise"])) is not None
    ]
    if len({slug for phase, slug in left if phase == "main"}) < rules["least_main_exercises"]:
        return None
    changes = [{"exercise": old, "replaced_by": new} for old, new in replaced.items()]
    return {"slug": routine["slug"], "exercises": [slug for _, slug in left], "adapted": changes}
