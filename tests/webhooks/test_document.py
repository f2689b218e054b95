"""What the document says of webhooks: events of the shape that is sent, examples of the shape that
is answered."""

import json
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from app.openapi.keyed import EXAMPLES
from app.openapi.sent import EXAMPLES as SENT
from app.webhooks.payloads import ReleasePublished, RuleSetPublished
from app.webhooks.rows import Subscribed
from app.webhooks.signing import signed
from tests.conftest import NOW, ROOT

DOCUMENT: dict[str, Any] = json.loads((ROOT / "openapi" / "v1.json").read_text())
OPERATIONS = {
    operation["operationId"]: operation
    for path, methods in DOCUMENT["paths"].items()
    if path.startswith("/v1/webhooks")
    for operation in methods.values()
}
SHAPES: dict[Subscribed, type[BaseModel]] = {
    "release.published": ReleasePublished,
    "ruleset.published": RuleSetPublished,
}


def test_it_has_every_event_that_can_be_subscribed_to() -> None:
    assert set(DOCUMENT["webhooks"]) == set(get_args(Subscribed)) == set(SENT)


@pytest.mark.parametrize("event", SHAPES)
def test_the_example_of_an_event_is_one(event: Subscribed) -> None:
    content = DOCUMENT["webhooks"][event]["post"]["requestBody"]["content"]["application/json"]
    example = content["examples"]["made-up"]["value"]

    assert SHAPES[event].model_validate(example).model_dump(mode="json") == example
    assert _faults(content["schema"], example) == []


def test_it_has_the_headers_that_are_sent() -> None:
    sent = set(signed("msg_1", NOW, b"{}", []))

    for event in DOCUMENT["webhooks"].values():
        assert {parameter["name"] for parameter in event["post"]["parameters"]} == sent


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_example_of_an_answer_has_its_shape(name: str) -> None:
    operation, example = OPERATIONS[name], EXAMPLES[name]
    (answer,) = (r for status, r in operation["responses"].items() if status.startswith("2"))

    if "content" in answer:
        assert _faults(answer["content"]["application/json"]["schema"], example.answer) == []
    if example.body is not None:
        sent = operation["requestBody"]["content"]["application/json"]
        assert _faults(sent["schema"], example.body) == []


def _faults(schema: dict[str, Any], value: Any) -> list[str]:
    whole = {**schema, "components": DOCUMENT["components"]}
    return [fault.message for fault in Draft202012Validator(whole).iter_errors(value)]
