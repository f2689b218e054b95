"""Nobody is kept out: no serious barrier that axe knows, no sideways scrolling, in both colour
schemes, on a phone and a desk."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from playwright.async_api import Page

from tests.browser.keyboard import interview, outcome, press, ready
from tests.browser.test_home import NUMB, THIN_BONES, reveal
from tests.browser.visitor import SCHEMES, WIDTHS_PX, Scheme, Visitor, barriers, sticks_out

Test = TypeVar("Test", bound=Callable[..., object])

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHECK = "#check"
"""The part of the page that changes."""


def everywhere(test: Test) -> Test:
    """On a phone and a desk, in light and dark."""
    in_both: Test = pytest.mark.parametrize("scheme", SCHEMES)(test)
    at_both: Test = pytest.mark.parametrize("width", WIDTHS_PX)(in_both)
    return at_both


@everywhere
async def test_each_step_to_a_routine_is_open_to_all(
    visitor: Visitor, width: int, scheme: Scheme
) -> None:
    page = await visitor.open("/", width, scheme)
    await ready(page)
    found = await looked(page)
    while (await outcome(page))["next"]:
        await interview(page, THIN_BONES, most=1)
        found += await looked(page, CHECK)
    await reveal(page)
    await everything_open(page)
    found += await looked(page, CHECK)

    assert found == []


@everywhere
async def test_an_emergency_and_an_unfinished_check_are_open_to_all(
    visitor: Visitor, width: int, scheme: Scheme
) -> None:
    page = await visitor.open("/", width, scheme)
    await ready(page)
    await interview(page, {**NUMB, "saddle-numbness": "unsure"}, most=5)
    found = await looked(page, CHECK)
    await press(page, "Back")
    await interview(page, NUMB, most=1)
    found += await looked(page, CHECK)

    assert found == []


@everywhere
async def test_a_test_with_the_body_is_open_to_all(
    visitor: Visitor, width: int, scheme: Scheme
) -> None:
    page = await visitor.open("/", width, scheme)
    await ready(page)
    await interview(page, {})
    await press(page, "Answer more")
    while not await page.locator(".test .drawing").count():
        await press(page, "Skip this one")
    await everything_open(page)

    assert await looked(page, CHECK) == []


@everywhere
async def test_the_explorer_is_open_to_all(visitor: Visitor, width: int, scheme: Scheme) -> None:
    page = await visitor.open("/docs", width, scheme)
    await page.locator(".opblock").first.wait_for()
    found = await looked(page)
    await page.get_by_role("button", name="Try a triage").click()
    await page.locator(".execute").click()
    await page.locator(".live-responses-table").wait_for()
    exercises = page.locator('.opblock:has([data-path="/v1/exercises"])')
    await exercises.locator(".opblock-summary-control").click()
    await page.locator('tr[data-param-name="aim"]').wait_for()
    found += await looked(page, ".opblock.is-open")

    assert found == []


async def test_a_barrier_would_be_found(visitor: Visitor) -> None:
    page = await visitor.open("/")
    await ready(page)
    await page.evaluate(
        "() => document.querySelector('h1').append(document.createElement('button'))"
    )

    assert [found.partition(":")[0] for found in await looked(page)] == ["button-name"]


async def looked(page: Page, within: str = "html") -> list[str]:
    return [*await barriers(page, within), *(["sticks out"] if await sticks_out(page) else [])]


async def everything_open(page: Page) -> None:
    await page.evaluate(
        "document.querySelectorAll('details').forEach((one) => { one.open = true })"
    )
