"""The reference client and the server's own engine and words, over people drawn at random; and what
the client's engine refuses to understand."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plumbline import UnknownLogic, self_check, triage
from plumbline.triage import holds
from plumbline.trust import canonical, read_json

from app.catalog import Catalog, KeptRuleSet
from app.triage.answers import read_answers
from app.triage.engine import evaluate
from app.triage.vectors import as_sent
from tests.offline.conftest import TODAY, Before, Json
from tests.triage.test_properties import People, people

SAID: dict[str, list[object]] = {"pain": ["hip", "back"], "hours": [3], "silence": []}


@pytest.fixture(scope="module")
def kept(catalog: Catalog) -> KeptRuleSet:
    kept = catalog.rule_set("self-check")
    assert kept is not None
    return kept


@pytest.fixture(scope="module")
def patients(kept: KeptRuleSet) -> People:
    return people(kept.rules)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), region=st.sampled_from([None, "GB", "US", "ZZ"]))
def test_offline_anybody_is_told_what_the_server_says(
    data: st.DataObject,
    region: str | None,
    patients: People,
    before: Before,
    catalog: Catalog,
    kept: KeptRuleSet,
) -> None:
    sent: dict[str, Any] = dict(as_sent(kept.rules, data.draw(patients)))

    offline = self_check(before.copy, sent, region, TODAY)

    answers = read_answers(kept.rules, sent)
    online = catalog.wording("en", kept).outcome(evaluate(kept.rules, answers), answers, region)
    assert offline == json.loads(online) | {"withheld": None}


def test_the_engine_is_not_only_for_the_self_check(before: Before, catalog: Catalog) -> None:
    """The follow-up is a rule set of the same kind; its words are not put together here."""
    kept = catalog.rule_set("follow-up")
    assert kept is not None
    rules = before.copy.held().entry("rule-set", "follow-up")["portable"]

    outcome = triage(rules, {"danger-signs": "yes"})

    there = evaluate(kept.rules, read_answers(kept.rules, {"danger-signs": "yes"}))
    assert outcome["because"] == list(there.fired)
    assert outcome["level"] == "emergency"


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        (True, True),
        ({"in": ["hip", {"var": "pain"}]}, True),
        ({"in": ["knee", {"var": "pain"}]}, False),
        ({"in": [3, {"var": "hours"}]}, True),
        ({"in": [2, {"var": "hours"}]}, False),
        ({"in": ["hip", {"var": "silence"}]}, False),
        ({"and": [{"in": ["hip", {"var": "pain"}]}, {"in": [3, {"var": "hours"}]}]}, True),
        ({"and": [{"in": ["hip", {"var": "pain"}]}, {"in": [2, {"var": "hours"}]}]}, False),
        ({"!": [{"in": ["knee", {"var": "pain"}]}]}, True),
    ],
)
def test_json_logic_as_rule_sets_use_it(logic: object, expected: bool) -> None:
    assert holds(logic, SAID) is expected


@pytest.mark.parametrize(
    "logic",
    [
        {"or": [True, True]},
        {"if": [True, True, False]},
        {">=": [{"var": "hours"}, 3]},
        {"in": ["hip", {"var": "nobody-asks"}]},
        {"in": ["hip", ["hip"]]},
        {"in": ["hip", {"var": "pain"}], "!": [True]},
        {"!": {"in": ["hip", {"var": "pain"}]}},
        {"var": "pain"},
        {},
        None,
        1,
        "yes",
    ],
)
def test_any_other_logic_is_refused(logic: object) -> None:
    with pytest.raises(UnknownLogic):
        holds(logic, SAID)


def test_entries_are_kept_as_canonical_json(before: Before) -> None:
    """As a library for RFC 8785 writes it, which reads 2.0 and writes 2."""
    entries: Json = json.loads(before.bundle)["entries"]
    bodies = before.copy.held().bodies

    for (kind, slug), body in bodies.items():
        assert body.encode() == rfc8785.dumps(entries[kind][slug]), (kind, slug)


@given(
    st.recursive(
        st.text('aé€😀\n"\\\x01') | st.integers(-9, 2**53 - 1) | st.booleans() | st.none(), st.lists
    )
)
def test_any_text_is_written_canonically(value: Any) -> None:
    assert canonical(read_json(json.dumps(value).encode())).encode() == rfc8785.dumps(value)
