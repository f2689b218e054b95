"""What is served: the release, its rule sets, and the whole guide in reading order."""

from datetime import datetime
from typing import Literal

from sqlmodel import Field

from app.content.base import Lang, Served, Sha256, TranslationReview
from app.content.cause import CauseOut
from app.content.citation import CitationOut
from app.content.exercise import ExerciseOut
from app.content.fields import AnswerLanguage, Count, Disclaimer, NextCursor, ReleaseNumber
from app.content.guide import AnswerOut, ContributorOut, KeyPointOut, TipOut
from app.content.questionnaire import SectionOut
from app.content.release import LanguageOut
from app.content.routine import RoutineOut
from app.content.safety import WarningOut
from app.content.said import RuleSetRef


class MetaOut(Served):
    """Which API, which content, which rules."""

    api_version: str = Field(description="The `1` of `/v1`. Another number would be another API.")
    content_release: ReleaseNumber
    content_digest: Sha256 = Field(
        description="sha-256 of everything in the release, in hex: the same content has the same."
    )
    published_at: datetime = Field(description="When that release was published, in UTC.")
    self_check: RuleSetRef = Field(description="The rule set of the self-check in force.")
    follow_up: RuleSetRef = Field(description="The rule set of the follow-up in force.")
    languages: list[Lang] = Field(
        description="What `lang=` takes: the published languages as BCP 47 tags; `en` always."
    )
    counts: dict[str, Count] = Field(
        description="How many items of each kind are published: the name of the kind's path, such "
        "as `exercises`, to a number from 0."
    )
    statements: dict[str, Count] = Field(
        description="How many links lead from a statement to a source: `read`, `mirror`, "
        "`unverified` or `derived`, as in a link's `known`, to a number from 0."
    )
    clinically_reviewed: int = Field(
        ge=0, description="How many items clinicians have reviewed as they stand; 0 so far."
    )


class LanguagePage(Served):
    """One page of the languages; `next` leads on."""

    items: list[LanguageOut] = Field(description="Published ones and drafts, by their tag.")
    next: NextCursor | None


class GuideOut(Served):
    """The whole guide, in reading order: its fields are its chapters. Each chapter holds every item
    of its kind, by slug."""

    language: AnswerLanguage
    translation_review: TranslationReview
    content_release: ReleaseNumber
    disclaimer: Disclaimer
    key_points: list[KeyPointOut] = Field(description="What to know first.")
    self_check: list[SectionOut] = Field(
        description="The questions of the self-check in force, in the order to ask them."
    )
    exercises: list[ExerciseOut] = Field(
        description="Every exercise. To read: what suits a person is for triage to say."
    )
    routines: list[RoutineOut] = Field(
        description="Every routine. To read: what suits a person is for triage to say."
    )
    causes: list[CauseOut] = Field(
        description="Every pattern that may be behind uneven hips, and how each is treated."
    )
    questions_and_answers: list[AnswerOut] = Field(
        description="What people ask, answered after named people."
    )
    tips: list[TipOut] = Field(description="Small habits that may help.")
    warnings: list[WarningOut] = Field(
        description="Every warning there is, each with when it applies."
    )
    contributors: list[ContributorOut] = Field(
        description="The people whose answers are paraphrased. None has reviewed this project."
    )
    references: list[CitationOut] = Field(description="Every source that anything above names.")


class Health(Served):
    """That the process answers."""

    status: Literal["alive"] = Field(
        description="Always `alive`: a process that is not says nothing."
    )


class Ready(Served):
    """That a whole release is loaded and can be served."""

    status: Literal["ready"] = Field(description="Always `ready`: else the answer is 503.")
    content_release: ReleaseNumber


class ProblemKind(Served):
    """What a kind of problem means, for whoever writes the client."""

    code: str = Field(description="The `code` of problems of this kind; it never changes.")
    status: int = Field(ge=400, le=599, description="The HTTP status that comes with it.")
    meaning: str = Field(
        description="What has happened when it comes, as an English sentence or two."
    )
