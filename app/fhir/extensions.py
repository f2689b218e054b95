"""The few extensions of our own, described as FHIR asks for it. Whatever FHIR has a place for is in
that place."""

from typing import NamedTuple

from app.fhir.names import HL7, VERSION, Json, canonical
from app.fhir.source import Source


class Own(NamedTuple):
    """An extension: what it is, and the type of its value or the types of its parts."""

    title: str
    what: str
    on: str
    """The element that may have it."""
    value: str | None
    parts: tuple[tuple[str, str, str], ...] = ()
    """Name, type, what it is."""


OWN = {
    "dose": Own(
        "Dose of an exercise",
        "How much of an exercise in one session, on each side where there are sides.",
        "Element",
        None,
        (
            ("sets", "integer", "How often the repetitions are done."),
            ("reps", "integer", "Repetitions in each set, on each side."),
            ("hold_s", "integer", "Seconds that each repetition is held; 0 is no hold."),
            ("rest_s", "integer", "Seconds of rest after each repetition; 0 is no rest."),
        ),
    ),
    "stop-action": Own(
        "What to do when a stop rule holds",
        "stop, ease_off, see_someone or emergency, as stop rules in /v1/routines have it.",
        "Element",
        "code",
    ),
    "cites": Own(
        "Source of a statement",
        "A source, where the element itself has no place for sources.",
        "Element",
        "RelatedArtifact",
    ),
    "known": Own(
        "How it is known that a source says so",
        "read: an excerpt of that page was read. mirror: in somebody else's copy. unverified: "
        "general knowledge, not checked. derived: our judgement; the basis says how.",
        "RelatedArtifact",
        None,
        (
            ("how", "code", "read, mirror, unverified or derived."),
            ("basis", "string", "The reasoning, for derived alone."),
        ),
    ),
}


def structure(source: Source, name: str) -> Json:
    own = OWN[name]
    return {
        **source.head("StructureDefinition", name, str(source.catalog.release)),
        "title": own.title,
        "description": own.what,
        "fhirVersion": VERSION,
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": own.on}],
        "type": "Extension",
        "baseDefinition": f"{HL7}/Extension",
        "derivation": "constraint",
        "differential": {"element": list(_elements(name, own))},
    }


def _elements(name: str, own: Own) -> list[Json]:
    root: Json = {
        "id": "Extension",
        "path": "Extension",
        "short": own.title,
        "definition": own.what,
    }
    fixed = {"fixedUri": canonical("StructureDefinition", name)}
    url: Json = {"id": "Extension.url", "path": "Extension.url", **fixed}
    value: Json = {"id": "Extension.value[x]", "path": "Extension.value[x]"}
    if own.value is not None:
        return [root, url, {**value, "min": 1, "type": [{"code": own.value}]}]
    parts = [element for part in own.parts for element in _part(*part)]
    return [root, *parts, url, {**value, "max": "0"}]


def _part(name: str, type_: str, what: str) -> list[Json]:
    at, path = f"Extension.extension:{name}", "Extension.extension"
    return [
        {"id": at, "path": path, "sliceName": name, "definition": what, "max": "1"},
        {"id": f"{at}.url", "path": f"{path}.url", "fixedUri": name},
        {"id": f"{at}.value[x]", "path": f"{path}.value[x]", "type": [{"code": type_}]},
    ]
