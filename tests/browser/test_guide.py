"""The documentation, as a browser shows it: by keyboard, on a phone and a desk, in light and dark,
without a script and without a request to anybody else."""

import pytest
from playwright.async_api import expect

from app.handbook.contents import ORDER
from tests.browser.visitor import SCHEMES, WIDTHS_PX, Scheme, Visitor, barriers, sticks_out

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS_PX)
async def test_every_page_is_open_to_all(visitor: Visitor, width: int, scheme: Scheme) -> None:
    page = await visitor.open("/guide/", width, scheme)
    found = {}
    for name in ORDER:
        await page.goto(f"/guide/{'' if name == 'index' else name}")
        found[name] = await barriers(page)
        if await sticks_out(page):
            found[name].append("sticks out")

    assert {name: these for name, these in found.items() if these} == {}
    assert visitor.asked_elsewhere == []


async def test_a_reader_goes_from_page_to_page_by_keyboard(visitor: Visitor) -> None:
    page = await visitor.open("/guide/")
    for name in ORDER[1:3]:
        await (
            page.get_by_role("navigation", name="Page before and after")
            .get_by_role("link")
            .last.focus()
        )
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(f"{visitor.address}/guide/{name}")

    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    await expect(page).to_have_url(f"{visitor.address}/guide/{ORDER[2]}#article")


async def test_a_phone_has_a_way_to_all_pages(visitor: Visitor) -> None:
    page = await visitor.open("/guide/errors", min(WIDTHS_PX))

    await page.get_by_role("link", name="All pages").click()

    await expect(page.get_by_role("link", name="Offline sync").first).to_be_in_viewport()


async def test_what_is_wider_than_a_phone_scrolls_by_keyboard(visitor: Visitor) -> None:
    page = await visitor.open("/guide/performance", min(WIDTHS_PX))
    table = page.locator(".table").first

    await table.focus()
    await page.keyboard.press("ArrowRight")

    await expect(table).not_to_have_js_property("scrollLeft", 0)
