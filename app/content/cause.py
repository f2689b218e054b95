"""A cause: a pattern that fits, explained aspect by aspect, every sentence with its source."""

from typing import Literal

from pydantic import model_validator
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Claim, Facts, Item, Links, Text
from app.content.fields import ExerciseSlug, RoutineSlug

AspectSlug = Literal[
    "overview",
    "how_common",
    "signs",
    "how_to_tell",
    "diagnosis",
    "treatment",
    "when_to_see_someone",
]
ASPECTS: tuple[AspectSlug, ...] = (
    "overview",
    "how_common",
    "signs",
    "how_to_tell",
    "diagnosis",
    "treatment",
    "when_to_see_someone",
)


class Threshold(Authored):
    """What is usually done, by size. `min` is included, `max` is not; null is open."""

    measure: Literal["difference_cm", "cobb_deg"] = Field(
        description="What is measured, and its unit. `difference_cm`: between the legs, in "
        "centimetres. `cobb_deg`: the curve of the spine on an X-ray, in degrees. More values may "
        "come. Show `handling` alone for an unknown value."
    )
    min: float | None = Field(
        ge=0,
        le=100,
        description="From this size on, itself included, in the unit of `measure`; null: from 0.",
    )
    max: float | None = Field(
        ge=0,
        le=180,
        description="Below this size, itself not included, in the unit of `measure`; null: without "
        "an upper end.",
    )
    who: Literal["child", "adult", "any"] = Field(description="Whose body it is about.")
    handling: Text = Field(
        description="What clinicians usually do at this size. For clinicians to decide; an app "
        "must not read it as advice for one person."
    )
    citations: Links


class Aspect(Authored):
    """One side of a cause, addressable by itself: `?aspects=treatment`."""

    slug: AspectSlug = Field(
        description="Which side of it; `aspects=` takes the same word. More values may come. Show "
        "an unknown one like the others."
    )
    claims: list[Claim] = Field(
        min_length=1, description="What there is to say, sentence by sentence, in this order."
    )
    thresholds: list[Threshold] = Field(
        description="What is usually done by size, smallest first; empty where no source gives "
        "sizes, as in most aspects."
    )


class CauseFacts(Facts):
    """What is true of a cause in every language."""

    aspects: list[Aspect] = Field(
        sa_type=JSON,
        description="Its sides in reading order: all seven, or those that `aspects=` asked for.",
    )
    related_exercises: list[ExerciseSlug] = Field(
        sa_type=JSON,
        description="Exercises that go with the topic, to link to; may be empty. No offer: what "
        "suits a person is for triage to say.",
    )
    related_routines: list[RoutineSlug] = Field(
        sa_type=JSON,
        description="Routines that go with the topic, to link to; may be empty. No offer: what "
        "suits a person is for triage to say.",
    )
    citations: Links = Field(sa_type=JSON, description="The sources of the cause as a whole.")


class CauseText(SQLModel):
    name: Text = Field(description="What to call it: a short title, in the item's language.")
    aliases: list[Text] = Field(
        default_factory=list,
        description="Other names people look for it by: for a search of your own, not to be shown. "
        "May be empty.",
    )
    summary: Text = Field(
        description="What it is, in a few sentences that also say that it is no diagnosis."
    )


class CauseDocument(Authored, CauseFacts, CauseText):
    """`seed/causes/<slug>.yaml`."""

    @model_validator(mode="after")
    def _every_aspect_in_order(self) -> "CauseDocument":
        if tuple(aspect.slug for aspect in self.aspects) != ASPECTS:
            raise ValueError(f"`aspects` should be {', '.join(ASPECTS)}, in this order")
        return self


class Cause(CauseFacts, table=True):
    slug: str = Field(primary_key=True)


class CauseOut(CauseFacts, CauseText, Item):
    """A pattern that may fit what you notice. It is not a diagnosis."""
