"""The OpenAPI document, as a product: what FastAPI derives, made exact."""

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.content.outcome import AnswersIn
from app.openapi import names
from app.search import SearchIn

DESCRIPTION = """\
Honest help with uneven hips: what to try, what not to try, why, and when to see a clinician.

Reads are plain GETs. `POST /v1/triage` takes self-check answers and says how urgent it is, which
warnings must be shown, and which routine is safe, if any. It educates and signposts; it does not
diagnose, and no clinician has reviewed the content yet. Every statement names its sources and how
they are known. Answers about health are never stored, logged or repeated.
"""
TAGS = {
    "self-check": "Questions, rules, and what the answers mean.",
    "follow-up": "How to go on after exercising.",
    "exercises": "One movement each, with its dose and whom it is not for.",
    "routines": "Exercises in an order, with a plan and rules for stopping.",
    "causes": "Patterns that may be behind uneven hips.",
    "safety": "Conditions, warnings and emergency numbers.",
    "guide": "The whole guide, and its smaller pieces.",
    "search": "Over everything, in the words people use.",
    "offline": "A copy of everything for a phone, and what changed since.",
    "sources": "Where everything comes from.",
    "about": "Release, languages, problems.",
    "health": "For operators.",
}


EXAMPLES = {
    "/v1/exercises/{slug}": "hip-90-90",
    "/v1/routines/{slug}": "desk-break",
    "/v1/routines/{slug}/timeline": "desk-break",
    "/v1/routines/{slug}/calendar.ics": "desk-break",
    "/v1/routines/{slug}/print": "desk-break",
    "/v1/routines/{slug}/figure.svg": "desk-break",
    "/v1/exercises/{slug}/figure.svg": "clamshell",
    "/v1/self-check/{slug}/figure.svg": "iliac-crest-hands",
    "/v1/causes/{slug}": "scoliosis",
    "/v1/citations/{slug}": "vogt-2020-leg-length-discrepancy",
    "/v1/conditions/{slug}": "pregnancy",
    "/v1/warnings/{slug}": "cauda-equina",
    "/v1/emergency-contacts/{slug}": "gb",
    "/v1/key-points/{slug}": "feel-your-hip-crests",
    "/v1/questions-and-answers/{slug}": "posture-when-hips-hurt",
    "/v1/tips/{slug}": "up-every-hour",
    "/v1/contributors/{slug}": "ashley-mak",
    "/v1/terms/{slug}": "piriformis",
    "/v1/self-check/rules/{version}": "1.0.0",
    "/problems/{code}": "answers_refused",
}
"""A value for each path parameter that answers 200; a test asks them all."""


RECEIVED = (AnswersIn, SearchIn)
"""What is sent to us. Its handlers read it themselves, so FastAPI does not know it."""


NAMES = ("properties", "schemas", "paths", "responses", "examples", "example")
"""Under these stand names, or values of ours, in which a title is a title."""


BY_DIGEST = ("/v1/figures/{name}",)
"""What is there is named by its bytes, which a document that is written once cannot know."""


def install(app: FastAPI) -> None:
    """Serve our document in place of FastAPI's."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title="Plumbline",
        version="1.0.0",
        openapi_version="3.1.0",
        summary="Exercises, routines, causes and triage for uneven hips.",
        description=DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
        servers=[{"url": "/", "description": "This server."}],
        license_info={"name": "MIT", "identifier": "MIT"},
    )
    schemas = document["components"]["schemas"]
    schemas.update({shape.__name__: shape.model_json_schema() for shape in RECEIVED})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _errors_are_problems(operation)
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path" and path not in BY_DIGEST:
                    parameter["example"] = EXAMPLES[path]
    exact: dict[str, Any] = _untitled(_without_any_of_null(document, schemas))
    for operations in exact["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                _never_null(parameter["schema"])
    names.settle(exact)
    _drop_unused(exact)
    return exact


def _never_null(schema: dict[str, Any]) -> None:
    """A parameter is left out; there is no way to send it as null."""
    if isinstance(schema.get("type"), list):
        (schema["type"],) = (name for name in schema["type"] if name != "null")
        if "enum" in schema:
            schema["enum"] = [value for value in schema["enum"] if value is not None]
    if schema.get("default", "") is None:
        del schema["default"]


def _untitled(value: Any, *, named: bool = False) -> Any:
    """Without the titles that only say a name again.

    Args:
        named: whether the keys are names of ours rather than the document's words.
    """
    if isinstance(value, list):
        return [_untitled(item) for item in value]
    if not isinstance(value, dict):
        return value
    inner = {key: _untitled(item, named=key in NAMES) for key, item in value.items()}
    if not named and "version" not in inner and isinstance(inner.get("title"), str):
        del inner["title"]
    return inner


def _drop_unused(document: dict[str, Any]) -> None:
    """What stood behind `anyOf` with null has been written out in its place."""
    schemas = document["components"]["schemas"]
    while unused := _unused(document):
        for name in unused:
            del schemas[name]


def _unused(document: dict[str, Any]) -> list[str]:
    text = json.dumps(document)
    schemas = document["components"]["schemas"]
    return [name for name in schemas if f'"#/components/schemas/{name}"' not in text]


def _errors_are_problems(operation: dict[str, Any]) -> None:
    """FastAPI says `application/json` where the response is `application/problem+json`."""
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            problem = {"$ref": "#/components/schemas/Problem"}
            response["content"] = {"application/problem+json": {"schema": problem}}


def _without_any_of_null(value: Any, schemas: dict[str, Any]) -> Any:
    """`anyOf: [X, null]` as X that may be null: Apple's generator drops the former silently."""
    if isinstance(value, list):
        return [_without_any_of_null(item, schemas) for item in value]
    if not isinstance(value, dict):
        return value
    parts = value.get("anyOf", [])
    if {"type": "null"} in parts and len(parts) == 2:
        (other,) = (part for part in parts if part != {"type": "null"})
        if "$ref" in other:
            other = schemas[other["$ref"].rpartition("/")[2]]
        rest = {key: item for key, item in value.items() if key != "anyOf"}
        value = {**other, **rest, "type": [other["type"], "null"]}
        if "enum" in value:
            value["enum"] = [*value["enum"], None]
        value.pop("const", None)
    return {key: _without_any_of_null(item, schemas) for key, item in value.items()}
