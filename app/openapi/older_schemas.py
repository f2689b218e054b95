"""A schema of OpenAPI 3.1 in the words of 3.0.3, or a refusal that names what 3.0 cannot say."""

from collections.abc import Callable
from typing import Any

from app.refused import Refused

Carry = Callable[[Any, str], dict[str, Any]]
"""From what a keyword says, and the place of that, to what 3.0 says instead."""


class NotCarried(Refused):
    """The document says what is not carried into 3.0. Carry it, or it would be lost silently."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}")


def carry_schema(schema: Any, place: str) -> dict[str, Any]:
    """The same schema for 3.0: what fits the one fits the other.

    Of several `examples` only the first is kept, for 3.0 has place for one.

    Raises:
        NotCarried: a keyword, or a use of one, that this module does not know.
    """
    if schema is True:
        return {}
    if not isinstance(schema, dict):
        raise NotCarried(place, "a schema that nothing fits")
    if "$ref" in schema:
        return _reference(schema, place)
    carried: dict[str, Any] = {}
    for keyword, value in schema.items():
        carry = CARRIED.get(keyword)
        if carry is not None:
            carried.update(carry(value, f"{place}/{keyword}"))
        elif keyword in SAME:
            carried[keyword] = value
        else:
            raise NotCarried(place, f"`{keyword}` is not carried into OpenAPI 3.0")
    return carried


def _reference(schema: dict[str, Any], place: str) -> dict[str, Any]:
    """Beside `$ref` 3.0 reads nothing; inside `allOf` it does."""
    beside = {keyword: value for keyword, value in schema.items() if keyword != "$ref"}
    reference = {"$ref": schema["$ref"]}
    if not beside:
        return reference
    carried = carry_schema(beside, place)
    return {"allOf": [reference, *carried.pop("allOf", [])], **carried}


def _encoded(coding: Any, place: str) -> dict[str, Any]:
    if coding != "base64":
        raise NotCarried(place, "of text that is encoded, 3.0 knows base64 only")
    return {"format": "byte"}


def _type(names: Any, place: str) -> dict[str, Any]:
    if isinstance(names, list):
        others = [name for name in names if name != "null"]
        if len(others) != 1 or len(names) != 2:
            raise NotCarried(place, "only one type, or one type and null, can be said in 3.0")
        return {"type": others[0], "nullable": True}
    if names == "null":
        raise NotCarried(place, "3.0 has no type that only null has")
    return {"type": names}


def _const(value: Any, place: str) -> dict[str, Any]:
    if value is None:
        raise NotCarried(place, "3.0 has no type that only null has")
    return {"enum": [value]}


def _first(examples: Any, place: str) -> dict[str, Any]:
    del place  # anything may be an example
    return {"example": examples[0]} if examples else {}


def _more(value: Any, place: str) -> dict[str, Any]:
    """Whether an object may have more than its properties, or what."""
    more = value if isinstance(value, bool) else carry_schema(value, place)
    return {"additionalProperties": more}


def _items(value: Any, place: str) -> dict[str, Any]:
    return {"items": carry_schema(value, place)}


def _list(keyword: str) -> Carry:
    """A keyword that holds several."""
    return lambda value, place: {
        keyword: [carry_schema(item, f"{place}/{at}") for at, item in enumerate(value)]
    }


def _properties(value: Any, place: str) -> dict[str, Any]:
    return {
        "properties": {name: carry_schema(item, f"{place}/{name}") for name, item in value.items()}
    }


SAME = {
    "title", "description", "default", "enum", "format", "pattern", "minLength", "maxLength",
    "minimum", "maximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties",
    "maxProperties", "required", "deprecated", "readOnly", "writeOnly",
}  # fmt: skip
"""What 3.0 says in the same words."""

CARRIED: dict[str, Carry] = {
    "type": _type,
    "const": _const,
    "contentEncoding": _encoded,
    "examples": _first,
    "items": _items,
    "additionalProperties": _more,
    "properties": _properties,
    "not": lambda value, place: {"not": carry_schema(value, place)},
    "allOf": _list("allOf"),
    "anyOf": _list("anyOf"),
    "oneOf": _list("oneOf"),
    "exclusiveMinimum": lambda value, _: {"minimum": value, "exclusiveMinimum": True},
    "exclusiveMaximum": lambda value, _: {"maximum": value, "exclusiveMaximum": True},
}
