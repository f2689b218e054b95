"""What changed between two versions of the self-check, as clients receive it."""

from typing import Any

from sqlmodel import Field

from app.content.base import Served
from app.content.outcome import RuleSetRef
from app.content.selfcheck import LevelName


class DifferenceOut(Served):
    part: str
    slug: str
    field: str = Field(description="Empty where the whole item came or went.")
    before: Any
    after: Any
    words: str


class LevelChangeOut(Served):
    """Answers that the two versions judge differently."""

    answers: dict[str, Any]
    before: LevelName | None = Field(description="Null: that version does not know these answers.")
    after: LevelName | None


class DiffOut(Served):
    """What changed, in words and as data, and whose level changed. Tried are every option alone and
    the least answers that make each rule hold."""

    from_: RuleSetRef = Field(alias="from")
    to: RuleSetRef
    differences: list[DifferenceOut]
    levels: list[LevelChangeOut]
