"""An outcome as a `Bundle` of standard resources. It is made of the answer that `/v1` gives to the
same answers, so it cannot say anything else."""

from app.content.outcome import FollowUpOut, OutcomeOut
from app.fhir.names import Json, canonical, coding, concept
from app.fhir.offered import offer, warnings_of
from app.fhir.output import output
from app.fhir.rules import rules_id
from app.fhir.source import Source
from app.fhir.warned import Said, Telling, address

SHAPES: dict[str, type[Said]] = {"self-check": OutcomeOut, "follow-up": FollowUpOut}


def outcome(source: Source, check: str, answer: bytes) -> Json:
    """Args: answer: of `/v1`, as it would be sent."""
    said = SHAPES[check].model_validate_json(answer)
    telling = Telling(source, said)
    entries = {address("GuidanceResponse", check): _guidance(telling, check)}
    entries[address("CommunicationRequest", "advice")] = telling.advice()
    entries[address("Flag", "level")] = telling.level()
    offered = said.routines if isinstance(said, OutcomeOut) else []
    if isinstance(said, OutcomeOut):
        for condition in said.conditions:
            entries[address("Flag", f"condition/{condition.slug}")] = telling.condition(condition)
    for warning in (*said.warnings, *warnings_of(offered)):
        entries.setdefault(address("DetectedIssue", warning.slug), telling.warning(warning))
    if offered:
        entries[address("RequestGroup", "offer")] = offer(telling, offered)
    return {
        **telling.begun("Bundle"),
        "type": "collection",
        "entry": [{"fullUrl": url, "resource": resource} for url, resource in entries.items()],
    }


def _guidance(telling: Telling, check: str) -> Json:
    said = telling.said
    module = canonical("PlanDefinition", rules_id(check), said.ruleset.version)
    complete = said.status == "complete"
    missing = [] if complete else [_missing(telling)]
    offered = isinstance(said, OutcomeOut) and said.routines
    result = {"result": {"reference": address("RequestGroup", "offer")}} if offered else {}
    wanted = {
        "evaluationMessage": [{"reference": "#missing"}],
        "dataRequirement": [{"type": "QuestionnaireResponse", "mustSupport": ["item"]}],
    }
    return {
        **telling.begun("GuidanceResponse"),
        "contained": [output(telling), *missing],
        "moduleCanonical": module,
        "status": "success" if complete else "data-required",
        "reasonCode": [telling.known_level()],
        "note": [{"text": said.disclaimer}],
        **({} if complete else wanted),
        "outputParameters": {"reference": "#output"},
        **result,
    }


def _missing(telling: Telling) -> Json:
    """What to ask now: the evaluation went well and is not finished."""
    return {
        "resourceType": "OperationOutcome",
        "id": "missing",
        "issue": [
            {
                "severity": "warning",
                "code": "required",
                "details": concept(coding("question", question.question), text=question.text),
            }
            for question in telling.said.next
        ],
    }
