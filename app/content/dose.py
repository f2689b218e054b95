"""How much of an exercise: counts and seconds, and how long that takes."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator
from sqlmodel import Field

from app.content.base import Authored, Links, Text

Side = Literal["one-side", "both-together", "alternating"]


class Range(Authored):
    """From `min` to `max` where sources differ; both the same where they do not. The unit is that
    of the field: sets, repetitions, seconds or days."""

    min: int = Field(ge=0, le=600, description="The least a source asks for: where to begin.")
    max: int = Field(
        ge=0, le=600, description="The most a source asks for; never less than `min`. Not a target."
    )


def _expand(value: object) -> object:
    """A bare number stands for both ends."""
    return {"min": value, "max": value} if isinstance(value, int) else value


def _within(low: int, high: int) -> AfterValidator:
    """The bounds refuse slips of the pen, not opinions."""

    def check(value: Range) -> Range:
        if not low <= value.min <= value.max <= high:
            raise ValueError(f"should be within {low} and {high}, the smaller number first")
        return value

    return AfterValidator(check)


Sets = Annotated[Range, BeforeValidator(_expand), _within(1, 5)]
Reps = Annotated[Range, BeforeValidator(_expand), _within(1, 30)]
Pause = Annotated[Range, BeforeValidator(_expand), _within(0, 120)]
Movement = Annotated[Range, BeforeValidator(_expand), _within(0, 600)]
Days = Annotated[Range, BeforeValidator(_expand), _within(1, 7)]


class Dose(Authored):
    """How much of an exercise the sources say, for one side, as ranges."""

    sets: Sets = Field(description="Sets a day, 1 to 5.")
    reps: Reps = Field(description="Repetitions a set and side, 1 to 30.")
    hold_s: Pause = Field(
        description="Seconds that each repetition is held, 0 to 120; 0 is no hold."
    )
    rep_s: Movement = Field(
        description="Seconds that the movement of one repetition takes, without the hold: 0 to 600."
    )
    rest_s: Pause = Field(
        description="Seconds of rest after each repetition, 0 to 120; 0 is no rest."
    )
    days_per_week: Days = Field(description="Days a week on which it is done, 1 to 7.")
    note: Text | None = Field(
        default=None,
        description="Where the sources differ, or what is our choice: show it with the dose. Null "
        "where there is nothing to say.",
    )
    citations: Links


class StepDose(Authored):
    """What a routine asks for, on each side where there are sides."""

    sets: int = Field(ge=1, le=5, description="How often the repetitions are done in one session.")
    reps: int = Field(ge=1, le=30, description="Repetitions in each set, on each side.")
    hold_s: int = Field(
        ge=0, le=120, description="Seconds that each repetition is held; 0 is no hold."
    )
    rest_s: int = Field(
        ge=0, le=120, description="Seconds of rest after each repetition; 0 is no rest."
    )


def starting_dose(dose: Dose) -> StepDose:
    """The least the sources ask for: where somebody new begins."""
    return StepDose(
        sets=dose.sets.min, reps=dose.reps.min, hold_s=dose.hold_s.min, rest_s=dose.rest_s.min
    )
