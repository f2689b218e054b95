"""The page at `/` never shows a result of other answers than those held, nor of rules or a language
that no longer hold."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.keyboard import answer, choose, interview, outcome, press, ready, sent
from tests.browser.test_home import reveal
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

TRIAGE = "**/v1/triage*"
EXERCISES = "#stage :is(.step, .routine, .drawing)"


@pytest.mark.parametrize("button", ["Back to the result", "Skip this one"])
async def test_a_result_without_the_last_answer_is_not_shown_after_a_failure(
    visitor: Visitor, button: str
) -> None:
    page = await bending(visitor)
    await page.route(TRIAGE, unreachable)

    await press(page, "Continue")
    await expect(page.locator(".trouble")).to_contain_text("The server does not answer")
    await press(page, button)

    await expect(page.locator(".trouble")).to_contain_text("The server does not answer")
    await expect(page.locator("#heading")).to_contain_text("Bend forward")
    assert await page.locator(".result").count() == 0
    await page.unroute(TRIAGE)
    await press(page, "Try again")
    await sees_a_clinician_first(page)
    visitor.faults.clear()


@pytest.mark.parametrize("button", ["Back to the result", "Skip this one"])
async def test_a_result_without_the_last_answer_is_not_shown_while_it_is_awaited(
    visitor: Visitor, button: str
) -> None:
    page = await bending(visitor)
    held = Held()
    await page.route(TRIAGE, held.hold)

    await press(page, "Continue")
    await held.hold_so_many(1)
    await press(page, button)

    await held.hold_so_many(2)
    assert await page.locator(".result").count() == 0
    await held.let_go()
    await sees_a_clinician_first(page)


async def test_going_back_while_an_answer_is_awaited_stays_there(visitor: Visitor) -> None:
    page = await started(visitor)
    await answer(page, "me")
    held = Held()
    await page.route(TRIAGE, held.hold)

    await choose(page, "45-to-64")
    await press(page, "Continue")
    await held.hold_so_many(1)
    await press(page, "Back")
    await expect(page.locator("#heading")).to_contain_text("Who is this check for?")
    await held.let_go()

    await expect(page.locator("#received")).to_contain_text('"pregnancy"')
    await expect(page.locator("#heading")).to_contain_text("Who is this check for?")
    assert (await sent(page))["answers"] == {"who": "me", "age": "45-to-64"}


async def test_rules_that_were_withdrawn_leave_no_exercise(visitor: Visitor) -> None:
    page = await with_exercises(visitor)
    await page.route(TRIAGE, withdrawn)

    await page.get_by_label("Where you are").select_option("GB")

    await expect(page.locator(".trouble")).to_contain_text("Do no exercise by them.")
    await expect(page.locator("#stage")).to_be_empty()
    await expect(page.locator("#received")).to_be_empty()
    await page.unroute(TRIAGE)
    await press(page, "Try again")
    await expect(page.locator(".result")).to_be_visible()
    assert await page.locator(EXERCISES).count() == 0
    visitor.faults.clear()


async def test_starting_over_leaves_nothing_of_the_one_before(visitor: Visitor) -> None:
    page = await with_exercises(visitor)
    await page.route(TRIAGE, unreachable)

    await page.get_by_role("button", name="Start over").first.click()

    await expect(page.locator(".trouble")).to_contain_text("The server does not answer")
    assert "still here" not in await page.locator(".trouble").inner_text()
    await expect(page.locator("#stage")).to_be_empty()
    await expect(page.locator("#received")).to_be_empty()
    await page.unroute(TRIAGE)
    await press(page, "Try again")
    await expect(page.locator("#heading")).to_contain_text("Who is this check for?")
    visitor.faults.clear()


async def test_words_that_come_late_do_not_replace_those_of_another_language(
    visitor: Visitor,
) -> None:
    page = await visitor.open("/favicon.ico")
    held = Held()
    await page.route("**/v1/terms?lang=en*", held.hold)
    await page.goto("/")
    await held.hold_so_many(1)
    spanish = page.wait_for_function("document.documentElement.lang === 'es'")
    await page.get_by_label("Language").select_option("es")
    await spanish
    await ready(page)

    async with page.expect_response("**/v1/terms?lang=en*"):
        await held.let_go()
    await interview(page, {}, go_on="Continuar")

    severities = await page.locator(".result .severity").all_inner_texts()
    assert "Importante" in severities
    assert "Important" not in severities


async def test_a_language_that_comes_late_does_not_replace_another(visitor: Visitor) -> None:
    page = await started(visitor)
    held = Held()
    await page.route("**/v1/self-check?lang=es", held.hold)
    await page.get_by_label("Language").select_option("es")
    await held.hold_so_many(1)
    async with page.expect_response("**/v1/triage?lang=en"):
        await page.locator("#language").select_option("en")
    await expect(page.locator("#stage")).not_to_have_attribute("aria-busy", "true")
    await ready(page)

    async with page.expect_response("**/v1/self-check?lang=es"):
        await held.let_go()
    await answer(page, "me")

    await expect(page.locator("#sent")).to_contain_text("lang=en")
    await expect(page.locator("#heading")).to_contain_text("How old")


async def test_another_region_changes_the_number_and_nothing_else(visitor: Visitor) -> None:
    page = await with_exercises(visitor)
    await page.get_by_label("Where you are").select_option("GB")

    call = page.locator("#stage").get_by_role("link", name="Call 999")
    await expect(call).to_have_attribute("href", "tel:999")
    assert await page.locator(EXERCISES).count() > 0
    assert await page.locator(".confirm input:not(:checked)").count() == 0
    await expect(page.locator("#received")).to_contain_text('"number": "999"')


async def test_another_region_undoes_no_choice(visitor: Visitor) -> None:
    page = await started(visitor)
    await choose(page, "me")

    await page.get_by_label("Where you are").select_option("GB")

    await expect(page.locator("#received")).to_contain_text('"number": "999"')
    await expect(page.locator("form.question input:checked")).to_have_value("me")


async def test_no_exercise_is_there_while_a_region_is_awaited(visitor: Visitor) -> None:
    page = await with_exercises(visitor)
    held = Held()
    await page.route(TRIAGE, held.hold)

    await page.get_by_label("Where you are").select_option("GB")
    await held.hold_so_many(1)

    assert await page.locator(EXERCISES).count() == 0
    assert await page.get_by_role("button", name="Show the exercises").count() == 0
    assert await page.locator("#stage .warning").count() > 0
    await held.let_go()
    await expect(page.locator("#stage .step").first).to_be_visible()


class Held:
    """Requests that wait until they are let go; later ones do not wait."""

    def __init__(self) -> None:
        self._is_open = False
        self._routes: list[Route] = []
        self._more = asyncio.Condition()

    async def hold(self, route: Route) -> None:
        if self._is_open:
            await route.continue_()
            return
        async with self._more:
            self._routes.append(route)
            self._more.notify_all()

    async def hold_so_many(self, count: int) -> None:
        async with asyncio.timeout(30), self._more:
            await self._more.wait_for(lambda: len(self._routes) >= count)

    async def let_go(self) -> None:
        self._is_open = True
        while self._routes:
            await self._routes.pop(0).continue_()


async def started(visitor: Visitor) -> Page:
    page = await visitor.open("/")
    await ready(page)
    return page


async def with_exercises(visitor: Visitor) -> Page:
    """Where nothing speaks against them, all confirmed."""
    page = await started(visitor)
    await interview(page, {})
    await reveal(page)
    assert await page.locator(EXERCISES).count() > 0
    return page


async def bending(visitor: Visitor) -> Page:
    """All is well but the ribs, which are chosen and not sent."""
    page = await started(visitor)
    await interview(page, {})
    assert (await outcome(page))["level"] == "self_care"
    await press(page, "Answer more")
    while "Bend forward" not in await page.locator("#heading").inner_text():
        await press(page, "Skip this one")
    await page.get_by_label("The ribs are higher on one side").check()
    return page


async def sees_a_clinician_first(page: Page) -> None:
    await expect(page.locator(".result.clinician_first")).to_be_visible()
    assert (await outcome(page))["level"] == "clinician_first"
    assert await page.locator(EXERCISES).count() == 0


async def unreachable(route: Route) -> None:
    await route.abort()


async def withdrawn(route: Route) -> None:
    await route.fulfill(status=410, content_type="application/problem+json", body="{}")
