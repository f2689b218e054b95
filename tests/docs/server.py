"""A server of the real content for the blocks of a page, and what it answered them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access import keys
from app.access.keys import Wanted
from app.db import open_engine
from app.library import Library, read_library
from app.main import create_app, fast
from app.migrate import migrate
from app.publish import Order, publish
from app.publishing.archive import packed
from app.settings import Settings
from tests.conftest import NOW, SEED
from tests.serving import serving


@dataclass(frozen=True, slots=True)
class Answers:
    """Notes down the requests that failed: a page that asks for what is not there is wrong."""

    app: ASGIApp
    failed: list[tuple[int, str]] = field(default_factory=list)
    """Status, method and path."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                self.failed.append((message["status"], f"{scope['method']} {scope['path']}"))
            await send(message)

        await self.app(scope, receive, noted)


@dataclass(frozen=True, slots=True)
class Served:
    url: str
    database_url: str
    answers: Answers


@contextmanager
def serving_publishers(url: str, folder: Path) -> Iterator[Served]:
    """Whose database has the real content, for Ann and Ben, whose keys are in the folder."""
    engine = open_engine(url)
    publish(engine, read_library(SEED), NOW, Order(archive=packed(SEED)))
    for name in ("Ann", "Ben"):
        made = keys.create(engine, Wanted(name, "for the page", ("publish",), None), "a test", NOW)
        (folder / f"{name.lower()}.txt").write_text(f"Authorization: Bearer {made.key}\n")
    engine.dispose()
    answers = Answers(fast(create_app(Settings(database_url=url, publish_approvals=1))))
    with serving(answers) as address:
        yield Served(address, url, answers)


@contextmanager
def serving_pages(library: Library, folder: Path) -> Iterator[Served]:
    """With a database and a signing key of its own, and with the limits that everybody has."""
    url = f"sqlite:///{folder}/plumbline.db"
    migrate(url)
    engine = open_engine(url)
    publish(engine, library, NOW)
    engine.dispose()
    settings = Settings(
        database_url=url,
        development_key_file=folder / "key.pem",
        limits_reads_per_minute=600,
        limits_triage_per_minute=600,
    )
    answers = Answers(fast(create_app(settings)))
    with serving(answers) as address:
        yield Served(address, url, answers)
