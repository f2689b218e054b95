"""What is served: the release, its rule sets, and the whole guide in reading order."""

from datetime import datetime

from sqlmodel import Field

from app.content.base import TRANSLATION_REVIEW, Lang, Served, TranslationReview
from app.content.cause import CauseOut
from app.content.citation import CitationOut
from app.content.exercise import ExerciseOut
from app.content.guide import AnswerOut, ContributorOut, KeyPointOut, TipOut
from app.content.outcome import RuleSetRef
from app.content.questionnaire import SectionOut
from app.content.release import LanguageOut
from app.content.routine import RoutineOut
from app.content.safety import WarningOut


class MetaOut(Served):
    """Which API, which content, which rules."""

    api_version: str
    content_release: int
    content_digest: str = Field(description="sha-256 of everything in the release.")
    published_at: datetime
    self_check: RuleSetRef
    follow_up: RuleSetRef
    languages: list[Lang]
    counts: dict[str, int] = Field(description="Items, by kind.")
    statements: dict[str, int] = Field(
        description="Links from a statement to a source, by how they are known."
    )
    clinically_reviewed: int = Field(description="Items that a clinician has reviewed.")


class LanguagePage(Served):
    items: list[LanguageOut]
    next: str | None


class GuideOut(Served):
    """The whole guide, in reading order."""

    language: Lang
    translation_review: TranslationReview = TRANSLATION_REVIEW
    content_release: int
    disclaimer: str
    key_points: list[KeyPointOut]
    self_check: list[SectionOut]
    exercises: list[ExerciseOut]
    routines: list[RoutineOut]
    causes: list[CauseOut]
    questions_and_answers: list[AnswerOut]
    tips: list[TipOut]
    warnings: list[WarningOut]
    contributors: list[ContributorOut]
    references: list[CitationOut]


class Health(Served):
    status: str


class Ready(Served):
    status: str
    content_release: int


class ProblemKind(Served):
    """What a kind of problem means."""

    code: str
    status: int
    meaning: str
