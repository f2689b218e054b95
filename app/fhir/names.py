"""What things are called in FHIR: canonical addresses, code systems, and the small data types."""

from collections.abc import Mapping
from typing import Any

from app.operation_outcome import BASE

Json = dict[str, Any]
"""A FHIR resource or a part of one, ready for JSON."""

VERSION = "4.0.1"

HL7 = "http://hl7.org/fhir/StructureDefinition"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"

PRIORITY: Mapping[str, str] = {
    "emergency": "stat",
    "urgent": "asap",
    "clinician_first": "urgent",
    "self_care": "routine",
}
"""Of a request, by level. FHIR orders routine, urgent, asap, stat; none is put lower than it is."""


def canonical(kind: str, id_: str, version: str | None = None) -> str:
    address = f"{BASE}/{kind}/{id_}"
    return f"{address}|{version}" if version else address


def system(name: str) -> str:
    """A code system of ours. Its codes are slugs; what they mean, `/v1` says."""
    return f"{BASE}/CodeSystem/{name}"


def options_of(question: str) -> str:
    """The code system of one question's options, which the questionnaire lists."""
    return system(f"question-{question}")


def coding(of: str, code: str, display: str | None = None) -> Json:
    """A code of ours, with what to show for it where that is known."""
    told = {"display": display} if display is not None else {}
    return {"system": system(of), "code": code, **told}


def concept(*codings: Json, text: str | None = None) -> Json:
    told = {"text": text} if text is not None else {}
    return {**({"coding": list(codings)} if codings else {}), **told}


def extension(name: str, **value: Any) -> Json:
    """One of ours, which `/fhir/StructureDefinition` describes."""
    return {"url": canonical("StructureDefinition", name), **value}


def hl7_extension(name: str, **value: Any) -> Json:
    return {"url": f"{HL7}/{name}", **value}
