"""The safety case: what could go wrong, what is done about it, and what shows that it works."""

from typing import Literal

from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Facts, Item, Slug, Text

Severity = Literal["catastrophic", "major", "moderate", "minor"]
Likelihood = Literal["likely", "possible", "unlikely", "rare"]


class Hazard(Authored):
    """Hazard → cause → control → what shows it. How bad and how likely are our judgement."""

    slug: Slug
    hazard: Text
    cause: Text
    severity: Severity = Field(description="Before the controls.")
    likelihood: Likelihood
    controls: list[Text] = Field(min_length=1)
    shown_by: list[str] = Field(
        min_length=1, description="An invariant of the proof, a test, or a rule of the checker."
    )
    residual_severity: Severity
    residual_likelihood: Likelihood
    left: Text = Field(description="What remains, and who must judge it.")


class ScreenPair(Authored):
    """How somebody with a sign recognises it in the screen that gates its question."""

    screen: Slug
    flag: Slug
    covered_by: Text
    could_miss: Text


class SafetyCaseFacts(Facts):
    hazards: list[Hazard] = Field(min_length=1, sa_type=JSON)
    screens: list[ScreenPair] = Field(min_length=1, sa_type=JSON)


class SafetyCaseText(SQLModel):
    scope: Text
    not_covered: list[Text] = Field(min_length=1)
    clinical_review: Text = Field(description="How a clinician reviews a rule and signs it off.")
    incident: Text = Field(description="What happens after an incident.")


class SafetyCaseDocument(Authored, SafetyCaseFacts, SafetyCaseText):
    """The entry of `seed/safety_case.yaml`."""


class SafetyCase(SafetyCaseFacts, table=True):
    __tablename__ = "safety_case"

    slug: str = Field(primary_key=True)


class SafetyCaseOut(SafetyCaseFacts, SafetyCaseText, Item):
    """The hazard log of the self-check. Nothing in it has been clinically reviewed."""
