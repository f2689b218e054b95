"""A routine: exercises in an order, with doses, a plan over weeks and rules for stopping."""

from typing import Literal

from pydantic import model_validator
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Facts, Item, Links, Slug, Text
from app.content.dose import StepDose
from app.content.exercise import Aim
from app.content.figure import StripOut

PhaseSlug = Literal["warm_up", "main", "cool_down"]


class Step(Authored):
    exercise: Slug
    dose: StepDose


class Phase(Authored):
    slug: PhaseSlug
    steps: list[Step] = Field(min_length=1)


class Stage(Authored):
    """What changes, from this week on."""

    week: int = Field(ge=1, le=52)
    text: Text
    citations: Links


class StopRule(Authored):
    """When to stop, for a person (`text`) and for an app (the rest)."""

    slug: Slug
    measure: Literal[
        "pain",
        "sharp-pain",
        "numbness",
        "weakness",
        "dizziness",
        "emergency-sign",
        "worse-next-day",
        "no-better",
    ] = Field(description="`pain` is asked as 0 to 10, `no-better` is counted in weeks.")
    at_least: int | None = Field(default=None, ge=1, le=52)
    action: Literal["stop", "ease_off", "see_someone", "emergency"]
    text: Text
    citations: Links

    @model_validator(mode="after")
    def _measured_or_not(self) -> "StopRule":
        if (self.measure in ("pain", "no-better")) != (self.at_least is not None):
            raise ValueError("`at_least` belongs to `pain` and `no-better`, and to nothing else")
        return self


class RoutineFacts(Facts):
    """What is true of a routine in every language."""

    aims: list[Aim] = Field(min_length=1, sa_type=JSON)
    phases: list[Phase] = Field(min_length=3, max_length=3, sa_type=JSON)
    days_per_week: int = Field(ge=1, le=7)
    weeks: int = Field(ge=1, le=12, description="How long to keep at it before looking again.")
    progression: list[Stage] = Field(min_length=1, sa_type=JSON)
    stop_rules: list[StopRule] = Field(min_length=1, sa_type=JSON)
    warnings: list[Slug] = Field(
        min_length=1, sa_type=JSON, description="Show these with the routine, always."
    )
    citations: Links = Field(sa_type=JSON)


class RoutineText(SQLModel):
    name: Text
    summary: Text
    for_whom: Text


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
    equipment: list[Slug] = Field(description="Everything its exercises need.")
    duration_s: int = Field(description="Seconds for one session: the sum of its timeline.")
    figure: StripOut
