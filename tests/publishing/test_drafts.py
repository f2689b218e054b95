"""How many drafts there may be, how they are listed, and how long they are kept."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from app.publishing import approvals, drafts, room
from app.publishing.drafts import Draft
from app.publishing.examine import examine
from app.publishing.refused import NotNow
from app.publishing.reports import DraftFault, Report
from app.publishing.rows import ApprovalRow, DraftRow
from tests.conftest import NOW
from tests.publishing.archives import Edit, edited
from tests.publishing.conftest import People, Person, Serving

PATH = "/v1/releases/drafts"
WHOLE = Report(faults=[], faults_left_out=0, proofs=[], changes=None, base_release=None)
WRONG = WHOLE.model_copy(update={"faults": [DraftFault(file="seed", line=1, message="wrong")]})


def test_drafts_that_nobody_publishes_do_not_pile_up(engine: Engine, person: People) -> None:
    owners = [person(f"Owner {n}") for n in range(room.MOST_OPEN // room.MOST_OF_ONE)]
    first, *_ = [_uploaded(engine, by) for by in owners for _ in range(room.MOST_OF_ONE)]
    ann = person("Ann")

    with pytest.raises(NotNow, match="20 drafts wait to be published"):
        drafts.may_add(engine, ann.caller)
    with pytest.raises(NotNow, match="withdraw some first"):
        _uploaded(engine, ann)
    drafts.withdraw(engine, first.row.id, owners[0].caller, NOW)
    drafts.may_add(engine, ann.caller)

    assert first.row.id in {draft.row.id for draft in drafts.listed(engine, 100)}


def test_one_owner_does_not_take_the_room_of_all(engine: Engine, person: People) -> None:
    for _ in range(room.MOST_OF_ONE):
        _uploaded(engine, person("Ann"))

    with pytest.raises(NotNow, match="5 drafts of yours wait"):
        drafts.may_add(engine, person("ANN ").caller)
    with pytest.raises(NotNow, match="5 drafts of yours wait"):
        _uploaded(engine, person("ANN "))
    drafts.may_add(engine, person("Ben").caller)


def test_what_comes_to_nothing_is_forgotten_when_a_new_one_is_made(
    engine: Engine, person: People
) -> None:
    ann, ben = person("Ann"), person("Ben")
    refused, withdrawn, waits = (_uploaded(engine, ann, report) for report in (WRONG, WHOLE, WHOLE))
    approvals.approve(engine, withdrawn.row.id, withdrawn.row.sha256, "fine", ben.caller, NOW)
    approvals.approve(engine, waits.row.id, waits.row.sha256, "fine", ben.caller, NOW)
    drafts.withdraw(engine, withdrawn.row.id, ann.caller, NOW)

    _uploaded(engine, ann, days=30)
    assert refused.row.id in _kept(engine)
    last = _uploaded(engine, ann, days=31)

    assert _kept(engine) >= {waits.row.id, last.row.id}
    assert _kept(engine).isdisjoint({refused.row.id, withdrawn.row.id})
    with Session(engine) as session:
        assert {row.draft for row in session.exec(select(ApprovalRow))} == {waits.row.id}


def test_a_list_does_not_fetch_the_archives(engine: Engine, person: People) -> None:
    _uploaded(engine, person("Ann"))
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    drafts.listed(engine, 20)

    assert any("FROM draft" in statement for statement in asked)
    assert not any("draft.body" in statement for statement in asked)


async def test_drafts_are_listed_page_by_page_newest_first(
    serving: Serving, engine: Engine, person: People
) -> None:
    ann = person("Ann")
    made = [_uploaded(engine, ann, WRONG, days=number // 2) for number in range(5)]
    async with serving(0) as client:
        pages = [page async for page in _pages(client, ann, 2)]

    wanted = sorted(made, key=lambda d: (-d.row.uploaded_at.timestamp(), d.row.id))
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [one["id"] for page in pages for one in page] == [draft.row.id for draft in wanted]


@pytest.mark.parametrize(
    "place",
    [
        ["-number", "2026-01-01T00:00:00+00:00", "0" * 16],
        ["-uploaded_at", 1, "0" * 16],
        ["-uploaded_at", "yesterday", "0" * 16],
        ["-uploaded_at", "0001-01-01T00:00:00+23:59", "0" * 16],
        ["-uploaded_at", "2026-01-01T00:00:00+00:00", "\0"],
    ],
    ids=str,
)
async def test_a_cursor_that_is_none_of_ours_is_refused(
    serving: Serving, person: People, place: list[object]
) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")
    async with serving(0) as client:
        answer = await client.get(PATH, params={"cursor": cursor}, headers=person("Ann").headers)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "invalid_cursor")


@pytest.mark.parametrize("letter", ["\0", "\n", "\x1b", "\x7f", "\ud800"], ids=ascii)
async def test_a_reason_is_one_line_that_any_database_keeps(
    serving: Serving, engine: Engine, person: People, letter: str
) -> None:
    ann, ben = person("Ann"), person("Ben")
    draft = _uploaded(engine, ann)
    why = {"reason": f"fine{letter}fine"}
    async with serving(0) as client:
        path = f"{PATH}/{draft.row.id}"
        approved = await _sent(client, f"{path}/approve", why | {"sha256": draft.row.sha256}, ben)
        published = await _sent(client, f"{path}/publish", why, ann)
        back = await _sent(client, "/v1/releases/1/rollback", why, ann)

    assert [approved, published, back] == [422, 422, 422]


STRANGERS: dict[str, str] = {
    "a file of its own": "junk.yaml",
    "a folder of its own": "junk/x.json",
    "beside the exercises": "exercises/x.json",
    "below the exercises": "exercises/more/x.yaml",
    "beside the rules": "self_check/more.yaml",
    "a file for what has a folder": "exercises.yaml",
    "a folder for what has a file": "translations/junk.yaml",
    "a translation of nothing": "translations/es/exercises/x.yaml",
    "below a draft translation": "translations/de/junk/x.json",
}


@pytest.mark.parametrize("what", STRANGERS)
def test_a_file_that_nobody_reads_is_a_fault(what: str) -> None:
    file = STRANGERS[what]
    with edited(_with(file)) as root:
        found = examine(root, NOW, was_published=False)

    assert found.library is None
    assert file in {fault.file for fault in found.faults}


def test_a_release_from_disk_may_have_had_one() -> None:
    with edited(_with("junk/x.json")) as root:
        assert examine(root, NOW, was_published=True).library is not None


def _with(file: str) -> dict[str, Edit]:
    return {file: lambda _: "[]"}


def _uploaded(engine: Engine, by: Person, report: Report = WHOLE, days: int = 0) -> Draft:
    return drafts.add(engine, b"an archive", report, by.caller, NOW + timedelta(days=days))


def _kept(engine: Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.exec(select(DraftRow.id)))


async def _pages(client: AsyncClient, by: Person, limit: int) -> Any:
    wanted: dict[str, Any] = {"limit": limit}
    while True:
        page = (await client.get(PATH, params=wanted, headers=by.headers)).json()
        yield page["items"]
        if page["next"] is None:
            return
        wanted["cursor"] = page["next"]


async def _sent(client: AsyncClient, path: str, body: dict[str, str], by: Person) -> int:
    """As ASCII, in which JSON can say what is no text."""
    headers = by.headers | {"Content-Type": "application/json"}
    return (await client.post(path, content=json.dumps(body), headers=headers)).status_code
