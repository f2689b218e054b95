"""What we send: the events of webhooks, as the document has them. OpenAPI 3.0 has no such part."""

from typing import Any

from app.openapi.asked import EVENT
from app.webhooks.payloads import ReleasePublished, RuleSetPublished
from app.webhooks.rows import Subscribed

SHAPES = (ReleasePublished, RuleSetPublished)
DIGEST = "5f8a2c0e9b7d41c6a3e0f19d84b27c655f8a2c0e9b7d41c6a3e0f19d84b27c65"
EXAMPLES: dict[Subscribed, dict[str, Any]] = {
    "release.published": {
        "type": "release.published",
        "timestamp": "2026-11-30T12:00:00Z",
        "data": {
            "content_release": 4,
            "content_digest": DIGEST,
            "published_at": "2026-11-30T12:00:00Z",
            "changed": 3,
            "deleted": 0,
            "changes": "/v1/changes",
            "manifest": "/v1/bundle/manifest",
        },
    },
    "ruleset.published": {
        "type": "ruleset.published",
        "timestamp": "2026-11-30T12:00:00Z",
        "data": {
            "name": "self-check",
            "version": "1.0.0",
            "digest": DIGEST,
            "status": "withdrawn",
            "use_until": "2027-11-30",
        },
    },
}
SAID: dict[Subscribed, tuple[str, str, str]] = {
    "release.published": (
        "ReleasePublished",
        "Hear of a release",
        "A new release is in force. Ask `/v1/changes` for what it changed.",
    ),
    "ruleset.published": (
        "RuleSetPublished",
        "Hear of rules and recalls",
        "A version of a rule set came into force, or was recalled: `status` says which. Of one "
        "that is `withdrawn`, offer nothing any more.",
    ),
}
HEADERS = {
    "webhook-id": ("The event, the same at every attempt: drop one that you have seen.", EVENT),
    "webhook-timestamp": ("When this attempt was made, in seconds since 1970.", "1796040000"),
    "webhook-signature": (
        "`v1,` and the base64 of the HMAC-SHA256 of id, timestamp and body, joined by dots, under "
        "the secret; while a secret is replaced, several with a space between.",
        "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    ),
}


def webhooks() -> dict[str, Any]:
    """The document's `webhooks`."""
    return {type_: {"post": _operation(type_)} for type_ in EXAMPLES}


def _operation(type_: Subscribed) -> dict[str, Any]:
    shape, summary, text = SAID[type_]
    return {
        "operationId": f"on_{type_.replace('.', '_')}",
        "summary": summary,
        "description": f"{text} Tried again for three days, until you answer with 2xx.",
        "tags": ["webhooks"],
        "security": [],
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": said,
                "schema": {"type": "string"},
                "example": example,
            }
            for name, (said, example) in HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": f"#/components/schemas/{shape}"},
                    "examples": {
                        "made-up": {"summary": "As it would be", "value": EXAMPLES[type_]}
                    },
                }
            },
        },
        "responses": {
            "204": {"description": "You have it. Any other status of 2xx says the same."},
            "410": {"description": "You want no more: the webhook is paused."},
        },
    }
