"""Operations that need a key: how it is sent, and examples. These were not asked: whoever holds no
key cannot ask them, and every new key differs. The tests compare them with the shapes."""

from typing import Any, NamedTuple

from app.openapi import headers
from app.openapi.asked import EVENT, WEBHOOK

SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key, as `plb_3f9ab04c71de_…`. It is shown once, when it is made.",
    },
    "apiKey": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "The same, where a client keeps `Authorization` for something else.",
    },
}

SENT = {"cache-control", "ratelimit", "ratelimit-policy", "x-request-id"}
"""Headers of every answer under a key, in lower case."""


class Keyed(NamedTuple):
    """An exchange, as it would be."""

    answer: Any
    body: Any = None


KEY = {
    "id": "3f9ab04c71de",
    "owner": "A clinic",
    "name": "the app's server",
    "scopes": ["read", "triage"],
    "reads_per_minute": None,
    "triage_per_minute": None,
    "created_at": "2026-11-30T12:00:00Z",
    "expires_at": "2027-11-30T12:00:00Z",
    "revoked_at": None,
    "last_used_on": "2026-11-30",
    "replaced_by": None,
}
NEW_KEY = {
    **KEY,
    "last_used_on": None,
    "key": "plb_3f9ab04c71de_0000000000000000000000000000000000000000000",
}
WANTED = {
    "owner": "A clinic",
    "name": "the app's server",
    "scopes": ["read", "triage"],
    "expires_at": "2027-11-30T12:00:00Z",
}
USED = {"day": "2026-11-30", "key": "3f9ab04c71de", "budget": "reads", "requests": 1_204}

HOOK = {
    "id": WEBHOOK,
    "url": "https://app.example.org/plumbline",
    "events": ["release.published", "ruleset.published"],
    "note": "the app's server",
    "created_at": "2026-11-30T12:00:00Z",
    "paused_at": None,
    "paused_by": None,
}
NEW_HOOK = {**HOOK, "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="}
WANTED_HOOK = {
    "url": "https://app.example.org/plumbline",
    "events": ["release.published", "ruleset.published"],
    "note": "the app's server",
}
WAITING = {
    "event": EVENT,
    "type": "webhook.test",
    "happened_at": "2026-11-30T12:00:00Z",
    "state": "pending",
    "attempts": 0,
    "next_at": "2026-11-30T12:00:00Z",
    "until": "2026-12-03T12:00:00Z",
    "last_at": None,
    "outcome": None,
    "status": None,
}
DEAD = {
    **WAITING,
    "type": "release.published",
    "state": "dead",
    "attempts": 18,
    "next_at": None,
    "last_at": "2026-12-03T12:00:01Z",
    "outcome": "answered",
    "status": 503,
}
WHY = {"reason": "The dose of the clamshell is what the guideline says now."}
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
DRAFT = {
    "id": "5c0d9e1b7a243f68",
    "status": "checked",
    "sha256": SHA256,
    "size_bytes": 545_713,
    "key": "3f9ab04c71de",
    "owner": "An editor",
    "uploaded_at": "2026-11-30T12:00:00Z",
    "base_release": 1,
    "rolls_back_to": None,
    "faults": [],
    "faults_left_out": 0,
    "proofs": [
        {
            "name": "self-check",
            "version": "1.0.1",
            "digest": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
            "prover": "z3 5.4.1",
            "proved": ["S1", "S2", "S3"],
            "not_proved": [],
        }
    ],
    "requirements": {
        "digest": "9b1f0a6e3c5d47d2a8f4b0c1e7d6392f5a4c8e1b7d3f6092c5a8e4b1d7f03926",
        "against": 1,
        "items": [{"kind": "requirement", "name": "never-clamshell", "change": "changed"}],
    },
    "changes": {
        "changed": 1,
        "deleted": 0,
        "kinds": [{"kind": "exercise", "changed": 1, "deleted": 0}],
        "items": [{"kind": "exercise", "slug": "clamshell", "change": "changed"}],
    },
    "approvals": [],
    "approvals_needed": 1,
    "release": None,
}
APPROVAL = {
    "key": "7d20c9ae5b14",
    "owner": "A physiotherapist",
    "sha256": SHA256,
    "reason": "I read the new dose against its source.",
    "approved_at": "2026-11-30T12:30:00Z",
}
APPROVED = {**DRAFT, "approvals": [APPROVAL]}
RELEASE = {
    "number": 2,
    "published_at": "2026-11-30T12:40:00Z",
    "digest": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "self_check": "1.0.1",
    "follow_up": "1.0.0",
    "rolls_back_to": None,
}

EXAMPLES = {
    "list_keys": Keyed({"items": [KEY], "next": None}),
    "create_key": Keyed(NEW_KEY, WANTED),
    "get_own_key": Keyed(KEY),
    "get_own_usage": Keyed({"owner": "A clinic", "items": [USED]}),
    "rotate_own_key": Keyed(NEW_KEY, {"overlap_h": 24}),
    "get_key": Keyed(KEY),
    "rotate_key": Keyed(NEW_KEY, {"overlap_h": 24}),
    "revoke_key": Keyed({**KEY, "revoked_at": "2026-12-01T08:30:00Z"}),
    "list_webhooks": Keyed({"items": [HOOK], "next": None}),
    "create_webhook": Keyed(NEW_HOOK, WANTED_HOOK),
    "get_webhook": Keyed(HOOK),
    "delete_webhook": Keyed(None),
    "pause_webhook": Keyed({**HOOK, "paused_at": "2026-12-01T08:30:00Z", "paused_by": "owner"}),
    "resume_webhook": Keyed(HOOK),
    "test_webhook": Keyed(WAITING),
    "rotate_webhook_secret": Keyed(NEW_HOOK, {"overlap_h": 24}),
    "list_deliveries": Keyed({"items": [DEAD], "next": None}),
    "retry_delivery": Keyed({**WAITING, "type": "release.published"}),
    "list_drafts": Keyed({"items": [DRAFT], "next": None}),
    "create_draft": Keyed(DRAFT),
    "get_draft": Keyed(APPROVED),
    "get_draft_archive": Keyed(None),
    "approve_draft": Keyed(
        APPROVED, {"reason": "I read the new dose against its source.", "sha256": SHA256}
    ),
    "publish_draft": Keyed(RELEASE, WHY),
    "withdraw_draft": Keyed({**DRAFT, "status": "withdrawn"}),
    "roll_back": Keyed({**DRAFT, "rolls_back_to": 1}, WHY),
}
"""By operation."""


def tell_of_keys(operation: dict[str, Any]) -> None:
    """Put an example, and the headers it comes with, beside the answer."""
    keyed = EXAMPLES[operation["operationId"]]
    (status,) = (status for status in operation["responses"] if status.startswith("2"))
    response = operation["responses"][status]
    response["headers"] = headers.references(SENT)
    content = response.get("content", {}).get("application/json")
    if content is not None:
        content["examples"] = {"made-up": {"summary": "As it would be", "value": keyed.answer}}
    if keyed.body is not None:
        sent = operation["requestBody"]["content"]["application/json"]
        sent["examples"] = {"made-up": {"summary": "As it would be", "value": keyed.body}}
