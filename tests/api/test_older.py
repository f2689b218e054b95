"""Older generators get the same promise, in OpenAPI 3.0: nothing more, nothing less."""

import asyncio
import copy
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from openapi_spec_validator import OpenAPIV30SpecValidator

from app.openapi.older import older
from app.openapi.older_schemas import NotCarried, carry_schema
from tests.api.test_openapi import example_url, operations
from tests.conftest import ROOT

REFERENCE = "#/components/schemas/"
JSON = ("application/json", "application/fhir+json")
SAMPLES = 3
"""Values of each shape, of each answer, that are bent."""


OF_EVENTS = {"ReleaseNews", "ReleasePublished", "RuleSetNews", "RuleSetPublished"}


class Sample(NamedTuple):
    """A value that was really sent, and the shape it has in both documents."""

    shape: str
    value: Any


@pytest.fixture(scope="module")
def in_3_0(whole_document: dict[str, Any]) -> dict[str, Any]:
    return older(whole_document)


@pytest.fixture(scope="module")
def samples(shared_app: FastAPI, document: dict[str, Any]) -> list[Sample]:
    """Something of every shape that our examples bring."""
    found: dict[str, list[Any]] = {}
    for schema, value in asyncio.run(_exchanged(shared_app, document)):
        for shape, part in _shaped(document, schema, value):
            found.setdefault(shape, []).append(part)
    chosen = {shape: sorted(parts, key=_size)[-SAMPLES:] for shape, parts in found.items()}
    return [Sample(shape, part) for shape, parts in chosen.items() for part in parts]


def test_it_is_valid_openapi_3_0(in_3_0: dict[str, Any]) -> None:
    faults = [str(fault) for fault in OpenAPIV30SpecValidator(in_3_0).iter_errors()]

    assert faults == []
    assert in_3_0["openapi"] == "3.0.3"


def test_the_committed_one_is_made_of_the_document_we_serve(in_3_0: dict[str, Any]) -> None:
    committed = json.loads((ROOT / "openapi" / "v1-3.0.json").read_text())

    assert committed == in_3_0, "run ./dev openapi and read the difference"


async def test_it_is_served_beside_the_other(client: AsyncClient, in_3_0: dict[str, Any]) -> None:
    response = await client.get("/openapi-3.0.json")

    assert response.json() == in_3_0


def test_it_has_the_same_operations_with_the_same_parts(
    whole_document: dict[str, Any], in_3_0: dict[str, Any]
) -> None:
    def said(whole: dict[str, Any]) -> Any:
        return json.loads(json.dumps(whole["paths"]), object_hook=_without_schemas)

    assert said(in_3_0) == said(whole_document)


def test_it_has_the_same_shapes(whole_document: dict[str, Any], in_3_0: dict[str, Any]) -> None:
    ours = {
        place: facts
        for place, facts in _facts_of_all(whole_document)
        if place.split("/")[1] not in OF_EVENTS  # 3.0 has no words for what we send
    }
    theirs = dict(_facts_of_all(in_3_0))

    assert len(ours) > 1000
    assert theirs == ours


def test_nothing_in_it_is_of_3_1_only(in_3_0: dict[str, Any]) -> None:
    for place, schema in _schemas(in_3_0):
        assert not isinstance(schema.get("type"), list), place
        assert not {"const", "examples", "prefixItems", "$defs"} & set(schema), place
        assert set(schema) == {"$ref"} or "$ref" not in schema, place


def test_whatever_we_answer_fits_it(samples: list[Sample], in_3_0: dict[str, Any]) -> None:
    fitting = _Fits30(in_3_0)

    assert len({sample.shape for sample in samples}) > 80
    assert [sample for sample in samples if not fitting.fits(sample)] == []


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_what_fits_the_one_fits_the_other(
    data: st.DataObject,
    samples: list[Sample],
    document: dict[str, Any],
    in_3_0: dict[str, Any],
) -> None:
    sample = data.draw(st.sampled_from(samples))
    bent = Sample(sample.shape, data.draw(_bent(sample.value)))

    assert _Fits30(in_3_0).fits(bent) == _Fits31(document).fits(bent)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
        (
            {"type": ["string", "null"], "enum": ["a", None]},
            {"type": "string", "nullable": True, "enum": ["a", None]},
        ),
        ({"type": "integer", "const": 1}, {"type": "integer", "enum": [1]}),
        ({"type": "string", "examples": ["a", "b"]}, {"type": "string", "example": "a"}),
        ({"$ref": "#/x"}, {"$ref": "#/x"}),
        (
            {"$ref": "#/x", "description": "Why."},
            {"allOf": [{"$ref": "#/x"}], "description": "Why."},
        ),
        ({"exclusiveMinimum": 0}, {"minimum": 0, "exclusiveMinimum": True}),
        ({"type": "array", "items": True}, {"type": "array", "items": {}}),
        (
            {"type": "object", "properties": {"type": {"type": ["integer", "null"]}}},
            {"type": "object", "properties": {"type": {"type": "integer", "nullable": True}}},
        ),
        (
            {"type": "object", "additionalProperties": {"const": "a", "type": "string"}},
            {"type": "object", "additionalProperties": {"enum": ["a"], "type": "string"}},
        ),
    ],
)
def test_it_says_in_its_own_words(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert carry_schema(ours, "#") == theirs


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "null"},
        {"const": None},
        {"type": ["string", "integer"]},
        {"type": ["string", "integer", "null"]},
        {"items": False},
        {"prefixItems": [{"type": "string"}]},
        {"if": {"type": "string"}, "then": {"minLength": 1}},
        {"unevaluatedProperties": False},
        {"x-nullable": True},
    ],
)
def test_it_refuses_what_it_cannot_carry(schema: dict[str, Any]) -> None:
    with pytest.raises(NotCarried, match=r"^#/properties/deep"):
        carry_schema({"type": "object", "properties": {"deep": schema}}, "#")


@pytest.mark.parametrize(
    ("place", "value"),
    [("tagGroups", {}), ("jsonSchemaDialect", "https://example.org"), ("x-more", 1)],
)
def test_it_refuses_parts_it_does_not_know(
    place: str, value: Any, document: dict[str, Any]
) -> None:
    with pytest.raises(NotCarried, match=place):
        older({**document, place: value})


def test_it_refuses_words_beside_a_reference(document: dict[str, Any]) -> None:
    changed = copy.deepcopy(document)
    responses = changed["paths"]["/v1/triage"]["post"]["responses"]
    responses["404"] = {"$ref": "#/components/responses/Missing", "description": "Why."}

    with pytest.raises(NotCarried, match=r"404: 3\.0 reads nothing beside"):
        older(changed)


class _Fits31:
    def __init__(self, document: dict[str, Any]) -> None:
        self.components = {"components": document["components"]}

    def fits(self, sample: Sample) -> bool:
        schema = {"$ref": REFERENCE + sample.shape, **self.components}
        checker = Draft202012Validator.FORMAT_CHECKER
        return Draft202012Validator(schema, format_checker=checker).is_valid(sample.value)


class _Fits30:
    def __init__(self, document: dict[str, Any]) -> None:
        self.components = {"components": document["components"]}

    def fits(self, sample: Sample) -> bool:
        # Beside `$ref` its validator reads nothing either, so the components stand elsewhere.
        schema = {"allOf": [{"$ref": REFERENCE + sample.shape}], **self.components}
        found: bool = OAS30Validator(schema, format_checker=oas30_format_checker).is_valid(
            sample.value
        )
        return found


async def _exchanged(app: FastAPI, document: dict[str, Any]) -> list[tuple[Any, Any]]:
    """The schema and value of every body that our examples send and bring."""
    found = []
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        for method, path, operation in operations(document):
            if method == "post":
                ((media_type, sent),) = operation["requestBody"]["content"].items()
                told = {"Content-Type": media_type}
                for body in _bodies(sent):
                    found.append((sent["schema"], body))
                    there = example_url(path, operation, ("path",)) or path
                    response = await client.post(there, content=json.dumps(body), headers=told)
                    found += _answered(operation, response.json())
            elif url := example_url(path, operation, ("path", "query")):
                response = await client.get(url)
                if response.headers["Content-Type"].partition(";")[0] in JSON:
                    found += _answered(operation, response.json())
        problem = (await client.get("/v1/exercises?limit=0")).json()
        outcome = (await client.get("/fhir/Questionnaire?_count=-1")).json()
    failed = {"Problem": problem, "OperationOutcome": outcome}
    return [*found, *(({"$ref": f"{REFERENCE}{name}"}, body) for name, body in failed.items())]


def _bodies(sent: dict[str, Any]) -> list[Any]:
    if "example" in sent:
        return [sent["example"]]
    return [example["value"] for example in sent["examples"].values()]


def _answered(operation: dict[str, Any], body: Any) -> list[tuple[Any, Any]]:
    content = operation["responses"]["200"]["content"]
    return [(content[media_type]["schema"], body) for media_type in JSON if media_type in content]


def _shaped(document: dict[str, Any], schema: Any, value: Any) -> Iterator[tuple[str, Any]]:
    """Every part of a value that has a shape with a name."""
    if "$ref" in schema:
        shape = schema["$ref"].removeprefix(REFERENCE)
        yield shape, value
        yield from _shaped(document, document["components"]["schemas"][shape], value)
    elif isinstance(value, dict):
        for name, part in value.items():
            more = schema.get("additionalProperties")
            inner = schema.get("properties", {}).get(name, more)
            if isinstance(inner, dict):
                yield from _shaped(document, inner, part)
    elif isinstance(value, list):
        for part in value:
            yield from _shaped(document, schema.get("items", {}), part)


def _size(value: Any) -> tuple[bool, int]:
    """The largest come last, of those that are quick to look at."""
    size = len(json.dumps(value))
    return size < 4_000, size if size < 4_000 else -size


def _bent(value: Any) -> st.SearchStrategy[Any]:
    """The value with something in it exchanged, left out or added."""
    others: st.SearchStrategy[Any] = st.sampled_from(
        [None, True, 0, -1, 7, 1.5, "", "nothing", "2026-02-30", [], {}]
    )
    if isinstance(value, dict) and value:
        return st.one_of(
            others,
            st.sampled_from(sorted(value)).map(
                lambda gone: {key: part for key, part in value.items() if key != gone}
            ),
            others.map(lambda part: {**value, "more": part}),
            st.sampled_from(sorted(value)).flatmap(
                lambda key: _bent(value[key]).map(lambda part: {**value, key: part})
            ),
        )
    if isinstance(value, list) and value:
        return st.one_of(
            others,
            others.map(lambda part: [*value, part]),
            st.integers(0, len(value) - 1).flatmap(
                lambda at: _bent(value[at]).map(lambda part: [*value[:at], part, *value[at + 1 :]])
            ),
        )
    return others


def _schemas(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema and its place, wherever OpenAPI lets one stand."""
    yield from _within(document["components"]["schemas"], "#", named=True)
    yield from _schemas_of(document["paths"], "#/paths")


def _schemas_of(part: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(part, dict):
        for key, inner in part.items():
            if key == "schema":
                yield f"{place}/schema", inner
                yield from _within(inner, f"{place}/schema", named=False)
            elif key not in ("example", "examples"):
                yield from _schemas_of(inner, f"{place}/{key}")
    elif isinstance(part, list):
        for at, inner in enumerate(part):
            yield from _schemas_of(inner, f"{place}/{at}")


def _within(part: Any, place: str, *, named: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """
    Args:
        named: whether the keys are names of ours rather than keywords.
    """
    for key, inner in part.items():
        if named or key in ("items", "additionalProperties", "not"):
            if isinstance(inner, dict):
                yield f"{place}/{key}", inner
                yield from _within(inner, f"{place}/{key}", named=False)
        elif key == "properties":
            yield from _within(inner, place, named=True)
        elif key in ("anyOf", "oneOf"):
            yield from _within(dict(enumerate(inner)), f"{place}/{key}", named=True)


def _facts_of_all(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((place, _facts(schema)) for place, schema in _schemas(document))


def _facts(schema: dict[str, Any]) -> dict[str, Any]:
    """What a schema says, in neither version's words. What it holds is looked at by itself."""
    inside = ("allOf", "anyOf", "items", "oneOf", "properties")
    said = {key: value for key, value in schema.items() if key not in inside}
    if "allOf" in schema:
        (reference,) = schema["allOf"]
        said |= reference
    names = said.pop("type", [])
    types = {names} if isinstance(names, str) else set(names)
    if said.pop("nullable", False):
        types.add("null")
    if "const" in said:
        said["enum"] = [said.pop("const")]
    if said.pop("contentEncoding", None) == "base64":
        said["format"] = "byte"
    if "examples" in said:
        said["example"] = said.pop("examples")[0]
    if isinstance(said.get("additionalProperties"), dict):
        del said["additionalProperties"]
    properties = sorted(schema.get("properties", {}))
    return {**said, "types": types, "properties": properties, "items": "items" in schema}


def _without_schemas(value: dict[str, Any]) -> dict[str, Any]:
    return {key: inner for key, inner in value.items() if key != "schema"}
