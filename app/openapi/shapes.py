"""What FastAPI writes of shapes, made exact for those who generate clients of them."""

import json
from typing import Any

NAMES = ("properties", "schemas", "paths", "responses", "examples", "example")
"""Under these stand names, or values of ours, in which a title is a title."""


ONE_OF = ("difficulty", "ids", "kind", "position", "side")
"""Of these an item has one, so that several are alternatives: `easy,moderate`, not one parameter
each, which would ask for items that are both."""


ONLY_WITH_ANOTHER = ("every_min", "from", "until")
"""Refused without `reminder`. Generated Kotlin sends each default, and could never ask without."""


def exact(document: dict[str, Any]) -> dict[str, Any]:
    """The document without what says nothing or is dropped by generators."""
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    choices: dict[str, Any] = {}
    _name_choices(document, choices)
    schemas.update(choices)
    written: dict[str, Any] = _without_any_of_null(document, schemas)
    for part in ("components", "paths"):  # `info` has a title that is one
        written[part] = _untitled(written[part])
    for schema in written["components"]["schemas"].values():
        _settle(schema)
    for operations in written["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                _settle_parameter(parameter)
            for response in operation["responses"].values():
                _settle_files(response.get("content", {}))
    return written


def _name_choices(value: Any, choices: dict[str, Any]) -> None:
    """A choice between shapes as a component of its own: written in place, generators for Kotlin
    and Swift make a class without fields of it, which sends every answer as `{}`."""
    if isinstance(value, list):
        for item in value:
            _name_choices(item, choices)
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, dict) and "oneOf" in item and "title" in item:
                choices[item["title"]] = item
                value[key] = {"$ref": f"#/components/schemas/{item['title']}"}
            else:
                _name_choices(item, choices)


def _settle_parameter(parameter: dict[str, Any]) -> None:
    """A parameter is left out; there is no way to send it as null."""
    schema = parameter["schema"]
    if isinstance(schema.get("type"), list):
        (schema["type"],) = (name for name in schema["type"] if name != "null")
        if "enum" in schema:
            schema["enum"] = [value for value in schema["enum"] if value is not None]
    if schema.get("default") == "":
        del schema["default"]
    _say_default(parameter)
    if schema["type"] == "array":
        parameter["style"] = "form"
        parameter["explode"] = parameter["name"] not in ONE_OF


def _say_default(parameter: dict[str, Any]) -> None:
    """In words, where a client must not send it by itself."""
    schema = parameter["schema"]
    if parameter["name"] in ONLY_WITH_ANOTHER and "default" in schema:
        said = f" Left out: {schema.pop('default')}."
        for told in (parameter, schema):
            told["description"] += said


def _settle_files(content: dict[str, Any]) -> None:
    """What is not JSON is a file: as text, generated Kotlin refuses all but text/plain."""
    for media_type, of in content.items():
        if not media_type.endswith("json"):
            of["schema"] = {"type": "string", "format": "binary"}


def _settle(value: Any) -> None:
    """Without defaults, and with a format for every fraction.

    Of a default, generators make a value for what was not sent; what is served is always there. And
    a number that may be of any size becomes a decimal, which Kotlin writes as a string.
    """
    if isinstance(value, list):
        for item in value:
            _settle(item)
    elif isinstance(value, dict):
        if "type" in value or "$ref" in value:
            value.pop("default", None)
            value.pop("propertyNames", None)  # 3.0 cannot say it, no generator reads it
        if value.get("type") == "number":
            value.setdefault("format", "double")
        for item in value.values():
            _settle(item)


def title(schemas: dict[str, Any]) -> None:
    """A name for whatever stands in place: else generators call it `OutcomeLevelType1`."""
    for of, schema in schemas.items():
        for name, field in schema.get("properties", {}).items():
            if isinstance(field.get("type"), list) and ("enum" in field or "properties" in field):
                own = name.title().replace("_", "")
                field["title"] = of + own if own in schemas else own


def drop_unused(document: dict[str, Any]) -> None:
    """What stood behind `anyOf` with null has been written out in its place."""
    schemas = document["components"]["schemas"]
    while unused := _unused(document):
        for name in unused:
            del schemas[name]


def _unused(document: dict[str, Any]) -> list[str]:
    text = json.dumps(document)
    schemas = document["components"]["schemas"]
    return [name for name in schemas if f'"#/components/schemas/{name}"' not in text]


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
    if not named and isinstance(inner.get("title"), str):
        del inner["title"]
    return inner


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
