"""The document is a promise: it is whole, valid, and what is served keeps it."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from httpx import AsyncClient, Response
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from app.library import Library
from app.writing import openapi_document


def test_the_committed_document_is_what_the_code_and_the_content_make(
    library: Library, whole_document: dict[str, Any]
) -> None:
    assert openapi_document(library) == whole_document, "run ./dev openapi and read the difference"


async def test_the_document_is_served(client: AsyncClient, whole_document: dict[str, Any]) -> None:
    response = await client.get("/openapi.json")

    assert response.json() == whole_document


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    faults = [str(fault) for fault in OpenAPIV31SpecValidator(document).iter_errors()]

    assert faults == []
    assert document["openapi"].startswith("3.1.")


def test_every_operation_has_a_name_of_its_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]

    assert sorted(names) == sorted(set(names))
    assert all(name.isidentifier() for name in names)


def test_every_operation_says_what_it_does_and_belongs_somewhere(
    document: dict[str, Any],
) -> None:
    known = {tag["name"] for tag in document["tags"]}

    for method, path, operation in operations(document):
        assert operation.get("summary") or operation.get("description"), (method, path)
        assert operation.get("tags"), (method, path)
        assert set(operation["tags"]) <= known, (method, path)


def test_every_tag_is_used_and_described(whole_document: dict[str, Any]) -> None:
    used = {tag for _, _, operation in operations(whole_document) for tag in operation["tags"]}

    assert {tag["name"] for tag in whole_document["tags"] if tag["description"]} == used


def test_every_operation_documents_how_it_fails(document: dict[str, Any]) -> None:
    without = []
    for method, path, operation in operations(document):
        failures = {s: r for s, r in operation["responses"].items() if int(s) >= 400}
        if not failures:
            without.append((method, path))
        for status, response in failures.items():
            assert response["description"], (method, path, status)
            shape = "fhir" if path.startswith("/fhir/") else "problem"
            assert list(response["content"]) == [f"application/{shape}+json"], (
                method,
                path,
                status,
            )

    assert without == []


def test_every_read_documents_what_every_read_refuses(document: dict[str, Any]) -> None:
    missing = [
        (path, status)
        for method, path, operation in operations(document)
        if method == "get"
        for status in ("400", *(["404"] if "{" in path else []))
        if status not in operation["responses"]
    ]

    assert missing == []


def test_every_success_has_a_schema(document: dict[str, Any]) -> None:
    without = [
        (method, path, media_type)
        for method, path, operation in operations(document)
        for media_type, content in operation["responses"]["200"]["content"].items()
        if not content.get("schema")
    ]

    assert without == []


def test_nothing_is_null_by_any_of(document: dict[str, Any]) -> None:
    # Apple's generator drops such fields silently.
    found = [
        place
        for place, value in walk(document)
        if isinstance(value, dict)
        for key in ("anyOf", "oneOf")
        if any(part.get("type") == "null" for part in value.get(key, []))
    ]

    assert found == []


def test_whatever_may_be_null_says_what_else_it_may_be(document: dict[str, Any]) -> None:
    for place, value in walk(document["components"]):
        if isinstance(value, dict) and isinstance(value.get("type"), list):
            assert "null" in value["type"], place
            assert len(value["type"]) == 2, place
            assert None in value.get("enum", [None]), place


def test_every_component_is_used(whole_document: dict[str, Any]) -> None:
    text = json.dumps(whole_document)

    schemas = whole_document["components"]["schemas"]
    assert [name for name in schemas if f'"#/components/schemas/{name}"' not in text] == []


RECEIVED = {
    *("Answers", "IncludedItems", "KeyRequest", "Rotation", "SearchQuery"),
    *("SecretRotation", "WebhookRequest"),
}
"""What is sent to us, and what is there if it is asked for."""


def test_every_field_of_an_answer_is_always_there(document: dict[str, Any]) -> None:
    optional = {
        name: sorted(set(schema["properties"]) - set(schema.get("required", [])) - {"included"})
        for name, schema in document["components"]["schemas"].items()
        if "properties" in schema and name not in RECEIVED
    }

    assert {name: fields for name, fields in optional.items() if fields} == {}


def test_no_field_of_an_answer_has_a_default(document: dict[str, Any]) -> None:
    # A generator would take it for leave to make the field optional.
    sent = json.dumps([op.get("requestBody") for _, _, op in operations(document)])
    found = [
        place
        for name, schema in document["components"]["schemas"].items()
        for place, value in walk(schema, name)
        if isinstance(value, dict) and "default" in value and f'/{name}"' not in sent
    ]

    assert found == []


def test_whatever_a_request_cannot_do_without_has_an_example(document: dict[str, Any]) -> None:
    missing = [
        (path, parameter["name"])
        for _, path, operation in operations(document)
        for parameter in operation.get("parameters", [])
        if parameter.get("required") and not examples(parameter)
    ]

    assert missing == []


def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        for parameter in operation.get("parameters", []):
            for example in examples(parameter):
                faults = list(validator(document, parameter["schema"]).iter_errors(example))
                assert faults == [], (method, path, parameter["name"])


async def test_every_read_answers_its_path_examples_as_documented(
    client: AsyncClient, document: dict[str, Any], reads: list[str]
) -> None:
    paths = [
        (path, operation) for method, path, operation in operations(document) if method == "get"
    ]

    for (path, operation), known in zip(paths, reads, strict=False):
        url = example_url(path, operation, ("path",))

        # Where an example is missing, its own test says so; the answer is looked at all the same.
        response = await client.get(url or known)

        assert response.status_code == 200, url
        assert_documented(document, operation, response)


async def test_every_read_answers_all_its_examples_at_once(
    client: AsyncClient, document: dict[str, Any], reads: list[str]
) -> None:
    refused = []
    paths = [
        (path, operation) for method, path, operation in operations(document) if method == "get"
    ]
    for (path, operation), known in zip(paths, reads, strict=False):
        url = example_url(path, operation, ("path", "query"))

        response = await client.get(url or known)

        if response.status_code != 200:
            refused.append((url, response.json()["errors"]))
        else:
            assert_documented(document, operation, response)

    assert refused == []


async def test_every_example_of_a_filter_answers_alone(
    client: AsyncClient, document: dict[str, Any]
) -> None:
    refused = []
    for path, operation in gets(document):
        for parameter in operation.get("parameters", []):
            if "{" in path or parameter["in"] != "query" or not examples(parameter):
                continue
            needed = [p for p in operation["parameters"] if p.get("required")]
            url = f"{path}?{query([*(p for p in needed if p != parameter), parameter])}"
            if (await client.get(url)).status_code not in (200, 405):
                refused.append(url)

    assert refused == []


async def test_a_page_in_another_format_is_documented(
    client: AsyncClient, document: dict[str, Any]
) -> None:
    for path in ("/v1/citations", "/v1/citations/{slug}"):
        offered = document["paths"][path]["get"]["responses"]["200"]["content"]

        for media_type in offered:
            url = path.replace("{slug}", "knutson-2005-part-1")
            response = await client.get(url, headers={"Accept": media_type})
            assert response.headers["Content-Type"] == media_type


@pytest.mark.parametrize(
    "url",
    [
        "/v1/exercises/nothing",
        "/v1/exercises?limit=0",
        "/v1/exercises?nothing=1",
        "/v1/exercises?ids=nothing",
    ],
)
async def test_a_failure_is_as_documented(
    url: str, client: AsyncClient, document: dict[str, Any]
) -> None:
    response = await client.get(url)

    schema = {"$ref": "#/components/schemas/Problem"}
    assert list(validator(document, schema).iter_errors(response.json())) == []


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def gets(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (path, operation) for method, path, operation in operations(document) if method == "get"
    ]


def walk(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    yield place, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, f"{place}/{key}")
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from walk(item, f"{place}/{position}")


def examples(parameter: dict[str, Any]) -> list[Any]:
    """Wherever OpenAPI lets an example stand."""
    if "example" in parameter:
        return [parameter["example"]]
    if "examples" in parameter:
        return [example["value"] for example in parameter["examples"].values()]
    found: list[Any] = parameter["schema"].get("examples", [])
    return found


def query(parameters: list[dict[str, Any]]) -> str:
    """The first example of each, a list as the parameter repeated."""
    pairs = []
    for parameter in parameters:
        value = examples(parameter)[0]
        for item in value if isinstance(value, list) else [value]:
            pairs.append(f"{parameter['name']}={quote(str(item))}")
    return "&".join(pairs)


def example_url(path: str, operation: dict[str, Any], places: tuple[str, ...]) -> str | None:
    """None where the document gives no example of a path parameter."""
    parameters = operation.get("parameters", [])
    for parameter in parameters:
        if parameter["in"] == "path":
            if not examples(parameter):
                return None
            path = path.replace(f"{{{parameter['name']}}}", str(examples(parameter)[0]))
    # With `fields` an answer is no longer whole; tests of their own look at it.
    asked = [p for p in parameters if p["in"] == "query" and p["name"] != "fields"]
    given = [p for p in asked if examples(p) and ("query" in places or p.get("required"))]
    return f"{path}?{query(given)}" if given else path


def validator(document: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(
        {**schema, "components": document["components"]},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


def assert_documented(
    document: dict[str, Any], operation: dict[str, Any], response: Response
) -> None:
    """The body fits its schema, and has no field that the schema does not name."""
    content = operation["responses"]["200"]["content"]
    media_type = response.headers["Content-Type"].partition(";")[0]
    assert media_type in content, operation["operationId"]
    if media_type not in ("application/json", "application/fhir+json"):
        return
    schema, body = content[media_type]["schema"], response.json()
    exact = {"components": closed(document["components"])}
    faults = list(validator(exact, schema).iter_errors(body))
    assert [(operation["operationId"], f.json_path, f.message[:200]) for f in faults[:3]] == []


def closed(value: Any) -> Any:
    if isinstance(value, list):
        return [closed(item) for item in value]
    if not isinstance(value, dict):
        return value
    known = {key: closed(item) for key, item in value.items()}
    if isinstance(value.get("properties"), dict) and "type" in value:
        known.setdefault("additionalProperties", False)
    return known
