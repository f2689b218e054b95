"""What each kind can be listed by, as functions of an item as it is served."""

import json
from collections.abc import Mapping
from typing import Any, get_args

from app.catalog.listing import Rules
from app.content.exercise import Difficulty

NONE = "none"
"""The filter for what needs no equipment."""

Fragments = Mapping[str, Mapping[str, bytes]]
"""Kind → slug → the finished item."""


def rules(kind: str, fragments: Fragments) -> Rules:
    match kind:
        case "exercise":
            return EXERCISES
        case "routine":
            return _routines(fragments["exercise"])
        case "citation":
            return CITATIONS
        case "term":
            return TERMS
    return Rules()


def _needed(item: Any) -> list[str]:
    return item["equipment"] or [NONE]


def _muscles(exercise: Any) -> list[str]:
    return [*exercise["muscles"]["primary"], *exercise["muscles"]["secondary"]]


def _against(exercise: Any) -> list[str]:
    return [row["condition"] for row in exercise["contraindications"]]


EXERCISES = Rules(
    filters={
        "aim": lambda e: e["aims"],
        "position": lambda e: [e["position"]],
        "equipment": _needed,
        "muscle": _muscles,
        "difficulty": lambda e: [e["difficulty"]],
        "side": lambda e: [e["side"]],
        "condition": _against,
    },
    numbers={"duration_s": lambda e: e["duration_s"]},
    orders={
        "name": lambda e: e["name"],
        "duration_s": lambda e: e["duration_s"],
        "difficulty": lambda e: get_args(Difficulty).index(e["difficulty"]),
    },
)
CITATIONS = Rules(
    filters={
        "kind": lambda c: [c["kind"]],
        "copy_read": lambda c: [str(c["copy_read"])],
    },
    orders={
        "number": lambda c: c["number"] or 1_000,
        "year": lambda c: c["year"] or 0,
    },
)
TERMS = Rules(filters={"set": lambda t: [t["set"]]})


def _routines(exercises: Mapping[str, bytes]) -> Rules:
    """A condition speaks against a routine when it speaks against any exercise of it."""
    against = {slug: _against(json.loads(body)) for slug, body in exercises.items()}

    def conditions(routine: Any) -> set[str]:
        steps = (step for phase in routine["phases"] for step in phase["steps"])
        return {condition for step in steps for condition in against[step["exercise"]]}

    return Rules(
        filters={
            "aim": lambda r: r["aims"],
            "equipment": _needed,
            "condition": conditions,
        },
        numbers=EXERCISES.numbers,
        orders={name: EXERCISES.orders[name] for name in ("name", "duration_s")},
    )
