#!/usr/bin/env python3
"""A reference adapter: what an app shows that does everything right, screen by screen. Copy its
order. Yours must read the screens themselves; this one has none.

    python3 run.py -- python3 adapter.py
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

Json = Any


def answer(case: Json) -> Json:
    """What is seen, for what came from the service or was kept."""
    outcome = _usable(case)
    return {"screens": list(_screens(outcome)) if outcome else [_nothing()]}


def _usable(case: Json) -> Json:
    """An outcome to show: the one that came, or the one kept while its rules may still be used."""
    response, kept = case["response"], case["held"]
    if response is not None:
        body = response["body"]
        return body if response["status"] == 200 and isinstance(body, dict) else None
    if kept is None or kept["rule_set"]["status"] == "withdrawn":
        return None
    return kept["outcome"] if case["today"] <= kept["rule_set"]["use_until"] else None


def _nothing() -> Json:
    return [{"text": "This did not work. Nothing was judged."}, {"call": "112"}]


def _screens(outcome: Json) -> Iterator[Json]:
    """First what to do and whom to call, all warnings, what is to be confirmed; then the rest."""
    advice, finished = outcome["advice"], outcome["status"] == "complete"
    number = advice["contact"]["number"]
    first = [*_texts(advice["title"], number), {"call": number}, *_texts(advice["text"])]
    for warning in outcome["warnings"]:
        first += [*_texts(warning["text"]), *_sources(warning)]
    first += [*_texts(advice["safety_net"]), *_sources(advice)]
    if outcome["no_routine"]:
        first += _texts(outcome["no_routine"]["text"])
    for cause in outcome["causes"]:
        first += [*_texts(cause["name"], *cause["because"]), *_sources(cause)]
    first += _texts(outcome["disclaimer"])
    for due in outcome["next"]:
        first += [{"question": due["question"]}, *_texts(due["text"])]
    yield [*first, *_confirm(outcome["warnings"])]
    if finished:
        for routine in outcome["routines"]:
            yield from _routine(routine)


def _routine(routine: Json) -> Iterator[Json]:
    """What holds for all of it, to be confirmed; then a screen for each exercise."""
    rules = [rule["text"] for rule in routine["stop_rules"]]
    warnings = [warning["text"] for warning in routine["warnings"]]
    steps = [step for phase in routine["phases"] for step in phase["steps"]]
    yield [
        {"routine": routine["slug"]},
        *_texts(routine["name"], *routine["why"], *warnings, *rules),
        *_sources(routine),
        *_confirm(routine["warnings"]),
    ]
    for step in steps:
        to_confirm = [warning for warning in step["warnings"] if warning["must_acknowledge"]]
        if to_confirm:
            yield [*_texts(*(warning["text"] for warning in to_confirm)), *_confirm(to_confirm)]
        texts = _texts(*(warning["text"] for warning in step["warnings"]))
        yield [*texts, *_texts(step["name"]), {"exercise": step["exercise"]}]


def _texts(*texts: str) -> list[Json]:
    return [{"text": text} for text in texts]


def _sources(said: Json) -> list[Json]:
    return [{"source": link["slug"]} for link in said["citations"]]


def _confirm(warnings: list[Json]) -> list[Json]:
    slugs = [warning["slug"] for warning in warnings if warning["must_acknowledge"]]
    return [{"confirm": slugs}] if slugs else []


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
