"""The requests whose answers are the document's examples: each runs as it stands."""

from typing import Any, NamedTuple

WEBHOOK = "5d0c7be1a2f4"
WEBHOOK_ACTS = ("/pause", "/resume", "/test", "/rotate", "/deliveries")
EVENT = "msg_b61d9e02c7f34a58e0d1937c"

EXAMPLES: dict[str, str | int | dict[str, str]] = {
    "/v1/exercises/{slug}": "hip-90-90",
    "/v1/routines/{slug}": "desk-break",
    "/v1/routines/{slug}/timeline": "desk-break",
    "/v1/routines/{slug}/calendar.ics": "desk-break",
    "/v1/routines/{slug}/print": "desk-break",
    "/v1/routines/{slug}/figure.svg": "desk-break",
    "/v1/exercises/{slug}/figure.svg": "clamshell",
    "/v1/self-check/{slug}/figure.svg": "iliac-crest-hands",
    "/v1/causes/{slug}": "scoliosis",
    "/v1/citations/{slug}": "vogt-2020-leg-length-discrepancy",
    "/v1/conditions/{slug}": "pregnancy",
    "/v1/warnings/{slug}": "cauda-equina",
    "/v1/emergency-contacts/{slug}": "gb",
    "/v1/key-points/{slug}": "feel-your-hip-crests",
    "/v1/questions-and-answers/{slug}": "posture-when-hips-hurt",
    "/v1/tips/{slug}": "up-every-hour",
    "/v1/contributors/{slug}": "ashley-mak",
    "/v1/terms/{slug}": "piriformis",
    "/v1/self-check/rules/{version}": "1.0.0",
    "/v1/keys/{id}": "3f9ab04c71de",
    "/v1/keys/{id}/rotate": "3f9ab04c71de",
    **{f"/v1/webhooks/{{id}}{act}": WEBHOOK for act in ("", *WEBHOOK_ACTS)},
    "/v1/webhooks/{id}/deliveries/{event}/retry": {"id": WEBHOOK, "event": EVENT},
    "/v1/releases/{number}": 1,
    "/v1/releases/{number}/rollback": 1,
    "/v1/releases/drafts/{id}": "5c0d9e1b7a243f68",
    "/v1/releases/drafts/{id}/approve": "5c0d9e1b7a243f68",
    "/v1/releases/drafts/{id}/archive": "5c0d9e1b7a243f68",
    "/v1/releases/drafts/{id}/publish": "5c0d9e1b7a243f68",
    "/problems/{code}": "answers_refused",
    "/fhir/Questionnaire/{id}": "follow-up",
    "/fhir/PlanDefinition/{id}": "desk-break",
    "/fhir/ActivityDefinition/{id}": "clamshell",
    "/fhir/OperationDefinition/{id}": "questionnaire-evaluate",
    "/fhir/StructureDefinition/{id}": "dose",
}
"""A value for each path parameter that answers 200; a test asks them all."""

PICTURE_OF = "/v1/exercises/clamshell"
"""A drawing of the release that is asked is named by its bytes: this exercise's first."""

QUERIES = {
    "list_exercises": "aim=strengthen&exclude_contraindication=pregnancy&limit=1",
    "list_routines": "available_equipment=chair&limit=1",
    "list_citations": "kind=guideline&limit=2",
    "search": "q=tight+hip+flexors&limit=2",
    "search_fhir_questionnaires": "_id=follow-up",
    "search_fhir_plan_definitions": "_id=desk-break",
    "search_fhir_activity_definitions": "_count=1",
    "search_fhir_operation_definitions": "_lastUpdated=ge2026-01-01",
    "search_fhir_structure_definitions": "_count=1",
}
"""What is asked for beside the path; other lists are asked for two items."""

WELL = {
    "who": "me",
    "age": "18-to-44",
    "pregnancy": "none",
    "screen-nerves": "none",
    "screen-injury": "none",
    "screen-infection": "none",
    "screen-belly-and-blood": "none",
    "screen-bone": "none",
    "pain": "mild",
    "how-long": "6-weeks-to-3-months",
    "screen-pain-pattern": "none",
    "screen-conditions": "none",
    "screen-body": "none",
    "sitting-hours": 9,
    "goal": ["release-tension"],
}


class Body(NamedTuple):
    """One request body, as an example."""

    summary: str
    value: dict[str, Any]


BODIES = {
    "triage": {
        "emergency": Body(
            "Numb between the legs: an emergency, after two answers",
            {"answers": {"screen-nerves": "one-or-more", "saddle-numbness": "yes"}, "region": "GB"},
        ),
        "self-care": Body(
            "Nothing speaks against it: a routine, and the warnings that come with it",
            {"answers": WELL, "region": "GB"},
        ),
        "clinician-first": Body(
            "Aching for over three months that nobody has looked at: see somebody first",
            {"answers": {**WELL, "how-long": "over-3-months-not-assessed"}},
        ),
        "needs-answers": Body(
            "The first answers: not finished is not fine", {"answers": {"who": "me"}}
        ),
    },
    "follow_up": {
        "some-pain": Body(
            "Some pain while exercising",
            {"answers": {"danger-signs": "none", "pain-during": 5}, "region": "GB"},
        ),
        "danger": Body("A sign of danger", {"answers": {"danger-signs": "yes"}}),
    },
    "search_privately": {
        "words": Body(
            "In any words", {"q": "tight hip flexors", "kind": "exercise,routine", "limit": 2}
        ),
    },
}
