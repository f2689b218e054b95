"""What triage and the follow-up answer."""

from typing import Annotated, Literal

from sqlmodel import Field

from app.content.base import Served, TranslationReview
from app.content.fields import AnswerLanguage, Disclaimer, Duration, ReleaseNumber
from app.content.offered import BlockOut, NoRoutineOut, OfferedRoutineOut
from app.content.said import (
    TIME_FRAME,
    AdviceOut,
    CauseRef,
    ConditionRef,
    FiredRule,
    NextQuestion,
    RuleSetRef,
    WarningRef,
)
from app.content.selfcheck import ActionName, LevelName

Status = Annotated[
    Literal["complete", "needs_answers"],
    Field(
        description="`needs_answers`: ask what `next` names and send all answers again. "
        "`complete`: this is the result."
    ),
]
LevelAtLeast = Annotated[
    LevelName,
    Field(
        description="What the answers so far already fix: further answers may raise it and never "
        "lower it. While `level` is null, act on it where it is above `self_care`; `self_care` "
        "then only says that nothing is known yet, not that the person is well."
    ),
]
Advice = Annotated[AdviceOut, Field(description="What to do now, with the number to call.")]
Next = Annotated[
    list[NextQuestion],
    Field(
        description="What to ask now, the most dangerous first. Empty when `status` is `complete`."
    ),
]
Because = Annotated[
    list[FiredRule],
    Field(
        description="Every rule that held, in the order of the rule set: why the answer is as it "
        "is."
    ),
]
DecidedBy = Annotated[RuleSetRef, Field(description="The rules that decided.")]


class OutcomeOut(Served):
    """The answer to a self-check. It educates and signposts; it is not a diagnosis."""

    status: Status
    level: LevelName | None = Field(
        description="How soon somebody qualified should look at this: `emergency` now, `urgent` "
        "today, `clinician_first` before any exercise, `self_care` where nothing in the "
        "answers needs a clinician first; `no_routine` may keep every exercise back all the same. "
        "Null while answers are missing: unfinished must never read as fine."
    )
    level_at_least: LevelAtLeast
    time_frame: Duration | None = Field(description=TIME_FRAME)
    advice: Advice
    warnings: list[WarningRef] = Field(
        min_length=1,
        description="What the person must be told, most severe first: show every one, before "
        "anything that is offered. Never empty.",
    )
    conditions: list[ConditionRef] = Field(
        description="The conditions that the answers name, `unsure` included; empty where none is."
    )
    causes: list[CauseRef] = Field(
        description="The patterns that the answers fit: first those that fit, then those that may. "
        "May be empty."
    )
    routines: list[OfferedRoutineOut] = Field(
        description="What to do, adapted to the answers, those first that the answers ask for. "
        "Empty unless `level` is `self_care`; `no_routine` then says why."
    )
    no_routine: NoRoutineOut | None = Field(
        description="Why `routines` is empty; null where it is not."
    )
    blocked: list[BlockOut] = Field(
        description="Exercises that are not for this person (`avoid`), by the condition that "
        "speaks against each: do not offer them anywhere. May be empty."
    )
    ask_about: list[BlockOut] = Field(
        description="Exercises that are not for this person before a clinician allows it "
        "(`ask_first`): a list to take along. May be empty."
    )
    next: Next
    optional: list[NextQuestion] = Field(
        description="What may be asked once all is answered and well: it sharpens causes and "
        "routines. Nobody has to answer; may be empty."
    )
    because: Because
    ruleset: DecidedBy
    content_release: ReleaseNumber
    language: AnswerLanguage
    translation_review: TranslationReview
    disclaimer: Disclaimer


class FollowUpOut(Served):
    """How to go on after exercising. It educates and signposts; it is not a diagnosis."""

    status: Status
    level: LevelName | None = Field(
        description="How soon somebody qualified should look at this; null while answers are "
        "missing: unfinished must never read as fine."
    )
    level_at_least: LevelAtLeast
    time_frame: Duration | None = Field(description=TIME_FRAME)
    action: ActionName | None = Field(
        description="How to go on with exercising: `go_on`, `ease_off`, `stop` for now, or "
        "`see_someone` before any more. Null while answers are missing: do no exercise until then."
    )
    advice: Advice
    warnings: list[WarningRef] = Field(
        min_length=1,
        description="What the person must be told, most severe first: show every one. Never empty.",
    )
    next: Next
    because: Because
    ruleset: DecidedBy
    content_release: ReleaseNumber
    language: AnswerLanguage
    translation_review: TranslationReview
    disclaimer: Disclaimer
