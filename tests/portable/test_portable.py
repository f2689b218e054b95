"""The rule set that phones run, and the shapes of its JsonLogic."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from json_logic import certLogic, jsonLogic

from app.library import Library
from app.triage.answers import read_answers
from app.triage.model import Condition, Option, Question, Rule, RuleSet
from app.triage.portable import phone_data, portable

Vectors = list[dict[str, Any]]

PAIN = Question(
    slug="pain",
    type="multiple",
    options=(Option("none", "none", None), Option("hip", "finding", None)),
    min=None,
    max=None,
    safety=None,
    screens=(),
    asked_when=(),
    not_when=(),
    physical=False,
)
HOURS = Question("hours", "scale", (), 0, 4, None, (), (), (), False)


def test_any_of_several_options_is_written_without_an_or() -> None:
    logic = _logic(Condition("pain", frozenset({"hip", "back"}), None))

    assert logic == {
        "!": [
            {
                "and": [
                    {"!": [{"in": ["back", {"var": "pain"}]}]},
                    {"!": [{"in": ["hip", {"var": "pain"}]}]},
                ]
            }
        ]
    }


def test_one_option_is_a_bare_in() -> None:
    logic = _logic(Condition("pain", frozenset({"hip"}), None))

    assert logic == {"in": ["hip", {"var": "pain"}]}


def test_at_least_is_each_number_up_to_the_end_of_the_scale() -> None:
    assert _logic(Condition("hours", frozenset(), 4)) == {"in": [4, {"var": "hours"}]}
    assert [n for n in range(5) if _holds(Condition("hours", frozenset(), 3), n)] == [3, 4]


def test_a_rule_without_conditions_is_true() -> None:
    assert _logic() is True


def test_all_conditions_are_joined_by_and() -> None:
    logic = _logic(Condition("pain", frozenset({"hip"}), None), Condition("hours", frozenset(), 4))

    assert logic == {"and": [{"in": ["hip", {"var": "pain"}]}, {"in": [4, {"var": "hours"}]}]}


def test_on_the_phone_every_question_is_an_array_and_none_gives_way_to_a_finding() -> None:
    rules = _rule_set()

    assert phone_data(rules, {}) == {"pain": [], "hours": []}
    assert phone_data(rules, {"hours": 0}) == {"pain": [], "hours": [0]}
    assert phone_data(rules, {"pain": frozenset({"none"})})["pain"] == ["none"]
    assert phone_data(rules, {"pain": frozenset({"none", "hip"})})["pain"] == ["hip"]


@pytest.mark.parametrize("name", ["self-check", "follow-up"])
def test_logic_uses_four_operators_and_nothing_engines_differ_on(
    library: Library, name: str
) -> None:
    document = portable(library.rule_sets[name])
    questions = {question["slug"] for question in document["questions"]}

    logics = [rule["logic"] for rule in document["rules"]]
    logics += [question["asked_when"] for question in document["questions"]]

    assert [
        fault for logic in logics if logic is not True for fault in _faults(logic, questions)
    ] == []


def test_the_document_is_json_and_carries_all_that_decides(
    document: dict[str, Any], rules: RuleSet
) -> None:
    assert json.loads(json.dumps(document)) == document
    for part in ("questions", "rules", "exercises", "routines"):
        assert [item["slug"] for item in document[part]] == [x.slug for x in getattr(rules, part)]
    assert set(document["effects"]) == set(document["rules"][0]) - {"slug", "logic"}
    assert all(sentence.endswith(".") for sentence in document["algorithm"])


@pytest.mark.parametrize("engine", [jsonLogic, certLogic], ids=["jsonLogic", "certLogic"])
def test_panzi_json_logic_agrees_on_every_rule_of_every_vector(
    rules: RuleSet,
    document: dict[str, Any],
    made: Vectors,
    engine: Callable[[object, object], object],
) -> None:
    """Python's `True == 1` is no agreement: it has to be true or false itself."""
    wrong = []
    for vector in made:
        data = phone_data(rules, read_answers(rules, vector["answers"]))
        holds = {rule["slug"]: engine(rule["logic"], data) for rule in document["rules"]}
        fired = [slug for slug, held in holds.items() if held is True]
        if fired != vector["expect"]["because"] or not all(type(h) is bool for h in holds.values()):
            wrong.append(vector["name"])

    assert wrong == []


def _rule_set(*when: Condition) -> RuleSet:
    rule = Rule("rule", when, None, None, (), (), (), ())
    return RuleSet("self-check", "1", (PAIN, HOURS), (rule,), (), (), (), (), ())


def _logic(*when: Condition) -> object:
    logic: object = portable(_rule_set(*when))["rules"][0]["logic"]
    return logic


def _holds(condition: Condition, hours: int) -> bool:
    data = phone_data(_rule_set(), {"hours": hours})
    return bool(jsonLogic(_logic(condition), data))


def _faults(logic: Any, questions: set[str]) -> Iterator[str]:
    """What is not one of: in [slug or number, {var: question}], and [two or more], ! [one]."""
    ((operator, operands),) = logic.items()
    if operator == "in":
        value, haystack = operands
        if type(value) not in (str, int) or haystack.keys() != {"var"}:
            yield f"in {operands}"
        elif haystack["var"] not in questions or "." in haystack["var"]:
            yield f"var {haystack['var']}"
    elif (operator == "and" and len(operands) > 1) or (operator == "!" and len(operands) == 1):
        for operand in operands:
            yield from _faults(operand, questions)
    else:
        yield f"{operator} {operands}"
