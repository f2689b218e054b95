"""Holds the generated Python models against the document, in a process where they can be imported.

A program for `run_python`: reads document.json beside it and prints, as a JSON list, every field
that the models lost or changed. The types are looked at, not the text: what a field may be.
"""

import enum
import json
import types
import typing
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

MODELS = import_module("plumbline_client.models")
UNSET = import_module("plumbline_client.types").Unset
PLAIN: dict[str, type] = {"string": str, "integer": int, "number": float, "boolean": bool}
REFERENCE = "#/components/schemas/"
Json = dict[str, Any]


def main() -> None:
    schemas: Json = json.loads(Path("document.json").read_text())["components"]["schemas"]
    print(json.dumps([fault for name in schemas for fault in _model(name, schemas)]))


def _model(name: str, schemas: Json) -> Iterator[str]:
    if "properties" in schemas[name]:
        yield from _fields(name, schemas[name], _named(name), schemas)


def _fields(where: str, schema: Json, model: type | None, schemas: Json) -> Iterator[str]:
    if model is None:
        yield f"{where}: no model"
        return
    hints = typing.get_type_hints(model, localns=vars(MODELS))
    for name, inner in schema["properties"].items():
        plain = name.replace("-", "_")
        hint = hints.get(plain, hints.get(f"{plain}_"))
        if hint is None:
            yield f"{where}.{name}: no field"
            continue
        parts = set(_parts(hint))
        required = name in schema.get("required", [])
        if (UNSET in parts) is required:
            yield f"{where}.{name}: {'may' if required else 'may not'} be left out"
        yield from _value(f"{where}.{name}", inner, parts - {UNSET}, schemas)


def _value(where: str, schema: Json, parts: set[Any], schemas: Json) -> Iterator[str]:
    """What a field may be, in the document and in the model."""
    if REFERENCE in schema.get("$ref", ""):
        name = schema["$ref"].removeprefix(REFERENCE)
        if "properties" in schemas[name]:
            if parts != {_named(name)}:
                yield f"{where}: {parts} instead of {name}"
            return
        schema = schemas[name]
    kinds = _kinds(schema)
    if ("null" in kinds) is not (types.NoneType in parts):
        yield f"{where}: null is {'lost' if 'null' in kinds else 'invented'}"
    found = parts - {types.NoneType}
    if "enum" in schema or "const" in schema:
        yield from _chosen(where, schema, found)
    elif "items" in schema:
        yield from _items(where, schema, found, schemas)
    elif "properties" in schema:
        yield from (f for one in found for f in _fields(where, schema, one, schemas))
    elif plain := [kind for kind in kinds if kind in PLAIN and "type" in schema]:
        expected = {PLAIN[kind] for kind in plain}
        if found != expected and schema.get("format") not in ("date", "date-time"):
            yield f"{where}: {found} instead of {expected}"


def _kinds(schema: Json) -> set[str]:
    """The JSON types that it allows, in any of its parts."""
    kinds = schema.get("type", [])
    parts = [part for key in ("anyOf", "oneOf") for part in schema.get(key, [])]
    own = {kinds} if isinstance(kinds, str) else set(kinds)
    return own.union(*(_kinds(part) for part in parts))


def _chosen(where: str, schema: Json, found: set[Any]) -> Iterator[str]:
    values = {v for v in schema.get("enum", [schema.get("const")]) if v is not None}
    for one in found:
        named = {m.value for m in _members(one)} or set(typing.get_args(one))
        if named != values:
            yield f"{where}: {named} instead of {values}"
    if not found:
        yield f"{where}: no values"


def _members(one: Any) -> list[enum.Enum]:
    return list(one) if isinstance(one, enum.EnumType) else []


def _items(where: str, schema: Json, found: set[Any], schemas: Json) -> Iterator[str]:
    lists = [one for one in found if typing.get_origin(one) is list]
    if not lists:
        yield f"{where}: not a list"
    for one in lists:
        yield from _value(
            f"{where}[]", schema["items"], set(_parts(typing.get_args(one)[0])), schemas
        )


def _named(name: str) -> type | None:
    """A model; with an underscore where Python itself has something of that name."""
    found: type | None = getattr(MODELS, name, getattr(MODELS, f"{name}_", None))
    return found


def _parts(hint: Any) -> tuple[Any, ...]:
    union = typing.get_origin(hint) in (types.UnionType, typing.Union)
    return typing.get_args(hint) if union else (hint,)


main()
