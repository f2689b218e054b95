"""A server of the real content for the blocks of a page, and what it answered them."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.catalog import Catalog
from app.main import create_app, fast
from app.settings import Settings

READY_S = 30


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
def serving(catalog: Catalog, folder: Path) -> Iterator[Served]:
    """In a thread of this process, on a free port, with a signing key of its own."""
    settings = Settings(development_key_file=folder / "key.pem")
    answers = Answers(fast(create_app(settings, load=lambda: catalog)))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(answers, log_level="warning", access_log=False, lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        end = time.monotonic() + READY_S
        while not server.started and thread.is_alive() and time.monotonic() < end:
            time.sleep(0.01)
        try:
            yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", answers)
        finally:
            server.should_exit = True
            thread.join(READY_S)
