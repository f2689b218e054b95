"""What an app must show of an answer, as data: the contract of `/v1/triage`, written down once.

A demand is `must` where a person could be harmed without it, `should` where the contract asks for
it and nobody is. clients/contract/run.py holds an app's screens against it.
"""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
MUST, SHOULD = "must", "should"


def of_outcome(outcome: Json, titles: list[str], standing: set[str]) -> Json:
    """
    Args:
        titles: what the advice of each level says, in the outcome's language.
        standing: the warnings that every answer has, whatever was said.
    """
    finished = outcome["status"] == "complete"
    own = _letters(" ".join(_strings(outcome)))
    return {
        "kind": "result" if finished else "unfinished",
        # The words of every answer say "the emergency number shown".
        "call": {
            "number": outcome["advice"]["contact"]["number"],
            "demand": MUST,
            "first_screen": outcome["level_at_least"] == "emergency",
        },
        "say": list(_sayings(outcome)),
        "never_say": [text for text in titles if _letters(text) not in own],
        # Whoever is asked on may put the phone away here, so what the answers so far bring is due
        # now. What every answer brings comes with the result at the latest.
        "warnings": [
            _warning(warning, SHOULD if not finished and warning["slug"] in standing else MUST)
            for warning in outcome["warnings"]
        ],
        "ask": [due["question"] for due in outcome["next"]],
        "routines": [_routine(routine) for routine in outcome["routines"]],
        "sources": _sources(outcome),
    }


def of_nothing(titles: list[str]) -> Json:
    """There is no answer that may be used: nothing was judged, so nothing may look judged."""
    return {
        "kind": "nothing",
        "call": {"number": None, "demand": SHOULD, "first_screen": False},
        "say": [],
        "never_say": titles,
        "warnings": [],
        "ask": [],
        "routines": [],
        "sources": [],
    }


def of_held(held: Json, titles: list[str], standing: set[str], today: str) -> Json:
    """What was kept may be shown again while its rules may be used; nobody has to."""
    rules = held["rule_set"]
    if rules["status"] == "withdrawn" or today > rules["use_until"]:
        return of_nothing(titles)
    expect = of_outcome(held["outcome"], titles, standing)
    return {**expect, "kind": "kept", "call": {**expect["call"], "demand": SHOULD}}


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _sayings(outcome: Json) -> Iterator[Json]:
    advice, finished = outcome["advice"], outcome["status"] == "complete"
    emergency = outcome["level_at_least"] == "emergency"
    due = MUST if finished or outcome["level_at_least"] != "self_care" else SHOULD
    # In an emergency nothing that can wait has to stand beside what cannot.
    besides = due if not emergency else SHOULD
    yield _saying("advice.title", advice["title"], due)
    yield _saying("advice.text", advice["text"], due)
    yield _saying("advice.safety_net", advice["safety_net"], due if finished else SHOULD)
    if outcome["no_routine"]:
        text = outcome["no_routine"]["text"]
        yield _saying("no_routine.text", text, besides if finished else SHOULD)
    for cause in outcome["causes"]:
        yield _saying(f"the cause `{cause['slug']}`", cause["name"], SHOULD)
    yield _saying("disclaimer", outcome["disclaimer"], besides if finished else SHOULD)


def _saying(what: str, text: str, demand: str) -> Json:
    return {"what": what, "text": text, "demand": demand}


def _warning(warning: Json, demand: str) -> Json:
    shown = {"slug": warning["slug"], "severity": warning["severity"], "text": warning["text"]}
    sources = [link["slug"] for link in warning["citations"]]
    confirm = warning["must_acknowledge"]
    return {**shown, "demand": demand, "confirm": confirm, "sources": sources}


def _own(warning: Json) -> Json:
    """Of a routine or of a step."""
    shown = {"slug": warning["slug"], "text": warning["text"]}
    return {**shown, "confirm": warning["must_acknowledge"]}


def _routine(routine: Json) -> Json:
    return {
        "slug": routine["slug"],
        "name": routine["name"],
        "stop_rules": [rule["text"] for rule in routine["stop_rules"]],
        "warnings": [_own(warning) for warning in routine["warnings"]],
        "steps": [
            {
                "exercise": step["exercise"],
                "name": step["name"],
                "warnings": [_own(warning) for warning in step["warnings"]],
            }
            for phase in routine["phases"]
            for step in phase["steps"]
        ],
    }


def _sources(outcome: Json) -> list[str]:
    links = [*outcome["advice"]["citations"]]
    for routine in outcome["routines"]:
        links += routine["citations"]
    return list(dict.fromkeys(link["slug"] for link in links))
