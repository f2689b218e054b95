"""Safety requirements: what must hold whatever the rules say. Written apart from the rules, from
the clinical facts, and never read by the engine."""

from typing import Literal

from sqlmodel import Field

from app.content.base import Authored, Links, Slug, Text
from app.content.selfcheck import AtLeast, LevelName

CarriedBy = Literal["every-exercise", "strength-exercises", "every-routine", "aaos-exercises"]


class Requirement(Authored):
    """These answers ⇒ at least this level, all of these warnings, none of these exercises."""

    slug: Slug
    row: str = Field(description="The row of the clinical facts it comes from.")
    when: list[dict[Slug, list[Slug] | AtLeast]] = Field(
        default_factory=list, description="Alternatives; within one, all must hold."
    )
    carried_by: CarriedBy | None = Field(
        default=None, description="Instead of `when`: the content that must bring the warning."
    )
    level: LevelName | None = None
    warnings: list[Slug] = Field(default_factory=list)
    never: list[Slug] = Field(default_factory=list)
    text: Text
    citations: Links


class RequirementsDocument(Authored):
    """`seed/safety_requirements.yaml`."""

    rows: list[str] = Field(min_length=1, description="Every row there is, so none is forgotten.")
    requirements: list[Requirement] = Field(min_length=1)
