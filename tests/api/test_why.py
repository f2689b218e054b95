"""Why a routine is offered is said in the person's own terms."""

from httpx import AsyncClient

from tests.api.test_triage_api import WELL


async def test_a_routine_somebody_asked_for_says_so_and_another_says_what_it_is(
    client: AsyncClient,
) -> None:
    body = {"answers": {**WELL, "goal": ["get-stronger"]}}

    routines = (await client.post("/v1/triage", json=body)).json()["routines"]

    first_week = (await client.get("/v1/routines/first-week")).json()
    assert [routine["slug"] for routine in routines] == ["strengthen", "first-week"]
    assert routines[0]["why"] == ["You would like to get stronger."]
    assert routines[1]["why"] == [first_week["summary"]]


async def test_danger_after_exercise_gets_the_words_of_an_emergency(client: AsyncClient) -> None:
    body = {"answers": {"danger-signs": "yes"}, "region": "GB"}

    followed = (await client.post("/v1/follow-up", json=body)).json()

    checked = (await client.post("/v1/triage", json={"answers": {"gca": "yes"}})).json()
    assert (followed["level"], followed["action"]) == ("emergency", "see_someone")
    assert followed["time_frame"] == "PT0S"
    assert followed["advice"]["title"] == checked["advice"]["title"]
    assert followed["advice"]["contact"]["number"] == "999"


async def test_somebody_kept_from_everything_is_told_whom_to_ask(client: AsyncClient) -> None:
    answers = {**WELL, "screen-conditions": "one-or-more", "hip-replacement": "unsure"}
    gated = ("other-operation", "osteoporosis", "gluteal-tendinopathy", "hip-impingement")
    answers |= dict.fromkeys((*gated, "dysplasia-or-hypermobility", "neuromuscular"), "none")

    outcome = (await client.post("/v1/triage", json={"answers": answers})).json()

    assert (outcome["level"], outcome["no_routine"]["code"]) == ("self_care", "all_blocked")
    assert outcome["advice"]["title"] == "Ask which exercises suit you"
