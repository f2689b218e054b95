"""Failures under `/fhir` in the document: `OperationOutcome`, with an example of each kind."""

from typing import Any, NamedTuple

from httpx import AsyncClient

from app import errors
from app.operation_outcome import MEDIA_TYPE, OperationOutcome

REFERENCE = "#/components/examples/"
PREFIX = "fhir_"
OCCURRENCE = "0b4c2a9e-6f0e-4a53-9d6f-1f8f5d1c2b3a"


class Refusal(NamedTuple):
    """A read that is refused."""

    url: str
    accept: str = MEDIA_TYPE


REFUSED = {
    "unknown_parameter": Refusal("/fhir/Questionnaire?colour=red"),
    "unknown_slug": Refusal("/fhir/Questionnaire/nothing"),
    "not_acceptable": Refusal("/fhir/metadata", "text/csv"),
    "invalid_request": Refusal("/fhir/Questionnaire?_count=-1"),
}
"""How to be refused; whatever else can go wrong cannot be asked for."""


def is_one(response: dict[str, Any]) -> None:
    """Say of a failure, declared like every other, that it has FHIR's shape."""
    content = response["content"][errors.PROBLEM]
    response["content"] = {
        MEDIA_TYPE: {
            "schema": {"$ref": "#/components/schemas/OperationOutcome"},
            "examples": {
                code: {"$ref": f"{REFERENCE}{PREFIX}{code}"} for code in content["examples"]
            },
        }
    }


def schemas() -> dict[str, Any]:
    """By name; what they are in Python no operation returns."""
    return {"OperationOutcome": OperationOutcome.model_json_schema()}


async def examples(client: AsyncClient, document: dict[str, Any]) -> dict[str, Any]:
    """One of each kind that an operation under `/fhir` tells, by its code."""
    told = {
        code
        for operations in document["paths"].values()
        for operation in operations.values()
        for response in operation["responses"].values()
        for code, example in response.get("content", {})
        .get(MEDIA_TYPE, {})
        .get("examples", {})
        .items()
        if example.get("$ref") == f"{REFERENCE}{PREFIX}{code}"
    }
    return {f"{PREFIX}{code}": await _example(client, code) for code in sorted(told)}


async def _example(client: AsyncClient, code: str) -> dict[str, Any]:
    summary = (errors.KINDS[code].__doc__ or "").strip()
    if asked := REFUSED.get(code):
        response = await client.get(asked.url, headers={"Accept": asked.accept})
        value = response.json()
    else:
        value = errors.outcome(errors.KINDS[code](summary), f"urn:uuid:{OCCURRENCE}")
    if value["issue"][0]["details"]["coding"][0]["code"] != code:
        raise RuntimeError(f"what should be refused as {code} is refused as something else")
    return {"summary": summary, "value": {**value, "id": OCCURRENCE}}
