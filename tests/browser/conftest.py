"""A browser, and a server for it to look at: what each worker runs, with its access log. One loop
for all, since starting either takes longer than most tests."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from playwright.async_api import Browser, async_playwright, expect

from app.catalog import Catalog
from app.main import create_app, fast
from app.settings import Settings
from tests.browser.flags import FLAGS
from tests.browser.visitor import Visitor
from tests.tools import tool

# A machine may be busy with other tests.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def chromium() -> str:
    return tool("chromium", "nobody looks at the pages")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def address(catalog: Catalog) -> AsyncIterator[str]:
    async with served(create_app(Settings(), load=lambda: catalog)) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(browser: Browser, address: str) -> AsyncIterator[Visitor]:
    """Whoever looks at pages of ours; nothing may go wrong meanwhile."""
    visitor = Visitor(browser, address)
    yield visitor
    await visitor.leave()
    assert visitor.faults == []
    assert visitor.asked_elsewhere == []


@asynccontextmanager
async def served(app: FastAPI, port: int = 0) -> AsyncIterator[str]:
    """The address of a server of `app`, as long as it is needed.

    Args:
        port: 0 is a free one.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        # Without a configuration of its own, all that it logs can be read by a test.
        config = uvicorn.Config(fast(app), log_config=None, access_log=True)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running
