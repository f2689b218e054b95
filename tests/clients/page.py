"""What the demo page at `/` shows, as the contract kit asks for it: read from the page itself."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from playwright.sync_api import Page, Route

Json = dict[str, Any]

READY = "form.question .why .sources"
"""The first question is there, with all words."""
COLLECT = """(selector) => {
  const seen = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) seen.push({text: node.textContent});
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (!node.checkVisibility() || node.matches(".unseen, .wire, select")) return;
    if (node.matches("details.sources")) {
      for (const item of node.querySelectorAll("li")) seen.push({source: item.textContent});
      return;
    }
    if (node.matches("details.routine")) seen.push({routine: node.firstChild.textContent});
    if (node.matches("details:not([open])")) return walk(node.firstChild);
    if (node.matches("a[href^='tel:']")) seen.push({call: node.getAttribute("href").slice(4)});
    if (node.matches("form.question")) {
      seen.push({question: node.querySelector("#heading").textContent});
    }
    if (node.matches(".step")) seen.push({exercise: node.querySelector("h6").textContent});
    if (node.matches(".confirm input")) {
      seen.push({confirm: node.closest(".warning").querySelector("p").textContent});
    }
    node.childNodes.forEach(walk);
  };
  walk(document.querySelector(selector));
  return seen;
}"""
OPEN_ONE = "(all, number) => all.forEach((one, n) => { one.open = n === number; })"
NOTHING: Json = {"warnings": [], "routines": [], "next": []}
SETTLED = "!document.querySelector('#stage').hasAttribute('aria-busy')"


class DemoPage:
    """An adapter: answers each case with what a browser shows of it.

    Args:
        page: of a browser in the language of the cases.
        titles: the title of each source, in that language, by its slug.
    """

    def __init__(self, page: Page, titles: Mapping[str, str]) -> None:
        self._page = page
        self._titles = titles
        self._given: Json = {}
        page.route("**/v1/triage?*", self._answer)

    def __call__(self, case: Json) -> Json:
        self._given = {}
        self._page.goto("/")
        self._page.wait_for_selector(READY, state="attached")
        self._given = case["given"]
        self._say_where()
        return {"screens": [[*self._named(screen)] for screen in self._screens()]}

    def _answer(self, route: Route) -> None:
        if not self._given:
            route.continue_()  # the first question, of the server itself
            return
        response = self._given["response"]
        if response is None:
            route.abort()
            return
        body = response["body"]
        route.fulfill(
            status=response["status"],
            content_type=response["content_type"],
            body=body if isinstance(body, str) else json.dumps(body),
        )

    def _say_where(self) -> None:
        """The page asks anew when the region changes; it is then answered with the case."""
        region, said = self._page.locator("#region"), self._given["region"]
        known = region.locator(f"option[value='{said}']").count() > 0
        for choice in (said,) if known else ("GB", ""):
            away = self._given["response"] is None
            done = "requestfailed" if away else "requestfinished"
            with self._page.expect_event(done, lambda request: "/v1/triage" in request.url):
                region.select_option(choice)
            self._page.wait_for_function(SETTLED)

    def _screens(self) -> Iterator[list[Json]]:
        """What is there at once; then, all confirmed, each routine opened."""
        page = self._page
        yield page.evaluate(COLLECT, ".card")
        way_on = page.locator(".gate button")
        if way_on.count() == 0:
            return
        for box in page.locator(".confirm input").all():
            box.check()
        way_on.click()
        routines = page.locator("details.routine")
        for number in range(routines.count()):
            routines.evaluate_all(OPEN_ONE, number)
            yield page.evaluate(COLLECT, ".routines")

    def _named(self, screen: list[Json]) -> Iterator[Json]:
        """Slugs in place of the words that stand on the page."""
        for item in screen:
            [(kind, value)] = item.items()
            if kind in ("text", "call"):
                yield item
            elif kind == "source":
                yield from ({kind: slug} for slug, t in self._titles.items() if value.startswith(t))
            else:
                yield {kind: self._slug(kind, value)}

    def _slug(self, kind: str, words: str) -> Any:
        """What the answer calls it; where it is not in the answer, the words themselves."""
        response = self._given["response"]
        body = response["body"] if response and "warnings" in response["body"] else NOTHING
        routines = body["routines"]
        steps = [step for routine in routines for p in routine["phases"] for step in p["steps"]]
        warned = [body, *routines, *steps]
        named = {
            "question": {due["text"]: due["question"] for due in body["next"]},
            "routine": {routine["name"]: routine["slug"] for routine in routines},
            "exercise": {step["name"]: step["exercise"] for step in steps},
            "confirm": {w["text"]: [w["slug"]] for one in warned for w in one["warnings"]},
        }[kind]
        plain = re.sub(r"^\d+\. ", "", words).strip()
        return next((slug for name, slug in named.items() if plain.endswith(name)), words)
