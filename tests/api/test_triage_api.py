"""The self-check through the door that apps use: answers in, what to do out."""

import hashlib
import json
import logging
from collections.abc import Mapping
from typing import Any

import pytest
from httpx import AsyncClient

from app.catalog import Catalog
from app.content.exercise import ExerciseOut
from app.content.routine import RoutineOut

LEVELS = ["self_care", "clinician_first", "urgent", "emergency"]
MANDATORY = {
    "see-a-doctor-first",
    "not-a-diagnosis",
    "home-exercise-limits",
    "emergency-signs",
    "small-difference-is-normal",
}
WELL: dict[str, object] = {
    "who": "me",
    "age": "18-to-44",
    "pregnancy": "none",
    "screen-nerves": "none",
    "screen-injury": "none",
    "screen-infection": "none",
    "screen-belly-and-blood": "none",
    "screen-bone": "none",
    "pain": "mild",
    "how-long": "6-weeks-to-3-months",
    "screen-pain-pattern": "none",
    "screen-conditions": "none",
    "screen-body": "none",
}
DESK_WORKER: dict[str, object] = {
    **WELL,
    "iliac-crest-hands": "right-higher",
    "crest-sitting": "now-level",
    "feels-tight": ["front-of-hip"],
    "sitting-hours": 9,
    "goal": ["release-tension"],
}
NEW_HIP: dict[str, object] = {
    **WELL,
    "screen-conditions": "one-or-more",
    "hip-replacement": "yes-told-exercise-is-fine",
    "other-operation": "none",
    "osteoporosis": "none",
    "gluteal-tendinopathy": "none",
    "hip-impingement": "none",
    "dysplasia-or-hypermobility": "none",
    "neuromuscular": "none",
}
PEOPLE: dict[str, dict[str, object]] = {
    "nobody yet": {},
    "half the answers": dict(list(WELL.items())[:6]),
    "well": WELL,
    "a desk worker": DESK_WORKER,
    "a new hip, cleared": NEW_HIP,
    "a new hip, not assessed": {**NEW_HIP, "hip-replacement": "yes-not-assessed"},
    "pregnant, cleared": {**WELL, "pregnancy": "yes-told-exercise-is-fine"},
    "sixty-five": {**WELL, "age": "65-or-over"},
    "an emergency": {"screen-nerves": "one-or-more", "saddle-numbness": "yes"},
}
FIELDS = {
    "status",
    "level",
    "level_at_least",
    "time_frame",
    "advice",
    "warnings",
    "conditions",
    "causes",
    "routines",
    "no_routine",
    "blocked",
    "ask_about",
    "next",
    "because",
    "ruleset",
    "content_release",
    "language",
    "disclaimer",
}


async def test_an_emergency_names_the_number_to_call_and_its_sources(client: AsyncClient) -> None:
    answers = {"screen-nerves": "one-or-more", "saddle-numbness": "yes"}

    outcome = await triage(client, answers, "GB")

    assert (outcome["status"], outcome["level"]) == ("complete", "emergency")
    assert outcome["time_frame"] == "PT0S"
    assert outcome["advice"]["contact"]["region"] == "GB"
    assert outcome["advice"]["contact"]["number"] == "999"
    assert outcome["warnings"][0]["slug"] == "cauda-equina"
    assert outcome["warnings"][0]["severity"] == "emergency"
    assert outcome["warnings"][0]["must_acknowledge"] is True
    assert (outcome["routines"], outcome["next"]) == ([], [])
    assert outcome["no_routine"]["code"] == "see_someone_first"
    fired = [rule for rule in outcome["because"] if rule["answers"]]
    given = {"question": "saddle-numbness", "options": ["yes"], "number": None}
    assert any(given in rule["answers"] for rule in fired)
    assert all(rule["citations"] for rule in fired)


async def test_a_desk_worker_gets_a_routine_and_the_reason_for_it(client: AsyncClient) -> None:
    outcome = await triage(client, DESK_WORKER, "GB")

    assert (outcome["status"], outcome["level"]) == ("complete", "self_care")
    assert outcome["no_routine"] is None
    assert outcome["next"] == []
    assert outcome["routines"][0]["slug"] != "first-week"  # What answers propose comes first.
    assert all(routine["why"] for routine in outcome["routines"])
    for routine in outcome["routines"]:
        main = next(phase for phase in routine["phases"] if phase["slug"] == "main")
        assert len({step["exercise"] for step in main["steps"]}) >= 3
    assert outcome["causes"]
    assert all(cause["because"] and cause["citations"] for cause in outcome["causes"])
    assert (outcome["blocked"], outcome["ask_about"], outcome["conditions"]) == ([], [], [])


async def test_a_new_hip_nobody_has_assessed_comes_before_any_exercise(
    client: AsyncClient,
) -> None:
    outcome = await triage(client, {**NEW_HIP, "hip-replacement": "yes-not-assessed"})

    assert (outcome["status"], outcome["level"]) == ("complete", "clinician_first")
    assert outcome["routines"] == []
    assert outcome["no_routine"]["code"] == "see_someone_first"
    named = {condition["slug"] for condition in outcome["conditions"]}
    assert {"hip-replacement-posterior", "hip-replacement-anterior"} <= named
    warned = {warning["slug"] for warning in outcome["warnings"]}
    assert {"hip-replacement-limits", "condition-not-assessed"} <= warned
    for row in (*outcome["blocked"], *outcome["ask_about"]):
        assert row["condition"] in named
        assert row["why"]
        assert row["citations"]


async def test_a_cleared_hip_never_meets_an_exercise_that_is_not_for_it(
    client: AsyncClient,
) -> None:
    outcome = await triage(client, NEW_HIP)

    assert outcome["level"] == "self_care"
    kept_away = {row["exercise"] for row in (*outcome["blocked"], *outcome["ask_about"])}
    assert kept_away
    assert not kept_away & {step["exercise"] for step in steps(outcome)}
    for routine in outcome["routines"]:
        for change in routine["adapted"]:
            assert change["exercise"] in kept_away
            assert change["because"]


@pytest.mark.parametrize("lang", ["en", "es"])
async def test_an_adapted_routine_can_be_played_as_adapted(lang: str, client: AsyncClient) -> None:
    url = f"/v1/triage?include=timeline&lang={lang}"
    answers = NEW_HIP | {"hip-replacement": "none", "osteoporosis": "yes-told-exercise-is-fine"}
    outcome = (await client.post(url, json={"answers": answers})).json()

    assert any(routine["adapted"] for routine in outcome["routines"])
    for routine in outcome["routines"]:
        cues = routine["timeline"]
        steps = [step for phase in routine["phases"] for step in phase["steps"]]
        assert [c["exercise"] for c in cues if c["kind"] == "get-ready"] == [
            step["exercise"] for step in steps
        ]
        assert sum(cue["seconds"] for cue in cues) == routine["duration_s"]
        assert not {change["exercise"] for change in routine["adapted"]} & {
            cue["exercise"] for cue in cues
        }


async def test_a_timeline_comes_only_when_asked_for(client: AsyncClient) -> None:
    outcome = await triage(client, WELL)

    assert {routine["timeline"] for routine in outcome["routines"]} == {None}


async def test_half_the_answers_never_read_as_fine(client: AsyncClient) -> None:
    outcome = await triage(client, PEOPLE["half the answers"])

    assert (outcome["status"], outcome["level"]) == ("needs_answers", None)
    assert outcome["level_at_least"] == "self_care"
    assert outcome["time_frame"] is None
    assert outcome["routines"] == []
    assert outcome["no_routine"]["code"] == "not_finished"
    asked = {question["question"] for question in outcome["next"]}
    later = {"how-long"}  # Asked once there is pain.
    assert asked == set(WELL) - set(PEOPLE["half the answers"]) - later


async def test_what_half_the_answers_already_fix_is_said(client: AsyncClient) -> None:
    outcome = await triage(client, {"age": "8-to-17"})

    assert (outcome["status"], outcome["level"]) == ("needs_answers", None)
    assert outcome["level_at_least"] == "clinician_first"
    assert outcome["no_routine"]["code"] == "see_someone_first"


async def test_a_misspelt_option_is_refused_with_what_is_allowed(client: AsyncClient) -> None:
    response = await client.post("/v1/triage", json={"answers": {"saddle-numbness": "yess"}})

    assert response.status_code == 422
    (error,) = response.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/answers/saddle-numbness", "unknown_option")
    assert error["detail"].endswith("none, unsure, yes")
    assert "yess" not in response.text


@pytest.mark.parametrize("path", ["/v1/triage", "/v1/follow-up"])
@pytest.mark.parametrize("region", ["ZZ", None])
async def test_a_region_we_do_not_know_gets_the_number_that_works_most_widely(
    path: str, region: str | None, client: AsyncClient
) -> None:
    contacts = (await client.get("/v1/emergency-contacts?limit=100")).json()["items"]

    response = await client.post(path, json={"answers": {}, "region": region})

    widest = next(contact for contact in contacts if contact["region"] is None)
    assert response.json()["advice"]["contact"] == {
        "region": None,
        "number": widest["number"],
        "note": widest["note"],
    }


async def test_every_region_we_know_gets_its_own_number(client: AsyncClient) -> None:
    contacts = (await client.get("/v1/emergency-contacts?limit=100")).json()["items"]

    for contact in contacts:
        outcome = await triage(client, {}, contact["region"])

        told = outcome["advice"]["contact"]
        assert told == {name: contact[name] for name in ("region", "number", "note")}


@pytest.mark.parametrize("person", PEOPLE)
async def test_every_field_is_always_there(person: str, client: AsyncClient) -> None:
    outcome = await triage(client, PEOPLE[person])

    assert set(outcome) >= FIELDS
    assert set(outcome["advice"]) == {"title", "text", "contact", "safety_net", "citations"}
    assert all(outcome["advice"].values())
    assert set(outcome["ruleset"]) == {"version", "digest", "status"}
    assert outcome["disclaimer"]
    assert LEVELS.index(outcome["level_at_least"]) >= 0


@pytest.mark.parametrize("person", PEOPLE)
async def test_every_answer_carries_the_mandatory_warnings_most_severe_first(
    person: str, client: AsyncClient
) -> None:
    outcome = await triage(client, PEOPLE[person])

    order = ["emergency", "urgent", "important", "advice", "reassurance"]
    severities = [order.index(warning["severity"]) for warning in outcome["warnings"]]
    assert {warning["slug"] for warning in outcome["warnings"]} >= MANDATORY
    assert severities == sorted(severities)


@pytest.mark.parametrize("person", PEOPLE)
async def test_a_warning_says_what_its_own_path_says(person: str, client: AsyncClient) -> None:
    known = await everything(client, "/v1/warnings")

    outcome = await triage(client, PEOPLE[person])

    for warning in all_warnings(outcome):
        told = known[warning["slug"]]
        assert warning == {name: told[name] for name in warning}


@pytest.mark.parametrize("person", PEOPLE)
async def test_no_statement_is_without_a_citation_that_exists(
    person: str, client: AsyncClient, catalog: Catalog
) -> None:
    known = catalog.shelves["en"]["citation"].items

    outcome = await triage(client, PEOPLE[person])

    statements = [
        outcome["advice"],
        *all_warnings(outcome),
        *outcome["causes"],
        *outcome["blocked"],
        *outcome["ask_about"],
        *outcome["because"],
        *outcome["routines"],
        *(rule for routine in outcome["routines"] for rule in routine["stop_rules"]),
    ]
    for statement in statements:
        assert statement["citations"], statement
        for link in statement["citations"]:
            assert link["slug"] in known
            assert link["known"] in ("read", "mirror", "unverified", "derived")
            assert (link["basis"] is not None) == (link["known"] == "derived")


async def test_every_offered_step_and_routine_arrives_with_its_own_warnings_and_stop_rules(
    client: AsyncClient, catalog: Catalog
) -> None:
    exercises = catalog.all("en", "exercise", ExerciseOut)
    routines = catalog.all("en", "routine", RoutineOut)
    offered = set()

    for outcome in await everybody(client, "clinician_first", None):
        for step in steps(outcome):
            own = exercises[step["exercise"]]
            assert [w["slug"] for w in step["warnings"]] == own.warnings, step["exercise"]
            assert step["name"] == own.name
        for routine in outcome["routines"]:
            offered.add(routine["slug"])
            whole = routines[routine["slug"]]
            assert [w["slug"] for w in routine["warnings"]] == whole.warnings, whole.slug
            rules = json.loads(whole.model_dump_json())["stop_rules"]
            assert routine["stop_rules"] == rules, whole.slug
            total_s = sum(step["duration_s"] for step in steps_of(routine))
            assert routine["duration_s"] == total_s, whole.slug

    assert offered == set(routines)


async def test_nobody_is_offered_what_speaks_against_a_condition_they_name(
    client: AsyncClient, catalog: Catalog
) -> None:
    exercises = catalog.all("en", "exercise", ExerciseOut)
    named_by_anybody = set()

    for outcome in await everybody(client, "clinician_first", "emergency"):
        named = {condition["slug"] for condition in outcome["conditions"]}
        named_by_anybody |= named
        assert outcome["level"] == "self_care" or not outcome["routines"]
        for step in steps(outcome):
            against = {row.condition for row in exercises[step["exercise"]].contraindications}
            assert not against & named, (step["exercise"], named)
        blocked = {(row["exercise"], row["condition"]) for row in outcome["blocked"]}
        assert blocked == {
            (exercise.slug, row.condition)
            for exercise in exercises.values()
            for row in exercise.contraindications
            if row.condition in named and row.action == "avoid"
        }

    assert named_by_anybody == {
        row.condition for exercise in exercises.values() for row in exercise.contraindications
    }


@pytest.mark.parametrize("preference", [["none"], ["finding"], ["unsure"], ["unsure", "none"]])
@pytest.mark.parametrize("check", ["self-check", "follow-up"])
async def test_a_client_that_follows_next_reaches_an_end(
    check: str, preference: list[str], client: AsyncClient
) -> None:
    questions = await questions_of(client, f"/v1/{check}")
    send_to = "/v1/triage" if check == "self-check" else "/v1/follow-up"
    answers: dict[str, object] = {}

    for _ in range(len(questions) + 1):
        response = await client.post(send_to, json={"answers": answers})
        outcome = response.json()
        if outcome["status"] == "complete":
            break
        asked = questions[outcome["next"][0]["question"]]
        assert asked["slug"] not in answers
        assert asked["safety"] is not None
        assert not asked["physical"]
        answers[asked["slug"]] = choose(asked, preference)

    assert outcome["status"] == "complete"
    assert outcome["level"] is not None
    assert outcome["next"] == []


async def test_whoever_has_none_of_it_is_through_in_a_few_taps(client: AsyncClient) -> None:
    questions = await questions_of(client, "/v1/self-check")
    answers: dict[str, object] = {}
    taps = 0

    while (outcome := await triage(client, answers))["status"] != "complete":
        asked = questions[outcome["next"][0]["question"]]
        answers[asked["slug"]] = choose(asked, ["none"])
        taps += 1

    assert outcome["level"] == "self_care"
    assert outcome["routines"]
    assert taps <= 15


async def test_the_most_dangerous_question_is_asked_first(client: AsyncClient) -> None:
    questions = await questions_of(client, "/v1/self-check")

    outcome = await triage(client, {"screen-pain-pattern": "one-or-more"})

    severity = [LEVELS.index(questions[q["question"]]["safety"]) for q in outcome["next"]]
    assert severity == sorted(severity, reverse=True)
    assert len(set(severity)) > 1


async def test_the_order_of_the_answers_does_not_matter(client: AsyncClient) -> None:
    backwards = dict(reversed(DESK_WORKER.items()))

    one = await client.post("/v1/triage", json={"answers": DESK_WORKER})
    other = await client.post("/v1/triage", json={"answers": backwards})

    assert one.content == other.content


async def test_an_answer_may_come_as_a_phone_holds_it(client: AsyncClient) -> None:
    questions = await questions_of(client, "/v1/self-check")
    held: dict[str, object] = {slug: [] for slug in questions}
    held |= {slug: v if isinstance(v, list) else [v] for slug, v in DESK_WORKER.items()}

    plain = await client.post("/v1/triage", json={"answers": DESK_WORKER})
    listed = await client.post("/v1/triage", json={"answers": held})

    assert plain.json() == listed.json()


async def test_none_beside_a_finding_is_the_finding(client: AsyncClient) -> None:
    outcome = await triage(client, {"saddle-numbness": ["none", "yes"]})

    assert outcome["level"] == "emergency"


async def test_the_rule_set_in_force_may_be_asked_for_by_its_version(client: AsyncClient) -> None:
    version = (await client.get("/v1/meta")).json()["self_check"]["version"]

    asked = await client.post("/v1/triage", json={"answers": WELL, "ruleset": version})
    plain = await client.post("/v1/triage", json={"answers": WELL})

    assert asked.json()["ruleset"]["version"] == version
    assert asked.content == plain.content


async def test_everything_names_the_same_rule_set(client: AsyncClient) -> None:
    meta = (await client.get("/v1/meta")).json()["self_check"]
    rules = (await client.get("/v1/self-check/rules")).json()
    by_version = (await client.get(f"/v1/self-check/rules/{meta['version']}")).json()
    questions = (await client.get("/v1/self-check")).json()
    outcome = await triage(client, {})

    assert rules == by_version
    for named in (rules, questions, outcome["ruleset"]):
        assert (named["version"], named["digest"]) == (meta["version"], meta["digest"])


async def test_the_digest_is_that_of_the_body_served(client: AsyncClient) -> None:
    rules = (await client.get("/v1/self-check/rules")).json()

    canonical = json.dumps(rules["body"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(canonical.encode()).hexdigest() == rules["digest"]


async def test_the_rules_ask_what_the_questionnaire_asks(client: AsyncClient) -> None:
    body = (await client.get("/v1/self-check/rules")).json()["body"]
    questions = await questions_of(client, "/v1/self-check")

    assert [question["slug"] for question in body["questions"]] == list(questions)
    for question in body["questions"]:
        options = [option["slug"] for option in question["options"]]
        assert [o["slug"] for o in questions[question["slug"]]["options"]] == options


@pytest.mark.parametrize(
    ("path", "question"),
    [("/v1/triage", "saddle-numbness"), ("/v1/follow-up", "danger-signs")],
)
async def test_answers_are_in_no_log(
    path: str, question: str, client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bodies = [
        json.dumps({"answers": {question: "yes"}, "region": "ZQ"}),
        json.dumps({"answers": {question: "zq7canary"}, "region": "ZQ"}),
        json.dumps({"answers": {"zq7canary": "yes"}, "region": "ZQ"}),
        json.dumps({"answers": {question: "yes"}, "region": ["zq7canary"]}),
        f'{{"answers": {{"{question}": "zq7canary',
    ]

    responses = [
        await client.post(path, content=body, headers={"Content-Type": "application/json"})
        for body in bodies
    ]

    assert [response.status_code for response in responses] == [200, 422, 422, 422, 400]
    assert caplog.records
    assert not [word for word in ("zq7canary", "ZQ", question) if word in caplog.text]


async def test_a_search_for_words_about_health_is_in_no_log(
    client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("httpx", "httpcore"):  # The test's own client, not the app.
        caplog.set_level(logging.CRITICAL, logger=name)
    caplog.set_level(logging.DEBUG)

    await client.get("/v1/warnings?q=zq7canary")

    assert "zq7canary" not in caplog.text


async def test_a_follow_up_says_go_on_only_when_all_is_answered(client: AsyncClient) -> None:
    none = (await client.post("/v1/follow-up", json={"answers": {}})).json()
    danger = {"answers": {"danger-signs": "none", "pain-during": 0}}
    some = (await client.post("/v1/follow-up", json=danger)).json()

    for outcome in (none, some):
        assert (outcome["action"] is None) == (outcome["status"] == "needs_answers")
        assert bool(outcome["next"]) == (outcome["status"] == "needs_answers")


async def triage(
    client: AsyncClient, answers: Mapping[str, object], region: str | None = None
) -> dict[str, Any]:
    response = await client.post("/v1/triage", json={"answers": dict(answers), "region": region})
    assert response.status_code == 200, response.text
    outcome: dict[str, Any] = response.json()
    return outcome


async def everything(client: AsyncClient, path: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    following: str | None = f"{path}?limit=100"
    while following:
        response = await client.get(following)
        found |= {item["slug"]: item for item in response.json()["items"]}
        following = response.links.get("next", {}).get("url")
    return found


async def questions_of(client: AsyncClient, path: str) -> dict[str, dict[str, Any]]:
    sections = (await client.get(path)).json()["sections"]
    return {q["slug"]: q for section in sections for q in section["questions"]}


def choose(question: dict[str, Any], preference: list[str]) -> object:
    """The first option of the kind liked best; the first at all where there is no such kind."""
    if question["type"] == "scale":
        return question["max"] if preference == ["finding"] else question["min"]
    options = question["options"]
    for kind in preference:
        for option in options:
            if option["kind"] == kind:
                return option["slug"]
    return options[0]["slug"]


async def finish(client: AsyncClient, answers: dict[str, object]) -> dict[str, Any]:
    """The outcome once everything else that is asked was answered with "none"."""
    questions = await questions_of(client, "/v1/self-check")
    while (outcome := await triage(client, answers))["status"] != "complete":
        asked = [questions[question["question"]] for question in outcome["next"]]
        answers = answers | {question["slug"]: choose(question, ["none"]) for question in asked}
    return outcome


async def everybody(client: AsyncClient, *safety: str | None) -> list[dict[str, Any]]:
    """What each single answer leads to, of all questions that may reveal one of `safety`."""
    questions = (await questions_of(client, "/v1/self-check")).values()
    asked = [question for question in questions if question["safety"] in safety]
    told = [(q["slug"], o["slug"]) for q in asked for o in q["options"] if o["kind"] != "none"]
    told += [(q["slug"], q["max"]) for q in asked if q["type"] == "scale"]
    return [await finish(client, {question: answer}) for question, answer in told]


def steps(outcome: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for routine in outcome["routines"] for step in steps_of(routine)]


def steps_of(routine: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for phase in routine["phases"] for step in phase["steps"]]


def all_warnings(outcome: dict[str, Any]) -> list[dict[str, Any]]:
    """Those of the answer, of each routine and of each step."""
    carriers = [outcome, *outcome["routines"], *steps(outcome)]
    return [warning for carrier in carriers for warning in carrier["warnings"]]
