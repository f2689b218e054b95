"""A routine as timed cues: what a player says and counts, without asking us.

The timeline of every routine as written is in the copy. One that was adapted to a person has none,
so it is computed here, in the same way.
"""

from collections.abc import Iterator, Sequence

from plumbline.copy import Copy
from plumbline.held import Release
from plumbline.triage import Json

GET_READY_S, CHANGE_SIDE_S = 10, 5


def cues(copy: Copy, routine: Json) -> list[Json]:
    """What to do when, second by second.

    Before the first cue, show the warnings of the routine and of its steps, and let the person
    confirm those that are `must_acknowledge`.

    Args:
        routine: one of `routines` of `self_check` or of `/v1/triage`, for this person, today.
    """
    held = copy.held()
    if not routine["adapted"]:
        published: list[Json] = held.entry("timeline", routine["slug"])["cues"]
        return published
    return computed_cues(held, routine["phases"])


def computed_cues(held: Release, phases: Sequence[Json]) -> list[Json]:
    """Every step in turn. `at_s` counts from the start of the routine."""
    say = {term["slug"]: term["name"] for term in held.shelf("term") if term["set"] == "cue"}
    made: list[Json] = []
    at_s = 0
    for phase in phases:
        for step in phase["steps"]:
            exercise = held.entry("exercise", step["exercise"])
            for beat in beats(step["dose"], exercise):
                where = {"at_s": at_s, "phase": phase["slug"], "exercise": exercise["slug"]}
                text = f"{say[beat['kind']]}: {exercise['name']}"
                made.append(where | beat | {"text": text})
                at_s += beat["seconds"]
    return made


def duration_s(dose: Json, exercise: Json) -> int:
    return sum(beat["seconds"] for beat in beats(dose, exercise))


def beats(dose: Json, exercise: Json) -> Iterator[Json]:
    """One exercise at one dose. Repetitions without a hold or a rest run together."""
    yield _beat("get-ready", GET_READY_S, None)
    rep_s, reps = exercise["dose"]["rep_s"]["min"], dose["reps"]
    for side in ("first", "second") if exercise["side"] == "one-side" else ("both",):
        if side == "second":
            yield _beat("change-side", CHANGE_SIDE_S, side)
        for set_ in range(1, dose["sets"] + 1):
            if dose["hold_s"] == 0 and dose["rest_s"] == 0:
                yield _beat("move", rep_s * reps, side, set_=set_, rep=reps, reps=reps)
                continue
            for rep in range(1, reps + 1):
                if rep_s:
                    yield _beat("move", rep_s, side, set_=set_, rep=rep, reps=1)
                if dose["hold_s"]:
                    yield _beat("hold", dose["hold_s"], side, set_=set_, rep=rep)
                if dose["rest_s"]:
                    yield _beat("rest", dose["rest_s"], side, set_=set_, rep=rep)


def _beat(
    kind: str,
    seconds: int,
    side: str | None,
    *,
    set_: int | None = None,
    rep: int | None = None,
    reps: int | None = None,
) -> Json:
    """`set` and `rep` count from 1; `reps` is how many repetitions run together in this cue."""
    return {"kind": kind, "seconds": seconds, "side": side, "set": set_, "rep": rep, "reps": reps}
