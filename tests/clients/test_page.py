"""The demo page at `/` is an app of this API: it must show what an app must show."""

import json
from collections.abc import Iterator

import httpx
import pytest
from contract.run import MUST, run
from playwright.sync_api import Browser, sync_playwright

from tests.clients.page import DemoPage
from tests.contract.made import FILE
from tests.tools import tool

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
HIDES = ".warning:last-child { display: none }"
CASES = [case for case in json.loads(FILE.read_text()) if case["given"]["held"] is None]
"""The page keeps nothing, so it has nothing to show without a network."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = tool("chromium", "nobody asks whether the page at / shows every warning")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_shows_everything_that_must_be_shown(
    browser: Browser, server: str, language: str
) -> None:
    cases = [case for case in CASES if case["given"]["language"] == language]
    context = browser.new_context(base_url=server, locale=language, reduced_motion="reduce")

    results = run(cases, DemoPage(context.new_page(), _titles(server, language)))

    context.close()
    faults = [f"{name}: {f}" for name, found in results for f in found if f.demand == MUST]
    assert not faults, "\n".join(faults)


def test_a_page_that_hides_a_warning_is_found_out(browser: Browser, server: str) -> None:
    cases = [case for case in CASES if "an emergency in" in case["name"]]
    context = browser.new_context(base_url=server, locale="en", reduced_motion="reduce")
    page = context.new_page()
    page.route(
        "**/static/result.css", lambda route: route.fulfill(body=HIDES, content_type="text/css")
    )

    results = run(cases, DemoPage(page, _titles(server, "en")))

    context.close()
    codes = {name: {f.code for f in found if f.demand == MUST} for name, found in results}
    assert codes == {case["name"]: {"warning-missing", "sources-missing"} for case in cases}


def _titles(server: str, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    url = f"{server}/v1/citations?limit=100&fields=title&lang={language}"
    while url:
        page = httpx.get(url)
        found |= {item["slug"]: item["title"] for item in page.json()["items"]}
        url = page.links.get("next", {}).get("url", "")
        url = url if url.startswith("http") or not url else f"{server}{url}"
    return found
