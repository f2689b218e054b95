"""What search refuses, in a URL and in a body: named, and never repeated."""

import json
from typing import Any

import pytest
from httpx import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search import KIND_ORDER

CANARY = "zq7canary"
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"q": ""}, "q"),
    ({"q": "x" * 101}, "q"),
    ({"q": " ?!… "}, "q"),
    ({"q": "\u0301"}, "q"),
    ({}, "q"),
    ({"q": "hip", "kind": CANARY}, "kind"),
    ({"q": "hip", "kind": ""}, "kind"),
    ({"q": "hip", "kind": f"exercise,{CANARY}"}, "kind"),
    ({"q": "hip", "limit": 0}, "limit"),
    ({"q": "hip", "limit": 101}, "limit"),
    ({"q": "hip", "cursor": CANARY}, "cursor"),
    ({"q": "hip", "cursor": "x" * 501}, "cursor"),
]


@pytest.mark.parametrize(("asked", "name"), REFUSED, ids=str)
async def test_what_cannot_be_understood_is_refused_and_named(
    asked: dict[str, Any], name: str, client: AsyncClient
) -> None:
    got = await client.get("/v1/search", params=asked)
    posted = await client.post("/v1/search", json=asked)

    for response, pointer in ((got, f"?{name}"), (posted, f"/{name}")):
        assert response.status_code == 422, response.text
        assert response.json()["code"] == "invalid_request"
        assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
        assert CANARY not in response.text


async def test_an_unknown_kind_is_told_the_known_ones(client: AsyncClient) -> None:
    response = await client.get("/v1/search?q=hip&kind=nothing")

    (error,) = response.json()["errors"]
    assert all(kind in error["detail"] for kind in KIND_ORDER)


async def test_only_punctuation_is_told_what_would_be_right(client: AsyncClient) -> None:
    response = await client.get("/v1/search", params={"q": "?!"})

    (error,) = response.json()["errors"]
    assert error == {
        "pointer": "?q",
        "code": "no_words",
        "detail": "should have at least one letter or digit",
    }


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed_json"),
        (b'{"q": "hip", "q": "knee"}', "application/json", 400, "malformed_json"),
        (b'{"q": "hip"}', "text/plain", 415, "unsupported_media_type"),
        (b'{"q": "hip", "zq7canary": 1}', "application/json", 422, "invalid_request"),
        (b'{"q": 1}', "application/json", 422, "invalid_request"),
        (b'{"q": null}', "application/json", 422, "invalid_request"),
        (b'{"q": "hip", "limit": "5"}', "application/json", 422, "invalid_request"),
        (b'{"q": "hip", "limit": true}', "application/json", 422, "invalid_request"),
        (b'{"q": "hip", "kind": ["exercise"]}', "application/json", 422, "invalid_request"),
        (b'{"q": "\\ud800"}', "application/json", 422, "invalid_request"),
        (b'["hip"]', "application/json", 422, "invalid_request"),
        (b" " * 200_000, "application/json", 413, "body_too_large"),
    ],
)
async def test_a_body_of_another_shape_is_refused(
    body: bytes, content_type: str, status: int, code: str, client: AsyncClient
) -> None:
    headers = {"Content-Type": content_type}

    response = await client.post("/v1/search", content=body, headers=headers)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert CANARY not in response.text


async def test_neither_method_takes_what_it_does_not_know(client: AsyncClient) -> None:
    got = await client.get("/v1/search?q=hip&order=slug")
    posted = await client.post("/v1/search?q=hip", json={"q": "hip"})

    assert [r.json()["code"] for r in (got, posted)] == ["unknown_parameter"] * 2


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(q=st.text(max_size=120), cursor=st.none() | st.text(max_size=20))
async def test_no_query_is_ever_our_fault(client: AsyncClient, q: str, cursor: str | None) -> None:
    body = json.dumps({"q": q, "cursor": cursor})

    response = await client.post(
        "/v1/search", content=body, headers={"Content-Type": "application/json"}
    )

    assert response.status_code in (200, 422)
