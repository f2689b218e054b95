"""The rules as FHIRPath hold exactly when they fire, by an evaluator that nobody here wrote."""

from typing import Any

import pytest
from fhirpathpy import compile as compiled
from fhirpathpy.models import models
from httpx import AsyncClient

from app.catalog import Catalog
from app.fhir.names import Json
from tests.fhir.answering import drawn, nested, response
from tests.fhir.test_same_outcome import both

PEOPLE = {"self-check": 20, "follow-up": 40}
"""As many as take a few seconds; tests/fhir/test_medplum.py asks a faster evaluator of 1,000."""


def conditions(resources: list[Json], check: str) -> dict[str, str]:
    """Rule → its condition, as published."""
    (plan,) = (one for one in resources if one["id"] == f"{check}-rules")
    return {
        action["id"]: action["condition"][0]["expression"]["expression"]
        for action in plan["action"]
    }


@pytest.mark.parametrize("check", PEOPLE)
async def test_a_rule_fires_exactly_when_its_fhirpath_holds(
    check: str, client: AsyncClient, catalog: Catalog, resources: list[Json]
) -> None:
    expressions = conditions(resources, check)
    rules = {slug: compiled(text, models["r4"]) for slug, text in expressions.items()}
    fired = set()
    for answers in drawn(catalog, check, PEOPLE[check], seed=7):
        ours, _ = await both(client, check, answers, None, "en")
        because = {rule["rule"] for rule in ours["because"]}

        for sent in (response(check, answers), nested(resources, check, answers)):
            held = {slug for slug, holds in rules.items() if _true(holds(sent, {}))}

            assert held == because
        fired |= because

    assert len(fired) > 0.5 * len(rules)


def test_none_beside_something_else_is_no_none_in_fhirpath_either(
    catalog: Catalog, resources: list[Json]
) -> None:
    # Few are drawn who contradict themselves where a rule looks for `none`; so here are all.
    kept = catalog.rule_sets["self-check", catalog.in_force["self-check"]]
    expressions = conditions(resources, "self-check")
    questions, compared = {question.slug: question for question in kept.rules.questions}, []
    for rule in kept.rules.rules:
        for looking in rule.when:
            options = questions[looking.question].options
            nothing = [o.slug for o in options if o.kind == "none" and o.slug in looking.any_of]
            other = [o.slug for o in options if o.slug not in looking.any_of][:1]
            for chosen in (nothing, [*nothing, *other]) if nothing else ():
                answers: dict[str, object] = {c.question: sorted(c.any_of)[:1] for c in rule.when}
                answers[looking.question] = chosen
                fired = rule.slug in kept.machine.evaluate(kept.machine.read(answers)).fired
                holds = compiled(expressions[rule.slug], models["r4"])
                assert _true(holds(response("self-check", answers), {})) == fired, rule.slug
                compared.append(fired)

    assert set(compared) == {True, False}


def _true(result: Any) -> bool:
    assert result in ([True], [False])
    return bool(result[0])


def test_every_rule_is_there_with_what_it_adds(resources: list[Json], catalog: Catalog) -> None:
    for check in PEOPLE:
        rules = catalog.rule_sets[check, catalog.in_force[check]].rules.rules
        (plan,) = (one for one in resources if one["id"] == f"{check}-rules")

        for rule, action in zip(rules, plan["action"], strict=True):
            codes = [coding for concept in action["code"] for coding in concept["coding"]]
            added = [(c["system"].rpartition("/")[2], c["code"]) for c in codes]
            assert action["id"] == rule.slug
            assert [code for kind, code in added if kind == "warning"] == list(rule.warnings)
            assert [code for kind, code in added if kind == "condition"] == list(rule.conditions)
            assert [code for kind, code in added if kind == "routine"] == list(rule.routines)
            assert [code for kind, code in added if kind == "cause"] == [c for c, _ in rule.causes]
            assert [code for kind, code in added if kind == "level"] == (
                [] if rule.level is None else [rule.level.name.lower()]
            )
