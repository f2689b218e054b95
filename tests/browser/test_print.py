"""The page to print, as a browser shows and prints it: nothing is refused, nothing sticks out."""

import re

import pytest
from playwright.async_api import Browser

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGES = ["/v1/routines/desk-break/print?lang=en", "/v1/routines/mobility/print?lang=es"]
# WCAG 2.2, 1.4.10: no scrolling to both sides from 320 px on. A phone, and A4 at 96 px an inch.
WIDTHS_PX = [320, 390, 794]
# Out of the page, or out of its own box and over its neighbour.
STICKING_OUT = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth
    || (one.clientWidth > 0 && one.scrollWidth > one.clientWidth))
  .map((one) => one.outerHTML.slice(0, 80))"""
SMALLEST_PX = """() => Math.min(...[...document.querySelectorAll("body *")]
  .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_sticks_out_of_a_phone_or_a_sheet(path: str, visitor: Visitor) -> None:
    for width in WIDTHS_PX:
        page = await visitor.open(path, width)

        assert await page.evaluate("document.documentElement.scrollWidth") == width
        assert await page.evaluate(STICKING_OUT) == []
        assert await page.evaluate(SMALLEST_PX) >= 11


@pytest.mark.parametrize("path", PAGES)
async def test_it_prints_on_a_few_sheets(path: str, visitor: Visitor) -> None:
    page = await visitor.open(path)

    printed = await page.pdf(format="A4", prefer_css_page_size=True)

    assert 5 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 18


async def test_a_style_that_the_policy_does_not_name_would_be_complained_about(
    browser: Browser, address: str
) -> None:
    visitor = Visitor(browser, address)
    page = await visitor.open(PAGES[0])

    await page.evaluate("document.body.append(document.createElement('style'))")
    await page.evaluate("document.querySelector('body style').textContent = 'p { color: red }'")
    await visitor.leave()

    assert len(visitor.faults) >= 1
