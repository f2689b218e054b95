"""From an archive to a release and back, as somebody with a key does it."""

import asyncio
import hashlib
from typing import Any

from httpx import AsyncClient, Response
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from app import audit
from app.content.release import Release, ReleaseArchiveRow
from app.library import Library
from app.publish import publish
from tests.conftest import NOW
from tests.libraries import with_a_new_tip as with_another_tip
from tests.publishing.archives import seed, with_a_new_tip, zipped
from tests.publishing.conftest import People, Person, Serving

ZIP = {"Content-Type": "application/zip"}
WHY = {"reason": "A reader's tip."}


async def test_an_archive_becomes_a_release_and_the_release_before_comes_back(
    serving: Serving, engine: Engine, person: People
) -> None:
    ann, ben = person("Ann"), person("Ben")
    archive = with_a_new_tip()
    async with serving(1) as client, serving(1) as another:
        draft = await _uploaded(client, ann, archive)
        assert (draft["base_release"], draft["faults"]) == (1, [])
        assert {"kind": "tip", "slug": "one-more", "change": "changed"} in draft["changes"]["items"]
        assert draft["changes"]["deleted"] == 0
        assert _releases(engine) == [1]  # the dry run left nothing

        path = f"/v1/releases/drafts/{draft['id']}"
        early = await _publish(client, path, ann)
        assert (early.status_code, early.json()["code"]) == (409, "conflict")
        kept = await client.get(f"{path}/archive", headers=ben.headers)
        assert kept.content == archive
        assert await _approve(client, path, ben, draft["sha256"]) == 200

        answers = await asyncio.gather(
            *(_publish(worker, path, ann) for worker in (client, another))
        )
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        assert await _becomes(client, 2)
        assert (await client.get("/v1/tips/one-more")).status_code == 200
        assert (await client.get(f"{path}/archive", headers=ann.headers)).content == archive

        back = await client.post("/v1/releases/1/rollback", json=WHY, headers=ben.headers)
        assert (back.status_code, back.json()["rolls_back_to"]) == (201, 1)
        assert back.json()["changes"]["items"][-1] == {
            "kind": "tip",
            "slug": "one-more",
            "change": "deleted",
        }
        path = back.headers["Location"]
        assert await _approve(client, path, ann, back.json()["sha256"]) == 200
        done = await _publish(client, path, ben)
        assert (done.status_code, done.json()["number"], done.json()["rolls_back_to"]) == (
            201,
            3,
            1,
        )
        assert await _becomes(client, 3)
        assert (await client.get("/v1/tips/one-more")).status_code == 404
        listed = (await client.get("/v1/releases?limit=2")).json()
        assert [(r["number"], r["rolls_back_to"]) for r in listed["items"]] == [(3, 1), (2, None)]
        last = (await client.get("/v1/releases", params={"cursor": listed["next"]})).json()
        assert [release["number"] for release in last["items"]] == [1]
        assert (await client.get(done.headers["Location"])).json() == done.json()

    with Session(engine) as session:
        told = [entry for entry in audit.entries(session) if not entry.act.startswith("key.")]
        assert list(audit.faults(session, {})) == []
    assert [(entry.act, entry.actor) for entry in told] == [
        ("release.published", "command line"),
        ("draft.uploaded", ann.caller.name),
        ("draft.approved", ben.caller.name),
        ("release.published", ann.caller.name),
        ("draft.uploaded", ben.caller.name),
        ("draft.approved", ann.caller.name),
        ("release.published", ben.caller.name),
    ]
    assert told[3].details | {"digest": ""} == {
        "number": 2,
        "digest": "",
        "archive_sha256": hashlib.sha256(archive).hexdigest(),
        "draft": draft["id"],
        "reason": WHY["reason"],
        "approvals": [ben.caller.name],
        "rolls_back_to": None,
        "changed": {"citation": 1, "tip": 1},
        "deleted": {},
    }


async def test_what_came_meanwhile_is_not_overwritten(
    serving: Serving, engine: Engine, library: Library, person: People
) -> None:
    ann = person("Ann")
    async with serving(0) as client:
        draft = await _uploaded(client, ann, with_a_new_tip())
        publish(engine, with_another_tip(library, "another"), NOW)

        late = await _publish(client, f"/v1/releases/drafts/{draft['id']}", ann)

    assert late.status_code == 409
    assert "release 2 came after this draft was checked" in late.json()["detail"]
    assert _releases(engine) == [1, 2]


async def test_a_crash_on_the_way_leaves_nothing_half(
    serving: Serving, engine: Engine, person: People
) -> None:
    ann = person("Ann")
    async with serving(0) as client:
        draft = await _uploaded(client, ann, with_a_new_tip())
        _break_the_last_step(engine)

        path = f"/v1/releases/drafts/{draft['id']}"
        failed = await _publish(client, path, ann)

        assert failed.status_code == 409
        assert (await client.get(path, headers=ann.headers)).json() == draft
    assert _releases(engine) == [1]
    with Session(engine) as session:
        assert [row.release for row in session.exec(select(ReleaseArchiveRow))] == [1]
        acts = [entry.act for entry in audit.entries(session)]
    assert acts.count("release.published") == 1


async def test_content_with_faults_is_a_draft_that_names_them(
    serving: Serving, person: People
) -> None:
    ann = person("Ann")
    wrong = seed({"retired.yaml": lambda _: "- {kind: tip, slug: gone, replaced_by: nothing}\n"})
    async with serving(0) as client:
        draft = await _uploaded(client, ann, wrong, "refused")
        path = f"/v1/releases/drafts/{draft['id']}"
        refused = await _publish(client, path, ann)

    assert draft["faults"] == [{"file": "retired.yaml", "line": 1, "message": "no tip 'nothing'"}]
    assert refused.status_code == 409


async def test_what_is_no_archive_is_told_without_names(serving: Serving, person: People) -> None:
    async with serving(0) as client:
        answer = await client.post(
            "/v1/releases/drafts",
            content=zipped(("../secret.yaml", b"")),
            headers=person("Ann").headers | ZIP,
        )

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert [one["code"] for one in answer.json()["errors"]] == ["unsafe_name"]
    assert "secret" not in answer.text


async def _uploaded(
    client: AsyncClient, by: Person, archive: bytes, status: str = "checked"
) -> Any:
    answer = await client.post("/v1/releases/drafts", content=archive, headers=by.headers | ZIP)
    assert (answer.status_code, answer.json()["status"]) == (201, status), answer.text
    return answer.json()


async def _publish(client: AsyncClient, path: str, by: Person) -> Response:
    return await client.post(f"{path}/publish", json=WHY, headers=by.headers)


async def _approve(client: AsyncClient, path: str, by: Person, sha256: str) -> int:
    body = {"reason": "I read it.", "sha256": sha256}
    return (await client.post(f"{path}/approve", json=body, headers=by.headers)).status_code


async def _becomes(client: AsyncClient, release: int) -> bool:
    for _ in range(600):
        if (await client.get("/readyz")).json()["content_release"] == release:
            return True
        await asyncio.sleep(0.05)
    return False


def _releases(engine: Engine) -> list[int]:
    with Session(engine) as session:
        return sorted(release.number for release in session.exec(select(Release)))


def _break_the_last_step(engine: Engine) -> None:
    """The draft's own row cannot be written."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(
                text(
                    "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'broken'; END $$"
                )
            )
            connection.execute(
                text(
                    "CREATE TRIGGER broken BEFORE UPDATE ON draft FOR EACH ROW "
                    "EXECUTE FUNCTION broken()"
                )
            )
            return
        connection.execute(
            text(
                "CREATE TRIGGER broken BEFORE UPDATE ON draft BEGIN "
                "SELECT RAISE(ABORT, 'broken'); END"
            )
        )
