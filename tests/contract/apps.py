"""Apps with a fault each, in what they make of an answer, or in what they show."""

import copy
from collections.abc import Callable
from typing import Any

from contract.adapter import answer

Json = Any
App = Callable[[Json], Json]

KNOWN = {"emergency", "urgent", "important", "advice", "reassurance"}


def _with(change: Callable[[Json], None]) -> App:
    """Shows rightly what it first spoilt."""

    def app(case: Json) -> Json:
        spoilt = copy.deepcopy(case)
        body = (spoilt["response"] or {}).get("body")
        for outcome in (body, (spoilt["held"] or {}).get("outcome")):
            if isinstance(outcome, dict) and "warnings" in outcome:
                change(outcome)
        return answer(spoilt)

    return app


def _then(change: Callable[[list[Json]], list[Json]]) -> App:
    """Shows something else than it should."""
    return lambda case: {"screens": change(answer(case)["screens"])}


def _without(*kinds: str) -> App:
    return _then(lambda screens: [[i for i in s if not i.keys() & set(kinds)] for s in screens])


def _drop_last_warning(outcome: Json) -> None:
    del outcome["warnings"][-1]


def _three_at_most(outcome: Json) -> None:
    del outcome["warnings"][3:]


def _sort_by_text(outcome: Json) -> None:
    outcome["warnings"].sort(key=lambda warning: warning["text"])


def _drop_unknown_warnings(outcome: Json) -> None:
    outcome["warnings"] = [w for w in outcome["warnings"] if "tomorrow" not in w["slug"]]


def _drop_unknown_severities(outcome: Json) -> None:
    outcome["warnings"] = [w for w in outcome["warnings"] if w["severity"] in KNOWN]


def _cut(outcome: Json) -> None:
    for warning in outcome["warnings"]:
        warning["text"] = f"{warning['text'][:80]}…"


def _ignore_must_acknowledge(outcome: Json) -> None:
    for warning in outcome["warnings"]:
        warning["must_acknowledge"] = False


def _confirm_a_fixed_list(outcome: Json) -> None:
    for warning in outcome["warnings"]:
        warning["must_acknowledge"] = warning["slug"] in ("emergency-signs", "see-a-doctor-first")


def _no_step_warnings(outcome: Json) -> None:
    for routine in outcome["routines"]:
        routine["warnings"] = []
        for phase in routine["phases"]:
            for step in phase["steps"]:
                step["warnings"] = []


def _no_stop_rules(outcome: Json) -> None:
    for routine in outcome["routines"]:
        routine["stop_rules"] = []


def _own_words_once(outcome: Json) -> None:
    """What routines have in common stands with the first of them only, opened or not."""
    known: set[str] = set()

    def new(said: list[Json]) -> list[Json]:
        fresh = [one for one in said if one["text"] not in known]
        known.update(one["text"] for one in fresh)
        return fresh

    for routine in outcome["routines"]:
        routine["warnings"] = new(routine["warnings"])
        routine["stop_rules"] = new(routine["stop_rules"])
        for phase in routine["phases"]:
            for step in phase["steps"]:
                step["warnings"] = new(step["warnings"])


def _no_reason(outcome: Json) -> None:
    outcome["no_routine"] = None


def _shows_what_was_taken_out(outcome: Json) -> None:
    for routine in outcome["routines"]:
        for change in routine["adapted"]:
            step = copy.deepcopy(routine["phases"][0]["steps"][0])
            routine["phases"][1]["steps"].append({**step, "exercise": change["exercise"]})


def _always_999(outcome: Json) -> None:
    outcome["advice"]["contact"]["number"] = "999"


def _unfinished_is_fine(case: Json) -> Json:
    fine = "You can look after this yourself for now"
    screens = answer(case)["screens"]
    if not any("question" in item for screen in screens for item in screen):
        return {"screens": screens}
    kept = [item for item in screens[0] if "question" not in item]
    return {"screens": [[{"text": fine}, *kept], *screens[1:]]}


def _does_not_ask(case: Json) -> Json:
    return _without("question")(case)


def _routine_first(screens: list[Json]) -> list[Json]:
    return [*screens[1:], screens[0]]


def _names_first(case: Json) -> Json:
    """A heading with the routine's name, above the warnings."""
    screens = answer(case)["screens"]
    names = [s[1] for s in screens if s[0].keys() == {"routine"}]
    return {"screens": [[*names, *screens[0]], *screens[1:]]}


def _one_long_page(screens: list[Json]) -> list[Json]:
    return [[item for screen in screens for item in screen]]


def _confirm_first(screens: list[Json]) -> list[Json]:
    first = [item for item in screens[0] if "confirm" in item]
    return [first, [item for item in screens[0] if item not in first], *screens[1:]]


def _confirm_around(screens: list[Json]) -> list[Json]:
    """Once before there is anything to read, and once when all was done."""
    confirms = [item for item in screens[0] if "confirm" in item]
    rest = [item for item in screens[0] if item not in confirms]
    return [confirms, rest, *screens[1:], confirms]


def _number_below(screens: list[Json]) -> list[Json]:
    calls = [item for screen in screens for item in screen if "call" in item]
    return [*[[i for i in s if "call" not in i] for s in screens], calls]


def _kept_for_ever(case: Json) -> Json:
    if case["held"] is None:
        return answer(case)
    held = {**case["held"], "rule_set": {"status": "in_force", "use_until": "9999-12-31"}}
    return answer({**case, "held": held})


def _hears_of_no_recall(case: Json) -> Json:
    if case["held"] is None:
        return answer(case)
    rules = {**case["held"]["rule_set"], "status": "in_force"}
    return answer({**case, "held": {**case["held"], "rule_set": rules}})


def _blank_on_errors(case: Json) -> Json:
    screens = answer(case)["screens"]
    return {"screens": [] if "did not work" in str(screens) else screens}


def _dies_on_pages(case: Json) -> Json:
    response = case["response"]
    if response and response["content_type"] != "application/json":
        return None
    return answer(case)


APPS: dict[str, tuple[App, str, str]] = {
    "drops the last warning": (_with(_drop_last_warning), "warning-missing", "Show the warning `"),
    "shows three warnings at most": (_with(_three_at_most), "warning-missing", "word for word"),
    "cuts long warnings": (_with(_cut), "warning-missing", "The app cuts it off"),
    "sorts by text": (_with(_sort_by_text), "warning-order", "keep its order and do not sort"),
    "drops warnings it does not know": (
        _with(_drop_unknown_warnings),
        "warning-missing",
        "Show the warning `a-warning-of-tomorrow`",
    ),
    "drops severities it does not know": (
        _with(_drop_unknown_severities),
        "warning-missing",
        "Show the warning `",
    ),
    "shows the routine first": (_then(_routine_first), "warning-late", "before the first routine"),
    "names the routine first": (_names_first, "warning-late", "its name included"),
    "shows all on one page": (_then(_one_long_page), "confirmed-late", "only after `"),
    "ignores must_acknowledge": (
        _with(_ignore_must_acknowledge),
        "not-confirmed",
        "before a routine or an exercise can be reached",
    ),
    "lets a fixed list be confirmed": (
        _with(_confirm_a_fixed_list),
        "not-confirmed",
        "Let the person confirm `a-warning-of-tomorrow`",
    ),
    "asks to confirm what was not shown": (
        _then(_confirm_first),
        "confirmed-unseen",
        "before the person is asked to confirm it",
    ),
    "asks to confirm too early and once more too late": (
        _then(_confirm_around),
        "confirmed-late",
        "Show a routine or an exercise only after `",
    ),
    "asks to confirm before there is a number": (
        _then(_confirm_first),
        "number-late",
        "nothing to confirm or to tap before it",
    ),
    "hides the number": (_without("call"), "number-missing", "Show 999"),
    "has one number for everybody": (_with(_always_999), "number-missing", "The app shows 999"),
    "shows the number last": (_then(_number_below), "number-late", "on the first screen"),
    "takes unfinished for fine": (
        _unfinished_is_fine,
        "not-the-result",
        "not finished is not fine",
    ),
    "does not ask on": (_does_not_ask, "not-asked", "Ask `who` (`next`)"),
    "leaves out the steps' warnings": (
        _with(_no_step_warnings),
        "own-warning-missing",
        "of the exercise `",
    ),
    "leaves out the stop rules": (_with(_no_stop_rules), "stop-rule-missing", "Show the stop rule"),
    "shows the warnings of all routines with the first": (
        _with(_own_words_once),
        "own-warning-missing",
        "of the exercise `",
    ),
    "shows the stop rules of all routines with the first": (
        _with(_own_words_once),
        "stop-rule-missing",
        "Show the stop rule",
    ),
    "leaves out why there is no routine": (_with(_no_reason), "not-said", "no_routine.text"),
    "shows what was taken out": (
        _with(_shows_what_was_taken_out),
        "exercise-not-offered",
        "may be done by this person",
    ),
    "offers no sources": (_without("source"), "sources-missing", "the sources of `"),
    "plays what it kept for ever": (_kept_for_ever, "exercise-not-offered", "may still be used"),
    "hears of no recall": (_hears_of_no_recall, "routine-not-offered", "may still be used"),
    "is blank where there is no answer": (_blank_on_errors, "blank", "Say something"),
    "dies of a page that is no JSON": (_dies_on_pages, "unreadable", "Answer with"),
}
"""The app, the fault that the kit must find, and what its sentence says among other things."""
