"""The reference client (clients/python) and a real server: what a phone holds, and what it says
once the server is stopped."""

import json
import subprocess
from base64 import b64decode
from pathlib import Path

import httpx
import pytest
from plumbline import UnknownAnswer, cues, self_check, stale_s, triage
from plumbline.player import computed_cues

from tests.offline.conftest import EMERGENCY, PREGNANT, TODAY, WELL, Before, Json, people
from tests.tools import tool

FIELDS = (
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
    "optional",
    "because",
    "ruleset",
    "content_release",
    "language",
    "translation_review",
    "disclaimer",
)


def test_the_first_sync_holds_the_bundle_as_it_is_served(before: Before) -> None:
    held = before.copy.held()

    bundle = json.loads(before.bundle)
    for kind, shelf in bundle["entries"].items():
        assert {one for of, one in held.bodies if of == kind} == set(shelf)
        for slug, value in shelf.items():
            assert held.entry(kind, slug) == value
    assert len(held.bodies) == sum(map(len, bundle["entries"].values()))
    assert (held.number, held.state) == (bundle["release"], bundle["state"])
    assert (held.language, held.token) == ("en", bundle["token"])


def test_openssl_agrees_that_the_signature_is_by_the_pinned_key(
    before: Before, tmp_path: Path
) -> None:
    openssl = tool("openssl", "only the client checks the signature")
    key, body, signature = tmp_path / "pub.pem", tmp_path / "bundle.json", tmp_path / "sig"
    key.write_text(before.public_key)
    body.write_bytes(before.bundle)
    signature.write_bytes(b64decode(before.manifest["signature"]["value"]))
    verify = "pkeyutl -verify -pubin -inkey pub.pem -rawin -in bundle.json -sigfile sig"
    command = [openssl, *verify.split()]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    body.write_bytes(before.bundle + b" ")
    other = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

    assert (done.returncode, other.returncode) == (0, 1), done.stderr


def test_a_read_that_has_expired_costs_a_304(before: Before) -> None:
    assert before.on_the_wire == [200, 200, 304]


def test_the_answers_of_a_person_are_kept_in_no_file(before: Before) -> None:
    kept = b"".join(path.read_bytes() for path in before.service.folder.glob("reads.db*"))

    assert b"/v1/exercises/clamshell" in kept
    assert b"/v1/triage" not in kept
    assert b"content_release" not in kept


@pytest.mark.parametrize("path", ["/v1/exercises", "/v1/exercises/clamshell"])
def test_while_the_server_is_away_what_was_read_is_shown_and_said_to_be_old(
    before: Before, path: str
) -> None:
    response = before.reading.get(path)

    value = response.json()
    found = value["items"][0] if "items" in value else value
    assert response.status_code == 200
    assert found == before.copy.held().entry("exercise", found["slug"])
    assert stale_s(response) is not None


def test_while_the_server_is_away_nothing_else_is_answered(before: Before) -> None:
    said = {"answers": WELL, "region": "GB"}

    with pytest.raises(httpx.ConnectError):
        before.reading.get("/v1/exercises/glute-bridge")
    with pytest.raises(httpx.ConnectError):
        before.reading.post("/v1/triage", json=said)
    with pytest.raises(httpx.ConnectError):
        before.reading.post("/v1/exercises", json=said)
    with pytest.raises(httpx.ConnectError):
        before.reading.get("/v1/exercises", headers={"Cache-Control": "no-cache"})
    with pytest.raises(httpx.ConnectError):
        before.copy.sync(before.reading)


@pytest.fixture(scope="module")
def offline(before: Before) -> dict[str, Json]:
    """What each of the people that the server was asked about is told without it."""
    everybody = people(before.vectors).items()
    return {name: self_check(before.copy, said, "GB", TODAY) for name, said in everybody}


@pytest.mark.parametrize("field", FIELDS)
def test_offline_everybody_is_told_what_the_server_said(
    before: Before, offline: dict[str, Json], field: str
) -> None:
    for name, told in offline.items():
        said = before.answered[name][field]
        if field == "routines":
            said = [routine | {"timeline": None} for routine in said]

        assert told[field] == said, name


def test_offline_every_routine_is_played_as_the_server_would(
    before: Before, offline: dict[str, Json]
) -> None:
    played = [
        (routine["adapted"], cues(before.copy, routine), there["timeline"])
        for name, told in offline.items()
        for routine, there in zip(told["routines"], before.answered[name]["routines"], strict=True)
    ]

    assert {bool(adapted) for adapted, _, _ in played} == {True, False}
    assert all(here == there for _, here, there in played)


def test_offline_nothing_is_left_out_and_one_thing_is_added(before: Before) -> None:
    offline = self_check(before.copy, WELL, "GB", TODAY)

    assert set(offline) == set(before.answered["well"]) | {"withheld"} == set(FIELDS) | {"withheld"}
    assert offline["withheld"] is None


def test_an_emergency_is_told_with_the_number_of_the_region(before: Before) -> None:
    told = {region: self_check(before.copy, EMERGENCY, region, TODAY) for region in ("GB", "US")}
    nowhere = self_check(before.copy, EMERGENCY, None, TODAY)
    elsewhere = self_check(before.copy, EMERGENCY, "ZZ", TODAY)

    assert {one["level"] for one in told.values()} == {"emergency"}
    assert told["GB"]["advice"]["contact"]["number"] == "999"
    assert told["US"]["advice"]["contact"]["number"] == "911"
    assert nowhere["advice"]["contact"] == elsewhere["advice"]["contact"]
    assert nowhere["advice"]["contact"]["region"] is None
    assert (told["GB"]["routines"], told["GB"]["next"]) == ([], [])
    assert told["GB"]["warnings"][0]["severity"] == "emergency"


def test_a_well_person_gets_a_routine_with_its_steps_doses_and_warnings(before: Before) -> None:
    offline = self_check(before.copy, WELL, "GB", TODAY)

    (routine,) = offline["routines"]
    steps = [step for phase in routine["phases"] for step in phase["steps"]]
    assert (offline["level"], routine["slug"]) == ("self_care", "first-week")
    assert len(steps) >= 3
    assert all(step["dose"]["sets"] and step["warnings"] for step in steps)


def test_who_names_conditions_is_told_what_is_kept_from_them_and_why(before: Before) -> None:
    offline = self_check(before.copy, PREGNANT, "GB", TODAY)

    against = {pair["exercise"] for pair in offline["blocked"] + offline["ask_about"]}
    steps = [s for r in offline["routines"] for phase in r["phases"] for s in phase["steps"]]
    assert [one["slug"] for one in offline["conditions"]] == ["pregnancy", "pelvic-girdle-pain"]
    assert offline["blocked"]
    assert offline["ask_about"]
    assert steps
    assert not against & {step["exercise"] for step in steps}
    assert all(pair["why"] for pair in offline["blocked"] + offline["ask_about"])


def test_the_engine_agrees_with_every_vector(before: Before) -> None:
    rules = before.copy.held().entry("rule-set", "self-check")["portable"]
    vectors = before.vectors["vectors"]

    wrong = [v["name"] for v in vectors if triage(rules, v["answers"]) != v["expect"]]

    assert len(vectors) > 500
    assert wrong == []


def test_the_cues_of_a_routine_run_from_the_copy(before: Before) -> None:
    (routine,) = self_check(before.copy, WELL, "GB", TODAY)["routines"]

    made = cues(before.copy, routine)

    assert made == before.copy.held().entry("timeline", "first-week")["cues"]
    assert made[-1]["at_s"] + made[-1]["seconds"] == routine["duration_s"]


def test_the_cues_of_an_adapted_routine_are_those_of_its_own_steps(before: Before) -> None:
    offered = self_check(before.copy, PREGNANT, "GB", TODAY)["routines"]
    routine = next(one for one in offered if one["adapted"])

    made = cues(before.copy, routine)

    left = [step["exercise"] for phase in routine["phases"] for step in phase["steps"]]
    assert list(dict.fromkeys(cue["exercise"] for cue in made)) == left
    assert made[-1]["at_s"] + made[-1]["seconds"] == routine["duration_s"]


def test_computed_cues_are_those_of_every_published_timeline(before: Before) -> None:
    held = before.copy.held()
    timelines = held.shelf("timeline")

    computed = {
        timeline["routine"]: computed_cues(
            held, held.entry("routine", timeline["routine"])["phases"]
        )
        for timeline in timelines
    }

    assert len(timelines) >= 8
    assert computed == {timeline["routine"]: timeline["cues"] for timeline in timelines}


@pytest.mark.parametrize(
    "answers",
    [
        {"nobody-asks": "yes"},
        {"saddle-numbness": "yess"},
        {"saddle-numbness": ["yes", "yess"]},
        {"saddle-numbness": None},
        {"saddle-numbness": {"yes": True}},
        {"sitting-hours": 99},
        {"sitting-hours": -1},
        {"sitting-hours": True},
        {"sitting-hours": 1.0},
        {"sitting-hours": [1, 2]},
        {"sitting-hours": "1"},
    ],
)
def test_what_the_rules_do_not_know_is_refused(before: Before, answers: dict[str, object]) -> None:
    with pytest.raises(UnknownAnswer):
        self_check(before.copy, answers, "GB", TODAY)
