"""Every example in the document runs as it stands, and is what was really answered."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from httpx import AsyncClient

from app.errors import KINDS
from app.openapi.answered import url_of
from tests.api.test_openapi import assert_documented, closed, operations, validator

ABRIDGED = "Abridged"
BEGINNING = "Only the beginning"
OF_THE_MACHINE = ("signature", "encoded_bytes")
"""Another key signs here than signed the example, and sizes in codings differ."""

SAID_OF_EVERY_ANSWER = {
    "access-control-allow-origin",
    "access-control-expose-headers",
    "content-encoding",
    "content-length",
    "content-security-policy",
    "content-type",
    "cross-origin-resource-policy",
    "referrer-policy",
    "x-content-type-options",
}
"""What HTTP itself or the security of browsers asks for; the guide tells it once."""


async def test_every_example_of_a_read_is_what_it_answers(
    client: AsyncClient, document: dict[str, Any]
) -> None:
    ran = 0
    for operation, media_type, example in answers(document, "get"):
        method, url = example["summary"].split(" ")

        response = await client.request(method, url, headers={"Accept": media_type})

        assert response.status_code == 200, url
        assert response.headers["Content-Type"].partition(";")[0] == media_type
        if BEGINNING in example.get("description", ""):
            coding = "latin-1" if media_type == "image/png" else "utf-8"
            assert response.content.startswith(example["value"].encode(coding))
        elif not media_type.endswith("json"):
            assert example["value"] == response.text
        else:
            assert_documented(document, operation, response)
            whole = ABRIDGED not in example.get("description", "")
            assert_part(example["value"], response.json(), whole=whole, place=url)
        ran += 1

    assert ran > 50


async def test_every_example_of_a_body_gets_the_example_of_an_answer(
    client: AsyncClient, document: dict[str, Any]
) -> None:
    for method, path, operation in operations(document):
        if method != "post":
            continue
        ((sent_as, body),) = operation["requestBody"]["content"].items()
        for media_type, content in operation["responses"]["200"]["content"].items():
            answered, headers = content["examples"], {"Content-Type": sent_as, "Accept": media_type}
            assert list(body["examples"]) == list(answered) != []
            for name, example in body["examples"].items():
                assert list(validator(document, body["schema"]).iter_errors(example["value"])) == []

                response = await client.post(
                    url_of(path, operation), content=json.dumps(example["value"]), headers=headers
                )

                assert response.status_code == 200, response.text
                assert response.headers["Content-Type"] == media_type
                assert_documented(document, operation, response)
                assert answered[name] == {"summary": example["summary"], "value": response.json()}


def test_every_answer_of_every_operation_has_an_example_of_its_shape(
    document: dict[str, Any],
) -> None:
    exact = {"components": closed(document["components"])}
    for method, path, operation in operations(document):
        for media_type, content in operation["responses"]["200"]["content"].items():
            assert content["examples"], (method, path, media_type)
            for example in content["examples"].values():
                if media_type.endswith("json"):
                    faults = validator(exact, content["schema"]).iter_errors(example["value"])
                    assert [f"{f.json_path} {f.message[:200]}" for f in faults] == [], path


def test_a_warning_is_never_cut_from_a_result(document: dict[str, Any]) -> None:
    for path in ("/v1/triage", "/v1/follow-up"):
        content = document["paths"][path]["post"]["responses"]["200"]["content"]
        for example in content["application/json"]["examples"].values():
            assert "description" not in example
            assert example["value"]["warnings"] != []


async def test_every_problem_has_an_example_and_every_refusal_names_its_own(
    document: dict[str, Any],
) -> None:
    told = document["components"]["examples"]
    problem = {"$ref": "#/components/schemas/Problem"}

    assert {code for code in told if not code.startswith("fhir_")} == set(KINDS)
    for code, example in told.items():
        if code.startswith("fhir_"):
            outcome = {"$ref": "#/components/schemas/OperationOutcome"}
            (coding,) = example["value"]["issue"][0]["details"]["coding"]
            assert coding["code"] == code.removeprefix("fhir_")
            assert list(validator(document, outcome).iter_errors(example["value"])) == []
            continue
        assert example["value"]["code"] == code
        assert example["value"]["status"] == KINDS[code].status
        assert list(validator(document, problem).iter_errors(example["value"])) == []
    for _, path, operation in operations(document):
        for status, response in operation["responses"].items():
            if int(status) < 400:
                continue
            (content,) = response["content"].values()
            codes = list(content["examples"])
            assert codes, (path, status)
            assert re.findall(r"`(\w+)`:", response["description"]) == codes
            assert {KINDS[code].status.value for code in codes} == {int(status)}


async def test_the_headers_of_an_answer_are_those_documented(
    client: AsyncClient, document: dict[str, Any]
) -> None:
    for operation, media_type, example in answers(document, "get"):
        method, url = example["summary"].split(" ")

        response = await client.request(method, url, headers={"Accept": media_type})

        own = set(response.headers) - SAID_OF_EVERY_ANSWER
        told = {name.lower() for name in operation["responses"]["200"]["headers"]}
        assert own <= told, url
        # A PNG is in no language, and a format of a source has no links of its own.
        assert told - own <= {"content-language", "link"}, url


async def test_who_has_the_bytes_gets_the_304_that_is_documented(
    client: AsyncClient, document: dict[str, Any]
) -> None:
    for operation, media_type, example in answers(document, "get"):
        method, url = example["summary"].split(" ")
        first = await client.request(method, url, headers={"Accept": media_type})
        if "304" not in operation["responses"]:
            assert "etag" not in first.headers, url
            continue
        headers = {"Accept": media_type, "If-None-Match": first.headers["ETag"]}

        again = await client.request(method, url, headers=headers)

        assert again.status_code == 304, url
        told = {name.lower() for name in operation["responses"]["304"]["headers"]}
        assert set(again.headers) - SAID_OF_EVERY_ANSWER <= told | {"content-disposition"}, url


async def test_every_link_leads_to_an_answer(client: AsyncClient, document: dict[str, Any]) -> None:
    targets = {op["operationId"]: (m, p, op) for m, p, op in operations(document)}
    followed = 0
    for _, _, operation in operations(document):
        response = operation["responses"]["200"]
        content = response["content"].get("application/json", {})
        examples = [example["value"] for example in content.get("examples", {}).values()]
        for name, link in response.get("links", {}).items():
            method, path, target = targets[link["operationId"]]
            known = {parameter["name"]: parameter for parameter in target.get("parameters", [])}
            assert set(link.get("parameters", {})) <= set(known), (path, name)
            if method == "post":
                continue
            urls = {url for body in examples if (url := led_to(path, link, known, body))}
            if name != "nextPage":
                assert urls, (operation["operationId"], name)
            for url in urls:
                followed += 1
                assert (await client.get(url)).status_code == 200, url

    assert followed >= 40


@pytest.mark.parametrize("found", [{"a": [1]}, {"a": [1, 2], "b": 3}, {"a": [2]}, {"a": []}])
def test_an_example_that_was_not_answered_would_be_noticed(found: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        assert_part({"a": [1, 2]}, found, whole=True, place="")
    if found != {"a": [1, 2], "b": 3}:
        with pytest.raises(AssertionError):
            assert_part({"a": [1, 2]}, found, whole=False, place="")


def answers(
    document: dict[str, Any], asked: str
) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Each operation of that method, with each media type and each example of its answer."""
    for method, _, operation in operations(document):
        if method == asked:
            for media_type, content in operation["responses"]["200"]["content"].items():
                for example in content["examples"].values():
                    yield operation, media_type, example


def assert_part(told: Any, answered: Any, *, whole: bool, place: str) -> None:
    """`told` is `answered`, or, where it is not whole, its beginning."""
    if isinstance(told, dict) and isinstance(answered, dict):
        assert set(told) == set(answered) if whole else set(told) <= set(answered), place
        for key, value in told.items():
            if key not in OF_THE_MACHINE:
                assert_part(value, answered[key], whole=whole, place=f"{place}/{key}")
    elif isinstance(told, list) and isinstance(answered, list):
        assert len(told) == len(answered) if whole else len(told) <= len(answered), place
        for position, value in enumerate(told):
            assert_part(value, answered[position], whole=whole, place=f"{place}/{position}")
    else:
        assert told == answered, place


def led_to(
    path: str, link: dict[str, Any], known: dict[str, Any], body: dict[str, Any]
) -> str | None:
    """The address that a link leads to from this answer; None where its value is not there."""
    query = []
    for name, expression in link["parameters"].items():
        value = pointed(body, expression.removeprefix("$response.body#"))
        if value is None:
            return None
        if known[name]["in"] == "path":
            path = path.replace(f"{{{name}}}", str(value))
        else:
            query.append(f"{name}={value}")
    # What else the target needs is the same as before.
    needed = [
        p for p in known.values() if p.get("required") and p["name"] not in link["parameters"]
    ]
    query += [f"{p['name']}={json.dumps(p['schema']['examples'][0])}" for p in needed]
    return f"{path}?{'&'.join(query)}" if query else path


def pointed(value: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        try:
            value = value[int(part)] if isinstance(value, list) else value[part]
        except (IndexError, KeyError):
            return None
    return value
