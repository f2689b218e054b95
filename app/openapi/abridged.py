"""A long answer cut to what shows its shape: fewer items, never other ones."""

import json
from collections.abc import Mapping
from typing import Any

MOST_BYTES = 12_000
FEWER = (8, 4, 3, 2, 1)

Schema = Mapping[str, Any]
OPEN: Schema = {"additionalProperties": True, "items": {"additionalProperties": True}}


def abridged(value: Any, schema: Schema, schemas: Mapping[str, Schema]) -> Any:
    """`value` with as many items in each list and map as keep it short; one at least."""
    short = value
    for most in FEWER:
        if len(json.dumps(short, ensure_ascii=False)) <= MOST_BYTES:
            break
        short = _cut(value, schema, schemas, most)
    return short


def _cut(value: Any, schema: Schema, schemas: Mapping[str, Schema], most: int) -> Any:
    schema = _resolved(schema, schemas)
    if isinstance(value, list):
        items = schema.get("items", {})
        return [
            _cut(item, items, schemas, most)
            for item in value[: max(most, schema.get("minItems", 0))]
        ]
    if not isinstance(value, dict):
        return value
    named: Mapping[str, Schema] = schema.get("properties", {})
    other = schema.get("additionalProperties")
    free = [key for key in value if key not in named]
    if other is True:  # a shape that others describe: what is cut are its lists
        return {key: _cut(item, OPEN, schemas, most) for key, item in value.items()}
    inner = other if isinstance(other, dict) else {}
    # Entries of a map are alike, and a few show them; fields that only another standard names are
    # not.
    free = free[: most if inner else None]
    return {
        key: _cut(item, named.get(key, inner), schemas, most)
        for key, item in value.items()
        if key in named or key in free
    }


def _resolved(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    while "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    return schema
