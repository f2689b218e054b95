"""An exercise: one movement, its dose, and whom it must not be shown to."""

from typing import Literal

from sqlalchemy import String
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Claim, Facts, Item, Links, Text
from app.content.dose import Dose, Side
from app.content.fields import (
    ConditionSlug,
    EquipmentSlug,
    ExerciseSlug,
    MuscleSlug,
    WarningSlug,
)
from app.content.figure import FigureOut

Aim = Literal["release-tension", "strengthen", "mobility", "balance", "warm-up"]
Position = Literal[
    "standing",
    "sitting",
    "floor-sitting",
    "lying-back",
    "lying-face-down",
    "lying-side",
    "kneeling",
    "all-fours",
]
Difficulty = Literal["easy", "moderate", "hard"]


AIMS = (
    "What it is for, at least one; the term of each slug has its name. More values may come. Show "
    "the term's name for an unknown value."
)


class Muscles(Authored):
    """The muscles that work or are stretched. Slugs of terms: `/v1/terms` has their names."""

    primary: list[MuscleSlug] = Field(
        min_length=1,
        description="The muscles it is done for, at least one; the order says nothing.",
    )
    secondary: list[MuscleSlug] = Field(
        description="The muscles that help or are stretched on the way; may be empty."
    )
    citations: Links


class Contraindication(Authored):
    """A reason not to do an exercise."""

    condition: ConditionSlug
    action: Literal["avoid", "ask_first"] = Field(
        description="`avoid`: not suggested. `ask_first`: only after a clinician allows it. "
        "Neither is ever offered to somebody who names the condition."
    )
    why: Text = Field(
        description="Why the two do not go together, said to the person. Show it with the "
        "condition."
    )
    citations: Links


class Variant(Authored):
    """The same exercise, easier or harder."""

    text: Text = Field(description="What to change, said to the person.")
    exercise: ExerciseSlug | None = Field(
        description="The exercise that it comes down to, to link to; null where it is the same "
        "exercise done differently."
    )
    citations: Links


class Evidence(Authored):
    """How good the evidence is, said plainly."""

    grade: Literal["none", "very-low", "low", "moderate"] = Field(
        description="How sure anybody can be that it helps, from `none` (we found no study of it) "
        "up. It is our grading. More values may come. Show `text` for an unknown value."
    )
    text: Text = Field(description="The same in a sentence or two. Show it where the aim is shown.")
    citations: Links


class ExerciseFacts(Facts):
    """What is true of an exercise in every language."""

    aims: list[Aim] = Field(min_length=1, sa_type=JSON, description=AIMS)
    position: Position = Field(
        sa_type=String,
        description="How the body is held; the term of that slug has its name. More values may "
        "come. Show the term's name for an unknown value.",
    )
    equipment: list[EquipmentSlug] = Field(
        sa_type=JSON, description="What it cannot be done without; an empty list is nothing."
    )
    optional_equipment: list[EquipmentSlug] = Field(
        sa_type=JSON,
        description="What may make it easier and can be left out; an empty list is nothing.",
    )
    muscles: Muscles = Field(sa_type=JSON, description="What works or is stretched, with sources.")
    side: Side = Field(
        sa_type=String,
        description="`one-side`: one side at a time, then the other as much. `alternating`: left "
        "and right in turn. `both-together`: there are no sides.",
    )
    difficulty: Difficulty = Field(
        sa_type=String,
        description="How hard it is for somebody who is new to it, from `easy` to `hard`: our "
        "judgement.",
    )
    steps_citations: Links = Field(sa_type=JSON, description="The sources of `steps` as a whole.")
    mistakes: list[Claim] = Field(
        min_length=1,
        sa_type=JSON,
        description="What people often do wrong, and what to do instead. Show them as mistakes, or "
        "they read as steps.",
    )
    dose: Dose = Field(
        sa_type=JSON,
        description="How much the sources say, as ranges. Who is new begins at each `min`.",
    )
    easier: list[Variant] = Field(
        sa_type=JSON, description="Ways to make it easier; an empty list: we know of none."
    )
    harder: list[Variant] = Field(
        sa_type=JSON, description="Ways to make it harder; an empty list: we know of none."
    )
    alternatives: list[ExerciseSlug] = Field(
        sa_type=JSON,
        description="What may take its place in a routine, best first; triage takes the first that "
        "no answer speaks against and that is not in the routine yet. An empty list: nothing may.",
    )
    contraindications: list[Contraindication] = Field(
        sa_type=JSON,
        description="The conditions that speak against it. Never offer it to somebody who names "
        "one of them; show them all where it is shown.",
    )
    cautions: list[Claim] = Field(
        sa_type=JSON,
        description="What to mind while doing it. Show all of them; the list may be empty.",
    )
    warnings: list[WarningSlug] = Field(
        min_length=1,
        sa_type=JSON,
        description="What must be shown with the exercise, always. `include=warnings` brings the "
        "words.",
    )
    evidence: Evidence = Field(
        sa_type=JSON,
        description="How well it is known that it helps; weak evidence is called weak.",
    )
    citations: Links = Field(sa_type=JSON, description="The sources of the exercise as a whole.")


class ExerciseText(SQLModel):
    name: Text = Field(description="What to call it: a short title, in the item's language.")
    aliases: list[Text] = Field(
        default_factory=list,
        description="Other names people look for it by, misspellings too: for a search of your "
        "own, not to be shown. May be empty.",
    )
    summary: Text = Field(description="What it is and what it may do, in one or two sentences.")
    steps: list[Text] = Field(
        min_length=2,
        max_length=9,
        description="How to do it, one sentence or two each, to be done in this order. A figure's "
        "frames count them from 1.",
    )


class ExerciseDocument(Authored, ExerciseFacts, ExerciseText):
    """`seed/exercises/<slug>.yaml`."""

    alt: Text


class Exercise(ExerciseFacts, table=True):
    slug: str = Field(primary_key=True)


class ExerciseOut(ExerciseFacts, ExerciseText, Item):
    """One movement: how it is done, how much of it, and whom it must not be shown to."""

    duration_s: int = Field(
        ge=1,
        le=7_200,
        description="Seconds it takes at the starting dose: getting ready, both sides, all sets.",
    )
    figure: FigureOut = Field(description="Its drawing, still and moving, with the words for it.")
