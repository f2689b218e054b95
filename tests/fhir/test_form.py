"""A form-filler that shows the questionnaire keeps people as safe as `/v1` does: it offers no test
of the body where something is open, and says what to do as soon as a danger sign is named."""

from collections.abc import Iterable

import pytest
from httpx import AsyncClient

from app.catalog import Catalog
from app.content.guide import ContactOut
from app.content.safety import WarningOut
from app.fhir.names import Json
from app.openapi.asked import WELL
from app.triage.model import Level
from tests.fhir.answering import drawn
from tests.fhir.filling import shown
from tests.fhir.test_resources import items, of_type
from tests.fhir.test_same_outcome import both

ADULT_IN_PREGNANCY = {"pregnancy": "yes-told-exercise-is-fine", "screen-pregnancy": "none"}


def form(resources: Iterable[Json], check: str) -> Json:
    (found,) = (q for q in of_type(list(resources), "Questionnaire") if q["id"] == check)
    return found


def ids(found: Iterable[Json]) -> set[str]:
    return {item["linkId"] for item in found}


def bodily(catalog: Catalog) -> set[str]:
    rules = catalog.rule_sets["self-check", catalog.in_force["self-check"]].rules
    return {question.slug for question in rules.questions if question.physical}


async def test_a_form_offers_tests_of_the_body_only_where_v1_would(
    client: AsyncClient, catalog: Catalog, resources: list[Json]
) -> None:
    questionnaire, physical = form(resources, "self-check"), bodily(catalog)
    single = {item["linkId"] for item in items(questionnaire) if item.get("repeats") is False}
    offered = 0
    for answers in drawn(catalog, "self-check", 400, seed=11):
        before = {
            slug: said[:1] if isinstance(said, list) and slug in single else said
            for slug, said in answers.items()
            if slug not in physical
        }
        visible = ids(shown(questionnaire, before))
        counted = {slug: said for slug, said in before.items() if slug in visible}
        if visible & physical:
            ours, _ = await both(client, "self-check", counted, None, "en")
            assert (ours["level"], ours["next"]) == ("self_care", [])
            offered += 1

    assert 20 < offered < 380


@pytest.mark.parametrize(
    "told",
    [
        {},
        ADULT_IN_PREGNANCY,
        {"who": "somebody-else", "age": "65-or-over"},
        {"pain": "mild", "how-long": "under-6-weeks"},
    ],
)
def test_who_is_well_is_offered_them(told: dict[str, object], resources: list[Json]) -> None:
    visible = ids(shown(form(resources, "self-check"), {**WELL, **told}))

    assert {"lying-ankles", "single-leg-stand", "forward-bend"} <= visible


@pytest.mark.parametrize(
    "told",
    [
        {"screen-injury": "one-or-more", "fall-cannot-walk": "yes"},
        {"screen-conditions": "one-or-more"},
        {"screen-body": "one-or-more"},
        {"who": "my-child"},
        {"age": "8-to-17"},
        {"pain": "severe"},
        {"pregnancy": "unsure"},
    ],
)
def test_nobody_else_is(told: dict[str, object], catalog: Catalog, resources: list[Json]) -> None:
    questionnaire = form(resources, "self-check")
    for answers in ({**WELL, **told}, {}, told):
        assert not ids(shown(questionnaire, answers)) & bodily(catalog)


@pytest.mark.parametrize("check", ["self-check", "follow-up"])
def test_the_danger_signs_and_a_number_come_before_every_question(
    check: str, catalog: Catalog, resources: list[Json]
) -> None:
    signs, number, *_ = form(resources, check)["item"]
    warning = catalog.all("en", "warning", WarningOut)["emergency-signs"]
    anywhere = catalog.all("en", "emergency-contact", ContactOut)["elsewhere"]

    assert (signs["type"], signs["text"]) == ("display", warning.text)
    assert number["type"] == "display"
    assert anywhere.number in number["text"]
    assert str(anywhere.note) in number["text"]


@pytest.mark.parametrize("check", ["self-check", "follow-up"])
def test_a_danger_sign_that_is_named_brings_what_to_do_at_once(
    check: str, catalog: Catalog, resources: list[Json]
) -> None:
    questionnaire = form(resources, check)
    version = catalog.in_force[check]
    rules = catalog.rule_sets[check, version].rules
    advice = {one.level: one for one in catalog.checks[check, version, "en"].advice if one.level}
    called = 0
    by_id = {item["linkId"]: item for item in items(questionnaire)}
    for rule in rules.rules:
        alone = rule.when[0] if len(rule.when) == 1 else None
        if alone is None or rule.level not in (Level.EMERGENCY, Level.URGENT):
            continue
        question = next(one for one in rules.questions if one.slug == alone.question)
        if question.safety != Level.EMERGENCY:
            continue
        told = advice["emergency" if rule.level == Level.EMERGENCY else "urgent"]
        for option in alone.any_of:
            item = {"item": [{**by_id[question.slug], "enableWhen": []}]}
            texts = [one["text"] for one in shown(item, {question.slug: option})]
            assert any(f"{told.title}. {told.text} {told.safety_net}" in text for text in texts)
            called += 1
        quiet = [one["text"] for one in shown(item, {question.slug: "none"})]
        assert not any(told.title in text for text in quiet)

    assert called >= {"self-check": 40, "follow-up": 2}[check]
