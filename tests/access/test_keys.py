"""Keys over HTTP, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from app import audit
from app.access.keys import Made
from app.access.rows import KeyRow
from tests.access.conftest import Give


def bearer(made: Made | str) -> dict[str, str]:
    return {"Authorization": f"Bearer {made if isinstance(made, str) else made.key}"}


async def test_an_admin_makes_a_key_and_its_holder_sees_what_it_is(
    client: AsyncClient, give: Give
) -> None:
    wanted = {"owner": "A gym", "name": "its server", "scopes": ["read"], "reads_per_minute": 9_000}

    made = await client.post("/v1/keys", json=wanted, headers=bearer(give("admin")))

    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    key = made.json()["key"]
    seen = await client.get("/v1/keys/self", headers={"X-API-Key": key})
    assert seen.status_code == 200
    assert seen.json() == {name: value for name, value in made.json().items() if name != "key"}
    assert seen.json()["owner"] == "A gym"
    listed = await client.get("/v1/keys", headers=bearer(give("admin")))
    assert key not in listed.text
    assert made.json()["id"] in [one["id"] for one in listed.json()["items"]]


async def test_a_key_is_stored_as_a_digest_only(
    client: AsyncClient, give: Give, engine: Engine
) -> None:
    made = give("read", "admin")
    secret = made.key.rpartition("_")[2] if "_" not in made.key[17:] else made.key[17:]
    await client.get("/v1/keys/self", headers=bearer(made))

    with engine.connect() as connection:
        rows = [
            str(row)
            for table in ("api_key", "api_usage", "audit")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]

    assert len(secret) == 43
    assert rows
    assert not [row for row in rows if secret in row]


@pytest.mark.parametrize("scope", ["read", "triage", "webhooks", "publish"])
async def test_only_an_admin_hands_out_keys(client: AsyncClient, give: Give, scope: str) -> None:
    holder = give(scope)

    for method, path in (
        ("GET", "/v1/keys"),
        ("POST", "/v1/keys"),
        ("GET", f"/v1/keys/{holder.row.id}"),
        ("DELETE", f"/v1/keys/{holder.row.id}"),
        ("POST", f"/v1/keys/{holder.row.id}/rotate"),
    ):
        refused = await client.request(method, path, headers=bearer(holder), content=b"{")
        assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing"), path


async def test_a_revoked_key_is_refused_by_a_worker_that_knew_it(
    client: AsyncClient, give: Give
) -> None:
    admin, holder = give("admin"), give("read")
    assert (await client.get("/v1/keys/self", headers=bearer(holder))).status_code == 200

    revoked = await client.delete(f"/v1/keys/{holder.row.id}", headers=bearer(admin))

    assert revoked.json()["revoked_at"] is not None
    await asyncio.sleep(0.1)  # twice as long as a worker believes what it knew
    refused = await client.get("/v1/keys/self", headers=bearer(holder))
    assert (refused.status_code, refused.json()["code"]) == (401, "key_required")
    again = await client.delete(f"/v1/keys/{holder.row.id}", headers=bearer(admin))
    assert again.json() == revoked.json()


async def test_a_key_ends_when_it_says(client: AsyncClient, give: Give) -> None:
    over = give("read", lives=timedelta(seconds=-1))

    assert (await client.get("/v1/keys/self", headers=bearer(over))).status_code == 401


async def test_a_rotated_key_works_beside_its_successor_and_then_no_more(
    client: AsyncClient, give: Give, engine: Engine
) -> None:
    old = give("read", "triage")

    made = await client.post("/v1/keys/self/rotate", json={"overlap_h": 48}, headers=bearer(old))

    assert made.status_code == 201
    assert made.json()["scopes"] == ["read", "triage"]
    for key in (old.key, made.json()["key"]):
        assert (await client.get("/v1/keys/self", headers=bearer(key))).status_code == 200
    with Session(engine) as session:
        row = session.exec(select(KeyRow).where(KeyRow.id == old.row.id)).one()
    assert row.replaced_by == made.json()["id"]
    assert row.expires_at is not None
    assert timedelta(hours=47) < row.expires_at - datetime.now(UTC) < timedelta(hours=49)
    again = await client.post("/v1/keys/self/rotate", json={}, headers=bearer(old))
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


async def test_a_line_of_keys_ends_when_its_first_would_and_counts_as_one(
    client: AsyncClient, give: Give, engine: Engine
) -> None:
    first = give("read", lives=timedelta(days=30))
    second = await rotated(client, first.key, 48)

    again = await client.post("/v1/keys/self/rotate", json={}, headers=bearer(second["key"]))

    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert first.row.expires_at is not None
    assert datetime.fromisoformat(second["expires_at"]) == first.row.expires_at
    with Session(engine) as session:
        rows = session.exec(select(KeyRow)).all()
    assert {row.lineage for row in rows} == {first.row.id}


async def test_a_key_is_rotated_again_once_the_one_before_is_over(
    client: AsyncClient, give: Give
) -> None:
    second = await rotated(client, give("read").key, 0)

    assert (await rotated(client, second["key"], 0))["id"] != second["id"]


@pytest.mark.parametrize("line", [True, False])
async def test_a_stolen_key_ends_with_what_it_was_rotated_to(
    client: AsyncClient, give: Give, line: bool
) -> None:
    admin, stolen = give("admin"), give("read")
    thiefs = await rotated(client, stolen.key, 48)

    await client.delete(f"/v1/keys/{stolen.row.id}?line={line}", headers=bearer(admin))

    await asyncio.sleep(0.1)
    statuses = [
        (await client.get("/v1/keys/self", headers=bearer(key))).status_code
        for key in (stolen.key, thiefs["key"])
    ]
    assert statuses == [401, 401 if line else 200]


async def test_keys_are_listed_page_by_page(client: AsyncClient, give: Give) -> None:
    admin = bearer(give("admin"))
    made = {give("read").row.id for _ in range(4)}

    first = (await client.get("/v1/keys?limit=3", headers=admin)).json()
    rest = (await client.get(f"/v1/keys?limit=3&cursor={first['next']}", headers=admin)).json()

    ids = [one["id"] for one in first["items"] + rest["items"]]
    assert len(first["items"]) == 3
    assert rest["next"] is None
    assert made < set(ids)
    assert len(ids) == len(set(ids)) == 5


async def test_usage_is_for_the_owner_and_nobody_else(
    client: AsyncClient, give: Give, served: FastAPI, engine: Engine
) -> None:
    ours, others, admin = give("read"), give("read", owner="A gym"), give("admin", owner="We")
    for _ in range(3):
        await client.get("/v1/meta", headers=bearer(ours))
    served.state.usage.flush(engine)

    own = (await client.get("/v1/keys/self/usage", headers=bearer(ours))).json()
    theirs = (await client.get("/v1/keys/self/usage", headers=bearer(others))).json()
    admins = (await client.get("/v1/keys/self/usage", headers=bearer(admin))).json()

    today = datetime.now(UTC).date().isoformat()
    first = {"day": today, "key": ours.row.id, "budget": "reads", "requests": 3}
    assert own == {"owner": "A clinic", "items": [first]}
    assert [theirs["items"], admins["items"]] == [[], []]
    with Session(engine) as session:
        row = session.get(KeyRow, ours.row.id)
    assert row is not None
    assert row.last_used_on == datetime.now(UTC).date()


async def test_an_invalid_key_is_as_none_where_none_is_needed(
    client: AsyncClient, give: Give
) -> None:
    over = give("read", "triage", lives=timedelta(seconds=-1))

    read = await client.get("/v1/meta", headers=bearer(over))
    judged = await client.post("/v1/triage", json={"answers": {}}, headers=bearer(over))

    assert [read.status_code, judged.status_code] == [200, 200]


async def test_a_key_in_the_url_is_refused(client: AsyncClient, give: Give) -> None:
    made = give("admin")

    refused = await client.get(f"/v1/keys?api_key={made.key}")

    assert refused.status_code in (400, 401)
    assert made.key not in refused.text


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"owner": "", "name": "x", "scopes": ["read"]}, "/owner"),
        ({"owner": "a\x00b", "name": "x", "scopes": ["read"]}, "/owner"),
        ({"owner": "x", "name": "a\x1b[2Jb", "scopes": ["read"]}, "/name"),
        ({"owner": "x", "name": "x", "scopes": []}, "/scopes"),
        ({"owner": "x", "name": "x", "scopes": ["root"]}, "/scopes"),
        ({"owner": "x", "name": "x", "scopes": ["read"], "more": 1}, ""),
        (
            {"owner": "x", "name": "x", "scopes": ["read"], "expires_at": "2001-01-01T00:00:00Z"},
            "/expires_at",
        ),
    ],
)
async def test_what_cannot_be_a_key_is_refused_with_the_place(
    client: AsyncClient, give: Give, body: dict[str, object], pointer: str
) -> None:
    refused = await client.post("/v1/keys", json=body, headers=bearer(give("admin")))

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


async def test_every_act_with_a_key_is_in_the_audit_log(
    client: AsyncClient, give: Give, engine: Engine
) -> None:
    admin = give("admin")
    wanted = {"owner": "A gym", "name": "its server", "scopes": ["read"]}
    made = (await client.post("/v1/keys", json=wanted, headers=bearer(admin))).json()
    rotated = await client.post(f"/v1/keys/{made['id']}/rotate", json={}, headers=bearer(admin))
    await client.delete(f"/v1/keys/{made['id']}", headers=bearer(admin))

    with Session(engine) as session:
        entries = [(row.actor, row.act, row.subject) for row in audit.entries(session)]
        faults = list(audit.faults(session, {}))

    by = f"key {admin.row.id} (A clinic)"
    assert entries[1:] == [
        (by, "key.created", f"key {made['id']}"),
        (by, "key.rotated", f"key {rotated.json()['id']}"),
        (by, "key.revoked", f"key {made['id']}"),
    ]
    assert faults == []


async def rotated(client: AsyncClient, key: str, overlap_h: int) -> dict[str, str]:
    made = await client.post(
        "/v1/keys/self/rotate", json={"overlap_h": overlap_h}, headers=bearer(key)
    )
    assert made.status_code == 201, made.text
    found: dict[str, str] = made.json()
    return found
