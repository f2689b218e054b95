"""Rule sets as they were kept, and the words for them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from app.catalog.load import CheckRow, KeptRow
from app.content.proof import ProofDocument
from app.content.questionnaire import RuleSetOut
from app.content.said import RuleSetRef, RuleSetStatus
from app.content.selfcheck import CheckDocument, CheckName
from app.content.words import join
from app.serving.checks import rule_set
from app.triage.document import from_document
from app.triage.machine import Machine
from app.triage.model import RuleSet


@dataclass(frozen=True, slots=True)
class KeptRuleSet:
    """A rule set ever in force."""

    name: CheckName
    rules: RuleSet
    machine: Machine
    """The same, to decide by."""
    out: RuleSetOut
    proof: ProofDocument

    @property
    def ref(self) -> RuleSetRef:
        out = self.out
        return RuleSetRef(version=out.version, digest=out.digest, status=out.status)


def check(row: CheckRow) -> CheckDocument:
    return CheckDocument.model_validate(join(json.loads(row.document), row.words))


def kept(row: KeptRow, in_force: Mapping[str, str]) -> KeptRuleSet:
    status: RuleSetStatus = "in_force" if in_force[row.name] == row.version else "superseded"
    body = json.loads(row.body)
    rules = from_document(body)
    return KeptRuleSet(
        name="follow-up" if row.name == "follow-up" else "self-check",
        rules=rules,
        machine=Machine(rules),
        out=rule_set(rules, body, "withdrawn" if row.withdrawn else status, row.use_until),
        proof=ProofDocument.model_validate_json(row.proof),
    )
