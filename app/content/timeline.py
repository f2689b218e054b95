"""A routine as timed cues that a player can run; its duration is their sum."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, Protocol

from sqlmodel import Field

from app.content.base import Served
from app.content.dose import Dose, Side, StepDose
from app.content.fields import AnswerLanguage, ExerciseSlug, PhaseName, RoutineSlug

GET_READY_S, CHANGE_SIDE_S = 10, 5

Half = Literal["first", "second", "both"]
CueKind = Literal["get-ready", "move", "hold", "rest", "change-side"]


class Timed(Protocol):
    """What of an exercise takes time."""

    @property
    def dose(self) -> Dose: ...
    @property
    def side(self) -> Side: ...


class TimedStep(Protocol):
    @property
    def exercise(self) -> str: ...
    @property
    def dose(self) -> StepDose: ...


class Cue(Served):
    """One thing to do, for some seconds."""

    at_s: int = Field(ge=0, description="When it begins, in seconds from the start of the routine.")
    seconds: int = Field(
        ge=1, description="How many seconds it lasts; the next cue begins right after."
    )
    kind: CueKind = Field(
        description="What the person does. More values may come. Show `text` for as long as an "
        "unknown one lasts."
    )
    phase: PhaseName
    exercise: ExerciseSlug
    set: int | None = Field(
        ge=1, le=5, description="Which set, from 1; null while getting ready or changing sides."
    )
    rep: int | None = Field(
        ge=1,
        le=30,
        description="Which repetition of the set, from 1; the last of them where `reps` go "
        "together. Null while getting ready or changing sides.",
    )
    reps: int | None = Field(
        ge=1,
        le=30,
        description="How many repetitions are done in this cue, in one go; null outside `move`.",
    )
    side: Half | None = Field(
        description="`first`: the side the person began with. `second`: the other one; for "
        "`change-side`, the one to change to. `both`: there are no sides. Null while getting ready."
    )
    text: str = Field(description="What a player says and shows, in the language of the answer.")


class TimelineOut(Served):
    """A routine as a flat list of timed cues that a player can run from top to bottom."""

    routine: RoutineSlug
    language: AnswerLanguage
    duration_s: int = Field(ge=1, le=7_200, description="Seconds of all cues together.")
    cues: list[Cue] = Field(
        min_length=1, description="In the order of time, without gaps and without overlaps."
    )


Beat = tuple[int, CueKind, int | None, int | None, int | None, Half | None]
"""Seconds, kind, set, repetition, repetitions in it, side."""


def timeline(
    phases: Sequence[tuple[str, Sequence[TimedStep]]],
    exercises: Mapping[str, Timed],
    say: Mapping[str, str],
    names: Mapping[str, str],
) -> list[Cue]:
    """All cues in order.

    Args:
        say: what is said for each kind of cue.
        names: what each exercise is called.
    """
    cues: list[Cue] = []
    at_s = 0
    for phase, steps in phases:
        for step in steps:
            for seconds, kind, set_, rep, reps, side in beats(step.dose, exercises[step.exercise]):
                cues.append(
                    Cue(
                        at_s=at_s,
                        seconds=seconds,
                        kind=kind,
                        phase=phase,
                        exercise=step.exercise,
                        set=set_,
                        rep=rep,
                        reps=reps,
                        side=side,
                        text=f"{say[kind]}: {names[step.exercise]}",
                    )
                )
                at_s += seconds
    return cues


def duration_s(steps: Sequence[TimedStep], exercises: Mapping[str, Timed]) -> int:
    return sum(beat[0] for step in steps for beat in beats(step.dose, exercises[step.exercise]))


def beats(dose: StepDose, exercise: Timed) -> Iterator[Beat]:
    """Repetitions without a hold or a rest run together."""
    yield GET_READY_S, "get-ready", None, None, None, None
    rep_s = exercise.dose.rep_s.min
    flowing = dose.hold_s == 0 and dose.rest_s == 0
    halves: tuple[Half, ...] = ("first", "second") if exercise.side == "one-side" else ("both",)
    for side in halves:
        if side == "second":
            yield CHANGE_SIDE_S, "change-side", None, None, None, side
        for set_ in range(1, dose.sets + 1):
            if flowing:
                yield rep_s * dose.reps, "move", set_, dose.reps, dose.reps, side
                continue
            for rep in range(1, dose.reps + 1):
                if rep_s:
                    yield rep_s, "move", set_, rep, 1, side
                if dose.hold_s:
                    yield dose.hold_s, "hold", set_, rep, None, side
                if dose.rest_s:
                    yield dose.rest_s, "rest", set_, rep, None, side
