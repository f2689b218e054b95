"""Operations that need a key: nobody gets further without one, and their examples, which nobody can
ask, have the shapes of what is asked and answered."""

from collections.abc import Iterator
from typing import Any

import pytest
from httpx import AsyncClient

from app.openapi.keyed import EXAMPLES
from tests.api.test_openapi import closed, operations, validator

WRONG = "plb_000000000000_" + "0" * 43


@pytest.fixture(scope="module")
def keyed(whole_document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    found = [each for each in operations(whole_document) if each[2].get("security")]
    assert len(found) > 5
    return found


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": f"Bearer {WRONG}"}, {"X-API-Key": WRONG}, {"X-API-Key": "é" * 40}],
)
async def test_without_a_valid_key_nothing_is_answered(
    headers: dict[str, str], client: AsyncClient, keyed: list[tuple[str, str, dict[str, Any]]]
) -> None:
    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    for method, path, operation in keyed:
        url = path.format(**{p["name"]: p["example"] for p in in_path(operation)})

        response = await client.request(method, url, headers=told, content=b"{")

        assert response.status_code == 401, (method, url, response.text)
        assert response.json()["code"] == "key_required"
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="Plumbline"'
        assert not any(value and value in response.text for value in headers.values())


def test_every_one_has_an_example_of_its_shapes(
    whole_document: dict[str, Any], keyed: list[tuple[str, str, dict[str, Any]]]
) -> None:
    exact = {"components": closed(whole_document["components"])}
    for _, path, operation in keyed:
        for content in contents(operation):
            (example,) = content["examples"].values()
            faults = validator(exact, content["schema"]).iter_errors(example["value"])
            assert [f"{f.json_path} {f.message[:200]}" for f in faults] == [], path

    assert {operation["operationId"] for _, _, operation in keyed} == set(EXAMPLES)


def test_every_one_says_how_a_key_is_sent(
    whole_document: dict[str, Any], keyed: list[tuple[str, str, dict[str, Any]]]
) -> None:
    schemes = whole_document["components"]["securitySchemes"]
    for _, path, operation in keyed:
        assert [set(way) for way in operation["security"]] == [{name} for name in schemes], path
        assert {"401", "403"} <= set(operation["responses"])


def in_path(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (p for p in operation.get("parameters", []) if p["in"] == "path")


def contents(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Of what is sent, and of what a success answers, where that is JSON."""
    answers = (r for status, r in operation["responses"].items() if status.startswith("2"))
    for part in (operation.get("requestBody", {}), *answers):
        if content := part.get("content", {}).get("application/json"):
            yield content
