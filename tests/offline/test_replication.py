"""Whoever follows the changes from any release to any later one holds exactly that release: over
made-up histories, and over real releases on both databases."""

import itertools
import json
import random
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from app.catalog import Catalog, load_catalog
from app.catalog.offline import Copy, copy
from app.content.base import Text
from app.content.exercise import ExerciseDocument
from app.content.release import Changed, Release, RetiredDocument
from app.db import open_engine
from app.library import Library
from app.main import create_app
from app.migrate import migrate
from app.publish import publish
from app.serving.entries import Key, entry_digest
from app.serving.token import Token
from app.settings import Settings
from tests.conftest import BOTH, NOW, new_database
from tests.libraries import told, with_a_new_tip, with_documents
from tests.test_publish import with_a_rule_less

Held = dict[Key, bytes]

KEYS = st.tuples(st.sampled_from(["cause", "tip", "warning"]), st.sampled_from("abc"))
CONTENTS = st.dictionaries(KEYS, st.sampled_from([b"1", b"2", b"3"]), max_size=9)
HISTORIES = st.lists(CONTENTS, min_size=2, max_size=7)


def released(history: list[Held]) -> list[Copy]:
    """Each release of a made-up history, its changes recorded as the publisher records them."""
    copies, last, releases = [], dict[Key, Changed](), dict[int, Release]()
    for number, contents in enumerate(history, 1):
        at = NOW + timedelta(days=number)
        releases[number] = Release(
            number=number, digest=f"{number:012}", published_at=at, self_check="1", follow_up="1"
        )
        for key, body in contents.items():
            if key not in last or last[key].digest != entry_digest(body):
                last[key] = changed(number, key, entry_digest(body))
        for key, was in list(last.items()):
            if not was.deleted and key not in contents:
                last[key] = changed(number, key, None)
        entries = dict(sorted(contents.items()))
        copies.append(copy("en", dict(releases), entries, dict(last)))
    return copies


def changed(number: int, key: Key, digest: str | None) -> Changed:
    return Changed(
        release=number,
        language="en",
        kind=key[0],
        slug=key[1],
        deleted=digest is None,
        digest=digest,
        replaced_by=None,
    )


def follow(held: Held, token: Token, pages: list[tuple[Copy, int]]) -> Held:
    """Page after page, each from the release that answers then; the last one to the end."""
    held = dict(held)
    for at, limit in pages:
        for change in at.pending(token.position)[:limit]:
            key = (change.kind, change.slug)
            held.pop(key, None)
            if not change.deleted:
                held[key] = at.entries[key]
            token = at.token_after(change)
    return held


@given(HISTORIES)
@settings(max_examples=300, deadline=None)
def test_from_any_release_to_any_later_one(history: list[Held]) -> None:
    copies = released(history)

    for old, new in itertools.combinations(copies, 2):
        for limit in (1, 2, 100):
            pages = [(new, limit)] * (len(new.log) + 1)
            assert follow(dict(old.entries), old.token, pages) == new.entries


@given(HISTORIES, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_while_releases_are_published_in_the_middle(
    history: list[Held], chance: random.Random
) -> None:
    copies = released(history)
    start = chance.randrange(len(copies) - 1)
    answering = sorted(chance.choices(range(start, len(copies)), k=6))
    pages = [(copies[number], chance.randint(1, 3)) for number in answering]
    last = copies[answering[-1]]

    held = follow(dict(copies[start].entries), copies[start].token, [*pages, (last, 10_000)])

    assert held == last.entries


@given(HISTORIES)
@settings(max_examples=100, deadline=None)
def test_nothing_is_pending_for_who_has_everything(history: list[Held]) -> None:
    for at in released(history):
        assert list(at.pending(at.token.position)) == []
        assert Token.read(str(at.token)) == at.token


@dataclass
class Phone:
    """What a phone holds: values, not bytes."""

    entries: dict[Key, Any]
    token: str

    async def sync(self, client: AsyncClient, limit: int) -> dict[str, Any]:
        staged = dict(self.entries)
        while True:
            response = await client.get(
                "/v1/changes", params={"since": self.token, "limit": str(limit)}
            )
            assert response.status_code == 200, response.text
            page: dict[str, Any] = response.json()
            for change in page["changes"]:
                staged.pop((change["kind"], change["slug"]), None)
                if change["op"] == "upsert":
                    staged[change["kind"], change["slug"]] = change["value"]
            self.token = page["next"]
            if page["complete"]:
                self.entries = staged
                return page


def phone(bundle: Mapping[str, Any]) -> Phone:
    entries = {
        (kind, slug): value
        for kind, shelf in bundle["entries"].items()
        for slug, value in shelf.items()
    }
    return Phone(entries, bundle["token"])


def libraries(library: Library) -> list[Library]:
    """Eight releases in a row that differ in every way content can."""
    tip = with_a_new_tip(library)
    spanish = {**library.translations["es"], ("tip", "one-more"): {"text": "Otro consejo."}}
    only_spanish = replace(tip, translations={**tip.translations, "es": spanish})
    renamed = with_a_longer_name(only_spanish)
    ruled = with_a_rule_less(renamed, version="1.0.1")
    gone = told(
        replace(
            with_documents(ruled, "tip", library.documents["tip"]),
            retired=(RetiredDocument(kind="tip", slug="one-more", replaced_by="up-every-hour"),),
        )
    )
    spanish_drafted = replace(
        gone,
        languages={
            **gone.languages,
            "es": gone.languages["es"].model_copy(update={"status": "draft"}),
        },
    )
    return [library, tip, only_spanish, renamed, ruled, gone, spanish_drafted, gone]


def with_a_longer_name(library: Library) -> Library:
    exercises = dict(library.documents["exercise"])
    clamshell = exercises["clamshell"]
    assert isinstance(clamshell, ExerciseDocument)
    exercises["clamshell"] = clamshell.model_copy(update={"name": Text("Clamshell, lying")})
    return with_documents(library, "exercise", exercises)


@pytest.fixture(scope="module", params=BOTH)
def catalogs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, library: Library
) -> list[Catalog]:
    url = new_database(request, tmp_path_factory.mktemp("releases"))
    migrate(url)
    engine = open_engine(url)
    made = []
    for day, changed_library in enumerate(libraries(library)):
        done = publish(engine, changed_library, NOW + timedelta(days=day))
        assert done.new
        with Session(engine) as session:
            made.append(load_catalog(session))
    engine.dispose()
    return made


@pytest.fixture
async def served(catalogs: list[Catalog]) -> AsyncIterator[tuple[AsyncClient, Any]]:
    app = create_app(Settings(changes_keep_days=100_000), load=lambda: catalogs[0])
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        yield client, app


async def test_a_phone_that_follows_real_releases_holds_their_bundles(
    served: tuple[AsyncClient, Any], catalogs: list[Catalog]
) -> None:
    client, app = served
    chance, pairs = random.Random(4), 0
    for lang in ("en", "es"):
        bundles = {}
        for number, catalog in enumerate(catalogs):
            if lang in catalog.copies:
                app.state.catalog = catalog
                bundles[number] = (await client.get(f"/v1/bundle?lang={lang}")).json()
        for old, new in itertools.combinations(bundles, 2):
            app.state.catalog = catalogs[new]
            held = phone(bundles[old])

            page = await held.sync(client, limit=chance.choice([1, 7, 50, 500]))

            assert held.entries == phone(bundles[new]).entries, (lang, old, new)
            assert held.token == bundles[new]["token"]
            assert page["state"] == bundles[new]["state"]
            assert page["release"] == bundles[new]["release"]
            pairs += 1
    assert pairs == 28 + 21


async def test_a_release_published_between_two_pages_is_followed_to_its_end(
    served: tuple[AsyncClient, Any], catalogs: list[Catalog]
) -> None:
    client, app = served
    app.state.catalog = catalogs[0]
    held = phone((await client.get("/v1/bundle?lang=en")).json())
    app.state.catalog = catalogs[3]
    first = await client.get("/v1/changes", params={"since": held.token, "limit": "2"})
    assert not first.json()["complete"]
    for change in first.json()["changes"]:
        held.entries[change["kind"], change["slug"]] = change["value"]
    held.token = first.json()["next"]

    app.state.catalog = catalogs[5]
    await held.sync(client, limit=3)

    assert held.entries == phone((await client.get("/v1/bundle?lang=en")).json()).entries


async def test_what_is_gone_names_what_takes_its_place(
    served: tuple[AsyncClient, Any], catalogs: list[Catalog]
) -> None:
    client, app = served
    app.state.catalog = catalogs[4]
    token = str(catalogs[4].copies["en"].token)
    app.state.catalog = catalogs[5]

    changes = (await client.get("/v1/changes", params={"since": token})).json()["changes"]

    (gone,) = [change for change in changes if change["op"] == "delete"]
    assert (gone["kind"], gone["slug"]) == ("tip", "one-more")
    assert (gone["replaced_by"], gone["value"]) == ("up-every-hour", None)


async def test_a_language_published_no_more_is_410_and_says_which_are(
    served: tuple[AsyncClient, Any], catalogs: list[Catalog]
) -> None:
    client, app = served
    token = str(catalogs[5].copies["es"].token)
    app.state.catalog = catalogs[6]

    response = await client.get("/v1/changes", params={"since": token})

    assert (response.status_code, response.json()["code"]) == (410, "token_expired")
    assert "in one of: en" in response.json()["detail"]


def test_what_the_publisher_records_is_what_the_catalog_serves(catalogs: list[Catalog]) -> None:
    for catalog in catalogs:
        for lang in catalog.copies:
            at = catalog.copies[lang]
            recorded = {(c.kind, c.slug): c.digest for c in at.log if not c.deleted}
            assert recorded == {key: entry_digest(body) for key, body in at.entries.items()}


async def test_a_bundle_is_its_entries_and_its_head(
    served: tuple[AsyncClient, Any], catalogs: list[Catalog]
) -> None:
    client, app = served
    app.state.catalog = catalogs[0]
    response = await client.get("/v1/bundle?lang=es")
    manifest = (await client.get("/v1/bundle/manifest?lang=es")).json()

    bundle = json.loads(response.content)

    at = catalogs[0].copies["es"]
    assert phone(bundle).entries == {key: json.loads(body) for key, body in at.entries.items()}
    assert {key: bundle[key] for key in bundle if key != "entries"} == {
        key: manifest[key] for key in bundle if key != "entries"
    }
