"""The page at `/` when there is no answer: nothing is lost, and it says whom to call."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from fastapi import FastAPI
from playwright.async_api import Browser, Page, Route, expect

from app.catalog import Catalog
from app.main import create_app
from app.settings import Settings
from tests.browser.conftest import served
from tests.browser.keyboard import active, answer, choose, press, ready, sent
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def own_app(catalog: Catalog) -> FastAPI:
    return create_app(Settings(), load=lambda: catalog)


@pytest_asyncio.fixture(loop_scope="session")
async def own(browser: Browser, own_app: FastAPI) -> AsyncIterator[tuple[Page, AsyncExitStack]]:
    """A page two answers far, of a server that can be taken away. Its console complains then."""
    async with AsyncExitStack() as server:
        address = await server.enter_async_context(served(own_app))
        visitor = Visitor(browser, address)
        page = await visitor.open("/")
        await ready(page)
        await answer(page, "me")
        await answer(page, "45-to-64")
        yield page, server
        await visitor.leave()
    assert visitor.asked_elsewhere == []


Own = tuple[Page, AsyncExitStack]


async def test_a_server_that_goes_away_costs_no_answer(own: Own, own_app: FastAPI) -> None:
    page, server = own
    await server.aclose()

    await unanswered(page, "The server does not answer. Nothing is lost")

    port = urlsplit(page.url).port or 0
    async with served(own_app, port):
        await goes_on(page)


async def test_a_server_that_is_not_ready_costs_no_answer(own: Own, own_app: FastAPI) -> None:
    page, _ = own
    catalog, own_app.state.catalog = own_app.state.catalog, None

    await unanswered(page, "The server is busy or not ready. Nothing is lost")

    own_app.state.catalog = catalog
    await goes_on(page)


async def test_answers_that_are_refused_are_kept(own: Own) -> None:
    page, _ = own
    await page.route("**/v1/triage*", garbled)

    await unanswered(page, "The server did not take the answers, so nothing was judged")

    await expect(page.locator("#trouble")).to_contain_text("if it may be an emergency, call")
    await page.unroute("**/v1/triage*")
    await press(page, "Try again")
    await expect(page.locator("#heading")).to_contain_text("Do any of these fit you?")
    assert (await sent(page))["answers"] == ANSWERS


async def unanswered(page: Page, says: str) -> None:
    """The third answer fails: it stays chosen, and the page says what to do."""
    await choose(page, "none")
    await press(page, "Continue")

    trouble = page.locator("#trouble")
    await expect(trouble).to_contain_text(says)
    await expect(trouble).to_contain_text("If it may be an emergency, do not wait for us.")
    await expect(trouble.get_by_role("link", name="Call 112")).to_be_visible()
    await expect(trouble).to_have_attribute("role", "alert")
    assert await page.locator("form.question input:checked").input_value() == "none"
    assert await page.locator(".result").count() == 0


ANSWERS = {"who": "me", "age": "45-to-64", "pregnancy": "none"}


async def goes_on(page: Page) -> None:
    await press(page, "Try again")
    await page.wait_for_function("() => document.activeElement.id === 'heading'")

    assert "Do any of these fit you?" in (await active(page))["text"]
    await expect(page.locator("#trouble")).to_be_empty()
    assert (await sent(page))["answers"] == ANSWERS


async def garbled(route: Route) -> None:
    await route.continue_(post_data='{"answers": {"a-question-of-nobody": "yes"}}')
