"""Subscribe, test, pause, and see what became of it: each owner their own, and nobody a secret."""

import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from sqlalchemy import Engine
from sqlmodel import Session

from app import audit
from app.access import keys
from app.access.caller import Callers
from app.access.rows import Scope
from app.catalog import Catalog
from app.main import create_app
from app.settings import Settings
from app.webhooks import queue, subscriptions
from app.webhooks.addresses import Names
from app.webhooks.sending import Answer
from tests.conftest import NOW
from tests.webhooks.made import A_SECOND, OWNER, claimed, happened, subscribed

URL = "https://app.example.org/hook?token=zq7canary"
WANTED = {"url": URL, "events": ["release.published", "ruleset.published"]}
NEVER = "/v1/webhooks/000000000000"
IS_JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def app(catalog: Catalog, engine: Engine) -> AsyncIterator[FastAPI]:
    app = create_app(Settings(), load=lambda: catalog)
    async with app.router.lifespan_context(app):
        app.state.engine, app.state.callers = engine, Callers(engine, 2.0)
        app.state.names = Names(allow_private=False, look_up=_look_up, look_up_s=0.3)
        yield app


async def test_a_webhook_is_made_seen_paused_resumed_and_deleted(
    app: FastAPI, engine: Engine
) -> None:
    async with _client(app, engine) as client:
        made = await client.post("/v1/webhooks", json=WANTED)
        assert made.status_code == 201
        where = made.headers["location"]
        hook = made.json()
        secret = hook.pop("secret")
        assert secret.startswith("whsec_")
        assert (hook["url"], hook["events"], hook["note"]) == (URL, WANTED["events"], None)

        assert (await client.get(where)).json() == hook
        assert (await client.get("/v1/webhooks")).json() == {"items": [hook], "next": None}
        for _ in range(2):
            paused = (await client.post(f"{where}/pause")).json()
            assert paused["paused_by"] == "owner"
        assert (await client.post(f"{where}/resume")).json() == hook

        rotated = await client.post(f"{where}/rotate", json={"overlap_h": 1})
        assert rotated.status_code == 201
        assert rotated.json()["secret"] != secret
        assert (await client.delete(where)).status_code == 204
        assert (await client.get(where)).status_code == 404


async def test_nobody_sees_or_changes_those_of_another_owner(app: FastAPI, engine: Engine) -> None:
    async with _client(app, engine) as client:
        where = (await client.post("/v1/webhooks", json=WANTED)).headers["location"]
        event = (await client.post(f"{where}/test")).json()["event"]
    async with _client(app, engine, owner="Another clinic") as other:
        assert (await other.get("/v1/webhooks")).json() == {"items": [], "next": None}
        theirs = [await answer for answer in _asked(other, where, event)]
        never = [await answer for answer in _asked(other, NEVER, event)]
    async with _client(app, engine) as colleague:
        assert len((await colleague.get("/v1/webhooks")).json()["items"]) == 1

    assert [answer.status_code for answer in theirs] == [404] * len(theirs)
    assert list(map(_problem, theirs)) == list(map(_problem, never))


@pytest.mark.parametrize("scopes", [("read",), ("admin", "publish", "triage", "read")])
async def test_only_a_key_that_is_meant_for_webhooks_does(
    scopes: tuple[Scope, ...], app: FastAPI, engine: Engine
) -> None:
    async with _client(app, engine, scopes) as client:
        answers = [await answer for answer in _asked(client, NEVER, "msg_" + "0" * 24)]
        answers.append(await client.post("/v1/webhooks", json=WANTED))
        client.headers.pop("authorization")
        without = await client.get("/v1/webhooks")

    assert {answer.status_code for answer in answers} == {403}
    assert without.status_code == 401


@pytest.mark.parametrize(
    ("refused", "code"),
    [
        ("http://app.example.org/zq7canary", "url_refused"),
        ("https://127.0.0.1/zq7canary", "url_refused"),
        ("https://zq7canary@app.example.org/", "url_refused"),
        ("https://inside.example.org/zq7canary", "address_refused"),
        ("https://nowhere.example.org/zq7canary", "address_refused"),
        ("https://slow.example.org/zq7canary", "look_up_timed_out"),
    ],
)
async def test_a_url_that_leads_inside_is_refused_and_not_repeated(
    refused: str, code: str, app: FastAPI, engine: Engine
) -> None:
    async with _client(app, engine) as client:
        answer = await client.post("/v1/webhooks", json=WANTED | {"url": refused})

    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [("/url", code)]
    assert "zq7canary" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": URL},
        {"url": URL, "events": []},
        {"url": URL, "events": ["webhook.test"]},
        {"url": URL, "events": ["release.published"], "secret": "whsec_mine"},
        {"url": "", "events": ["release.published"]},
        {"url": URL, "events": ["release.published"], "note": "a" * 101},
    ],
)
async def test_what_is_no_webhook_is_refused(
    body: dict[str, Any], app: FastAPI, engine: Engine
) -> None:
    async with _client(app, engine) as client:
        assert (await client.post("/v1/webhooks", json=body)).status_code == 422


@pytest.mark.parametrize(
    "note",
    ["zq7\0canary", "zq7\ncanary", "\x1b[2Jzq7canary", "zq7\x7f", "zq7\x85canary", "zq7\ud800"],
)
async def test_a_note_with_what_cannot_be_read_is_refused_and_not_repeated(
    note: str, app: FastAPI, engine: Engine
) -> None:
    async with _client(app, engine) as client:
        body = json.dumps(WANTED | {"note": note})
        answer = await client.post("/v1/webhooks", content=body, headers=IS_JSON)

    assert 400 <= answer.status_code < 500
    assert "zq7" not in answer.text


async def test_a_note_is_of_any_language(app: FastAPI, engine: Engine) -> None:
    async with _client(app, engine) as client:
        made = await client.post("/v1/webhooks", json=WANTED | {"note": " Küche, 台所 🦴 "})

    assert (made.status_code, made.json()["note"]) == (201, "Küche, 台所 🦴")


async def test_webhooks_are_listed_page_by_page_newest_first(app: FastAPI, engine: Engine) -> None:
    made = [subscribed(engine, URL, at=NOW + n // 2 * A_SECOND).row for n in range(5)]
    newest = sorted(made, key=lambda row: (row.created_at, row.id), reverse=True)

    async with _client(app, engine, owner=OWNER.owner) as client:
        pages, cursor = [], ""
        while cursor is not None:
            page = (
                await client.get(f"/v1/webhooks?limit=2{cursor and f'&cursor={cursor}'}")
            ).json()
            pages.append([hook["id"] for hook in page["items"]])
            cursor = page["next"]
            subscriptions.remove(engine, pages[-1][-1], OWNER, NOW)

    ids = [row.id for row in newest]
    assert pages == [ids[:2], ids[2:4], ids[4:]]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=0", 422),
        ("limit=101", 422),
        ("cursor=x", 422),
        ("cursor=WyJzbHVnIiwiIiwiYSJd", 422),
        ("page=2", 400),
    ],
)
async def test_a_page_that_is_none_is_refused(
    query: str, status: int, app: FastAPI, engine: Engine
) -> None:
    async with _client(app, engine) as client:
        assert (await client.get(f"/v1/webhooks?{query}")).status_code == status


async def test_a_test_is_sent_as_any_event_to_this_webhook_only(
    app: FastAPI, engine: Engine
) -> None:
    async with _client(app, engine) as client:
        where, other = [
            (await client.post("/v1/webhooks", json=WANTED)).headers["location"] for _ in "ab"
        ]
        asked = await client.post(f"{where}/test")
        assert asked.status_code == 202
        assert asked.json()["state"] == "pending"
        (page,) = [(await client.get(f"{where}/deliveries")).json()]
        assert page == {"items": [asked.json()], "next": None}
        assert (await client.get(f"{other}/deliveries")).json()["items"] == []

        for _ in range(9):
            assert (await client.post(f"{where}/test")).status_code == 202
        assert (await client.post(f"{where}/test")).status_code == 409
        await client.post(f"{other}/pause")
        assert (await client.post(f"{other}/test")).status_code == 409

    (one,) = claimed(engine, datetime.now(UTC))
    assert json.loads(one.letter.body)["type"] == "webhook.test"


async def test_dead_letters_are_seen_and_sent_again(app: FastAPI, engine: Engine) -> None:
    async with _client(app, engine) as client:
        where = (await client.post("/v1/webhooks", json=WANTED)).headers["location"]
        webhook = where.rpartition("/")[2]
        happened(engine, webhook, events=3)
        for answer in (Answer("answered", 503), Answer("delivered", 200), Answer("timed_out")):
            (one,) = claimed(engine)
            queue.record(engine, one, answer, None, NOW)

        dead = (await client.get(f"{where}/deliveries?state=dead&limit=1")).json()
        assert [(d["outcome"], d["status"]) for d in dead["items"]] == [("timed_out", None)]
        rest = f"{where}/deliveries?state=dead&limit=1&cursor={dead['next']}"
        second = (await client.get(rest)).json()
        assert [(d["outcome"], d["status"]) for d in second["items"]] == [("answered", 503)]
        assert second["next"] is None

        event = dead["items"][0]["event"]
        again = await client.post(f"{where}/deliveries/{event}/retry")
        assert (again.status_code, again.json()["state"]) == (202, "pending")
        twice = await client.post(f"{where}/deliveries/{event}/retry")
        never = await client.post(f"{where}/deliveries/msg_{'0' * 24}/retry")
        assert (twice.status_code, never.status_code) == (409, 404)


async def test_an_owner_has_twenty_at_most(app: FastAPI, engine: Engine) -> None:
    async with _client(app, engine) as client:
        made = [(await client.post("/v1/webhooks", json=WANTED)).status_code for _ in range(21)]

    assert made == [201] * 20 + [409]


async def test_every_change_is_in_the_audit_log_and_no_secret_is(
    app: FastAPI, engine: Engine
) -> None:
    async with _client(app, engine) as client:
        made = await client.post("/v1/webhooks", json=WANTED)
        where = made.headers["location"]
        rotated = await client.post(f"{where}/rotate", json={})
        for act in ("test", "pause", "resume"):
            await client.post(f"{where}/{act}")
        await client.delete(where)

    with Session(engine) as session:
        rows = [row for row in audit.entries(session) if row.act.startswith("webhook.")]
        assert list(audit.faults(session, {})) == []
    acts = ["created", "rotated", "tested", "paused", "resumed", "deleted"]
    assert [row.act for row in rows] == [f"webhook.{act}" for act in acts]
    assert {row.subject for row in rows} == {f"webhook {where.rpartition('/')[2]}"}
    text = " ".join(row.model_dump_json() for row in rows)
    assert "app.example.org" in text
    for secret in (made.json()["secret"], rotated.json()["secret"], "zq7canary"):
        assert secret not in text


def _asked(client: AsyncClient, where: str, event: str) -> list[Any]:
    """Everything that is done to one webhook."""
    return [
        client.get(where),
        client.post(f"{where}/pause"),
        client.post(f"{where}/resume"),
        client.post(f"{where}/test"),
        client.post(f"{where}/rotate", json={}),
        client.get(f"{where}/deliveries"),
        client.post(f"{where}/deliveries/{event}/retry"),
        client.delete(where),
    ]


def _problem(answer: Response) -> dict[str, Any]:
    problem: dict[str, Any] = answer.json()
    del problem["instance"]
    return problem


def _client(
    app: FastAPI, engine: Engine, scopes: tuple[Scope, ...] = ("webhooks",), owner: str = "A clinic"
) -> AsyncClient:
    wanted = keys.Wanted(owner, "a test", scopes, None)
    key = keys.create(engine, wanted, "a test", NOW).key
    transport = ASGITransport(app, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {key}"}
    return AsyncClient(transport=transport, base_url="http://test", headers=headers)


def _look_up(host: str, _: int) -> list[str]:
    found = {"app.example.org": ["93.184.216.34"], "inside.example.org": ["10.0.0.1"]}
    if host == "slow.example.org":
        time.sleep(1)
    if host not in found:
        raise OSError
    return found[host]
