"""The OpenAPI document, as a product: what FastAPI derives, made exact, with what clients ask.

It is written by `./dev openapi`, committed, and served as committed: a running server derives
nothing. `describe` says what there is; `answered` adds what is really answered.
"""

from collections.abc import Sequence
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app import errors, operation_outcome
from app.access.shapes import KeyRequestIn, RotationIn
from app.content.answers import AnswersIn
from app.openapi import links, names, outcomes, sent, shapes
from app.openapi.asked import EXAMPLES
from app.openapi.deprecated import mark
from app.openapi.keyed import SCHEMES
from app.openapi.prose import DESCRIPTION, TAGS
from app.publishing.shapes import ApprovalRequestIn, ReasonIn
from app.search import SearchIn
from app.webhooks.shapes import SecretRotationIn, WebhookRequestIn

RECEIVED = (
    *(AnswersIn, SearchIn, KeyRequestIn, RotationIn, WebhookRequestIn, SecretRotationIn),
    *(ApprovalRequestIn, ReasonIn),
)
"""What is sent to us. Its handlers read it themselves, so FastAPI does not know it."""


ALWAYS = errors.declare(errors.HeadersTooLarge, errors.InternalError, errors.NotReady)
"""What can happen to any request."""

LIMITED = errors.declare(errors.QuotaExceeded)
"""And to any that is not free."""
RETRIED = (429, 503)
FREE = ("/livez", "/readyz")


def describe(app: FastAPI) -> dict[str, Any]:
    """The document without examples of answers."""
    document = get_openapi(
        title="Plumbline",
        version="1.0.0",
        openapi_version="3.1.0",
        summary="Exercises, routines, causes and triage for uneven hips.",
        description=DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
        servers=[{"url": "/", "description": "The server that this document came from."}],
        contact={"name": "Plumbline maintainers"},
        license_info={"name": "MIT", "identifier": "MIT"},
    )
    document["components"]["securitySchemes"] = SCHEMES
    mark(document, app.state.routes)
    document["security"] = []  # said, so that nobody takes it for forgotten: all is open
    # FastAPI takes no address on this server.
    document["externalDocs"] = {"description": "The guide for developers.", "url": "/guide/"}
    schemas = document["components"]["schemas"]
    schemas.update({shape.__name__: shape.model_json_schema() for shape in RECEIVED})
    schemas.update(outcomes.schemas())
    schemas.update(_shapes_of(sent.SHAPES))
    document["webhooks"] = sent.webhooks()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _finish(path, operation)
    exact = shapes.exact(document)
    names.settle(exact)
    shapes.title(exact["components"]["schemas"])
    shapes.drop_unused(exact)
    return exact


def _shapes_of(shapes_: Sequence[type[BaseModel]]) -> dict[str, Any]:
    """Each with those that it has in it."""
    asked: list[tuple[type[BaseModel], Literal["serialization"]]] = [
        (shape, "serialization") for shape in shapes_
    ]
    _, found = models_json_schema(asked, ref_template="#/components/schemas/{model}")
    defined: dict[str, Any] = found["$defs"]
    return defined


def _finish(path: str, operation: dict[str, Any]) -> None:
    """What FastAPI does not know of an operation."""
    always = ALWAYS if path in FREE else {**ALWAYS, **LIMITED}
    for status, told in always.items():
        here = {key: value for key, value in told.items() if key != "model"}
        operation["responses"].setdefault(str(status), here)
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            (outcomes.is_one if operation_outcome.is_of(path) else _is_a_problem)(response)
            if int(status) in RETRIED:
                response["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
        else:
            response["description"] = "As asked."
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "accept-language":
            parameter["name"] = "Accept-Language"
        if parameter["in"] == "path" and path in EXAMPLES:
            known = EXAMPLES[path]
            parameter["example"] = known[parameter["name"]] if isinstance(known, dict) else known
    links.add(operation)


def _is_a_problem(response: dict[str, Any]) -> None:
    """FastAPI says `application/json` where the response is `application/problem+json`."""
    content = response["content"][errors.PROBLEM]
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    response["content"] = {errors.PROBLEM: {**problem, "examples": content["examples"]}}
