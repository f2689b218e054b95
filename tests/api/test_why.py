"""Why a routine is offered is said in the person's own terms."""

from httpx import AsyncClient

WELL = {
    "who": "me",
    "age": "18-to-44",
    "pregnancy": "none",
    "screen-nerves": "none",
    "screen-injury": "none",
    "screen-infection": "none",
    "screen-belly-and-blood": "none",
    "screen-bone": "none",
    "pain": "none",
    "screen-pain-pattern": "none",
    "screen-conditions": "none",
    "screen-body": "none",
}


async def test_a_routine_somebody_asked_for_says_so_and_another_says_whom_it_suits(
    client: AsyncClient,
) -> None:
    body = {"answers": {**WELL, "goal": ["get-stronger"]}}

    routines = (await client.post("/v1/triage", json=body)).json()["routines"]

    first_week = (await client.get("/v1/routines/first-week")).json()
    assert [routine["slug"] for routine in routines] == ["strengthen", "first-week"]
    assert routines[0]["why"] == ["You would like to get stronger."]
    assert routines[1]["why"] == [first_week["for_whom"]]
