"""Takes the pictures of the README: `.venv/bin/python -m tests.browser.pictures`, while `./dev run`
serves, with pngquant installed. Look at them before they are committed."""

import asyncio
import base64
import shutil
import subprocess
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tests.browser.flags import FLAGS
from tests.browser.keyboard import interview, ready
from tests.browser.visitor import Visitor
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "pictures"
PHONE: ViewportSize = {"width": 390, "height": 780}
BESIDE = """<!doctype html><style>
  body { margin: 0; padding: 24px; display: flex; gap: 24px; width: max-content;
    background: #e9e4d8 }
  img { width: 390px; border-radius: 14px; border: 1px solid #bdb6a6 }
</style>"""
THIN_BONES = {"screen-conditions": "one-or-more", "osteoporosis": "yes-told-exercise-is-fine"}


async def main(address: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        visitor = Visitor(browser, address)
        await beside(browser, await self_check(visitor), FOLDER / "self-check.png")
        await explorer(visitor, FOLDER / "explorer.png")
        await browser.close()
    # Few colours are enough for text on paper.
    subprocess.run(["pngquant", "--force", "--ext=.png", "64", *FOLDER.glob("*.png")], check=True)


async def self_check(visitor: Visitor) -> list[bytes]:
    """A result, its warnings, and a step of its routine."""
    page = await visitor.open("/", PHONE["width"])
    await page.set_viewport_size(PHONE)
    await ready(page)
    await interview(page, THIN_BONES)
    result = await at(page, ".result")
    warnings = await at(page, ".warnings")
    for box in await page.locator(".confirm input").all():
        await box.check()
    await page.get_by_role("button", name="Show the exercises").click()
    step = page.locator(".routine .step").nth(2)
    await step.scroll_into_view_if_needed()
    await step.locator("img").first.evaluate("image => image.decode()")
    return [result, warnings, await at(page, ".routine .step >> nth=2")]


async def at(page: Page, selector: str) -> bytes:
    """The window, with that at its top."""
    await page.locator(selector).first.evaluate("it => it.scrollIntoView({ block: 'start' })")
    await page.evaluate("() => document.activeElement.blur()")
    return await page.screenshot()


async def beside(browser: Browser, shots: list[bytes], path: Path) -> None:
    page = await browser.new_page()
    images = [f"data:image/png;base64,{base64.b64encode(shot).decode()}" for shot in shots]
    await page.set_content(BESIDE + "".join(f'<img src="{image}">' for image in images))
    await page.locator("body").screenshot(path=path)


async def explorer(visitor: Visitor, path: Path) -> None:
    """The triage, answered."""
    page = await visitor.open("/docs", 1100)
    await page.get_by_role("button", name="Try a triage").click()
    await page.locator(".execute").click()
    await page.locator(".live-responses-table").wait_for()
    await page.locator(".opblock-section-request-body").evaluate("it => it.scrollIntoView()")
    await page.screenshot(path=path)


if __name__ == "__main__":
    asyncio.run(main("http://127.0.0.1:8000"))
