"""An exercise: one movement, its dose, and whom it must not be shown to."""

from typing import Literal

from sqlalchemy import String
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Claim, Facts, Item, Links, Slug, Text
from app.content.dose import Dose, Side
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


class Muscles(Authored):
    """The muscles that work or are stretched; names are in `/v1/terms`."""

    primary: list[Slug] = Field(min_length=1)
    secondary: list[Slug]
    citations: Links


class Contraindication(Authored):
    """A reason not to do an exercise."""

    condition: Slug
    action: Literal["avoid", "ask_first"] = Field(
        description="`avoid`: not suggested. `ask_first`: only after a clinician allows it. "
        "Neither is ever offered to somebody who names the condition."
    )
    why: Text
    citations: Links


class Variant(Authored):
    """The same exercise, easier or harder."""

    text: Text
    exercise: Slug | None = Field(description="Where the variant is an exercise of its own.")
    citations: Links


class Evidence(Authored):
    """How good the evidence is, said plainly."""

    grade: Literal["none", "very-low", "low", "moderate"]
    text: Text
    citations: Links


class ExerciseFacts(Facts):
    """What is true of an exercise in every language."""

    aims: list[Aim] = Field(min_length=1, sa_type=JSON)
    position: Position = Field(sa_type=String)
    equipment: list[Slug] = Field(
        sa_type=JSON, description="What it needs; an empty list is nothing."
    )
    optional_equipment: list[Slug] = Field(sa_type=JSON, description="What may make it easier.")
    muscles: Muscles = Field(sa_type=JSON)
    side: Side = Field(
        sa_type=String, description="`one-side`: one side at a time, then the other as much."
    )
    difficulty: Difficulty = Field(sa_type=String)
    steps_citations: Links = Field(sa_type=JSON)
    mistakes: list[Claim] = Field(min_length=1, sa_type=JSON)
    dose: Dose = Field(sa_type=JSON)
    easier: list[Variant] = Field(sa_type=JSON)
    harder: list[Variant] = Field(sa_type=JSON)
    alternatives: list[Slug] = Field(
        sa_type=JSON, description="What may take its place in a routine, best first."
    )
    contraindications: list[Contraindication] = Field(sa_type=JSON)
    cautions: list[Claim] = Field(sa_type=JSON)
    warnings: list[Slug] = Field(
        min_length=1, sa_type=JSON, description="Show these with the exercise, always."
    )
    evidence: Evidence = Field(sa_type=JSON)
    citations: Links = Field(sa_type=JSON)


class ExerciseText(SQLModel):
    name: Text
    aliases: list[Text] = Field(
        default_factory=list, description="Other names people look for it by, misspellings too."
    )
    summary: Text
    steps: list[Text] = Field(min_length=2, max_length=9, description="In order.")


class ExerciseDocument(Authored, ExerciseFacts, ExerciseText):
    """`seed/exercises/<slug>.yaml`."""

    alt: Text


class Exercise(ExerciseFacts, table=True):
    slug: str = Field(primary_key=True)


class ExerciseOut(ExerciseFacts, ExerciseText, Item):
    duration_s: int = Field(description="Seconds at the starting dose, both sides, all sets.")
    figure: FigureOut
