"""A rule set for an app to run by itself: the same data, its conditions as JsonLogic, and in words
what `engine` and `adapt` do with them. It decides nothing; `vectors` shows that an app is right.

JsonLogic engines differ on missing values, `or`, `<` and text, so only `var`, `in`, `and` and `!`
are used, each with its operands in an array, over arrays that are always there.
"""

from collections.abc import Sequence
from typing import Any

from app.triage.adapt import LEAST_MAIN_EXERCISES
from app.triage.document import to_document
from app.triage.model import Action, Answers, Condition, Level, Question, Rule, RuleSet

Logic = bool | dict[str, object]
PhoneData = dict[str, list[str] | list[int]]

EFFECTS = {
    "level": "Seek help at least this soon; the highest of all rules that hold counts.",
    "action": "How to go on with exercising; the highest of all rules that hold counts.",
    "warnings": "Show these warnings.",
    "conditions": "Take these conditions as named, so that exercises they speak against go.",
    "causes": "Mention these patterns with this fit; the best fit of all rules that hold counts.",
    "routines": "Propose these routines, to be adapted to the conditions.",
}

ALGORITHM = (
    "Make one array for every question: the slugs of the options chosen, the number given on a "
    "scale, or nothing for silence. Refuse a question, an option or a number that the rule set "
    "does not have. Where an array holds an option whose kind is not `none`, take every option of "
    "kind `none` out of it.",
    "Evaluate `logic` of every rule over these arrays. Keep, in order, the rules for which it is "
    "true: `because`. Never stop early.",
    "`level_at_least` is the highest `level` of these rules in the order of `levels`, or the first "
    "of `levels`. `action` is found in the same way among `actions`.",
    "`warnings` are those of these rules, each once, in the order of the list `warnings`. "
    "`conditions` are found in the same way in the list `conditions`.",
    "`causes` are those of these rules, each once and with its best fit: first those that fit, "
    "then those that may fit, both in the order of the list `causes`.",
    "`blocked` pairs each exercise, in the order of the list, with each of the person's conditions "
    "that is in its `avoid`, in the order of the conditions. `ask_about` does so for `ask_first`.",
    "A question is due when its `asked_when` is true. It is open when it is due, its `safety` is "
    "not null and its array is empty. When the level is emergency no question is open.",
    "`next` are the open questions: highest `safety` first, then as the rule set lists them.",
    "While a question is open, `status` is `needs_answers` and `level` is null. Otherwise "
    "`status` is `complete` and `level` is `level_at_least`.",
    "Unless `level` is `self_care`, `optional` and `routines` are empty and nothing below is done.",
    "`optional` are the due questions whose `safety` is null, whose array is empty and whose "
    "`not_when` holds none of the person's conditions.",
    "Take the routines that these rules propose, each once: first those that a rule proposes whose "
    "`logic` is not the bare value true, then the others, both in the order of the list "
    "`routines`.",
    "An exercise is spoken against when one of the person's conditions is in its `avoid` or its "
    "`ask_first`. Go through the steps of the routine in order; each exercise is looked at once.",
    "Replace an exercise that is spoken against by the first of its `alternatives` that is not "
    "spoken against, is not in the routine as written and has not replaced another; the "
    "alternatives of an alternative are not looked at. It stands wherever the other stood, with "
    "its own `dose`. Without such an alternative, drop the exercise. `adapted` lists both.",
    "Leave out a phase without steps. Withhold the routine when its phase `main` has fewer "
    "different exercises than `least_main_exercises`.",
)


def portable(rules: RuleSet) -> dict[str, Any]:
    """Everything an app needs to reach the same outcome without asking us."""
    document = to_document(rules)
    return document | {
        "levels": [level.name.lower() for level in Level],
        "actions": [action.name.lower() for action in Action],
        "questions": [
            stored | {"asked_when": _asked_when(rules, question)}
            for question, stored in zip(rules.questions, document["questions"], strict=True)
        ],
        "rules": [
            _rule(rules, rule, stored)
            for rule, stored in zip(rules.rules, document["rules"], strict=True)
        ],
        "least_main_exercises": LEAST_MAIN_EXERCISES,
        "effects": dict(EFFECTS),
        "algorithm": list(ALGORITHM),
    }


def phone_data(rules: RuleSet, answers: Answers) -> PhoneData:
    """The arrays that `logic` is evaluated over: one for every question, as step 1 says."""
    return {
        question.slug: _array(question, answers.get(question.slug)) for question in rules.questions
    }


def _array(question: Question, answer: frozenset[str] | int | None) -> list[str] | list[int]:
    if isinstance(answer, int):
        return [answer]
    chosen = [option for option in question.options if option.slug in (answer or ())]
    said = [option.slug for option in chosen if option.kind != "none"]
    return said or [option.slug for option in chosen]


def _rule(rules: RuleSet, rule: Rule, stored: dict[str, Any]) -> dict[str, Any]:
    logic = _all([_condition(rules, condition) for condition in rule.when])
    effects = {effect: stored[effect] for effect in EFFECTS}
    causes = [{"slug": slug, "fit": fit} for slug, fit in stored["causes"]]
    return {"slug": rule.slug, "logic": logic} | effects | {"causes": causes}


def _asked_when(rules: RuleSet, question: Question) -> Logic:
    conditions = [_condition(rules, condition) for condition in question.asked_when]
    return _any(conditions) if conditions else True


def _condition(rules: RuleSet, condition: Condition) -> Logic:
    """`at_least` as each number it allows: scales are short, and engines differ on `>=`."""
    wanted: list[str | int] = [*sorted(condition.any_of)]
    if condition.at_least is not None:
        question = next(q for q in rules.questions if q.slug == condition.question)
        least = max(condition.at_least, question.min or 0)
        wanted += range(least, (question.max or 0) + 1)
    return _any([{"in": [value, {"var": condition.question}]} for value in wanted])


def _any(logics: Sequence[Logic]) -> Logic:
    """By De Morgan, since CertLogic has no `or`."""
    return logics[0] if len(logics) == 1 else _not(_all([_not(logic) for logic in logics]))


def _all(logics: Sequence[Logic]) -> Logic:
    """Nothing to hold is true; CertLogic's `and` wants two operands or more."""
    if len(logics) < 2:
        return logics[0] if logics else True
    return {"and": list(logics)}


def _not(logic: Logic) -> Logic:
    """In an array, which JsonLogic may leave out and CertLogic may not."""
    return {"!": [logic]}
