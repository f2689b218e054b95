"""A server of the real content for the blocks of a page, and what it answered them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.catalog import Catalog
from app.main import create_app, fast
from app.settings import Settings
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
    answers: Answers


@contextmanager
def serving_pages(catalog: Catalog, folder: Path) -> Iterator[Served]:
    """With a signing key of its own."""
    settings = Settings(development_key_file=folder / "key.pem")
    answers = Answers(fast(create_app(settings, load=lambda: catalog)))
    with serving(answers) as url:
        yield Served(url, answers)
