"""Our document as OpenAPI 3.0.3, for generators that do not read 3.1 yet: derived from the other,
never written by hand, and never silently less."""

from collections.abc import Callable
from typing import Any

from app.openapi.older_schemas import NotCarried, carry_schema
from app.openapi.shapes import drop_unused

VERSION = "3.0.3"
SAID = """
This is the same API in the words of OpenAPI 3.0, for generators that do not read 3.1. Where a field
has several examples, only the first is here; and it has no words for what we send, the events of
webhooks, which are in the other.
"""

Carry = Callable[[Any, str], Any]
"""From a part of the document, and its place, to the same for 3.0."""


def older(document: dict[str, Any]) -> dict[str, Any]:
    """The whole document for 3.0.3: what is valid under one is valid under the other.

    Raises:
        NotCarried: something in it that has no way into 3.0 yet.
    """
    asked = {key: value for key, value in document.items() if key != "webhooks"}
    asked["components"] = {**asked.get("components", {})}
    if "schemas" in asked["components"]:
        asked["components"]["schemas"] = {**asked["components"]["schemas"]}
        drop_unused(asked)  # what only events have
    carried: dict[str, Any] = DOCUMENT(asked, "#")
    return carried


def _same(value: Any, place: str) -> Any:
    del place
    return value


def _parts(**known: Carry) -> Carry:
    """An object whose keys are known one by one. 3.0 reads nothing beside its references."""

    def carry(value: Any, place: str) -> Any:
        if "$ref" in value:
            if len(value) > 1:
                raise NotCarried(place, "3.0 reads nothing beside `$ref`")
            return value
        if unknown := sorted(set(value) - set(known)):
            raise NotCarried(place, f"{unknown} are not carried into OpenAPI 3.0")
        return {key: known[key](item, f"{place}/{key}") for key, item in value.items()}

    return carry


def _named(carry: Carry) -> Carry:
    return lambda value, place: {key: carry(item, f"{place}/{key}") for key, item in value.items()}


def _listed(carry: Carry) -> Carry:
    return lambda value, place: [carry(item, f"{place}/{at}") for at, item in enumerate(value)]


def _info(info: Any, place: str) -> Any:
    """3.0 has no `summary`: it opens the description. It knows a licence by its address."""
    if unknown := sorted(set(info) - INFO):
        raise NotCarried(place, f"{unknown} are not carried into OpenAPI 3.0")
    carried = {key: value for key, value in info.items() if key != "summary"}
    told = [info.get("summary", ""), info.get("description", "").strip(), SAID.strip()]
    carried["description"] = "\n\n".join(text for text in told if text)
    if "identifier" in info.get("license", {}):
        name = info["license"]["identifier"]
        carried["license"] = {"name": name, "url": f"https://spdx.org/licenses/{name}.html"}
    return carried


INFO = {"title", "version", "summary", "description", "contact", "license", "termsOfService"}

MEDIA_TYPE = _parts(schema=carry_schema, example=_same, examples=_same, encoding=_same)
HEADER = _parts(
    description=_same, required=_same, deprecated=_same, schema=carry_schema, example=_same,
    examples=_same, style=_same, explode=_same,
)  # fmt: skip
PARAMETER = _parts(
    **{"in": _same}, name=_same, description=_same, required=_same, deprecated=_same,
    schema=carry_schema, example=_same, examples=_same, style=_same, explode=_same,
    allowReserved=_same,
)  # fmt: skip
BODY = _parts(description=_same, required=_same, content=_named(MEDIA_TYPE))
RESPONSE = _parts(
    description=_same, headers=_named(HEADER), content=_named(MEDIA_TYPE), links=_same
)
OPERATION = _parts(
    operationId=_same, summary=_same, description=_same, tags=_same, externalDocs=_same,
    deprecated=_same, security=_same, servers=_same, parameters=_listed(PARAMETER),
    requestBody=BODY, responses=_named(RESPONSE),
)  # fmt: skip
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
PATH = _parts(
    summary=_same, description=_same, servers=_same, parameters=_listed(PARAMETER),
    **dict.fromkeys(METHODS, OPERATION),
)  # fmt: skip
COMPONENTS = _parts(
    schemas=_named(carry_schema), parameters=_named(PARAMETER), headers=_named(HEADER),
    responses=_named(RESPONSE), requestBodies=_named(BODY), examples=_same, links=_same,
    securitySchemes=_same,
)  # fmt: skip
DOCUMENT = _parts(
    openapi=lambda _, __: VERSION, info=_info, servers=_same, paths=_named(PATH),
    components=COMPONENTS, tags=_same, security=_same, externalDocs=_same,
)  # fmt: skip
