"""What the shapes are called in the document. Generated clients make types of these names: they are
the field's words, never change, and do not collide with what phones have (`Range`, `Bundle`)."""

import re
from typing import Any

REFERENCE = "#/components/schemas/"
SUFFIX = re.compile(r"(Out|In)$")
RENAMED = {
    "AnswerOut": "QuestionAndAnswer",
    "AnswerPage": "QuestionAndAnswerPage",
    "Aspect": "CauseAspect",
    "BundleOut": "OfflineBundle",
    "CardExtensionOut": "CardFacts",
    "CardOut": "ResultCard",
    "CardsOut": "ResultCards",
    "ContactOut": "EmergencyContact",
    "ContactPage": "EmergencyContactPage",
    "ContactRef": "EmergencyNumber",
    "CountOut": "FacetCount",
    "Cue": "TimelineCue",
    "Detail": "ProblemDetail",
    "DifferenceOut": "RuleSetDifference",
    "DiffOut": "RuleSetDiff",
    "FacetsOut": "SearchFacets",
    "FileOut": "BundleFile",
    "FrameOut": "FigureFrame",
    "HitOut": "SearchHit",
    "Included": "IncludedItems",
    "Invariant": "ProvedInvariant",
    "Known": "HowKnown",
    "Link": "CitationLink",
    "ManifestOut": "BundleManifest",
    "MessagesOut": "ResultWords",
    "OptionOut": "AnswerOption",
    "PartOut": "BundlePart",
    "Phase": "RoutinePhase",
    "Place": "CitingPlace",
    "Range": "IntegerRange",
    "SearchIn": "SearchQuery",
    "SearchOut": "SearchResults",
    "SectionOut": "QuestionnaireSection",
    "Shelves": "BundleEntries",
    "SignatureOut": "BundleSignature",
    "Size": "PendingSize",
    "Stage": "RoutineStage",
    "Step": "RoutineStep",
    "StripOut": "FigureStrip",
    "Themes": "PictureThemes",
    "Variant": "ExerciseVariant",
    "VectorsOut": "TestVectors",
    "WarningOut": "SafetyWarning",
    "WarningPage": "SafetyWarningPage",
}
ITEM = "Item"
BROUGHT = "included"


def settle(document: dict[str, Any]) -> None:
    """Give every shape its public name, and one name to an item wherever it stands.

    FastAPI knows an exercise of a list and an exercise by itself, which may bring other items
    along, as two shapes. To a client they are one type, in which `included` may be absent.
    """
    schemas: dict[str, Any] = document["components"]["schemas"]
    names = {name: _public(name, schemas) for name in schemas}
    if len(set(names.values()) - {None}) != sum(name is not None for name in names.values()):
        raise ValueError("two shapes have one public name")
    alone = {name for name, public in names.items() if public is None}
    for name in alone:
        twin = name.removesuffix(ITEM) + "Out"
        schemas[twin]["properties"][BROUGHT] = schemas[name]["properties"][BROUGHT]
        names[name] = names[twin]
    renamed = {public: schemas[name] for name, public in names.items() if name not in alone}
    document["components"]["schemas"] = dict(sorted(renamed.items()))
    _refer(document, {REFERENCE + name: REFERENCE + str(public) for name, public in names.items()})


def _public(name: str, schemas: dict[str, Any]) -> str | None:
    """None: the item by itself, which is its twin with `included`."""
    if name.endswith(ITEM) and name.removesuffix(ITEM) + "Out" in schemas:
        return None
    return RENAMED.get(name, SUFFIX.sub("", name))


def _refer(value: Any, places: dict[str, str]) -> None:
    if isinstance(value, list):
        for item in value:
            _refer(item, places)
    elif isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str):
            value["$ref"] = places.get(reference, reference)
        for item in value.values():
            _refer(item, places)
