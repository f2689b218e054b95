"""The safety case: what could go wrong, what is done about it, and what shows that it works."""

from typing import Literal

from sqlmodel import JSON, Field, SQLModel

from app.content.base import Authored, Facts, Item, Slug, Text
from app.content.fields import QuestionSlug

Severity = Literal["catastrophic", "major", "moderate", "minor"]
Likelihood = Literal["likely", "possible", "unlikely", "rare"]


class Hazard(Authored):
    """Hazard → cause → control → what shows it. How bad and how likely are our judgement."""

    slug: Slug = Field(description="Its key within the log, to refer to it by.")
    hazard: Text = Field(description="What could happen to a person, in a sentence.")
    cause: Text = Field(description="How it could come about, in a sentence.")
    severity: Severity = Field(
        description="The worst harm that is credible before the controls: `catastrophic`, `major`, "
        "`moderate` or `minor`."
    )
    likelihood: Likelihood = Field(
        description="How likely it is before the controls: `likely`, `possible`, `unlikely` or "
        "`rare`."
    )
    controls: list[Text] = Field(
        min_length=1, description="What stands against it; each is there, none is only planned."
    )
    shown_by: list[str] = Field(
        min_length=1,
        description="What shows that the controls work as written: an invariant of the proof "
        "(`S3`), a test (`file::name`), or a rule of the checker (`checker: …`).",
    )
    residual_severity: Severity = Field(
        description="The same with the controls in place. They mostly make a harm less likely, not "
        "less severe."
    )
    residual_likelihood: Likelihood = Field(
        description="How likely it is with the controls in place."
    )
    left: Text = Field(description="What remains, and who must judge it.")


class ScreenPair(Authored):
    """How somebody with a sign recognises it in the screen that gates its question."""

    screen: QuestionSlug = Field(description="The screen: the question that names several signs.")
    flag: QuestionSlug = Field(description="The question about the sign, which the screen opens.")
    covered_by: Text = Field(description="Which words of the screen name the sign, or mean it.")
    could_miss: Text = Field(
        description="How somebody with the sign could still say none of these."
    )


class SafetyCaseFacts(Facts):
    hazards: list[Hazard] = Field(
        min_length=1, sa_type=JSON, description="What could go wrong, hazard by hazard."
    )
    screens: list[ScreenPair] = Field(
        min_length=1,
        sa_type=JSON,
        description="Every sign that is asked about only after a screen, with the screen.",
    )


class SafetyCaseText(SQLModel):
    scope: Text = Field(description="What this is about, for whom, and what it does not claim.")
    not_covered: list[Text] = Field(
        min_length=1, description="What it says nothing about, point by point."
    )
    clinical_review: Text = Field(description="How a clinician reviews a rule and signs it off.")
    incident: Text = Field(description="What happens after an incident.")


class SafetyCaseDocument(Authored, SafetyCaseFacts, SafetyCaseText):
    """The entry of `seed/safety_case.yaml`."""


class SafetyCase(SafetyCaseFacts, table=True):
    __tablename__ = "safety_case"

    slug: str = Field(primary_key=True)


class SafetyCaseOut(SafetyCaseFacts, SafetyCaseText, Item):
    """The hazard log of the self-check. Nothing in it has been clinically reviewed."""
