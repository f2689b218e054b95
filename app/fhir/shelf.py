"""Every resource of a release, as finished bytes: a type is made when somebody first asks."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.catalog import Catalog
from app.catalog.lazy import Lazy
from app.content.base import SOURCE_LANG
from app.fhir.capability import capability
from app.fhir.exercise import activity
from app.fhir.extensions import OWN, structure
from app.fhir.names import Json
from app.fhir.operation import operation
from app.fhir.questionnaire import questionnaire
from app.fhir.routine import plan
from app.fhir.rules import rules
from app.fhir.source import Source

CHECKS = ("self-check", "follow-up")
TYPES = (
    "Questionnaire",
    "PlanDefinition",
    "ActivityDefinition",
    "OperationDefinition",
    "StructureDefinition",
)
METADATA = "CapabilityStatement"


class Finished(NamedTuple):
    id: str
    url: str
    version: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Shelves:
    """Of one release."""

    of: Catalog
    types: Lazy[str, str, Mapping[str, Finished]]
    """Type → id → resource, by id."""


def shelves(catalog: Catalog) -> Shelves:
    source = Source(catalog)

    def make(kind: str) -> Mapping[str, Finished]:
        made = sorted(MAKERS[kind](source), key=lambda resource: str(resource["id"]))
        return {one["id"]: _finished(one) for one in made}

    return Shelves(catalog, Lazy({kind: kind for kind in (*TYPES, METADATA)}, make))


def _finished(one: Json) -> Finished:
    return Finished(one["id"], one["url"], one["version"], written(one))


def written(resource: Json) -> bytes:
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode()


def _plans(source: Source) -> list[Json]:
    routines = [plan(source, slug) for slug in source.routines(SOURCE_LANG)]
    return [*routines, *(rules(source, check) for check in CHECKS)]


MAKERS: Mapping[str, Callable[[Source], list[Json]]] = {
    "Questionnaire": lambda source: [questionnaire(source, check) for check in CHECKS],
    "PlanDefinition": _plans,
    "ActivityDefinition": lambda source: [
        activity(source, slug) for slug in source.exercises(SOURCE_LANG)
    ],
    "OperationDefinition": lambda source: [operation(source)],
    "StructureDefinition": lambda source: [structure(source, name) for name in OWN],
    METADATA: lambda source: [capability(source, TYPES)],
}
