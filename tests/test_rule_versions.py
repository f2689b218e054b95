"""Every rule set ever in force can be asked again; one that was recalled answers 410."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from sqlalchemy import Engine
from sqlmodel import Session

from app.catalog import Catalog, load_catalog
from app.content.base import Text
from app.content.notice import NoticeDocument, Recalled
from app.db import open_engine
from app.library import Library
from app.main import create_app
from app.migrate import migrate
from app.publish import PublishRefused, publish
from app.settings import Settings
from app.triage.document import digest, to_document
from app.triage.model import Level
from tests.conftest import NOW
from tests.libraries import with_documents
from tests.test_publish import with_a_rule_less


@pytest.fixture
def two_versions(library: Library, tmp_path: Path) -> Engine:
    """1.0.0, then 1.0.1, which lacks its last rule."""
    url = f"sqlite:///{tmp_path}/plumbline.db"
    migrate(url)
    engine = open_engine(url)
    publish(engine, library, NOW)
    publish(engine, with_a_rule_less(library, version="1.0.1"), NOW)
    return engine


@pytest.fixture
async def client(two_versions: Engine) -> AsyncIterator[AsyncClient]:
    with Session(two_versions) as session:
        catalog = load_catalog(session)
    async with _serving(catalog) as client:
        yield client


@asynccontextmanager
async def _serving(catalog: Catalog) -> AsyncIterator[AsyncClient]:
    app = create_app(Settings(), load=lambda: catalog)
    transport = ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield client


async def test_an_old_version_answers_as_it_did(client: AsyncClient, library: Library) -> None:
    last = library.rule_sets["self-check"].rules[-1]
    assert last.slug == "uneven-after-operation"
    said = {"iliac-crest-hands": "left-higher", "other-operation": "unsure"}

    old = await client.post("/v1/triage", json={"answers": said, "ruleset": "1.0.0"})
    again = await client.post("/v1/triage", json={"answers": said, "ruleset": "1.0.0"})
    new = await client.post("/v1/triage", json={"answers": said})

    assert old.content == again.content
    assert old.json()["ruleset"]["version"] == "1.0.0"
    assert old.json()["ruleset"]["status"] == "superseded"
    assert new.json()["ruleset"]["version"] == "1.0.1"
    fired = [{rule["rule"] for rule in answer.json()["because"]} for answer in (old, new)]
    assert fired[0] - fired[1] == {last.slug}


async def test_both_versions_are_served_whole(client: AsyncClient) -> None:
    old = (await client.get("/v1/self-check/rules/1.0.0")).json()
    new = (await client.get("/v1/self-check/rules")).json()

    assert (old["status"], new["status"]) == ("superseded", "in_force")
    assert len(old["body"]["rules"]) == len(new["body"]["rules"]) + 1
    assert old["digest"] != new["digest"]


async def test_a_diff_says_in_words_what_changed(client: AsyncClient) -> None:
    query = {"from": "1.0.0", "to": "1.0.1"}

    diff = (await client.get("/v1/self-check/diff", params=query)).json()

    assert [change["words"] for change in diff["differences"]] == [
        "rule 'uneven-after-operation' is gone"
    ]
    told = {"iliac-crest-hands": "left-higher", "other-operation": "unsure"}
    assert diff["levels"] == [{"answers": told, "before": "clinician_first", "after": "self_care"}]


async def test_a_diff_shows_whose_level_changed(two_versions: Engine, library: Library) -> None:
    weaker = _weaker(with_a_rule_less(library, version="1.0.2"))
    publish(two_versions, weaker, NOW)
    with Session(two_versions) as session:
        catalog = load_catalog(session)
    query = {"from": "1.0.1", "to": "1.0.2"}

    async with _serving(catalog) as client:
        diff = (await client.get("/v1/self-check/diff", params=query)).json()

    assert [change["words"] for change in diff["differences"]] == [
        "rule 'foot-drop': level was urgent, is clinician_first"
    ]
    assert diff["levels"] == [
        {"answers": {"foot-drop": "yes"}, "before": "urgent", "after": "clinician_first"}
    ]


async def test_a_recalled_version_answers_410_and_the_recall_is_told(
    two_versions: Engine, library: Library
) -> None:
    publish(two_versions, _recalling(with_a_rule_less(library, version="1.0.1"), "1.0.0"), NOW)
    with Session(two_versions) as session:
        catalog = load_catalog(session)

    async with _serving(catalog) as client:
        old = await client.post("/v1/triage", json={"answers": {}, "ruleset": "1.0.0"})
        now = await client.post("/v1/triage", json={"answers": {}})
        notices = (await client.get("/v1/notices")).json()["items"]
        rules = (await client.get("/v1/self-check/rules/1.0.0")).json()

    assert (old.status_code, old.json()["code"]) == (410, "withdrawn")
    assert now.status_code == 200
    assert rules["status"] == "withdrawn"
    assert [(n["kind"], n["recalls"]) for n in notices] == [
        ("recall", {"name": "self-check", "version": "1.0.0"})
    ]


def test_what_a_version_still_names_cannot_be_retired(
    two_versions: Engine, library: Library
) -> None:
    exercises = dict(library.documents["exercise"])
    del exercises["clamshell"]
    gone = dataclasses.replace(library, documents={**library.documents, "exercise": exercises})

    with pytest.raises(PublishRefused, match="clamshell"):
        publish(two_versions, gone, NOW)


def _recalling(library: Library, version: str) -> Library:
    notice = NoticeDocument(
        kind="recall",
        published_on=date(2026, 11, 23),
        recalls=Recalled(name="self-check", version=version),
        contact="whoever runs this service",
        title=Text("A recall"),
        text=Text("Do not use this version."),
    )
    return with_documents(library, "notice", {"recalled": notice})


def _weaker(library: Library) -> Library:
    """A weaker rule, with a proof that is taken as given: here only the difference counts."""
    rules = library.rule_sets["self-check"]
    changed = dataclasses.replace(
        rules,
        rules=tuple(
            dataclasses.replace(r, level=Level.CLINICIAN_FIRST) if r.slug == "foot-drop" else r
            for r in rules.rules
        ),
    )
    proof = library.proofs["self-check"]
    proved = proof.ruleset.model_copy(update={"digest": digest(to_document(changed))})
    return dataclasses.replace(
        library,
        rule_sets={**library.rule_sets, "self-check": changed},
        proofs={**library.proofs, "self-check": proof.model_copy(update={"ruleset": proved})},
    )
