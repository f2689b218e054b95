"""Every single thing that our own document promises is held: each is taken away in turn, in both
directions, and each is missed."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.openapi.compatible import breaks
from app.openapi.fitting import GROWS
from tests.conftest import ROOT

DOCUMENT: dict[str, Any] = json.loads((ROOT / "openapi" / "v1.json").read_text())
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
REFERENCE = "#/components/schemas/"

Way = tuple[str | int, ...]
"""The keys that lead from a named shape to something in it."""


def test_the_document_breaks_nothing_of_itself() -> None:
    assert breaks(DOCUMENT, copy.deepcopy(DOCUMENT)) == []


def test_each_shape_is_looked_at_wherever_it_stands() -> None:
    for name, schema in SCHEMAS.items():
        other = {"type": "string" if schema.get("type") != "string" else "boolean"}

        found = breaks(DOCUMENT, _with_schema(DOCUMENT, name, other))

        assert name in {fault.place for fault in found}, name


def test_no_field_can_be_removed_or_renamed() -> None:
    swept = 0
    for name, way, node in _places():
        for field in node.get("properties", {}):
            rest = {key: part for key, part in node["properties"].items() if key != field}
            for properties in (rest, {**rest, f"{field}_now": node["properties"][field]}):
                changed = {**node, "properties": properties}
                for direction in ("request", "response"):
                    swept += 1
                    assert _caught(name, way, changed, direction, f".{field}"), (name, way, field)
    assert swept > 2_000


def test_no_field_of_an_answer_can_become_optional_or_null() -> None:
    swept = 0
    for name, way, node in _places():
        for field in node.get("required", []):
            swept += 1
            changed = {**node, "required": [one for one in node["required"] if one != field]}
            assert _caught(name, way, changed, "response", f".{field}"), (name, way, field)
        if isinstance(node.get("type"), str) and "oneOf" not in way:
            changed = {**node, "type": [node["type"], "null"]}
            if "enum" in node:
                changed["enum"] = [*node["enum"], None]
            if "const" not in node:
                swept += 1
                assert _caught(name, way, changed, "response"), (name, way)
    assert swept > 1_000


def test_no_field_of_a_request_can_become_required() -> None:
    swept = 0
    for name, way, node in _places():
        needed = node.get("required", [])
        for field in [field for field in node.get("properties", {}) if field not in needed]:
            swept += 1
            changed = {**node, "required": [*needed, field]}
            assert _caught(name, way, changed, "request", f".{field}"), (name, way, field)
    assert swept > 10


def test_no_value_can_be_taken_away_and_none_comes_unannounced() -> None:
    swept = 0
    for name, way, node in _places():
        values = node.get("enum", [])
        for value in [value for value in values if value is not None]:
            swept += 1
            changed = {**node, "enum": [one for one in values if one != value]}
            assert _caught(name, way, changed, "request"), (name, way, value)
            assert _caught(name, way, changed, "response"), (name, way, value)
        if values and GROWS not in json.dumps(SCHEMAS[name]):
            changed = {**node, "enum": [*values, "something-else"]}
            assert _caught(name, way, changed, "response"), (name, way)
            assert not _caught(name, way, changed, "request"), (name, way)
    assert swept > 200


def test_no_app_has_to_expect_an_urgency_that_it_does_not_know() -> None:
    urgencies = [
        (name, way, node)
        for name, way, node in _places()
        # Words for results are found by whatever they are for, not only by a level.
        if {"emergency", "urgent"} & set(node.get("enum", [])) and name != "AdviceWords"
    ]

    assert len(urgencies) > 5
    assert [at for *at, node in urgencies if GROWS in node.get("description", "")] == []


def test_no_limit_of_an_answer_can_go_and_none_of_a_request_can_come() -> None:
    limits = {"minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern"}
    swept = 0
    for name, way, node in _places():
        for limit in sorted(limits & set(node)):
            if limit.startswith("min") and node[limit] == 0 and limit != "minimum":
                continue  # says nothing
            swept += 1
            without = {key: value for key, value in node.items() if key != limit}
            assert _caught(name, way, without, "response"), (name, way, limit)
            assert not _caught(name, way, without, "request"), (name, way, limit)
    assert swept > 100


def test_no_entry_of_a_list_or_map_can_become_something_else() -> None:
    swept = 0
    for name, way, node in _places():
        for key in ("items", "additionalProperties"):
            if isinstance(node.get(key), dict):
                swept += 1
                changed = {**node, key: {"type": "boolean"}}
                assert _caught(name, way, changed, "request"), (name, way)
                assert _caught(name, way, changed, "response"), (name, way)
    assert swept > 50


def test_no_kind_of_value_can_go_from_a_request_or_come_to_an_answer() -> None:
    choices = [(name, way, node) for name, way, node in _places() if "oneOf" in node]

    assert choices
    for name, way, node in choices:
        for kind in node["oneOf"]:
            fewer = {**node, "oneOf": [one for one in node["oneOf"] if one != kind]}
            assert _caught(name, way, fewer, "request"), (name, way, kind)
        more = {**node, "oneOf": [*node["oneOf"], {"type": "boolean"}]}
        assert _caught(name, way, more, "response"), (name, way)


def test_no_part_of_an_operation_can_be_taken_away() -> None:
    swept = 0
    for path, method, operation in _operations():
        for changed in (*_without_a_part(operation), None):
            swept += 1
            assert _missed(path, method, changed), (path, method, changed)
    assert swept > 500


def test_no_parameter_can_become_required_or_another_type() -> None:
    for path, method, operation in _operations():
        for at, parameter in enumerate(operation.get("parameters", [])):
            for more in ({"required": True}, {"schema": {"type": "boolean", "enum": [True]}}):
                if parameter.get("required") and "required" in more:
                    continue
                changed = copy.deepcopy(operation)
                changed["parameters"][at] |= more
                assert _missed(path, method, changed), (path, parameter["name"])


@pytest.mark.parametrize("direction", ["request", "response"])
def test_a_further_field_and_other_words_pass(direction: str) -> None:
    for name, way, node in _places():
        changed = {**node, "description": f"{node.get('description', '')} In other words."}
        if "properties" in node:
            changed["properties"] = {**node["properties"], "further": {"type": "string"}}

        assert not _caught(name, way, changed, direction), (name, way)


def test_a_further_operation_parameter_and_error_pass() -> None:
    for path, method, operation in _operations():
        changed = copy.deepcopy(operation)
        changed.setdefault("parameters", []).append(
            {"name": "further", "in": "query", "schema": {"type": "string"}}
        )
        changed["responses"]["451"] = {"description": "Not here."}

        candidate = _with_operation(path, method, changed)
        candidate["paths"]["/v1/further"] = {"get": operation}

        assert breaks(_only(path), candidate) == [], path


def _places() -> Iterator[tuple[str, Way, dict[str, Any]]]:
    """Every schema in every named shape."""
    for name, schema in SCHEMAS.items():
        for way, node in _within(schema, ()):
            yield name, way, node


def _within(schema: Any, way: Way) -> Iterator[tuple[Way, dict[str, Any]]]:
    if not isinstance(schema, dict) or "$ref" in schema:
        return
    yield way, schema
    for name, part in schema.get("properties", {}).items():
        yield from _within(part, (*way, "properties", name))
    for key in ("items", "additionalProperties"):
        yield from _within(schema.get(key), (*way, key))
    for at, part in enumerate(schema.get("oneOf", [])):
        yield from _within(part, (*way, "oneOf", at))


def _caught(
    name: str, way: Way, node: dict[str, Any], direction: str, field: str | None = None
) -> bool:
    """Whether it is missed where an operation only takes, or only answers, this one shape.

    Args:
        field: what the place must end with.
    """
    schema = copy.deepcopy(SCHEMAS[name])
    changed = _put(schema, way, node)
    using = _using(name, direction)
    found = breaks(using, _with_schema(using, name, changed))
    places = [fault.place for fault in found if fault.direction == direction]
    return any(place.endswith(field or "") and place.startswith(name) for place in places)


def _put(schema: Any, way: Way, node: Any) -> Any:
    if not way:
        return node
    part = schema
    for key in way[:-1]:
        part = part[key]
    part[way[-1]] = node
    return schema


def _using(name: str, direction: str) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": {"$ref": REFERENCE + name}}}}
    operation: dict[str, Any] = {"responses": {}, "requestBody": content}
    if direction == "response":
        operation = {"responses": {"200": content}}
    return {**DOCUMENT, "paths": {"/x": {"post": operation}}}


def _with_schema(document: dict[str, Any], name: str, schema: Any) -> dict[str, Any]:
    components = {**document["components"], "schemas": {**SCHEMAS, name: schema}}
    return {**document, "components": components}


def _operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _without_a_part(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("operationId", "requestBody"):
        if key in operation:
            yield {other: part for other, part in operation.items() if other != key}
    for at in range(len(operation.get("parameters", []))):
        changed = copy.deepcopy(operation)
        del changed["parameters"][at]
        yield changed
    for status, response in operation["responses"].items():
        changed = copy.deepcopy(operation)
        del changed["responses"][status]
        yield changed
        for part in ("content", "headers", "links"):
            for name in response.get(part, {}):
                changed = copy.deepcopy(operation)
                del changed["responses"][status][part][name]
                yield changed


def _missed(path: str, method: str, changed: dict[str, Any] | None) -> bool:
    return bool(breaks(_only(path), _with_operation(path, method, changed)))


def _only(path: str) -> dict[str, Any]:
    """One path, and shapes that say nothing: what is looked at here is what is around them."""
    components = {**DOCUMENT["components"], "schemas": {name: {} for name in SCHEMAS}}
    return {"paths": {path: DOCUMENT["paths"][path]}, "components": components}


def _with_operation(path: str, method: str, changed: dict[str, Any] | None) -> dict[str, Any]:
    """The document of one path, with another operation there, or without it."""
    methods = {key: part for key, part in DOCUMENT["paths"][path].items() if key != method}
    return {**_only(path), "paths": {path: methods | ({method: changed} if changed else {})}}
