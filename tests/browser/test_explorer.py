"""The explorer, as a browser shows it: complete, run by keyboard, without a request to anybody
else."""

import json
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.keyboard import active, press
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_it_shows_every_operation(visitor: Visitor) -> None:
    page = await explorer(visitor)
    document = await (await page.request.get("/openapi.json")).json()
    shown = [*document["paths"].values(), *document["webhooks"].values()]
    operations = [op for its in shown for op in its.values()]
    tags = sum(len(op.get("tags", ["default"])) for op in operations)

    await expect(page.locator(".opblock")).to_have_count(tags)


async def test_a_read_is_opened_and_executed_by_keyboard(visitor: Visitor) -> None:
    page = await explorer(visitor)
    operation = page.locator('.opblock:has([data-path="/v1/self-check/proof"])')

    await operation.locator(".opblock-summary-control").focus()
    await page.keyboard.press("Enter")
    await press(page, "Execute")

    assert (await answered(operation.page))["prover"].startswith("z3")
    await expect(
        operation.locator(".live-responses-table td.response-col_status").last
    ).to_have_text("200")


async def test_the_triage_is_one_key_away_with_its_example_ready(visitor: Visitor) -> None:
    page = await explorer(visitor)
    await page.keyboard.press("Tab")
    assert (await active(page))["text"] == "Skip to the operations"

    await press(page, "Try a triage")
    await page.wait_for_function("() => document.activeElement.classList.contains('execute')")
    example = json.loads(await page.get_by_role("textbox", name="Request body").input_value())
    await page.keyboard.press("Enter")

    assert example["answers"]
    told = await answered(page)
    expected = await page.request.post("/v1/triage", data=example)
    assert told == await expected.json()


async def test_no_control_holds_another(visitor: Visitor) -> None:
    page = await explorer(visitor)

    assert await page.locator("button a, a button, button button").count() == 0


async def explorer(visitor: Visitor, **look: Any) -> Page:
    page = await visitor.open("/docs", **look)
    await page.locator(".opblock").first.wait_for()
    return page


async def answered(page: Page) -> dict[str, Any]:
    """The body that the explorer shows."""
    body = page.locator(".live-responses-table .highlight-code pre").first
    told: dict[str, Any] = json.loads(await body.inner_text())
    return told
