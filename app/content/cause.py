"""A cause: a pattern that fits, explained aspect by aspect, every sentence with its source."""

from typing import Literal

from pydantic import model_validator
from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Claim, Facts, Item, Links, Slug, Text

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

    measure: Literal["difference_cm", "cobb_deg"]
    min: float | None = Field(ge=0, le=100)
    max: float | None = Field(ge=0, le=180)
    who: Literal["child", "adult", "any"]
    handling: Text
    citations: Links


class Aspect(Authored):
    """One side of a cause, addressable by itself: `?aspects=treatment`."""

    slug: AspectSlug
    claims: list[Claim] = Field(min_length=1)
    thresholds: list[Threshold]


class CauseFacts(Facts):
    """What is true of a cause in every language."""

    aspects: list[Aspect] = Field(sa_type=JSON)
    related_exercises: list[Slug] = Field(sa_type=JSON)
    related_routines: list[Slug] = Field(sa_type=JSON)
    citations: Links = Field(sa_type=JSON)


class CauseText(SQLModel):
    name: Text
    aliases: list[Text] = Field(
        default_factory=list, description="Other names people look for it by."
    )
    summary: Text


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
