"""What triage offers somebody to do, and what it keeps from them."""

from sqlmodel import Field

from app.content.base import Links, Served
from app.content.dose import StepDose
from app.content.fields import ConditionSlug, EquipmentSlug, ExerciseSlug, PhaseName, RoutineSlug
from app.content.routine import StopRule
from app.content.said import WarningRef
from app.content.timeline import Cue
from app.triage.model import NoRoutine

NO_ROUTINE = (
    "`not_finished`: questions are open. `see_someone_first`: the level is above `self_care`. "
    "`all_blocked`: the conditions speak against too many exercises. More values may come. Show "
    "`text`."
)


class ExerciseStep(Served):
    """One exercise of an offered routine, with its dose and its warnings."""

    exercise: ExerciseSlug
    name: str = Field(description="What to call it, in the language of the answer.")
    dose: StepDose = Field(
        description="How much of it; where it took another's place, its own starting dose."
    )
    duration_s: int = Field(
        ge=1, le=7_200, description="Seconds it takes: getting ready, both sides, all sets."
    )
    warnings: list[WarningRef] = Field(
        min_length=1, description="What must be shown with this exercise, before it is begun."
    )


class OfferedPhase(Served):
    """A part of an offered routine: what is left of it for this person."""

    slug: PhaseName
    steps: list[ExerciseStep] = Field(
        min_length=1, description="What to do, in this order; a part without steps is left out."
    )


class AdaptationOut(Served):
    """An exercise that was taken out for this person."""

    exercise: ExerciseSlug = Field(description="The exercise that is not for this person.")
    replaced_by: ExerciseSlug | None = Field(
        description="What stands in its place; null: it was dropped."
    )
    because: str = Field(description="Why, said to the person: show it, or the plan seems wrong.")


class OfferedRoutineOut(Served):
    """A routine, as adapted to the answers. Play this one, not the routine as published."""

    slug: RoutineSlug
    name: str = Field(description="What to call it, in the language of the answer.")
    why: list[str] = Field(
        min_length=1, description="Why it is offered, said to the person; one reason or more."
    )
    phases: list[OfferedPhase] = Field(
        min_length=1, description="Warm-up, main part and cool-down, those that are left of them."
    )
    adapted: list[AdaptationOut] = Field(
        description="What was taken out of the routine as published, each exercise once; empty "
        "where nothing was."
    )
    warnings: list[WarningRef] = Field(
        min_length=1,
        description="What must be shown with the routine, besides the warnings of its steps.",
    )
    stop_rules: list[StopRule] = Field(
        min_length=1,
        description="When to stop: show all of them, and act on them while the routine is played.",
    )
    duration_s: int = Field(
        ge=1, le=7_200, description="Seconds for one session, as adapted: the sum of its steps."
    )
    days_per_week: int = Field(
        ge=1, le=7, description="On how many days of a week to do it, at the most."
    )
    equipment: list[EquipmentSlug] = Field(
        description="All that its exercises need, as adapted; an empty list is nothing."
    )
    timeline: list[Cue] | None = Field(
        description="Its timed cues, as adapted, in the order to play them. Null without "
        "`include=timeline`."
    )
    citations: Links


class NoRoutineOut(Served):
    """Why no routine is offered."""

    code: NoRoutine = Field(description=NO_ROUTINE)
    text: str = Field(description="The same, said to the person. Show it where a routine would be.")


class BlockOut(Served):
    """An exercise that is kept from the person, and why."""

    exercise: ExerciseSlug
    condition: ConditionSlug
    why: str = Field(description="Why the two do not go together, said to the person.")
    citations: Links
