"""How a failure is told under `/fhir`: as an `OperationOutcome`, never with the input."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pydantic import RootModel

PREFIX = "/fhir"
MEDIA_TYPE = "application/fhir+json"

BASE = "https://plumbline.invalid/fhir"
"""Where canonical addresses begin. The same bytes are made on every machine, so it is no server's;
`.invalid` (RFC 6761) is reserved: nothing ever answers there, and nobody else can own it."""

ISSUE_TYPES = {
    "malformed_json": "structure",
    "unknown_parameter": "not-supported",
    "key_required": "login",
    "scope_missing": "forbidden",
    "not_found": "not-found",
    "unknown_slug": "not-found",
    "method_not_allowed": "not-supported",
    "not_acceptable": "not-supported",
    "conflict": "conflict",
    "withdrawn": "deleted",
    "token_expired": "expired",
    "body_too_large": "too-long",
    "unsupported_media_type": "not-supported",
    "invalid_request": "invalid",
    "answers_refused": "code-invalid",
    "quota_exceeded": "throttled",
    "headers_too_large": "too-long",
    "internal_error": "exception",
    "not_ready": "transient",
    "database_away": "transient",
}
"""FHIR's word for each problem of ours."""


class Wrong(NamedTuple):
    """One thing that is wrong."""

    pointer: str
    code: str
    detail: str


class OperationOutcome(RootModel[dict[str, Any]]):
    """The body of every response under `/fhir` with a status of 400 or above. `id` names this one
    occurrence: quote it in a report. The first `issue` is the failure as a whole, with our code of
    it in `details`; each that follows is one thing to mend, with its place in `expression` or, for
    a parameter, `location`. `diagnostics` says what would be right; never what was sent."""


def is_of(path: str) -> bool:
    """Whether failures at this path are told so."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def operation_outcome(
    code: str, detail: str, instance: str, errors: Sequence[Wrong], *, ours: bool
) -> dict[str, object]:
    """
    Args:
        code: of the problem.
        instance: the URN of this one occurrence.
        ours: whether it is our fault.
    """
    return {
        "resourceType": "OperationOutcome",
        "id": instance.rpartition(":")[2],
        "issue": list(_issues(code, detail, errors, "fatal" if ours else "error")),
    }


def _issues(
    code: str, detail: str, errors: Sequence[Wrong], severity: str
) -> Iterator[dict[str, object]]:
    kind = ISSUE_TYPES.get(code, "processing")
    yield _issue(severity, kind, code, detail)
    for wrong in errors:
        yield {**_issue("error", kind, wrong.code, wrong.detail), **_place(wrong.pointer)}


def _issue(severity: str, kind: str, code: str, detail: str) -> dict[str, object]:
    details = {"coding": [{"system": f"{BASE}/CodeSystem/problem", "code": code}], "text": detail}
    return {"severity": severity, "code": kind, "details": details, "diagnostics": detail}


def _place(pointer: str) -> dict[str, object]:
    """A parameter as FHIR writes it, `http.name`; anything else is FHIRPath already."""
    if pointer[:1] in ("?", "/"):
        return {"location": [f"http.{pointer[1:]}"]}
    return {"expression": [pointer]} if pointer else {}
