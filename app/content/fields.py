"""Kinds of fields that many shapes have, each described once for those who read the contract."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.content.base import Lang, Slug, Version

ExerciseSlug = Annotated[Slug, Field(description="An exercise: `/v1/exercises/{slug}`.")]
RoutineSlug = Annotated[Slug, Field(description="A routine: `/v1/routines/{slug}`.")]
CauseSlug = Annotated[Slug, Field(description="A cause: `/v1/causes/{slug}`.")]
ConditionSlug = Annotated[Slug, Field(description="A condition: `/v1/conditions/{slug}`.")]
WarningSlug = Annotated[Slug, Field(description="A warning: `/v1/warnings/{slug}`.")]
MuscleSlug = Annotated[Slug, Field(description="A muscle; `/v1/terms/{slug}` has its name.")]
EquipmentSlug = Annotated[Slug, Field(description="A thing; `/v1/terms/{slug}` has its name.")]
QuestionSlug = Annotated[
    Slug, Field(description="A question of the questionnaire, which has its words and options.")
]
OptionSlug = Annotated[Slug, Field(description="One of the `options` that the question has.")]
RuleSlug = Annotated[Slug, Field(description="A rule of the rule set, which has its conditions.")]

Address = Annotated[
    str,
    StringConstraints(pattern=r"^https?://\S+$"),
    Field(json_schema_extra={"format": "uri"}),
]
"""Of somebody's page."""
Path = Annotated[
    str, StringConstraints(pattern="^/"), Field(json_schema_extra={"format": "uri-reference"})
]
"""Of something in this API; the server's address goes in front."""

ItemKind = Annotated[
    Slug,
    Field(
        description="What the item is: `exercise`, `routine`, `cause`, `warning` and so on. More "
        "values may come. Leave out what is of an unknown kind.",
        examples=["exercise"],
    ),
]
EntryKind = Annotated[
    Slug,
    Field(
        description="What the entry is: `exercise`, `routine`, `cause`, `warning` and so on, "
        "`questionnaire`, `rule-set`, `messages` or `timeline`; the keys of a bundle's `entries`. "
        "More values may come. Keep an entry of an unknown kind, and do not show it.",
        examples=["exercise"],
    ),
]

PhaseName = Annotated[
    str,
    Field(
        description="Which part of the routine it is.",
        json_schema_extra={"enum": ["warm_up", "main", "cool_down"]},
    ),
]
AnswerLanguage = Annotated[
    Lang,
    Field(
        description="The language of the words in this answer, as a BCP 47 tag. English where the "
        "one asked for is not published."
    ),
]
Disclaimer = Annotated[
    str,
    Field(
        description="What this is not, in the language of the answer. Show it wherever results or "
        "questions are shown."
    ),
]
ReleaseNumber = Annotated[
    int,
    Field(
        ge=1,
        description="The number of the release of the content that this is from. Each publication "
        "takes a higher one.",
    ),
]
NextCursor = Annotated[
    str,
    Field(
        max_length=500,
        description="Send it as `cursor`, with the same filters and order, for the next page; null "
        "on the last. Opaque: its inside may change at any time.",
    ),
]
Count = Annotated[int, Field(ge=0)]
RuleSetVersion = Annotated[
    Version, Field(description="Which rule set, as `major.minor.patch`. Kept for ever as it is.")
]
Duration = Annotated[
    str,
    StringConstraints(pattern=r"^P(\d+D|T\d+[HMS])$"),
    Field(json_schema_extra={"format": "duration"}),
]
"""ISO 8601, of one unit: `PT0S`, `P14D`."""
