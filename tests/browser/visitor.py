"""Somebody who looks at our pages, and notes whatever goes wrong and whom a page asks."""

import json
from typing import Any, Literal

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.conftest import ROOT
from tests.tools import lacking

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS_PX = (390, 1280)
AXE = ROOT / "tools" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")
# It would fetch and copy style sheets, which the policy refuses; no rule we ask for needs them.
RUN_AXE = "where => axe.run(where, {resultTypes: ['violations'], preload: false})"


class Visitor:
    """Of one address. `faults` are errors in a console, of a script or against a policy."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.faults: list[str] = []
        self.asked: list[str] = []
        """Every URL that was asked for, of whomever."""
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    async def open(self, path: str, width: int = 1280, scheme: Scheme = "light") -> Page:
        """A page in a window of its own."""
        context = await self._browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="en-GB",
        )
        self._contexts.append(context)
        context.on("request", lambda request: self.asked.append(request.url))
        page = await context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        await page.goto(path)
        return page

    async def leave(self) -> None:
        for context in self._contexts:
            await context.close()

    @property
    def asked_elsewhere(self) -> list[str]:
        own = (f"{self.address}/", "data:image/svg+xml")
        return [url for url in self.asked if not url.startswith(own)]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(message.text)


async def barriers(page: Page, within: str = "html") -> list[str]:
    """What axe finds serious or critical in a part of the page, each with the first place."""
    if not AXE.is_file():
        lacking("axe-core (npm ci --prefix tools)", "nobody looks for barriers in the pages")
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    found: dict[str, Any] = await page.evaluate(RUN_AXE, within)
    return [
        f"{one['id']}: {one['nodes'][0]['html']}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
    ]


async def sticks_out(page: Page) -> bool:
    """Whether the page itself has to be scrolled sideways."""
    return bool(await page.evaluate("document.documentElement.scrollWidth > innerWidth"))


async def kept_in_the_browser(page: Page) -> str:
    """Everything a page may leave in a browser, as text."""
    kept = await page.evaluate(
        """async () => [
          {...localStorage}, {...sessionStorage}, document.cookie, history.state, window.name,
          await indexedDB.databases(), await caches.keys(), location.href, document.referrer,
        ]"""
    )
    return json.dumps(kept)
