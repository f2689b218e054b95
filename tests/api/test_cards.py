"""A result as cards says all that it says as JSON, in the shape of CDS Hooks 2.0."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from app.catalog import Catalog
from app.content.guide import TermOut
from app.content.outcome import FollowUpOut, OutcomeOut
from app.content.safety import WarningOut
from app.openapi.asked import BODIES, WELL
from app.routes.carded import carded
from app.triage.people import Said, people
from app.wording.card_words import heading, markdown
from app.wording.follow_up import word_follow_up
from tests.api.test_errors import CANARY

CARDS = "application/vnd.plumbline.cards+json"
Card = dict[str, Any]
LINKS = {
    "type": "object",
    "required": ["label", "url", "type"],
    "properties": {
        "label": {"type": "string"},
        "url": {"type": "string", "pattern": "^[a-z]+:"},
        "type": {"enum": ["absolute", "smart"]},
    },
}
CODING = {
    "type": "object",
    "required": ["system", "code"],
    "properties": {name: {"type": "string"} for name in ("system", "code", "display")},
}
CDS_HOOKS = {
    "type": "object",
    "required": ["cards"],
    "properties": {
        "cards": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["summary", "indicator", "source"],
                "additionalProperties": False,
                "properties": {
                    "uuid": {"type": "string", "format": "uuid"},
                    "summary": {"type": "string", "maxLength": 139, "minLength": 1},
                    "detail": {"type": "string"},
                    "indicator": {"enum": ["info", "warning", "critical"]},
                    "source": {
                        "type": "object",
                        "required": ["label"],
                        "properties": {"label": {"type": "string"}, "topic": CODING},
                    },
                    "suggestions": {
                        "type": "array",
                        "items": {"type": "object", "required": ["label"]},
                    },
                    "selectionBehavior": {"enum": ["at-most-one", "any"]},
                    "links": {"type": "array", "items": LINKS},
                    "extension": {"type": "object"},
                },
            },
        }
    },
}
"""What the specification says of a response, of the fields that we send."""

STEP = {"en": 3, "es": 20}
"""Of everybody there is to try, every so many."""
NUMBER = {"en": "emergency number", "es": "número de emergencias"}
READ_ALL = {
    "en": " Read it all: it names the emergency number.",
    "es": " Léalo todo: menciona el número de emergencias.",
}
PRESSING = {"emergency": "critical", "urgent": "critical", "clinician_first": "warning"}


@pytest.mark.parametrize("name", BODIES["triage"])
async def test_a_result_is_answered_as_cards(name: str, client: AsyncClient) -> None:
    response = await client.post(
        "/v1/triage", json=BODIES["triage"][name].value, headers={"Accept": CARDS}
    )

    assert response.headers["Content-Type"] == CARDS
    assert response.headers["Cache-Control"] == "no-store"
    assert "Accept" in response.headers["Vary"].split(", ")
    assert not {"ETag", "Last-Modified"} & set(response.headers)
    assert list(Draft202012Validator(CDS_HOOKS).iter_errors(response.json())) == []


def test_everybody_gets_every_warning_of_the_result_and_in_its_order(catalog: Catalog) -> None:
    asked = 0
    for lang in catalog.published_languages:
        for name, outcome in outcomes(catalog, lang):
            assert_whole(outcome, told(outcome, catalog, name, lang))
            asked += 1

    assert asked > 500


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_whatever_is_answered_nothing_is_lost_on_the_way_to_cards(
    data: st.DataObject, catalog: Catalog
) -> None:
    machine = catalog.rule_sets["self-check", catalog.in_force["self-check"]].machine
    chosen: dict[str, Any] = {}
    for question in data.draw(st.lists(st.sampled_from(machine.rules.questions), unique=True)):
        options = [option.slug for option in question.options]
        if options:
            chosen[question.slug] = data.draw(st.lists(st.sampled_from(options), min_size=1))
        else:
            chosen[question.slug] = data.draw(st.integers(question.min, question.max))
    outcome = answered(catalog, "self-check", "en", machine.read(chosen))

    assert_whole(outcome, told(outcome, catalog, "self-check", "en"))


def assert_whole(outcome: OutcomeOut | FollowUpOut, shown: list[Card]) -> None:
    result, *rest = shown
    warnings = [card for card in rest if card["extension"]["about"] == "warning"]
    offered = [card for card in rest if card["extension"]["about"] == "routine"]
    assert len(warnings) + len(offered) == len(rest)
    _assert_result(outcome, result)

    first = warnings[: len(outcome.warnings)]
    assert [card["extension"]["slug"] for card in first] == [w.slug for w in outcome.warnings]
    assert rest[: len(first)] == first
    for card, warning in zip(first, outcome.warnings, strict=True):
        assert read(card["detail"]).startswith(warning.text)
        assert card["extension"]["must_acknowledge"] == warning.must_acknowledge
        assert not (warning.must_acknowledge and card["indicator"] == "info")
        _assert_summary(card["summary"], warning.text, warning.severity, outcome.language)
        assert ("- [ ] " in card["detail"]) == warning.must_acknowledge
    _assert_routines(outcome, rest, offered)


def _assert_result(outcome: OutcomeOut | FollowUpOut, card: Card) -> None:
    said, advice = read(card["detail"]), outcome.advice
    for text in (advice.text, advice.safety_net, advice.contact.number, outcome.disclaimer):
        assert text in said
    assert all(question.text in said for question in outcome.next)
    assert card["extension"]["next"] == [question.question for question in outcome.next]
    assert card["links"][0]["url"] == f"tel:{advice.contact.number}"
    assert (card["extension"]["status"], card["extension"]["level"]) == (
        outcome.status,
        outcome.level,
    )
    if outcome.status == "needs_answers":
        assert card["indicator"] != "info"
    if outcome.level_at_least in PRESSING:
        assert card["indicator"] == PRESSING[outcome.level_at_least]


def _assert_summary(summary: str, text: str, severity: str, lang: str) -> None:
    """The text, or its beginning, which shows that it is one and whether the rest matters most."""
    assert len(summary) < 140
    if summary == text:
        return
    start, _, said = summary.partition(" …")
    assert start
    assert text.startswith(start)
    hidden = text.count(NUMBER[lang]) > start.count(NUMBER[lang])
    assert said == (READ_ALL[lang] if hidden or severity == "emergency" else "")


def _assert_routines(
    outcome: OutcomeOut | FollowUpOut, rest: list[Card], offered: list[Card]
) -> None:
    """Each behind every warning of its own."""
    routines = outcome.routines if isinstance(outcome, OutcomeOut) else []
    assert [card["extension"]["slug"] for card in offered] == [r.slug for r in routines]
    assert not (offered and outcome.level != "self_care")
    for card, routine in zip(offered, routines, strict=True):
        before = {c["extension"]["slug"]: c for c in rest[: rest.index(card)]}
        steps = [step for phase in routine.phases for step in phase.steps]
        needed = [*routine.warnings, *(warning for step in steps for warning in step.warnings)]
        for warning in needed:
            assert read(before[warning.slug]["detail"]).startswith(warning.text)
        said = read(card["detail"])
        assert all(rule.text in said for rule in routine.stop_rules)
        assert all(step.name in said for step in steps)
        assert [one["label"] for one in card["suggestions"]] == [routine.name]
        assert "isRecommended" not in card["suggestions"][0]


async def test_unfinished_never_reads_as_fine(client: AsyncClient) -> None:
    for answers in ({}, {"who": "me"}, {k: v for k, v in WELL.items() if k != "pain"}):
        body = {"answers": answers}
        response = await client.post("/v1/triage", json=body, headers={"Accept": CARDS})

        result, *rest = response.json()["cards"]
        assert result["indicator"] == "warning"
        assert result["extension"]["status"] == "needs_answers"
        assert result["extension"]["level"] is None
        assert all(card["suggestions"] == [] for card in (result, *rest))


async def test_what_to_ask_comes_with_every_sign_that_it_names(client: AsyncClient) -> None:
    asked = (await client.get("/v1/self-check")).json()["sections"]
    items = {one["slug"]: one["items"] for section in asked for one in section["questions"]}

    response = await client.post("/v1/triage", json={"answers": {}}, headers={"Accept": CARDS})

    result, *rest = response.json()["cards"]
    signs = [sign for slug in result["extension"]["next"] for sign in items[slug]]
    said = read(result["detail"])
    assert len(signs) > 10
    assert all(sign in said for sign in signs)
    assert all(card["extension"]["next"] == [] for card in rest)


@pytest.mark.parametrize(
    ("lang", "doses"),
    [
        (
            "en",
            [
                "Easy walk: 5 to 10 minutes",
                "Standing hip flexor stretch: on each side: once, hold 30 seconds",
                "Seated buttock squeeze: 5 times, hold 5 seconds, rest 2 seconds after each",
            ],
        ),
        ("es", ["Caminata suave: de 5 a 10 minutos", "en cada lado: una vez, mantenga 30"]),
    ],
)
async def test_how_much_is_said_as_on_paper(
    lang: str, doses: list[str], client: AsyncClient
) -> None:
    response = await client.post(
        f"/v1/triage?lang={lang}", json={"answers": WELL}, headers={"Accept": CARDS}
    )

    told = {card["extension"]["slug"]: card for card in response.json()["cards"]}
    said = read(told["desk-break"]["detail"])
    assert [dose for dose in doses if dose not in said] == []


async def test_the_follow_up_comes_as_cards_too(client: AsyncClient) -> None:
    body = {"answers": {"danger-signs": "yes"}, "region": "GB"}

    response = await client.post("/v1/follow-up?lang=es", json=body, headers={"Accept": CARDS})

    result, *_ = response.json()["cards"]
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Language"] == "es"
    assert (result["indicator"], result["links"][0]["label"]) == ("critical", "999")


async def test_the_same_answers_give_the_same_cards(client: AsyncClient) -> None:
    body = {"answers": WELL, "region": "GB"}

    first, again = [
        await client.post("/v1/triage", json=body, headers={"Accept": CARDS}) for _ in range(2)
    ]

    assert first.content == again.content
    names = [card["uuid"] for card in first.json()["cards"]]
    assert len(set(names)) == len(names)
    assert {UUID(name).version for name in names} == {5}


async def test_json_stays_what_is_answered_to_who_has_no_wish(client: AsyncClient) -> None:
    for accept in ("*/*", "application/*", f"application/json, {CARDS}", ""):
        response = await client.post("/v1/triage", json={"answers": {}}, headers={"Accept": accept})
        assert response.headers["Content-Type"] == "application/json"


async def test_cues_belong_to_json(client: AsyncClient) -> None:
    response = await client.post(
        "/v1/triage?include=timeline", json={"answers": WELL}, headers={"Accept": CARDS}
    )

    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "?include"


async def test_nothing_that_was_sent_comes_back_when_it_is_refused(client: AsyncClient) -> None:
    body = {"answers": {CANARY: CANARY}}

    response = await client.post("/v1/triage", json=body, headers={"Accept": CARDS})

    assert response.status_code == 422
    assert CANARY not in response.text


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_long_warning_is_never_cut_without_a_sign(lang: str, catalog: Catalog) -> None:
    terms, cut = catalog.all(lang, "term", TermOut), 0
    for warning in catalog.all(lang, "warning", WarningOut).values():
        summary = heading(warning.text, terms, emergency=warning.severity == "emergency")
        _assert_summary(summary, warning.text, warning.severity, lang)
        cut += summary != warning.text

    assert cut > 50


def test_every_language_names_the_emergency_number_in_one_way(catalog: Catalog) -> None:
    """A heading looks for these words in what it leaves out, and says so of every emergency."""
    warnings = catalog.all("en", "warning", WarningOut)
    naming = {
        lang: {
            slug
            for slug, warning in catalog.all(lang, "warning", WarningOut).items()
            if catalog.all(lang, "term", TermOut)["emergency-number"].name in warning.text
        }
        for lang in catalog.published_languages
    }

    assert naming["en"] >= {s for s, w in warnings.items() if w.severity == "emergency"}
    assert all(slugs == naming["en"] for slugs in naming.values())


@given(st.text("ab1 \\`*_[]()<>|~#&;.+-=!\"'é", min_size=1).map(str.strip).filter(bool))
def test_words_read_as_they_are_once_they_are_markdown(text: str) -> None:
    text = " ".join(text.split())

    assert read(markdown(text)) == text


def outcomes(catalog: Catalog, lang: str) -> Iterator[tuple[str, OutcomeOut | FollowUpOut]]:
    for (name, _), kept in catalog.rule_sets.items():
        for _, said in islice(people(kept.rules), 0, None, STEP[lang]):
            yield name, answered(catalog, name, lang, said)


def answered(catalog: Catalog, name: str, lang: str, said: Said) -> OutcomeOut | FollowUpOut:
    kept = catalog.rule_sets[name, catalog.in_force[name]]
    outcome, say = kept.machine.evaluate(said), catalog.wording(lang, kept)
    if name == "follow-up":
        return FollowUpOut.model_validate_json(word_follow_up(say.phrases, outcome, said, "GB"))
    return OutcomeOut.model_validate_json(say.outcome(outcome, said, "GB"))


def told(outcome: OutcomeOut | FollowUpOut, catalog: Catalog, name: str, lang: str) -> list[Card]:
    kept = catalog.rule_sets[name, catalog.in_force[name]]
    words = catalog.wording(lang, kept).phrases.words
    found: list[Card] = json.loads(carded(catalog, words, outcome))["cards"]
    return found


def read(detail: str) -> str:
    """What a person reads of it: markdown-it's text, without marks."""
    tokens = MarkdownIt("commonmark").parse(detail)
    return "\n".join(
        "".join(child.content for child in token.children or ())
        for token in tokens
        if token.type == "inline"
    )
