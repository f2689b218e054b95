"""What every answer says, whichever check it is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.content.base import Lang
from app.content.cause import CauseOut
from app.content.exercise import ExerciseOut
from app.content.guide import ContactOut
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.content.said import RuleSetRef
from app.content.selfcheck import ActionName, CheckDocument, FitName, LevelName
from app.triage.model import (
    Action,
    Fit,
    Level,
    RuleSet,
)


@dataclass(frozen=True, slots=True)
class Words:
    """Everything an answer may need to say, in one language, of one release."""

    language: Lang
    release: int
    check: CheckDocument
    rules: RuleSet
    ruleset: RuleSetRef
    exercises: Mapping[str, ExerciseOut]
    routines: Mapping[str, RoutineOut]
    causes: Mapping[str, CauseOut]
    conditions: Mapping[str, ConditionOut]
    warnings: Mapping[str, WarningOut]
    contacts: Mapping[str | None, ContactOut]
    cues: Mapping[str, str]
    """What a player says for each kind of cue."""


def level_name(level: Level) -> LevelName:
    return LEVEL_NAMES[level]


LEVEL_NAMES: Mapping[Level, LevelName] = {
    Level.SELF_CARE: "self_care",
    Level.CLINICIAN_FIRST: "clinician_first",
    Level.URGENT: "urgent",
    Level.EMERGENCY: "emergency",
}
ACTION_NAMES: Mapping[Action, ActionName] = {
    Action.GO_ON: "go_on",
    Action.EASE_OFF: "ease_off",
    Action.STOP: "stop",
    Action.SEE_SOMEONE: "see_someone",
}
FIT_NAMES: Mapping[Fit, FitName] = {Fit.MAY_FIT: "may_fit", Fit.FITS: "fits"}
