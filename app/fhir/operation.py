"""`Questionnaire/$evaluate`: what it takes and answers, as an `OperationDefinition`.

FHIR's own `PlanDefinition/$apply` asks for a patient, of whom nothing is known here, and answers a
`CarePlan`, which has no place for a warning. An operation under that name would have to be that; so
this one has a name of its own.
"""

from app.fhir.names import Json
from app.fhir.source import Source

NAME = "evaluate"
ID = f"questionnaire-{NAME}"
RESPONSE = "questionnaireResponse"
REGION = "region"

IN = (
    (
        RESPONSE,
        1,
        "QuestionnaireResponse",
        "All answers so far. A response sent alone, without Parameters around it, is the same. A "
        "version after `|` in its `questionnaire` asks for these rules rather than those in force.",
    ),
    (
        REGION,
        0,
        "code",
        "Where the person is, by ISO 3166-1 alpha-2 such as GB: for the emergency number only.",
    ),
)
WHAT = (
    "The outcome of the answers, the same that /v1/triage or /v1/follow-up gives: one "
    "GuidanceResponse with its output, a DetectedIssue for each warning, a Flag for the level and "
    "for each condition, a CommunicationRequest with the advice and, only where nothing speaks "
    "against exercise, a RequestGroup with routines. It educates and signposts; it is no "
    "diagnosis. Nothing is stored, logged or repeated."
)


def operation(source: Source) -> Json:
    return {
        **source.head("OperationDefinition", ID, str(source.catalog.release)),
        "title": "Evaluate the answers to a questionnaire",
        "kind": "operation",
        "description": WHAT,
        "affectsState": False,
        "code": NAME,
        "resource": ["Questionnaire"],
        "system": False,
        "type": False,
        "instance": True,
        "parameter": [
            *(_parameter(name, "in", least, type_, what) for name, least, type_, what in IN),
            _parameter("return", "out", 1, "Bundle", WHAT),
        ],
    }


def _parameter(name: str, use: str, least: int, type_: str, what: str) -> Json:
    return {
        "name": name,
        "use": use,
        "min": least,
        "max": "1",
        "documentation": what,
        "type": type_,
    }
