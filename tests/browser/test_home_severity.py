"""The page at `/` with what it does not know: a severity of a later release, words that are not
there yet."""

import json
from typing import Any

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.browser.keyboard import answer, interview, outcome, ready
from tests.browser.test_home import THIN_BONES
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOOKS = """one => {
  const {borderLeftColor, backgroundColor} = getComputedStyle(one);
  return [borderLeftColor, backgroundColor, getComputedStyle(one.querySelector(".severity")).color];
}"""


async def test_a_severity_of_a_later_release_looks_like_an_emergency(visitor: Visitor) -> None:
    page = await visitor.open("/")
    await ready(page)
    await page.route("**/v1/triage*", with_a_new_severity)

    await answer(page, "me")

    new = page.locator(".warning.catastrophic")
    emergency = page.locator(".warning.emergency").first
    await expect(new).to_have_count(1)
    assert await looks(new) == await looks(emergency)
    assert (await severities(page))[-1] == "catastrophic", "moved from where the answer has it"


async def test_a_result_without_its_words_has_its_disclaimer(visitor: Visitor) -> None:
    page = await visitor.open("/favicon.ico")
    await page.route("**/v1/terms*", lambda route: route.abort())
    await page.goto("/")
    await expect(page.locator(".trouble")).to_be_visible()

    await interview(page, THIN_BONES)

    told = await outcome(page)
    await expect(page.locator(".result .disclaimer")).to_have_text(told["disclaimer"])
    assert await page.locator(".result .step").count() == 0
    visitor.faults.clear()


async def with_a_new_severity(route: Route) -> None:
    """The first warning is an emergency; the last comes with a severity that nobody knows."""
    response = await route.fetch()
    told: dict[str, Any] = await response.json()
    told["warnings"][0]["severity"] = "emergency"
    told["warnings"][-1]["severity"] = "catastrophic"
    await route.fulfill(response=response, body=json.dumps(told))


async def looks(warning: Locator) -> list[str]:
    found: list[str] = await warning.evaluate(LOOKS)
    return found


async def severities(page: Page) -> list[str]:
    """Of the warnings on the page, from top to bottom."""
    classes: list[str] = await page.locator("#stage .warning").evaluate_all(
        "all => all.map((one) => one.classList[1])"
    )
    return classes
