"""The compiled rules against what the rules mean."""

import json
from collections.abc import Callable, Mapping
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.library import Library
from app.triage.answers import AnswersRefused, read_answers
from app.triage.engine import evaluate
from app.triage.machine import Machine
from app.triage.model import Answers, RuleSet
from app.triage.vectors import vectors
from tests.triage.test_properties import anything, rule_sets

NAMES = ["self-check", "follow-up"]


@pytest.fixture(scope="module", params=NAMES)
def rules(request: pytest.FixtureRequest, library: Library) -> RuleSet:
    return library.rule_sets[request.param]


@pytest.fixture(scope="module")
def machine(rules: RuleSet) -> Machine:
    return Machine(rules)


def test_it_agrees_on_every_vector(rules: RuleSet, machine: Machine) -> None:
    made = vectors(rules)

    assert len(made) > 50
    for vector in made:
        said = read_answers(rules, vector["answers"])
        assert machine.read(vector["answers"]) == said
        assert machine.evaluate(said) == evaluate(rules, said), vector["name"]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_agrees_on_whatever_is_said(
    data: st.DataObject, rules: RuleSet, machine: Machine
) -> None:
    said = data.draw(anything(rules))

    assert machine.evaluate(said) == evaluate(rules, said)


@settings(max_examples=300)
@given(rules=rule_sets(), data=st.data())
def test_it_agrees_on_rules_nobody_would_write(rules: RuleSet, data: st.DataObject) -> None:
    said = data.draw(anything(rules))

    assert Machine(rules).evaluate(said) == evaluate(rules, said)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"saddle-numbness": "yes"},
        {"saddle-numbness": ["yes"]},
        {"saddle-numbness": []},
        {"sitting-hours": 3},
        {"sitting-hours": [3]},
        {"sitting-hours": 99},
        {"sitting-hours": True},
        {"saddle-numbness": "yess"},
        {"saddle-numbness": None},
        {"nobody-asks": "yes"},
        {"saddle-numbness": {"yes": 1}},
    ],
    ids=json.dumps,
)
def test_it_reads_as_the_reader_does(sent: dict[str, object], library: Library) -> None:
    rules = library.rule_sets["self-check"]

    def refusals(read: Callable[[Mapping[str, object]], Answers]) -> object:
        try:
            return read(sent)
        except AnswersRefused as refused:
            return refused.refusals

    assert refusals(Machine(rules).read) == refusals(partial(read_answers, rules))
