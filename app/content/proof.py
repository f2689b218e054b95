"""What was proved of a rule set: made by `./dev prove`, kept beside the rules, published with
them."""

from datetime import datetime
from typing import Literal

from sqlmodel import Field

from app.content.base import Authored, Slug, Version
from app.content.selfcheck import CheckName


class Invariant(Authored):
    """One promise of the product, and what came of the attempt to prove it."""

    id: str
    text: str
    status: Literal["proved", "failed", "unknown"]
    how: Literal["solver", "exhaustive"] = Field(
        description="`solver`: for every possible set of answers, partial ones too. `exhaustive`: "
        "every item was looked at."
    )
    claims: int = Field(description="How many single claims it came down to.")
    seconds: float
    counterexample: str | None = Field(description="The smallest answers that break it, in words.")


class ProvedRuleSet(Authored):
    name: CheckName
    version: Version
    digest: str


class ProofDocument(Authored):
    """`seed/<name>/proof.json`. It holds for one digest; any change to what decides voids it."""

    ruleset: ProvedRuleSet
    requirements_digest: str = Field(description="Of the safety requirements it was held against.")
    prover: str
    proved_at: datetime
    seconds: float
    invariants: list[Invariant] = Field(min_length=1)
    barred: list[list[Slug]] = Field(
        description="The smallest sets of conditions that can leave somebody well without a "
        "routine: what they name bars too many exercises."
    )
    never_matter: list[Slug] = Field(
        description="Rules that only add a reason: others always bring the same effects."
    )


class ProofOut(ProofDocument):
    """What was proved of the rules in force, and what was not."""

    proved: str
    not_proved: str
