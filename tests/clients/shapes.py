"""What every field of the generated types may hold, beside what the document says of it.

A shape is written in one line, for instance `[enum(none|unsure)]?`: a list of these values, or
nothing. `?` stands for null and for left out alike, since Swift knows no difference. The programs
Shapes.kt and Shapes.swift write the same of what the compiler made, so that no text is parsed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]
Shapes = Mapping[str, Mapping[str, str]]
"""By the name of a type, then by the name of a field in JSON."""

REFERENCE = "#/components/schemas/"
PLAIN = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
FORMATS = {"date": "date", "date-time": "time"}
UNKNOWN = {str: "unknown_default_open_api", int: "11184809"}
"""What a value becomes that only a later server knows: of every enumeration one more case."""


def lost(document: Json, found: Shapes, *, unions: bool, base64: str) -> list[str]:
    """Every field that is not what the document says, with both shapes.

    Args:
        unions: whether the language has types for one of several, as Swift has.
        base64: the shape of bytes that are sent as text.
    """
    schemas: Json = document["components"]["schemas"]
    said = _Said(schemas, unions, base64)
    return [
        fault
        for name, schema in schemas.items()
        if "properties" in schema
        for fault in _faults(name, said.fields(schema), found, schemas)
    ]


def _faults(name: str, said: Mapping[str, str], found: Shapes, schemas: Json) -> Iterator[str]:
    if name not in found:
        yield f"{name}: no type"
        return
    for field, shape in said.items():
        here = _unfolded(found[name].get(field, "nothing"), found, schemas)
        if here != shape:
            yield f"{name}.{field}: {shape} became {here}"
    for field in found[name].keys() - said.keys():
        yield f"{name}.{field}: invented"


def _unfolded(shape: str, found: Shapes, schemas: Json) -> str:
    """A type without a name in the document is written out; the generator made its name up."""
    name = shape.strip("[]{}?")
    if name in found and name not in schemas:
        inner = {f: _unfolded(s, found, schemas) for f, s in found[name].items()}
        return shape.replace(name, _object(inner))
    return shape


def _object(fields: Mapping[str, str]) -> str:
    return "(" + ", ".join(f"{field}: {fields[field]}" for field in sorted(fields)) + ")"


class _Said:
    """Shapes as the document has them."""

    def __init__(self, schemas: Json, unions: bool, base64: str) -> None:
        self._schemas = schemas
        self._unions = unions
        self._formats = {**FORMATS, "byte": base64}

    def fields(self, schema: Json) -> dict[str, str]:
        required = schema.get("required", [])
        shapes = {name: self._shape(inner) for name, inner in schema["properties"].items()}
        return {name: s if name in required else _or_nothing(s) for name, s in shapes.items()}

    def _shape(self, schema: Json) -> str:
        if "$ref" in schema:
            return self._named(schema["$ref"].removeprefix(REFERENCE))
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        shape = self._not_null(schema, [kind for kind in kinds if kind != "null"])
        return _or_nothing(shape) if "null" in kinds else shape

    def _named(self, name: str) -> str:
        schema = self._schemas[name]
        if "oneOf" in schema:
            return name if self._unions else "any"
        return name if "properties" in schema else self._shape(schema)

    def _not_null(self, schema: Json, kinds: list[str]) -> str:
        if "enum" in schema or "const" in schema:
            values = [v for v in schema.get("enum", [schema.get("const")]) if v is not None]
            return f"enum({'|'.join([str(v) for v in values] + [UNKNOWN[type(values[0])]])})"
        if kinds == ["array"]:
            return f"[{self._shape(schema['items'])}]"
        if "properties" in schema:
            return _object(self.fields(schema))
        if kinds == ["object"]:
            inner = schema.get("additionalProperties", True)
            return f"{{{'any' if inner is True else self._shape(inner)}}}"
        if not kinds:
            return "any"
        (kind,) = kinds
        return self._formats.get(schema.get("format", ""), PLAIN[kind])


def _or_nothing(shape: str) -> str:
    """`any` holds null already."""
    return shape if shape == "any" or shape.endswith("?") else f"{shape}?"
