"""The page at `/`, from the first question to a result, by keyboard alone."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.keyboard import (
    active,
    answer,
    interview,
    outcome,
    press,
    ready,
    sent,
    tab_to,
)
from tests.browser.visitor import Visitor, kept_in_the_browser

pytestmark = pytest.mark.asyncio(loop_scope="session")

NUMB = {"screen-nerves": "one-or-more", "saddle-numbness": "yes"}
THIN_BONES = {"screen-conditions": "one-or-more", "osteoporosis": "yes-told-exercise-is-fine"}


async def test_an_emergency_is_the_action_the_number_and_the_warnings(visitor: Visitor) -> None:
    page = await started(visitor)
    await in_britain(page)

    asked = await interview(page, NUMB)

    assert asked[-1] == "saddle-numbness"
    result = page.locator(".result")
    assert (await active(page))["text"] == "Get emergency help now"
    await expect(page.locator("#said")).to_have_text("Result: Get emergency help now")
    await expect(result.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    told = [warning["text"] for warning in (await outcome(page))["warnings"]]
    assert await warnings_shown(page) == told
    await expect(result.locator(".warning").first).to_have_class("warning emergency")
    assert await result.locator("h3").all_inner_texts() == ["Get emergency help now", "Warnings"]
    assert await result.locator("img, input, .routine, .step, .causes, .because").count() == 0


async def test_no_exercise_is_there_before_every_warning_is_confirmed(visitor: Visitor) -> None:
    page = await started(visitor)
    await interview(page, THIN_BONES)
    exercises = page.locator(".result .step, .result .drawing, .result .routine")
    boxes = page.locator(".confirm input")
    told = await outcome(page)
    must = {w["slug"] for w in every_warning(told) if w["must_acknowledge"]}

    assert await boxes.count() == len(must) == 3
    await press(page, "Show the exercises")
    assert await exercises.count() == 0
    for left in (2, 1, 0):
        await confirm_next(page)
        await expect(page.locator("#left")).to_have_text(
            re.compile("All confirmed" if left == 0 else f"{left} left")
        )
        assert await exercises.count() == 0
    await press(page, "Show the exercises")

    assert (await active(page))["text"] == "What you can do"
    names = await page.locator(".routine").first.locator(".step h6").all_inner_texts()
    steps = [step for phase in told["routines"][0]["phases"] for step in phase["steps"]]
    assert names == [f"{number}. {step['name']}" for number, step in enumerate(steps, start=1)]
    assert await page.locator(".routine > summary").all_inner_texts() == [
        routine["name"] for routine in told["routines"]
    ]

    await boxes.first.focus()
    await page.keyboard.press("Space")
    await expect(exercises).to_have_count(0)


async def test_self_care_shows_each_step_with_its_drawing_its_warnings_and_when_to_stop(
    visitor: Visitor,
) -> None:
    page = await started(visitor)
    await interview(page, THIN_BONES)
    told = await outcome(page)
    await reveal(page)

    routine, offered = page.locator(".routine").first, told["routines"][0]
    for rule in offered["stop_rules"]:
        await expect(routine.locator(".stops")).to_contain_text(rule["text"])
    for change in offered["adapted"]:
        await expect(routine.locator(".changed")).to_contain_text(change["because"])
    shown = await warnings_shown(page)
    for warning in every_warning({**told, "routines": [offered]}):
        assert warning["text"] in shown, warning["slug"]
    drawings = routine.locator(".step > .drawing > picture img")
    assert await drawings.count() == await routine.locator(".step").count()
    await drawings.first.scroll_into_view_if_needed()
    await expect(drawings.first).to_have_js_property("complete", value=True)
    assert await drawings.first.evaluate("image => image.naturalWidth") > 0
    for kept in (*told["blocked"], *told["ask_about"]):
        await expect(page.locator(".result")).to_contain_text(kept["why"])
    await expect(page.locator(".disclaimer")).to_have_text(told["disclaimer"])
    await expect(page.locator(".versions")).to_contain_text(told["ruleset"]["version"])


async def test_an_unfinished_check_never_looks_like_a_result(visitor: Visitor) -> None:
    page = await started(visitor)
    plan = {"screen-nerves": "one-or-more", "saddle-numbness": "unsure"}

    asked = await interview(page, plan, most=5)

    told = await outcome(page)
    assert asked[-1] == "saddle-numbness"
    assert (told["status"], told["level"], told["level_at_least"]) == (
        "needs_answers",
        None,
        "urgent",
    )
    assert (await active(page))["text"].endswith(told["next"][0]["text"])
    assert await page.locator("#stage").locator(".result, .step, .level").count() == 0
    title = told["advice"]["title"]
    await expect(page.locator("#said")).to_have_text(f"So far: {title}. Next question")
    await expect(page.locator(".so-far")).to_contain_text("Not finished")
    await expect(page.locator(".so-far")).to_contain_text(told["advice"]["title"])
    assert sorted(await warnings_shown(page)) == sorted(w["text"] for w in told["warnings"])
    for warning in await page.locator("#stage .warning").all():
        await expect(warning).to_be_visible()
    await expect(page.locator("#progress")).to_contain_text(f"{len(told['next'])} open")


async def test_going_back_keeps_every_answer(visitor: Visitor) -> None:
    page = await started(visitor)
    await answer(page, "somebody-else")
    await answer(page, "45-to-64")

    await press(page, "Back")
    assert "How old" in (await active(page))["text"]
    await expect(page.locator("form.question input:checked")).to_have_value("45-to-64")
    await press(page, "Back")
    await expect(page.locator("form.question input:checked")).to_have_value("somebody-else")
    await press(page, "Continue")

    due = (await outcome(page))["next"][0]["text"]
    await expect(page.locator("#heading")).to_contain_text(due)
    assert (await sent(page))["answers"] == {"who": "somebody-else", "age": "45-to-64"}


async def test_starting_over_forgets_every_answer(visitor: Visitor) -> None:
    page = await started(visitor)
    await interview(page, NUMB)

    await press(page, "Start over")

    await expect(page.locator("#heading")).to_contain_text("Who is this check for?")
    assert (await sent(page))["answers"] == {}
    assert await page.locator("form.question input:checked").count() == 0


async def test_silence_is_no_answer(visitor: Visitor) -> None:
    page = await started(visitor)
    await tab_to(page, "Continue")
    await page.keyboard.press("Enter")

    await expect(page.locator("#error")).to_have_text("Choose one answer to go on.")
    assert (await active(page))["tag"] == "INPUT"
    assert (await sent(page))["answers"] == {}


async def test_what_sharpens_a_result_may_be_passed_or_left(visitor: Visitor) -> None:
    page = await started(visitor)
    await interview(page, {})
    optional = [question["text"] for question in (await outcome(page))["optional"]]

    await press(page, "Answer more")
    assert (await active(page))["text"].endswith(optional[0])
    await press(page, "Skip this one")
    assert (await active(page))["text"].endswith(optional[1])
    await press(page, "Back to the result")

    assert (await active(page))["text"] == (await outcome(page))["advice"]["title"]
    assert "goal" not in (await sent(page))["answers"]


async def test_answers_are_in_no_address_no_storage_and_no_log(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    page = await started(visitor)
    await interview(page, THIN_BONES)
    answers = (await sent(page))["answers"]
    await reveal(page)

    # Longer than what stands in any log: "none", "age".
    said = {word for word in (*answers, *answers.values()) if len(word) > 7}
    assert {"osteoporosis", "yes-told-exercise-is-fine"} < said
    assert "POST /v1/triage" in caplog.text
    places = [caplog.text, await kept_in_the_browser(page), *visitor.asked]
    assert [(place[:80], word) for place in places for word in said if word in place] == []


async def test_it_speaks_spanish_and_says_that_nobody_reviewed_it(visitor: Visitor) -> None:
    page = await started(visitor)
    await answer(page, "me")

    await page.get_by_label("Language").select_option("es")

    await expect(page.locator("#translated")).to_contain_text("Nadie ha revisado")
    await expect(page.locator("html")).to_have_attribute("lang", "es")
    await expect(page.locator("#heading")).to_contain_text("¿Qué edad")
    assert (await sent(page))["answers"] == {"who": "me"}
    words = await page.evaluate(
        """async () => {
          const [own, spanish] = await Promise.all(
            [import("/static/words.js"), import("/static/spanish.js")]);
          const said = [...document.querySelectorAll("[data-say]")].map((e) => e.dataset.say);
          const labels = [...document.querySelectorAll("[data-label]")].map((e) => e.dataset.label);
          return [[...said, ...labels, ...Object.keys(own.ENGLISH)], Object.keys(spanish.SPANISH)];
        }"""
    )
    assert set(words[0]) == set(words[1])


async def started(visitor: Visitor) -> Page:
    page = await visitor.open("/")
    await ready(page)
    return page


async def in_britain(page: Page) -> None:
    region = page.get_by_label("Where you are")
    await region.focus()
    await page.keyboard.type("United King")
    await expect(region).to_have_value("GB")
    await expect(page.locator("#received")).to_contain_text('"number": "999"')


async def confirm_next(page: Page) -> None:
    await page.locator(".confirm input:not(:checked)").first.focus()
    await page.keyboard.press("Space")


async def reveal(page: Page) -> None:
    for _ in range(await page.locator(".confirm input").count()):
        await confirm_next(page)
    await press(page, "Show the exercises")


async def warnings_shown(page: Page) -> list[str]:
    return await page.locator("#stage .warning .told").all_text_contents()


def every_warning(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Of the result, of its routines and of their exercises."""
    routines = told["routines"]
    steps = [step for r in routines for phase in r["phases"] for step in phase["steps"]]
    return [*told["warnings"], *(w for one in (*routines, *steps) for w in one["warnings"])]
