"""What is in a rule set, for the contract. Rule sets are kept whole and digested, so nothing reads
them into these shapes, and a later one may say more."""

from typing import Annotated, Any, Literal

from pydantic import GetJsonSchemaHandler, TypeAdapter, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import definitions_schema
from sqlmodel import Field

from app.content.base import Served, Slug
from app.content.dose import StepDose
from app.content.fields import (
    CauseSlug,
    ConditionSlug,
    ExerciseSlug,
    OptionSlug,
    QuestionSlug,
    RoutineSlug,
    RuleSetVersion,
    RuleSlug,
    WarningSlug,
)
from app.content.routine import Phase
from app.content.selfcheck import ActionName, CheckName, FitName, LevelName, SafetyName


class Described:
    """Says that an object, which is kept as it is, has the shape of a model."""

    def __init__(self, model: type[Served]) -> None:
        self._model = model

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        # As definitions, so that the shape stands under its name instead of in this very place.
        return handler(definitions_schema(TypeAdapter(self._model).core_schema, []))


Logic = Annotated[Any, WithJsonSchema({})]
"""True, or an object. Of a choice between shapes, generators for Kotlin and Swift make a class
without fields, which loses what it reads; of anything at all they make the JSON itself."""


class RuleOption(Served):
    """What of an option decides; the questionnaire has its words."""

    slug: OptionSlug
    kind: Literal["none", "unsure", "not_done", "finding"] = Field(
        description="What choosing it means; `none` does not count where another kind is chosen."
    )
    rank: int | None = Field(
        ge=1, le=20, description="Among the findings, higher is worse; null: no order."
    )


class RuleCondition(Served):
    """Met by an answer to one question. There is no negation."""

    question: QuestionSlug
    any_of: list[OptionSlug] = Field(
        description="Met by any of these options; empty where a number decides."
    )
    at_least: int | None = Field(
        ge=0, le=100, description="Met by this number or more; null where options decide."
    )


class RuleQuestion(Served):
    """What of a question decides; the questionnaire has its words."""

    slug: QuestionSlug
    type: Literal["single", "multiple", "scale"] = Field(
        description="How it is answered: by one option, by several, or by a whole number."
    )
    options: list[RuleOption] = Field(description="What may be chosen; empty for a `scale`.")
    min: int | None = Field(ge=0, le=100, description="Of a `scale`, the lowest number; else null.")
    max: int | None = Field(ge=0, le=100, description="Of a `scale`, the highest number; or null.")
    safety: SafetyName | None = Field(
        description="The most that an answer may reveal: it must be answered when it is due. Null: "
        "it may be left out."
    )
    screens: list[QuestionSlug] = Field(description="The questions that it opens; may be empty.")
    asked_when: list[RuleCondition] = Field(
        description="It is due when any of these is met; an empty list: always."
    )
    not_when: list[ConditionSlug] = Field(
        description="Never ask it of somebody who names one of these; may be empty."
    )
    physical: bool = Field(description="True: it is a test done with the body.")


class PortableQuestion(RuleQuestion):
    """What of a question decides, for an engine of JsonLogic."""

    asked_when: Logic = Field(
        description="JsonLogic over the arrays of answers: it is due when this is true."
    )


class _Effects(Served):
    slug: RuleSlug
    level: LevelName | None = Field(
        description="When the rule holds, the level is at least this; null: it raises none."
    )
    action: ActionName | None = Field(
        description="For the follow-up, go on with at least this care; null: it asks for none."
    )
    warnings: list[WarningSlug] = Field(description="Warnings that it adds; may be empty.")
    conditions: list[ConditionSlug] = Field(
        description="Conditions that it names, which block exercises; may be empty."
    )
    routines: list[RoutineSlug] = Field(description="Routines that it proposes; may be empty.")


class RuleBody(_Effects):
    """What it adds when all of `when` hold. It takes nothing away."""

    when: list[RuleCondition] = Field(
        description="All of these have to be met; an empty list: the rule always holds."
    )
    causes: list[list[str]] = Field(
        description="Causes that it adds, each as a pair of its slug and its fit; may be empty."
    )


class CauseFit(Served):
    """A cause, and how well it fits."""

    slug: CauseSlug
    fit: FitName = Field(description="How well it fits; a pattern, never a diagnosis.")


class PortableRule(_Effects):
    """What it adds when its logic is true. It takes nothing away."""

    logic: Logic = Field(
        description="JsonLogic of `var`, `in`, `and` and `!` over the arrays of answers, or just "
        "true."
    )
    causes: list[CauseFit] = Field(description="Causes that it adds; may be empty.")


class RuleExercise(Served):
    """What decides whether an exercise is offered, and what takes its place."""

    slug: ExerciseSlug
    dose: StepDose = Field(description="Its starting dose, for where it takes another's place.")
    avoid: list[ConditionSlug] = Field(
        description="Conditions with which it is never offered; may be empty."
    )
    ask_first: list[ConditionSlug] = Field(
        description="Conditions with which a clinician has to allow it first, so that it is not "
        "offered either; may be empty."
    )
    alternatives: list[ExerciseSlug] = Field(
        description="What may take its place, best first; may be empty."
    )
    warnings: list[WarningSlug] = Field(description="What must be shown with it, always.")


class RuleRoutine(Served):
    """A routine before it is adapted."""

    slug: RoutineSlug
    phases: list[Phase] = Field(description="Warm-up, main part and cool-down, in this order.")
    warnings: list[WarningSlug] = Field(description="What must be shown with it, always.")
    stop_rules: list[Slug] = Field(description="Its stop rules, by their key in the routine.")


class _Lists(Served):
    name: CheckName = Field(description="Of which questionnaire it is.")
    version: RuleSetVersion
    warnings: list[WarningSlug] = Field(
        description="Every warning it may give, in the order an outcome lists them: most severe "
        "first."
    )
    conditions: list[ConditionSlug] = Field(
        description="Every condition it may name, in the order an outcome lists them."
    )
    causes: list[CauseSlug] = Field(
        description="Every cause it may name, in the order an outcome lists them."
    )
    exercises: list[RuleExercise] = Field(
        description="Every exercise it may offer, in the order an outcome lists blocks."
    )
    routines: list[RuleRoutine] = Field(
        description="Every routine it may offer, in the order an outcome lists them."
    )


class RuleSetBody(_Lists):
    """All that decides, and nothing else: the digest is of this."""

    questions: list[RuleQuestion] = Field(description="In the order in which they are asked.")
    rules: list[RuleBody] = Field(description="All are looked at, always; none shadows another.")


class PortableRuleSet(_Lists):
    """All that decides, for an app to run by itself, without asking us."""

    questions: list[PortableQuestion] = Field(description="In the order in which they are asked.")
    rules: list[PortableRule] = Field(
        description="All are evaluated, always; none shadows another."
    )
    levels: list[LevelName] = Field(description="The levels from the least to the most pressing.")
    actions: list[ActionName] = Field(
        description="The actions of the follow-up, from going on to seeing someone."
    )
    least_main_exercises: int = Field(
        ge=1, description="A routine with fewer exercises left in its phase `main` is withheld."
    )
    effects: dict[str, str] = Field(
        description="What each effect of a rule means: its name to an English sentence. The list "
        "is closed: an app has to know all of them."
    )
    algorithm: list[str] = Field(
        description="How to get from answers to an outcome: English paragraphs, to be done in this "
        "order."
    )
