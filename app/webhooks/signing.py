"""Signatures as Standard Webhooks has them: HMAC-SHA256 over id, time and body."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def payload(type_: str, created_at: datetime, data: dict[str, Any]) -> bytes:
    """The body, the same bytes at every attempt."""
    moment = created_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    event = {"type": type_, "timestamp": moment, "data": data}
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()


def signed(event: str, now: datetime, body: bytes, by: Iterable[str]) -> dict[str, str]:
    """The headers that prove who sent it, and when.

    Args:
        event: its id, the same at every attempt: by it a receiver knows what it has already.
        by: every secret that signs; a receiver knows one of them.
    """
    moment = int(now.timestamp())
    text = b"%b.%d.%b" % (event.encode(), moment, body)
    return {
        "webhook-id": event,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(_signature(secret, text) for secret in by),
    }


def _signature(secret: str, text: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()
