"""A routine as it is offered to one person: steps, doses, warnings, and what was left out why."""

from collections.abc import Iterable, Mapping

from plumbline.held import Release
from plumbline.player import duration_s
from plumbline.triage import Json, against


def routine_in_words(held: Release, rules: Json, offered: Json, outcome: Json) -> Json:
    """Args: offered: one of `routines` of `outcome`, which is what `triage` gave."""
    routine = held.entry("routine", offered["slug"])
    texts = {rule["slug"]: rule["text"] for rule in held.entry("messages", rules["name"])["rules"]}
    own = [r for r in rules["rules"] if r["slug"] in outcome["because"] and r["logic"] is not True]
    why = [texts[rule["slug"]] for rule in own if offered["slug"] in rule["routines"]]
    phases = _phases(held, rules, offered)
    exercises = [held.entry("exercise", slug) for slug in offered["exercises"]]
    return picked(routine, "slug", "name", "stop_rules", "days_per_week", "citations") | {
        "why": why or [routine["summary"]],  # proposed to everybody: for no reason of their own
        "phases": phases,
        "adapted": [
            change | {"because": _why_not(held, rules, change["exercise"], outcome["conditions"])}
            for change in offered["adapted"]
        ],
        "warnings": warnings(held, routine["warnings"]),
        "duration_s": sum(step["duration_s"] for phase in phases for step in phase["steps"]),
        "equipment": sorted({one for exercise in exercises for one in exercise["equipment"]}),
        "timeline": None,  # `player.cues` makes it when it is played
    }


def warnings(held: Release, slugs: Iterable[str]) -> list[Json]:
    """Show all of them, in this order. Where one is `must_acknowledge`, go on only after the person
    has confirmed it."""
    fields = ("slug", "severity", "text", "must_acknowledge", "citations")
    return [picked(held.entry("warning", slug), *fields) for slug in slugs]


def kept_from(held: Release, exercise: str, condition: str) -> Json:
    """Why this condition speaks against this exercise."""
    rows = held.entry("exercise", exercise)["contraindications"]
    row = next(row for row in rows if row["condition"] == condition)
    return {"exercise": exercise, **picked(row, "condition", "why", "citations")}


def picked(item: Mapping[str, object], *fields: str) -> Json:
    """Some fields of an entry."""
    return {field: item[field] for field in fields}


def _phases(held: Release, rules: Json, offered: Json) -> list[Json]:
    """A step keeps its dose; an exercise that replaced another comes with its own."""
    written = next(r for r in rules["routines"] if r["slug"] == offered["slug"])
    replaced = {change["exercise"]: change["replaced_by"] for change in offered["adapted"]}
    doses = {exercise["slug"]: exercise["dose"] for exercise in rules["exercises"]}
    phases = []
    for phase in written["phases"]:
        steps = [
            _step(held, slug, doses[slug] if step["exercise"] in replaced else step["dose"])
            for step in phase["steps"]
            if (slug := replaced.get(step["exercise"], step["exercise"])) is not None
        ]
        if steps:
            phases.append({"slug": phase["slug"], "steps": steps})
    return phases


def _step(held: Release, slug: str, dose: Json) -> Json:
    exercise = held.entry("exercise", slug)
    return {
        "exercise": slug,
        "name": exercise["name"],
        "dose": dose,
        "duration_s": duration_s(dose, exercise),
        "warnings": warnings(held, exercise["warnings"]),
    }


def _why_not(held: Release, rules: Json, exercise: str, conditions: Iterable[str]) -> str:
    """Why an exercise was taken out: by the first condition that speaks against it."""
    condition = against(rules, exercise, conditions)
    assert condition is not None, "only what is spoken against is taken out"
    why: str = kept_from(held, exercise, condition)["why"]
    return why
