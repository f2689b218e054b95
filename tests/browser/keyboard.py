"""The self-check, answered with a keyboard and nothing else."""

import json
from collections.abc import Mapping
from typing import Any

from playwright.async_api import Page

MOST_TABS = 80
ACTIVE = """() => {
  const it = document.activeElement;
  return {
    text: (it.getAttribute("aria-label") || it.textContent).trim(),
    value: it.value ?? null,
    within: it.closest("form.question") !== null,
    tag: it.tagName,
    id: it.id,
  };
}"""


async def active(page: Page) -> dict[str, Any]:
    """What has the focus."""
    found: dict[str, Any] = await page.evaluate(ACTIVE)
    return found


async def tab_to(page: Page, text: str) -> None:
    """On to the next control of that name."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        if (await active(page))["text"] == text:
            return
    raise AssertionError(f"no control {text!r} can be reached by Tab")


async def press(page: Page, text: str) -> None:
    await tab_to(page, text)
    await page.keyboard.press("Enter")


async def choose(page: Page, option: str) -> None:
    """An option of the question shown."""
    for _ in range(MOST_TABS):
        now = await active(page)
        if now["within"] and now["tag"] == "INPUT":
            break
        await page.keyboard.press("Tab")
    for _ in range(MOST_TABS):
        if (await active(page))["value"] == option:
            await page.keyboard.press("Space")
            return
        await page.keyboard.press("ArrowDown")
    raise AssertionError(f"no option {option!r} can be reached")


async def outcome(page: Page) -> dict[str, Any]:
    """What the API said last, as the page shows it to developers."""
    said: dict[str, Any] = json.loads(await page.locator("#received").text_content() or "")
    return said


async def sent(page: Page) -> dict[str, Any]:
    """The body of the request behind what is shown."""
    curl = await page.locator("#sent").text_content() or ""
    body: dict[str, Any] = json.loads(curl.partition("-d '")[2].removesuffix("'"))
    return body


async def answer(page: Page, option: str, go_on: str = "Continue") -> None:
    """An option, and on: returns when what comes next has the focus."""
    before = await page.locator("#sent").text_content()
    await choose(page, option)
    await press(page, go_on)
    await page.wait_for_function(
        """before => document.querySelector("#sent").textContent !== before
                  && document.activeElement.id === "heading" """,
        arg=before,
    )


async def ready(page: Page) -> None:
    """The first question is there, and all words are."""
    await page.locator("form.question .why .sources").wait_for(state="attached")


async def interview(
    page: Page, plan: Mapping[str, str], most: int = 60, go_on: str = "Continue"
) -> list[str]:
    """Answers what is asked: as planned, and else with what means "none". Returns the questions."""
    asked: list[str] = []
    while len(asked) < most and (due := (await outcome(page))["next"]):
        question = due[0]["question"]
        asked.append(question)
        await answer(page, plan.get(question) or await _mildest(page), go_on)
    return asked


async def _mildest(page: Page) -> str:
    """None of it; where no option says so, the first."""
    offered = page.locator("form.question input")
    values: list[str] = await offered.evaluate_all("all => all.map((one) => one.value)")
    return next((one for one in ("none", "18-to-44") if one in values), values[0])
