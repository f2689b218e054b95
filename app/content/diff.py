"""What changed between two versions of the self-check, as clients receive it."""

from typing import Any, Literal

from sqlmodel import Field

from app.content.answers import SentAnswers
from app.content.base import Served
from app.content.said import RuleSetRef
from app.content.selfcheck import LevelName


class DifferenceOut(Served):
    """One thing that is not the same in two versions."""

    part: Literal[
        "questions", "rules", "exercises", "routines", "warnings", "conditions", "causes"
    ] = Field(description="Which list of the rule set it is in, as in its `body`.")
    slug: str = Field(
        description="Which question, rule, exercise or routine; empty where the order or the "
        "members of a whole list changed."
    )
    field: str = Field(
        description="Which field of it, as in `body`; empty where the whole of it came or went."
    )
    before: Any = Field(
        description="Any JSON value: what stood there in `from`, as in its `body`; null where it "
        "was not there."
    )
    after: Any = Field(
        description="Any JSON value: what stands there in `to`, as in its `body`; null where it is "
        "gone."
    )
    words: str = Field(description="The difference as an English sentence, for who reviews it.")


class LevelChangeOut(Served):
    """Answers that the two versions judge differently."""

    answers: SentAnswers = Field(
        description="The answers, as `POST /v1/triage` takes them: question to option or number."
    )
    before: LevelName | None = Field(
        description="`level_at_least` by `from`; null: that version does not know these answers."
    )
    after: LevelName | None = Field(
        description="`level_at_least` by `to`; null: that version does not know these answers."
    )


class DiffOut(Served):
    """What changed, in words and as data, and whose level changed. Tried are every option alone and
    the least answers that make each rule hold."""

    from_: RuleSetRef = Field(alias="from", description="The version that is compared with `to`.")
    to: RuleSetRef = Field(description="The version that is looked at.")
    differences: list[DifferenceOut] = Field(
        description="What is not the same, part by part; empty where the two decide alike."
    )
    levels: list[LevelChangeOut] = Field(
        description="Answers whose level is not the same; empty where none was found. Not every "
        "possible set of answers is tried."
    )
