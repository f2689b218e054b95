"""What was released stays: what an app in somebody's hand sends is taken, and what it reads is
there. Additions pass."""

from typing import Any

import pytest

from app.openapi.compatible import breaks
from tests.openapi.planted import GONE, RELEASED, changed

ASKED = "S/Question/properties"
ABOUT = "S/About/properties"
THING = "S/Thing/properties"
DOSE = "S/Dose/properties"
GET, POST = "GET /v1/things", "POST /v1/things"
JSON = "application/json"
EVENT = "webhooks/thing.made/post/requestBody/content/application~1json"


def test_a_document_breaks_nothing_of_itself() -> None:
    assert breaks(RELEASED, changed({})) == []


@pytest.mark.parametrize(
    ("changes", "place", "direction", "said"),
    [
        # Eight, each behind a reference: what is removed, renamed, narrowed and newly required.
        ({f"{ABOUT}/note": GONE}, "About.note", "request", "is not known any more"),
        (
            {f"{ABOUT}/age": GONE, f"{ABOUT}/years": {"type": "number"}},
            "About.age",
            "request",
            "is not known any more",
        ),
        ({f"{ABOUT}/who/enum": ["me"]}, "About.who", "request", 'does not take "child"'),
        ({"S/About/required": ["who", "age"]}, "About.age", "request", "is newly required"),
        ({f"{DOSE}/sets": GONE}, "Dose.sets", "response", "is gone"),
        (
            {f"{DOSE}/hold_s": GONE, f"{DOSE}/hold": {"type": "integer"}},
            "Dose.hold_s",
            "response",
            "is gone",
        ),
        ({f"{DOSE}/sets/maximum": 9}, "Dose.sets", "response", "has `maximum` 9 after 5"),
        ({"S/Dose/required": ["sets"]}, "Dose.hold_s", "response", "may be absent"),
    ],
)
def test_eight_planted_breaks_behind_references_are_caught(
    changes: dict[str, Any], place: str, direction: str, said: str
) -> None:
    (found,) = breaks(RELEASED, changed(changes))

    assert (found.place, found.direction) == (place, direction)
    assert found.what.startswith(said)


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({f"{ABOUT}/age/type": "integer"}, "About.age", "took number and takes integer"),
        ({f"{ABOUT}/age/minimum": 1}, "About.age", "has `minimum` 1 after 0"),
        ({f"{ABOUT}/note/enum": ["a"]}, "About.note", 'takes nothing but "a"'),
        ({f"{ABOUT}/note/pattern": "^a"}, "About.note", 'has `pattern` "^a" after none'),
        ({f"{ABOUT}/note/minLength": 1}, "About.note", "has `minLength` 1 after none"),
        ({f"{ABOUT}/note/readOnly": True}, "About.note", "says another `readOnly`"),
        ({f"{ASKED}/region/type": "string"}, "Question.region", "is not taken as null"),
        ({"S/Given/items/maxLength": 32}, "Given[]", "has `maxLength` 32 after 64"),
        ({"S/Given/items": {"type": "integer"}}, "Given[]", "took string and takes integer"),
        ({"S/Given/maxItems": 3}, "Given", "has `maxItems` 3 after none"),
        ({f"{ASKED}/answers/additionalProperties": False}, "Question.answers{}", "further keys"),
        ({f"{ABOUT}/since/oneOf/1": GONE}, "About.since", "does not take one kind any more"),
        ({"S/About/additionalProperties": False}, "About{}", "further keys are not taken"),
    ],
)
def test_a_request_may_not_be_taken_more_narrowly(
    changes: dict[str, Any], place: str, said: str
) -> None:
    assert_caught(changes, place, "request", said)


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({f"{DOSE}/sets/type": ["integer", "null"]}, "Dose.sets", "may be null"),
        ({f"{DOSE}/sets/type": "number"}, "Dose.sets", "was integer and may be number"),
        ({f"{DOSE}/sets": {}}, "Dose.sets", "was integer and may be anything"),
        ({f"{DOSE}/sets/minimum": 0}, "Dose.sets", "has `minimum` 0 after 1"),
        ({f"{DOSE}/sets/maximum": GONE}, "Dose.sets", "has `maximum` none after 5"),
        ({f"{THING}/slug/maxLength": 99}, "Thing.slug", "has `maxLength` 99 after 64"),
        ({f"{THING}/slug/pattern": GONE}, "Thing.slug", "has `pattern` none after"),
        ({f"{THING}/level/enum": ["urgent", "self_care", "now", None]}, "Thing.level", 'may be "n'),
        ({f"{THING}/level/enum": ["urgent", None]}, "Thing.level", 'is never "self_care" any more'),
        ({f"{THING}/level/enum": GONE}, "Thing.level", "may be anything"),
        ({f"{THING}/aims/items/enum": []}, "Thing.aims[]", 'is never "mobility" any more'),
        ({f"{THING}/aims/items/enum": GONE}, "Thing.aims[]", "may be anything"),
        (
            {f"{THING}/counts/additionalProperties": {"type": "string"}},
            "Thing.counts{}",
            "was integer and may be string",
        ),
        ({f"{THING}/counts/additionalProperties": False}, "Thing.counts{}", "there are no entries"),
        (
            {f"{THING}/parts/items": {"type": "string"}},
            "Thing.parts[]",
            "was object and may be string",
        ),
        ({f"{THING}/shape/oneOf/1/format": "time"}, "Thing.shape", 'has `format` "time" after'),
        ({f"{THING}/shape/oneOf/-": {"type": "integer"}}, "Thing.shape", "may be of a new kind"),
        ({f"{THING}/dose/allOf": [{"type": "object"}]}, "Thing.dose.sets", "is gone"),
        ({f"{THING}/note/not": {"const": ""}}, "Thing.note", "says another `not`"),
    ],
)
def test_an_answer_may_not_be_more_than_it_was(
    changes: dict[str, Any], place: str, said: str
) -> None:
    assert_caught(changes, place, "response", said)


@pytest.mark.parametrize(
    ("changes", "place", "direction", "said"),
    [
        ({"paths/~1v1~1things": GONE}, GET, "request", "is gone"),
        ({"paths/~1v1~1things/post": GONE}, POST, "request", "is gone"),
        ({"servers/0/url": "/api"}, "server /", "request", "is gone"),
        ({"G/operationId": "things"}, GET, "names", "was called list_things"),
        ({"G/tags": ["other"]}, GET, "names", "has left the tag things"),
        ({"security": [{"key": []}]}, GET, "request", "is not open with {}"),
        ({"P/security": [{"key": []}]}, POST, "request", "is not open with {}"),
        ({"G/parameters/0": GONE}, f"{GET} query kind", "request", "is not known any more"),
        ({"paths/~1v1~1things/parameters": []}, f"{GET} query lang", "request", "is not known"),
        ({"G/parameters/0/required": True}, f"{GET} query kind", "request", "is newly required"),
        (
            {"G/parameters/-": {"name": "x", "in": "query", "required": True, "schema": {}}},
            f"{GET} query x",
            "request",
            "is new and required",
        ),
        ({"G/parameters/0/explode": False}, f"{GET} query kind", "request", "has another `expl"),
        ({"G/parameters/0/style": "pipeDelimited"}, f"{GET} query kind", "request", "has another"),
        ({"G/parameters/0/schema/enum": ["stretch"]}, f"{GET} query kind", "request", "does not t"),
        ({"G/parameters/1/schema/default": 50}, f"{GET} query limit", "request", "has the default"),
        ({"G/parameters/1/schema/default": GONE}, f"{GET} query limit", "request", "has the def"),
        ({"G/parameters/1/schema/maximum": 50}, f"{GET} query limit", "request", "has `maximum`"),
        ({"P/requestBody": GONE}, f"{POST} body", "request", "is not taken any more"),
        ({"P/requestBody/required": True}, f"{POST} body", "request", "is newly required"),
        (
            {"G/requestBody": {"required": True, "content": {}}},
            f"{GET} body",
            "request",
            "is newly required",
        ),
        ({"P/requestBody/content": {}}, f"{POST} body {JSON}", "request", "is gone"),
        ({"G/responses/200": GONE}, f"{GET} 200", "response", "is not answered any more"),
        ({"G/responses/404": GONE}, f"{GET} 404", "response", "is not answered any more"),
        ({"G/responses/202": {}}, f"{GET} 202", "response", "is a new success"),
        ({"G/responses/200/content/text~1html": GONE}, f"{GET} 200 text/html", "response", "is go"),
        ({"G/responses/200/headers/ETag": GONE}, f"{GET} 200 header ETag", "response", "is gone"),
        (
            {"G/responses/200/headers/ETag/required": False},
            f"{GET} 200 header ETag",
            "response",
            "may be absent",
        ),
        (
            {"G/responses/200/headers/ETag/schema/type": "integer"},
            f"{GET} 200 header ETag",
            "response",
            "was string and may be integer",
        ),
        ({"G/responses/200/links": {}}, f"{GET} 200 link one", "response", "is gone"),
        (
            {
                "components/responses/Problem/content/application~1problem+json/examples/"
                "unknown_slug": GONE
            },
            f"{GET} 404 application/problem+json",
            "response",
            "has no code unknown_slug",
        ),
        ({"components/securitySchemes": {}}, "key", "names", "is gone"),
        ({"webhooks/thing.made": GONE}, "event thing.made", "response", "is gone"),
        (
            {"webhooks/thing.made/post/parameters": []},
            "event thing.made header webhook-id",
            "response",
            "is gone",
        ),
        (
            {"webhooks/thing.made/post/requestBody/content": {}},
            f"event thing.made body {JSON}",
            "response",
            "is gone",
        ),
        (
            {f"{EVENT}/schema": {"type": "string"}},
            f"event thing.made body {JSON}",
            "response",
            "was object and may be string",
        ),
    ],
)
def test_an_operation_keeps_what_it_takes_and_answers(
    changes: dict[str, Any], place: str, direction: str, said: str
) -> None:
    assert_caught(changes, place, direction, said)


def test_a_shape_keeps_its_name_for_generated_code() -> None:
    dose = RELEASED["components"]["schemas"]["Dose"]
    renamed = {"$ref": "#/components/schemas/Amount"}
    changes = {
        "S/Amount": dose,
        f"{THING}/dose/allOf": [renamed],
        f"{THING}/shape/oneOf/0": renamed,
        "S/Dose": GONE,
    }

    (found,) = breaks(RELEASED, changed(changes))

    assert str(found) == "Dose (names) is gone: code that names its type does not compile"


def test_a_shape_that_is_both_sent_and_answered_is_held_to_both() -> None:
    changes = {f"{DOSE}/sets/maximum": 9, f"{ABOUT}/dose": {"$ref": "#/components/schemas/Dose"}}
    both = changed({f"{ABOUT}/dose": {"$ref": "#/components/schemas/Dose"}})

    wider = breaks(both, changed(changes))
    narrower = breaks(both, changed({**changes, f"{DOSE}/sets/maximum": 3}))

    assert {found.direction for found in wider} == {"response"}
    assert {found.direction for found in narrower} == {"request"}


@pytest.mark.parametrize(
    "changes",
    [
        {"paths/~1v1~1more": {"get": {"operationId": "more", "responses": {"200": {}}}}},
        {"paths/~1v1~1things/delete": {"operationId": "less", "responses": {"204": {}}}},
        {"G/parameters/-": {"name": "x", "in": "query", "schema": {"type": "string"}}},
        {"G/parameters/0/schema/enum": ["stretch", "strength", "balance"]},
        {"G/parameters/0/style": "form", "G/parameters/0/explode": True},
        {"G/parameters/1/schema/maximum": 200},
        {"G/requestBody": {"content": {}}},
        {"P/requestBody/content/text~1plain": {}},
        {f"{ABOUT}/more": {"type": "string"}},
        {f"{ABOUT}/age/minimum": GONE},
        {f"{ABOUT}/who/enum": ["me", "child", "other"]},
        {f"{ABOUT}/note/type": ["string", "null"]},
        {f"{ABOUT}/note/default": "none"},
        {"S/About/required": GONE},
        {f"{ASKED}/region/pattern": GONE},
        {f"{ASKED}/answers/additionalProperties": True},
        {"S/Given/items/maxLength": 99},
        {"S/More": {"type": "string"}},
        {"S/Thing/required/-": "note"},
        {f"{THING}/more": {"$ref": "#/components/schemas/Dose"}},
        {f"{THING}/aims/items/enum": ["mobility", "balance"]},
        {f"{THING}/slug/maxLength": 32},
        {f"{THING}/level/type": "string", f"{THING}/level/enum": ["urgent", "self_care"]},
        {f"{THING}/note/description": "In other words.", f"{THING}/note/deprecated": True},
        {f"{THING}/counts/minProperties": 1},
        {"G/responses/429": {}},
        {"G/responses/200/headers/Vary": {"schema": {"type": "string"}}},
        {"G/responses/200/content/text~1csv": {}},
        {"G/summary": "Things"},
        {"P/security": [{}, {"key": []}]},
        {"components/securitySchemes/more": {"type": "http", "scheme": "bearer"}},
    ],
)
def test_additions_pass(changes: dict[str, Any]) -> None:
    assert breaks(RELEASED, changed(changes)) == []


def assert_caught(changes: dict[str, Any], place: str, direction: str, said: str) -> None:
    found = breaks(RELEASED, changed(changes))

    assert [
        fault
        for fault in found
        if (fault.place, fault.direction) == (place, direction) and fault.what.startswith(said)
    ], [str(fault) for fault in found]
    assert all(str(fault).count(":") <= 2 for fault in found)
