"""How much of an exercise: counts and seconds, and how long that takes."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator
from sqlmodel import Field

from app.content.base import Authored, Links, Text

Side = Literal["one-side", "both-together", "alternating"]


class Range(Authored):
    """From `min` to `max` where sources differ; both the same where they do not."""

    min: int
    max: int


def _expand(value: object) -> object:
    """A bare number stands for both ends."""
    return {"min": value, "max": value} if isinstance(value, int) else value


def _within(low: int, high: int) -> AfterValidator:
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
    """What the sources say, for one side. The bounds refuse slips of the pen, not opinions."""

    sets: Sets = Field(description="Sets a day.")
    reps: Reps = Field(description="Repetitions a set and side.")
    hold_s: Pause = Field(description="Seconds each repetition is held; 0 is no hold.")
    rep_s: Movement = Field(description="Seconds the movement itself takes.")
    rest_s: Pause = Field(description="Seconds of rest after each repetition.")
    days_per_week: Days = Field(description="Days a week.")
    note: Text | None = Field(default=None, description="Where the sources differ.")
    citations: Links


class StepDose(Authored):
    """What a routine asks for."""

    sets: int = Field(ge=1, le=5)
    reps: int = Field(ge=1, le=30, description="Repetitions a set and side.")
    hold_s: int = Field(ge=0, le=120, description="Seconds each repetition is held.")
    rest_s: int = Field(ge=0, le=120, description="Seconds of rest after each repetition.")


def starting_dose(dose: Dose) -> StepDose:
    """The least the sources ask for: where somebody new begins."""
    return StepDose(
        sets=dose.sets.min, reps=dose.reps.min, hold_s=dose.hold_s.min, rest_s=dose.rest_s.min
    )
