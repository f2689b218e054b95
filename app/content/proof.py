"""What was proved of a rule set: made by `./dev prove`, kept beside the rules, published with
them."""

from datetime import datetime
from typing import Literal

from sqlmodel import Field

from app.content.base import Authored, Sha256
from app.content.fields import ConditionSlug, RuleSetVersion, RuleSlug
from app.content.selfcheck import CheckName


class Invariant(Authored):
    """One promise of the product, and what came of the attempt to prove it."""

    id: str = Field(description="Its name in the safety case and in the tests, such as `S3`.")
    text: str = Field(description="What is promised, as one English sentence.")
    status: Literal["proved", "failed", "unknown"] = Field(
        description="`proved`: it holds for all. `failed`: `counterexample` breaks it. `unknown`: "
        "neither was found in time. Rules are published only where all are `proved`."
    )
    how: Literal["solver", "exhaustive"] = Field(
        description="`solver`: for every possible set of answers, partial ones too. `exhaustive`: "
        "every item was looked at. More values may come. An unknown value is some other way."
    )
    claims: int = Field(ge=0, description="How many single claims it came down to.")
    seconds: float = Field(ge=0, description="Seconds that the proof took, rounded.")
    counterexample: str | None = Field(
        description="The smallest answers that break it, in English; null where none was found."
    )


class ProvedRuleSet(Authored):
    """The rule set that a proof is about."""

    name: CheckName = Field(description="Of which questionnaire it is.")
    version: RuleSetVersion
    digest: Sha256 = Field(
        description="sha-256 of everything in it that decides, in hex. The proof holds for rules "
        "with this digest and for no others."
    )


class ProofDocument(Authored):
    """`seed/<name>/proof.json`. It holds for one digest; any change to what decides voids it."""

    ruleset: ProvedRuleSet = Field(description="The rules that were looked at.")
    requirements_digest: Sha256 = Field(
        description="sha-256 of the safety requirements it was held against, in hex."
    )
    prover: str = Field(description="The solver that proved it, with its version.")
    proved_at: datetime = Field(description="When it was proved, in UTC.")
    seconds: float = Field(ge=0, description="Seconds that it took altogether, rounded.")
    invariants: list[Invariant] = Field(
        min_length=1, description="Every promise that was looked at, in the order of their names."
    )
    barred: list[list[ConditionSlug]] = Field(
        description="The smallest sets of conditions that can leave somebody well without a "
        "routine: what they name bars too many exercises."
    )
    never_matter: list[RuleSlug] = Field(
        description="Rules that only add a reason: others always bring the same effects. May be "
        "empty."
    )


class ProofOut(ProofDocument):
    """What was proved of the rules in force, and what was not."""

    proved: str = Field(description="What the proof means, in English. Show it with the next one.")
    not_proved: str = Field(
        description="What it does not mean, in English: that medicine agrees is for clinicians to "
        "say."
    )
