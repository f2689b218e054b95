"""A browser and a server for it to look at."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn

from app.catalog import Catalog
from app.main import create_app
from app.settings import Settings
from tests.tools import tool


@pytest.fixture(scope="session")
def chromium() -> str:
    return tool("chromium", "nobody looks at the pages")


@pytest.fixture
async def address(catalog: Catalog) -> AsyncIterator[str]:
    """Of a server that ends with the test."""
    app = create_app(Settings(), load=lambda: catalog)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await running
