"""A routine: exercises in an order, with doses, a plan over weeks and rules for stopping."""

from typing import Literal

from pydantic import model_validator
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Facts, Item, Links, Slug, Text
from app.content.dose import StepDose
from app.content.exercise import AIMS, Aim
from app.content.fields import EquipmentSlug, ExerciseSlug, WarningSlug
from app.content.figure import StripOut

PhaseSlug = Literal["warm_up", "main", "cool_down"]


class Step(Authored):
    """One exercise of a routine, and how much of it."""

    exercise: ExerciseSlug
    dose: StepDose = Field(description="How much of it in one session; within the exercise's own.")


class Phase(Authored):
    """A part of a routine: the warm-up, the main part or the cool-down."""

    slug: PhaseSlug = Field(description="Which part this is.")
    steps: list[Step] = Field(min_length=1, description="What to do, in this order.")


class Stage(Authored):
    """What changes, from this week on."""

    week: int = Field(ge=1, le=52, description="From which week on, counted from 1.")
    text: Text = Field(description="What to change from then on, said to the person.")
    citations: Links


class StopRule(Authored):
    """When to stop, for a person (`text`) and for an app (the rest)."""

    slug: Slug = Field(description="The key of the rule within its routine.")
    measure: Literal[
        "pain",
        "sharp-pain",
        "numbness",
        "weakness",
        "dizziness",
        "emergency-sign",
        "worse-next-day",
        "no-better",
    ] = Field(
        description="What to ask or watch for. `pain` is asked as 0 to 10, `no-better` is counted "
        "in weeks, the others are there or not. More values may come. Show `text` for an unknown "
        "value."
    )
    at_least: int | None = Field(
        default=None,
        ge=1,
        le=52,
        description="The rule holds from here up: of 10 for `pain`, in weeks for `no-better`. Null "
        "for the others, which hold as soon as the thing is there.",
    )
    action: Literal["stop", "ease_off", "see_someone", "emergency"] = Field(
        description="What the app does when it holds. `emergency`: stop the session and show the "
        "emergency number. `see_someone`: stop and say so. `stop`: end the session. `ease_off`: do "
        "less from here on."
    )
    text: Text = Field(
        description="The rule, said to the person. Show every one of them before a session begins."
    )
    citations: Links

    @model_validator(mode="after")
    def _measured_or_not(self) -> "StopRule":
        if (self.measure in ("pain", "no-better")) != (self.at_least is not None):
            raise ValueError("`at_least` belongs to `pain` and `no-better`, and to nothing else")
        return self


class RoutineFacts(Facts):
    """What is true of a routine in every language."""

    aims: list[Aim] = Field(min_length=1, sa_type=JSON, description=AIMS)
    phases: list[Phase] = Field(
        min_length=3,
        max_length=3,
        sa_type=JSON,
        description="`warm_up`, `main` and `cool_down`, always all three and in this order.",
    )
    days_per_week: int = Field(
        ge=1, le=7, description="On how many days of a week to do it, at the most."
    )
    weeks: int = Field(
        ge=1, le=12, description="How many weeks to keep at it before looking again."
    )
    progression: list[Stage] = Field(
        min_length=1,
        sa_type=JSON,
        description="How it changes over the weeks, earliest week first.",
    )
    stop_rules: list[StopRule] = Field(
        min_length=1,
        sa_type=JSON,
        description="When to stop: show all of them, and act on them while the routine is played.",
    )
    warnings: list[WarningSlug] = Field(
        min_length=1,
        sa_type=JSON,
        description="What must be shown with the routine, always, besides the warnings of its "
        "exercises. `include=warnings` brings the words.",
    )
    citations: Links = Field(sa_type=JSON, description="The sources of the routine as a whole.")


class RoutineText(SQLModel):
    name: Text = Field(description="What to call it: a short title, in the item's language.")
    summary: Text = Field(description="What it is and what it may do, in one or two sentences.")
    for_whom: Text = Field(
        description="Whom it is meant for, and whom not, in a sentence or two. It takes the place "
        "of no self-check."
    )


class RoutineDocument(Authored, RoutineFacts, RoutineText):
    """`seed/routines/<slug>.yaml`."""

    @model_validator(mode="after")
    def _phases_in_order(self) -> "RoutineDocument":
        if [phase.slug for phase in self.phases] != ["warm_up", "main", "cool_down"]:
            raise ValueError("`phases` should be warm_up, main, cool_down, in this order")
        return self


class Routine(RoutineFacts, table=True):
    slug: str = Field(primary_key=True)


class RoutineOut(RoutineFacts, RoutineText, Item):
    """Exercises in an order, with doses, a plan over weeks and rules for stopping. It is the
    routine as published: triage adapts it to what somebody answered."""

    equipment: list[EquipmentSlug] = Field(
        description="Everything its exercises cannot be done without, by slug; an empty list is "
        "nothing."
    )
    duration_s: int = Field(
        ge=1, le=7_200, description="Seconds for one session: the sum of its timeline."
    )
    figure: StripOut = Field(description="Its exercises drawn, in their order, as one picture.")
