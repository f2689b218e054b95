"""Answers are put together of finished parts; their models say whether the parts fit."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalog import Catalog, KeptRuleSet
from app.content.outcome import FollowUpOut, OutcomeOut
from app.wording.follow_up import word_follow_up
from tests.triage.test_properties import People, people

ANYBODY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LANGUAGES = st.sampled_from(["en", "es"])
REGIONS = st.sampled_from([None, "GB", "US", "ZZ"])


@pytest.fixture(scope="module")
def self_check(catalog: Catalog) -> KeptRuleSet:
    return catalog.rule_sets["self-check", catalog.in_force["self-check"]]


@pytest.fixture(scope="module")
def patients(self_check: KeptRuleSet) -> People:
    return people(self_check.rules)


@pytest.fixture(scope="module")
def follow_up(catalog: Catalog) -> KeptRuleSet:
    return catalog.rule_sets["follow-up", catalog.in_force["follow-up"]]


@pytest.fixture(scope="module")
def returning(follow_up: KeptRuleSet) -> People:
    return people(follow_up.rules)


@ANYBODY
@given(data=st.data(), lang=LANGUAGES, region=REGIONS, timelines=st.booleans())
def test_an_outcome_is_what_its_model_would_write(
    data: st.DataObject,
    lang: str,
    region: str | None,
    timelines: bool,
    patients: People,
    self_check: KeptRuleSet,
    catalog: Catalog,
) -> None:
    answers = data.draw(patients)
    outcome = self_check.machine.evaluate(answers)

    written = catalog.wording(lang, self_check).outcome(
        outcome, answers, region, timelines=timelines
    )

    read = OutcomeOut.model_validate_json(written, strict=True)
    assert read.model_dump_json().encode() == written
    assert [routine.slug for routine in read.routines] == [r.slug for r in outcome.routines]
    assert [warning.slug for warning in read.warnings] == list(outcome.warnings)
    assert [rule.rule for rule in read.because] == list(outcome.fired)
    assert all((routine.timeline is not None) == timelines for routine in read.routines)


@ANYBODY
@given(data=st.data(), lang=LANGUAGES, region=REGIONS)
def test_a_follow_up_is_what_its_model_would_write(
    data: st.DataObject,
    lang: str,
    region: str | None,
    returning: People,
    follow_up: KeptRuleSet,
    catalog: Catalog,
) -> None:
    answers = data.draw(returning)
    outcome = follow_up.machine.evaluate(answers)

    written = word_follow_up(catalog.wording(lang, follow_up).phrases, outcome, answers, region)

    assert FollowUpOut.model_validate_json(written, strict=True).model_dump_json() == (
        written.decode()
    )


def test_each_country_is_told_its_own_number_by_the_same_parts(
    catalog: Catalog, self_check: KeptRuleSet
) -> None:
    say = catalog.wording("en", self_check)
    answers = self_check.machine.read({"saddle-numbness": "yes"})

    once, again = (
        say.outcome(self_check.machine.evaluate(answers), answers, region)
        for region in ("GB", "ZZ")
    )

    assert json.loads(once)["advice"]["contact"]["region"] == "GB"
    assert json.loads(again)["advice"]["contact"]["region"] is None
