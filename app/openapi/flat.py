"""A schema as one list of keywords: references and `allOf` written out, one level deep."""

from functools import reduce
from typing import Any

from app.openapi.breaks import Node, resolve
from app.refused import Refused

WORDS = {"title", "description", "example", "examples", "deprecated", "externalDocs", "$comment"}
"""What a schema tells people. It rules nothing out."""

LOWEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
HIGHEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


class NotComparable(Refused):
    """Two parts of a schema say different things in a way that this module does not know."""


def flat(document: Node, schema: Any) -> Node:
    """The keywords that hold for a value, whichever part of the schema says them."""
    if schema is True:
        return {}
    if schema is False:
        return {"enum": []}
    parts = [{key: value for key, value in schema.items() if key not in ("$ref", "allOf")}]
    if "$ref" in schema:
        parts.append(flat(document, resolve(document, {"$ref": schema["$ref"]})))
    parts += [flat(document, part) for part in schema.get("allOf", [])]
    return reduce(_both, parts)


def alternatives(schema: Node) -> list[Node] | None:
    """What a flat schema may be, each with what holds for all. None where it is one thing."""
    for key in ("anyOf", "oneOf"):
        if key in schema:
            common = {name: value for name, value in schema.items() if name not in {key, *WORDS}}
            beside = [common] if common else []
            return [{"allOf": [part, *beside]} for part in schema[key]]
    return None


def _both(one: Node, other: Node) -> Node:
    """Every description, of other words the first, of limits the narrower."""
    return {
        **other,
        **one,
        **{key: _narrower(key, one[key], other[key]) for key in one if key in other},
    }


def _narrower(key: str, one: Any, other: Any) -> Any:
    if key == "description":
        return f"{one} {other}"
    if one == other or key in WORDS or key == "default":
        return one
    if key == "properties":
        common = {name: {"allOf": [one[name], other[name]]} for name in one if name in other}
        return {**other, **one, **common}
    if key == "required":
        return sorted({*one, *other})
    if key in ("enum", "type"):
        listed = [[value] if isinstance(value, str) else value for value in (one, other)]
        return [value for value in listed[0] if value in listed[1]]
    if key in LOWEST:
        return max(one, other)
    if key in HIGHEST:
        return min(one, other)
    raise NotComparable(f"`{key}` is said twice of one value: {one} and {other}")
