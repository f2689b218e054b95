"""`metadata`: what this server does of FHIR, and what it does not."""

from app.fhir.names import VERSION, Json, canonical
from app.fhir.operation import ID, NAME
from app.fhir.source import Source
from app.operation_outcome import MEDIA_TYPE

PARAMETERS = {
    "_id": ("token", "The id, or several with a comma between them."),
    "url": ("uri", "The canonical address, whole."),
    "_lastUpdated": (
        "date",
        "When the release was published: a date or an instant, with a prefix.",
    ),
}
HOW = (
    "Reads and searches of the published content, and an operation that evaluates answers without "
    "keeping them. There is no patient, no login, and nothing is written. A search parameter that "
    "is not listed is refused with 400, as `handling=strict` asks for it."
)
OF_SEARCH = (
    "Besides: `_count` and `_after` (follow the link `next`), `_format`. Everything of a type is "
    "of one release, so all of it has one `meta.lastUpdated`."
)


def capability(source: Source, types: tuple[str, ...]) -> Json:
    head = source.head("CapabilityStatement", "plumbline", str(source.catalog.release))
    return {
        **head,
        "title": "Plumbline",
        "description": HOW,
        "kind": "instance",
        "implementation": {"description": "Honest help with uneven hips, by Plumbline."},
        "fhirVersion": VERSION,
        "format": [MEDIA_TYPE, "json"],
        "rest": [
            {
                "mode": "server",
                "documentation": HOW,
                "security": {"cors": True, "description": "Everything is open; nothing is kept."},
                "resource": [_type(kind) for kind in types],
            }
        ],
    }


def _type(kind: str) -> Json:
    operations = {"operation": [{"name": NAME, "definition": canonical("OperationDefinition", ID)}]}
    return {
        "type": kind,
        "documentation": OF_SEARCH,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "versioned",
        "readHistory": False,
        "searchParam": [
            {"name": name, "type": type_, "documentation": what}
            for name, (type_, what) in PARAMETERS.items()
        ],
        **(operations if kind == "Questionnaire" else {}),
    }
