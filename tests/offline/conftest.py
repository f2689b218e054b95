"""A real server and a phone, for the tests of the reference client.

The server is a process of its own that listens on a free port; it ends with the tests, however they
end. Each story stands for itself, so that no test depends on another having run.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import rfc8785
from plumbline import Copy, Release, Synced, Terms, http_client

from app.content.base import Text
from app.content.notice import NoticeDocument, Recalled
from app.content.release import RetiredDocument
from app.db import open_engine
from app.library import Library
from app.migrate import migrate
from app.publish import publish
from tests.conftest import NOW, ROOT
from tests.libraries import told, with_a_new_tip, with_documents
from tests.test_publish import with_a_rule_less

Json = dict[str, Any]

TODAY = date(2026, 11, 24)
SERVE = """
import os, sys, threading
from app.commands import main
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(1)), daemon=True).start()
sys.exit(main(["serve", "--port", sys.argv[1]]))
"""
"""Ends when its standard input does: with the tests, even if they are killed."""

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
PREGNANT = {
    **WELL,
    "pregnancy": "yes-told-exercise-is-fine",
    "screen-pregnancy": "one-or-more",
    "ectopic": "none",
    "pregnancy-alarm": "none",
    "pregnant-severe-hip": "none",
    "pelvic-girdle-pain": "yes-told-exercise-is-fine",
}
EMERGENCY = {"screen-nerves": "one-or-more", "saddle-numbness": "yes"}


@dataclass(frozen=True)
class Service:
    """A database of its own, and a server of it while `running`."""

    folder: Path
    port: int = field(default_factory=lambda: _free_port())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def _database(self) -> str:
        return f"sqlite:///{self.folder}/plumbline.db"

    def publish(self, library: Library, at: datetime) -> int:
        """The number of the release."""
        migrate(self._database)
        engine = open_engine(self._database)
        try:
            return publish(engine, library, at).number
        finally:
            engine.dispose()

    @contextmanager
    def running(self) -> Iterator[None]:
        env = os.environ | {
            "PLUMBLINE_DATABASE_URL": self._database,
            "PLUMBLINE_DEVELOPMENT_KEY_FILE": f"{self.folder}/key.pem",
            "PLUMBLINE_MAX_AGE_S": "0",
            "PLUMBLINE_RELEASE_POLL_S": "0.1",
        }
        command = [sys.executable, "-c", SERVE, str(self.port)]
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        with subprocess.Popen(command, cwd=ROOT, env=env, stdin=pipe, stdout=nothing) as server:
            try:
                self._wait_for(server, 0)
                yield
            finally:
                server.terminate()

    def wait_for(self, release: int) -> None:
        """Until a release that was published meanwhile is served."""
        self._wait_for(None, release)

    def _wait_for(self, server: "subprocess.Popen[bytes] | None", release: int) -> None:
        end = time.monotonic() + 120
        while time.monotonic() < end and (server is None or server.poll() is None):
            try:
                if httpx.get(f"{self.url}/readyz").json()["content_release"] >= release:
                    return
            except httpx.ConnectError:
                pass
            time.sleep(0.1)
        raise AssertionError("the server was not ready within two minutes")

    def kept_apart(self, folder: Path) -> "Service":
        """The same releases and the same key, for somebody else to go on with."""
        for name in ("plumbline.db", "key.pem"):
            shutil.copy(self.folder / name, folder / name)
        return Service(folder)


@dataclass(frozen=True)
class Before:
    """What was there, and what was said, before the server was stopped."""

    service: Service
    public_key: str
    manifest: Json
    bundle: bytes
    copy: Copy
    reading: httpx.Client
    """What reads were kept with."""
    on_the_wire: list[int]
    """The status of each answer to the same read, three times."""
    answered: dict[str, Json]
    """What the server said to each of `PEOPLE`, by name."""
    vectors: Json


def terms(public_key: str | None, **other: Any) -> Terms:
    standard = Terms(public_key, most_bytes=20_000_000, allow_development_key=True)
    return replace(standard, **other)


@pytest.fixture(scope="session")
def before(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Before]:
    """The first release: synced, read and asked; then the server was stopped."""
    folder = tmp_path_factory.mktemp("before")
    service = Service(folder)
    service.publish(library, NOW)
    reading = http_client(service.url, folder / "reads.db")
    with service.running(), httpx.Client(base_url=service.url) as client:
        manifest = client.get("/v1/bundle/manifest?lang=en").json()
        public_key = manifest["signature"]["public_key"]
        copy = Copy(folder / "phone.db", terms(public_key))
        assert copy.sync(client) == "bundle"
        assert copy.sync(reading) == "same"
        vectors = client.get("/v1/self-check/vectors").json()
        there = Before(
            service=service,
            public_key=public_key,
            manifest=manifest,
            bundle=client.get("/v1/bundle?lang=en").content,
            copy=copy,
            reading=reading,
            on_the_wire=_read(reading),
            answered={name: _ask(reading, said) for name, said in people(vectors).items()},
            vectors=vectors,
        )
    yield there
    reading.close()


def people(vectors: Json) -> dict[str, Json]:
    """Whom the server is asked about: an emergency, a person with conditions, a well one, and every
    twentieth of the vectors."""
    told = {"well": WELL, "with conditions": PREGNANT, "emergency": EMERGENCY, "silent": {}}
    return told | {vector["name"]: vector["answers"] for vector in vectors["vectors"][::20]}


def _ask(client: httpx.Client, answers: Json) -> Json:
    said = {"answers": answers, "region": "GB"}
    response = client.post("/v1/triage?include=timeline", json=said)
    assert response.status_code == 200, response.text
    told: Json = response.json()
    return told


def _read(client: httpx.Client) -> list[int]:
    """A list, and an item twice. What httpcore received is noted, not what the cache made of it."""
    received: list[int] = []

    def note(event: str, info: Json) -> None:
        if event == "http11.receive_response_headers.complete":
            received.append(info["return_value"][1])

    for path in ("/v1/exercises", "/v1/exercises/clamshell", "/v1/exercises/clamshell"):
        assert client.get(path, extensions={"trace": note}).status_code == 200
    return received


@pytest.fixture
def phone(before: Before, tmp_path: Path) -> Copy:
    """Holds the first release, for one test."""
    path = Path(shutil.copy(before.copy.path, tmp_path / "phone.db"))
    return replace(before.copy, path=path)


@dataclass(frozen=True)
class Later:
    """A server with the second and the third release, and who was there when they came."""

    service: Service
    synced: list[tuple[Synced, Release]]
    """What a new phone did, and held then: it fetched its first bundle while the second release was
    published, and what changed after the third."""


@pytest.fixture(scope="session")
def later(
    before: Before, library: Library, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Later]:
    folder = tmp_path_factory.mktemp("later")
    service = before.service.kept_apart(folder)
    phone = replace(before.copy, path=folder / "phone.db")
    first, second = with_a_new_tip(library), changed(library)

    def release(request: httpx.Request) -> None:
        if request.url.path == "/v1/bundle":
            service.wait_for(service.publish(first, NOW + timedelta(days=1)))

    with service.running(), httpx.Client(base_url=service.url) as client:
        client.event_hooks["request"].append(release)
        synced = [(phone.sync(client), phone.held())]
        service.wait_for(service.publish(second, NOW + timedelta(days=2)))
        synced.append((phone.sync(client), phone.held()))
        yield Later(service, synced)


@pytest.fixture
def client(later: Later) -> Iterator[httpx.Client]:
    """A way to the server of `later`."""
    with httpx.Client(base_url=later.service.url) as client:
        yield client


def bodies(bundle: Json) -> dict[tuple[str, str], str]:
    """What a phone holds that took this bundle."""
    return {
        (kind, slug): rfc8785.dumps(value).decode()
        for kind, shelf in bundle["entries"].items()
        for slug, value in shelf.items()
    }


def changed(library: Library) -> Library:
    """A rule less, an exercise renamed, and a tip replaced by another."""
    exercises = dict(library.documents["exercise"])
    clamshell = exercises["clamshell"].model_copy(update={"name": Text("Clamshell, lying")})
    renamed = with_documents(library, "exercise", {**exercises, "clamshell": clamshell})
    ruled = with_a_rule_less(renamed, version="1.0.1")
    gone = RetiredDocument(kind="tip", slug="one-more", replaced_by="up-every-hour")
    return told(replace(ruled, retired=(gone,)))


def recalling(library: Library, version: str) -> Library:
    """With the notice that this version must not be used any more."""
    notice = NoticeDocument(
        kind="recall",
        published_on=TODAY,
        recalls=Recalled(name="self-check", version=version),
        contact="whoever runs this service",
        title=Text("A recall"),
        text=Text("Do not use this version."),
    )
    return with_documents(library, "notice", {"recalled": notice})


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
