"""How much may be asked for: by address, by key, and in one place for all workers."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from sqlalchemy import Engine, text
from sqlmodel import Session

from app.access.budgets import Budgets
from app.access.rows import KeyRow
from app.catalog import Catalog
from app.db import open_engine
from app.main import create_app, fast
from app.settings import Settings
from tests.access.conftest import Give
from tests.access.test_keys import bearer
from tests.valkey import Valkey

FEW = Settings(
    limits_reads_per_minute=5,
    limits_triage_per_minute=3,
    limits_key_reads_per_minute=8,
    limits_key_triage_per_minute=6,
    keys_recheck_s=0.05,
)
ANSWERS = {"answers": {"saddle-numbness": "yes"}}


@pytest.fixture
def settings() -> Settings:
    return FEW


async def test_what_is_left_is_told_and_too_many_are_refused(client: AsyncClient) -> None:
    answers = [await client.get("/v1/meta") for _ in range(7)]

    assert [one.status_code for one in answers] == [200] * 5 + [429] * 2
    assert {one.headers["RateLimit-Policy"] for one in answers} == {'"reads";q=5;w=60'}
    left = [one.headers["RateLimit"].split(";")[1] for one in answers]
    assert left == ["r=4", "r=3", "r=2", "r=1", "r=0", "r=0", "r=0"]
    assert_refused(answers[-1])


async def test_triage_has_a_budget_of_its_own(client: AsyncClient) -> None:
    judged = [await client.post("/v1/triage", json=ANSWERS) for _ in range(4)]
    read = await client.get("/v1/meta")

    assert [one.status_code for one in judged] == [200, 200, 200, 429]
    assert judged[0].headers["RateLimit-Policy"] == '"triage";q=3;w=60'
    assert "emergency number" in judged[-1].json()["detail"]
    assert read.status_code == 200


async def test_what_is_free_is_free(client: AsyncClient) -> None:
    etag = (await client.get("/v1/meta")).headers["ETag"]
    known = {"If-None-Match": etag}

    again = [await client.get("/v1/meta", headers=known) for _ in range(20)]
    health = [await client.get(path) for path in ("/livez", "/readyz", "/metrics") * 5]
    asked = [await client.options("/v1/meta") for _ in range(10)]
    rest = [await client.get("/v1/meta") for _ in range(5)]
    after = await client.get("/v1/meta", headers=known)
    changed = await client.get("/v1/meta", headers={"If-None-Match": '"other"'})

    assert {one.status_code for one in again} == {304}
    assert {one.status_code for one in health} == {200}
    assert {one.status_code for one in asked} == {204}
    assert [one.status_code for one in rest] == [200, 200, 200, 200, 429]
    assert after.status_code == 304
    assert_refused(changed)


async def test_a_key_has_its_own_and_larger_budget(client: AsyncClient, give: Give) -> None:
    made, other = give("read", "triage"), give("read")
    for _ in range(6):
        await client.get("/v1/meta")

    answers = [await client.get("/v1/meta", headers=bearer(made)) for _ in range(9)]
    another = await client.get("/v1/meta", headers=bearer(other))
    judged = [await client.post("/v1/triage", json=ANSWERS, headers=bearer(made)) for _ in range(6)]
    unscoped = await client.post("/v1/triage", json=ANSWERS, headers=bearer(other))

    assert [one.status_code for one in answers] == [200] * 8 + [429]
    assert answers[0].headers["RateLimit-Policy"] == '"reads";q=8;w=60'
    assert another.status_code == 200
    assert {one.status_code for one in judged} == {200}
    assert unscoped.headers["RateLimit-Policy"] == '"triage";q=3;w=60'


async def test_guessing_keys_ends_in_not_being_looked_up(
    catalog: Catalog, engine: Engine, give: Give
) -> None:
    most, honest = 30, give("read")
    app = create_app(Settings(), lambda: catalog, engine)
    async with (
        app.router.lifespan_context(app),
        asked_from(app, "192.0.2.1") as guesser,
        asked_from(app, "192.0.2.2") as other,
    ):
        guesses = [
            await guesser.get("/v1/keys/self", headers=bearer(f"plb_{number:012x}_{'A' * 43}"))
            for number in range(most + 5)
        ]
        read = await guesser.get("/v1/meta", headers=bearer("plb_000000000000_" + "A" * 43))
        its_own = await other.get("/v1/keys/self", headers=bearer(honest))

    assert [one.status_code for one in guesses] == [401] * most + [429] * 5
    assert len(app.state.callers._looked) == most + 1
    assert [read.status_code, its_own.status_code] == [200, 200]
    assert 1 <= int(guesses[-1].headers["Retry-After"]) <= 61


async def test_many_who_share_an_address_and_have_keys_are_not_guessing(
    catalog: Catalog, engine: Engine, give: Give
) -> None:
    app = create_app(Settings(), lambda: catalog, engine)
    async with app.router.lifespan_context(app), asked_from(app, "192.0.2.1") as client:
        asked = [await client.get("/v1/keys/self", headers=bearer(give("read"))) for _ in range(35)]

    assert {one.status_code for one in asked} == {200}


async def test_a_condition_is_no_way_around_a_limit(
    client: AsyncClient, give: Give, engine: Engine
) -> None:
    admin, holder = give("admin"), give("read")
    conditions = {"If-None-Match": "x"} | bearer(admin)

    every = [await client.get("/v1/meta", headers={"If-None-Match": "*"}) for _ in range(7)]
    listed = [await client.get("/v1/keys/self", headers=conditions) for _ in range(7)]
    deleted = await client.delete(f"/v1/keys/{holder.row.id}", headers=conditions)

    assert [one.status_code for one in every] == [304] * 5 + [429] * 2
    assert {one.status_code for one in listed} == {429}
    assert deleted.status_code == 429
    with Session(engine) as session:
        row = session.get(KeyRow, holder.row.id)
    assert row is not None
    assert row.revoked_at is None


async def test_keys_that_nobody_looks_up_keep_nobody_waiting(
    catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as silent:  # takes connections, and never says a word
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        port = silent.getsockname()[1]
        away = open_engine(f"postgresql+psycopg://a@127.0.0.1:{port}/a?connect_timeout=2")
        app = create_app(Settings(webhooks_deliver=False), lambda: catalog, away)
        async with app.router.lifespan_context(app), asked_from(app, "192.0.2.1") as client:
            guesses = [f"plb_{number:012x}_{'A' * 43}" for number in range(6)]
            asked = await asyncio.gather(
                *(client.get("/v1/meta", headers=bearer(guess)) for guess in guesses)
            )
            free = await asyncio.wait_for(asyncio.to_thread(lambda: True), 1)
            while app.state.callers._looking:  # until each has heard that nobody answers
                await asyncio.sleep(0.05)
        gc.collect()

    assert {one.status_code for one in asked} == {200}
    assert free
    assert not [one for one in caplog.records if "never retrieved" in one.getMessage()]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("valkey://redis:6379/0", "redis"),
        ("redis://my-redis.internal:6379/0", "my-redis.internal"),
        ("async+valkey://localhost:6379/0", "localhost"),
    ],
)
async def test_the_store_is_where_it_is_said_to_be(url: str, host: str) -> None:
    budgets = Budgets(url, lambda _: None)
    pool = budgets._storage.bridge.storage.connection_pool  # type: ignore[union-attr]

    assert pool.connection_kwargs["host"] == host
    await budgets.close()


@pytest.mark.parametrize(
    ("hops", "forwarded", "same"),
    [
        (0, ["203.0.113.1", "203.0.113.2"], True),
        (1, ["203.0.113.1", "203.0.113.2"], False),
        (1, ["203.0.113.1, 198.51.100.9", "203.0.113.2, 198.51.100.9"], True),
        (2, ["203.0.113.1, 198.51.100.9", "203.0.113.2, 198.51.100.9"], False),
        (1, ["198.51.100.9:1234", "198.51.100.9:999"], True),
        (1, ["2001:db8::1", "2001:db8::2"], True),
        (1, ["[2001:db8::1]:80", "2001:db8::2"], True),
        (1, ["2001:db8:0:1::1", "2001:db8:0:2::1"], False),
        (1, ["::ffff:198.51.100.9", "198.51.100.9"], True),
        (2, ["203.0.113.1", "203.0.113.2"], True),
        (1, [", ", ""], True),
    ],
)
async def test_an_address_is_who_connects_or_what_a_trusted_proxy_says(
    catalog: Catalog, hops: int, forwarded: Sequence[str], same: bool
) -> None:
    app = create_app(FEW.model_copy(update={"trusted_hops": hops}), lambda: catalog)
    async with app.router.lifespan_context(app), asked_from(app, "192.0.2.7") as client:
        for _ in range(5):
            await client.get("/v1/meta", headers={"X-Forwarded-For": forwarded[0]})

        another = await client.get("/v1/meta", headers={"X-Forwarded-For": forwarded[1]})

    assert another.status_code == (429 if same else 200)


async def test_workers_that_share_a_store_have_one_budget(catalog: Catalog, valkey: Valkey) -> None:
    settings = FEW.model_copy(update={"limits_url": valkey.url, "limits_reads_per_minute": 40})
    async with workers(catalog, settings, 4) as clients:
        asked = [client.get("/v1/meta") for client in clients for _ in range(25)]
        answers = await asyncio.gather(*asked)

    accepted = sum(one.status_code == 200 for one in answers)
    assert abs(accepted - 40) <= 2
    assert len(answers) == 100


async def test_while_the_store_is_away_each_worker_counts_and_says_so(
    catalog: Catalog, valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.access.budgets.AWAY_S", 0.0)
    settings = FEW.model_copy(update={"limits_url": valkey.url})
    async with workers(catalog, settings, 1) as (client,):
        first = await client.get("/v1/meta")
        shared = await client.get("/metrics")
        valkey.kill()
        without = [await client.get("/v1/meta") for _ in range(6)]
        alone = await client.get("/metrics")
        valkey.start()
        back = await client.get("/v1/meta")
        again = await client.get("/metrics")

    assert first.status_code == back.status_code == 200
    assert [one.status_code for one in without] == [200] * 5 + [429]
    told = [one.text.split("\nplumbline_limits_shared ")[1][:3] for one in (shared, alone, again)]
    assert told == ["1.0", "0.0", "1.0"]
    assert 'plumbline_requests_refused_total{budget="reads"} 1.0' in alone.text


async def test_content_and_triage_go_on_while_the_database_is_away(
    client: AsyncClient, give: Give, engine: Engine
) -> None:
    made = give("read", "triage")
    assert (await client.get("/v1/keys/self", headers=bearer(made))).status_code == 200
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE api_key RENAME TO api_key_away"))
    await asyncio.sleep(0.1)

    read = await client.get("/v1/meta", headers=bearer(made))
    judged = await client.post("/v1/triage", json=ANSWERS, headers=bearer(made))
    own = await client.get("/v1/keys/self", headers=bearer(made))

    assert [read.status_code, judged.status_code] == [200, 200]
    assert read.headers["RateLimit-Policy"] == '"reads";q=8;w=60'
    assert own.status_code in (500, 503)


def assert_refused(response: Response) -> None:
    assert response.status_code == 429
    assert response.json()["code"] == "quota_exceeded"
    assert 1 <= int(response.headers["Retry-After"]) <= 61
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Request-Id"] in response.json()["instance"]
    assert response.headers["Cache-Control"] == "no-store"


@asynccontextmanager
async def asked_from(app: FastAPI, address: str) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(fast(app), client=(address, 1))
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@asynccontextmanager
async def workers(
    catalog: Catalog, settings: Settings, number: int
) -> AsyncIterator[list[AsyncClient]]:
    async with AsyncExitStack() as stack:
        clients = []
        for _ in range(number):
            app = create_app(settings, lambda: catalog)
            await stack.enter_async_context(app.router.lifespan_context(app))
            clients.append(await stack.enter_async_context(asked_from(app, "192.0.2.1")))
        yield clients
