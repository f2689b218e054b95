"""The document says of everything what it is for, in the explorer and in generated code."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.openapi.fitting import GROWS

FEWEST_WORDS = 4
"""`Its size in bytes.` says something, `The slug.` does not."""

UNITS = {
    r".*_s|seconds": "second",
    r"(.*_)?bytes": "bytes",
    r"width|height": "pixels",
    r"(.*_)?weeks?": "week",
    r".*_per_week": "week",
    r".*_min": "minutes",
}
"""Of numbers, by name: what the description has to name."""

FORMATS = {"date": "day", "date-time": "UTC", "duration": "ISO 8601"}
"""Of texts, by format: what the description has to name."""

CLOSED = (
    {"emergency", "urgent", "clinician_first", "self_care"},
    {"emergency", "urgent", "clinician_first"},
    {"emergency", "urgent", "important", "advice", "reassurance"},
    {"go_on", "ease_off", "stop", "see_someone"},
    {"stop", "ease_off", "see_someone", "emergency"},
    {"avoid", "ask_first"},
    {"fits", "may_fit"},
    {"complete", "needs_answers"},
    {"none", "unsure", "not_done", "finding"},
    {"single", "multiple", "scale"},
    {"self-check", "follow-up"},
    {"in_force", "superseded", "withdrawn"},
    {"warm_up", "main", "cool_down"},
    {"first", "second", "both"},
    {"left", "right", "both"},
    {"one-side", "both-together", "alternating"},
    {"easy", "moderate", "hard"},
    {"child", "adult", "any"},
    {"mistake", "caution"},
    {"light", "dark"},
    {"info", "warning", "critical"},
    {"absolute"},
    {"at-most-one"},
    {"still", "animated"},
    {"upsert", "delete"},
    {"published", "draft"},
    {"not_clinically_reviewed", "clinically_reviewed"},
    {"read", "mirror", "unverified", "derived"},
    {"A", "B", "C"},
    {"proved", "failed", "unknown"},
    {"catastrophic", "major", "moderate", "minor"},
    {"likely", "possible", "unlikely", "rare"},
    {"questions", "rules", "exercises", "routines", "warnings", "conditions", "causes"},
    {"alive"},
    {"ready"},
    {1},
)
"""Sets that no later document of `/v1` adds to: an app may rely on knowing every value."""

ANY_JSON = {
    "PortableQuestion.asked_when",
    "PortableRule.logic",
    "RuleSetDifference.after",
    "RuleSetDifference.before",
}
"""Whatever a rule set may hold, and JsonLogic, so no type is right."""

ANOTHER_EVERY_TIME = {"cursor", "since", "ids", "If-None-Match"}
"""What an answer gave before, so no example runs as it stands."""

Named = tuple[str, dict[str, Any]]
"""Where it stands, and its schema."""


@pytest.fixture(scope="module")
def document(whole_document: dict[str, Any]) -> dict[str, Any]:
    return whole_document


def test_every_shape_is_described(document: dict[str, Any]) -> None:
    poor = [
        name
        for name, schema in document["components"]["schemas"].items()
        if says_little(name, schema.get("description", ""))
    ]

    assert poor == []


def test_every_field_is_described(document: dict[str, Any]) -> None:
    poor = [
        place
        for place, schema in fields(document)
        if says_little(place.rpartition(".")[2], schema.get("description", ""))
    ]

    assert poor == []


def test_every_parameter_is_described(document: dict[str, Any]) -> None:
    poor = [
        (place, parameter["name"])
        for place, parameter in parameters(document)
        if says_little(parameter["name"], parameter.get("description", ""))
    ]

    assert poor == []


def test_every_parameter_shows_what_may_be_sent(document: dict[str, Any]) -> None:
    without = {
        parameter["name"]
        for _, parameter in parameters(document)
        if not {"example", "examples"} & set(parameter)
        and not {"examples", "default", "enum"} & set(parameter["schema"])
    }

    assert without == ANOTHER_EVERY_TIME


def test_every_operation_is_a_phrase_and_a_few_sentences(document: dict[str, Any]) -> None:
    poor = []
    for place, operation in operations(document):
        summary, text = operation.get("summary", ""), operation.get("description", "")
        default = operation["operationId"].replace("_", " ").title()
        is_phrase = " " in summary and not summary.endswith(".") and summary != default
        if not is_phrase or len(summary) > 60 or says_little(summary, text):
            poor.append((place, summary, text))

    assert poor == []


def test_no_two_operations_are_summed_up_alike(document: dict[str, Any]) -> None:
    summaries = [operation["summary"] for _, operation in operations(document)]

    assert sorted(summaries) == sorted(set(summaries))


def test_every_schema_says_what_it_takes(document: dict[str, Any]) -> None:
    untyped = {
        place
        for place, schema in [*schemas(document), *parameter_schemas(document)]
        if not {"type", "$ref", "enum", "const", "oneOf"} & set(schema)
    }

    assert untyped == ANY_JSON


def test_only_an_answer_is_one_of_several_types_and_has_a_name(document: dict[str, Any]) -> None:
    # Of a choice without a name, openapi-generator makes a class without fields, in Kotlin and in
    # Swift: it compiles, reads anything and sends `{}`.
    several = [
        place
        for place, schema in [*schemas(document), *parameter_schemas(document)]
        if {"anyOf", "oneOf"} & set(schema) or len(types(schema) - {"null"}) > 1
    ]

    assert several == ["AnswerValue"]


def test_every_number_has_a_least_value(document: dict[str, Any]) -> None:
    without = [
        place
        for place, schema in [*schemas(document), *parameter_schemas(document)]
        if {"integer", "number"} & types(schema)
        and not {"minimum", "exclusiveMinimum", "enum", "const"} & set(schema)
    ]

    assert without == []


@pytest.mark.parametrize("name", UNITS)
def test_a_number_named_after_its_unit_says_it(name: str, document: dict[str, Any]) -> None:
    told = [
        *((place.rpartition(".")[2], field, field) for place, field in fields(document)),
        *((p["name"], p["schema"], p) for _, p in parameters(document)),
    ]
    numbers = [(of, said) for of, schema, said in told if is_counted(schema)]
    fitting = [said["description"].lower() for of, said in numbers if re.fullmatch(name, of)]

    assert fitting
    assert [text for text in fitting if UNITS[name] not in text] == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_moment_says_how_to_read_it(form: str, document: dict[str, Any]) -> None:
    found = [(place, schema) for place, schema in fields(document) if schema.get("format") == form]

    assert found
    assert [place for place, schema in found if FORMATS[form] not in schema["description"]] == []


def test_every_day_and_moment_has_its_format(document: dict[str, Any]) -> None:
    without = [
        place
        for place, schema in fields(document)
        if re.search(r"(_on|_at|_until)$", place) and "format" not in schema
    ]

    assert without == []


def test_every_digest_is_hexadecimal_and_says_of_what(document: dict[str, Any]) -> None:
    digests = [
        (place, schema)
        for place, schema in fields(document)
        if re.search(r"(digest|sha256|state)$", place) and "enum" not in schema
    ]

    assert digests
    for place, schema in digests:
        assert schema["pattern"] == "^[0-9a-f]{64}$", place
        assert "sha-256" in schema["description"], place


def test_every_set_of_values_is_closed_or_says_that_it_may_grow(document: dict[str, Any]) -> None:
    undecided = []
    for place, schema in fields(document):
        for part in (schema, schema.get("items", {})):
            values = set(part.get("enum", [part["const"]] if "const" in part else []))
            open_ = GROWS in schema.get("description", "")
            if values and open_ == ((values - {None}) in CLOSED):
                undecided.append(place)

    assert undecided == []


def test_what_may_be_null_says_when(document: dict[str, Any]) -> None:
    silent = [
        place
        for place, schema in fields(document)
        if "null" in types(schema) and not asked_for(place)
        if not re.search(r"\bnull\b", schema["description"], re.IGNORECASE)
    ]

    assert silent == []


def test_no_description_has_an_unfilled_place(document: dict[str, Any]) -> None:
    text = json.dumps(document)

    assert re.findall(r"\{[A-Z_]+\}", text) == []


def says_little(name: str, text: str) -> bool:
    """Nothing, a few words, or hardly more than the name again."""
    said = re.findall(r"\w+", text.lower())
    named = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()))
    more = set(said) - named - {"a", "an", "the", "of", "its", "this", "one"}
    return len(said) < FEWEST_WORDS or len(more) < FEWEST_WORDS - 1 or text[-1:] != "."


def types(schema: dict[str, Any]) -> set[str]:
    named = schema.get("type", [])
    return {named} if isinstance(named, str) else set(named)


def is_counted(schema: dict[str, Any]) -> bool:
    """A number, a range of numbers, or a map to numbers."""
    inner = schema.get("additionalProperties")
    of = schema.get("$ref", "").rpartition("/")[2]
    several = types(inner) if isinstance(inner, dict) else set()
    return bool({"integer", "number"} & (types(schema) | several)) or of == "IntegerRange"


def asked_for(place: str) -> bool:
    """What is sent may be left out, which its description says; null is the same."""
    return place.split(".")[0] in ("Answers", "SearchQuery")


def operations(document: dict[str, Any]) -> Iterator[Named]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def parameters(document: dict[str, Any]) -> Iterator[Named]:
    for place, operation in operations(document):
        for parameter in operation.get("parameters", []):
            yield place, parameter


def parameter_schemas(document: dict[str, Any]) -> Iterator[Named]:
    for place, parameter in parameters(document):
        yield from inner(f"{place} ?{parameter['name']}", parameter["schema"])


def schemas(document: dict[str, Any]) -> Iterator[Named]:
    """Every schema of every component, however deep."""
    for name, schema in document["components"]["schemas"].items():
        yield from inner(name, schema)


def fields(document: dict[str, Any]) -> Iterator[Named]:
    """Every property of every component, those of shapes that are written out in place too."""
    for place, schema in schemas(document):
        for name, field in schema.get("properties", {}).items():
            yield f"{place}.{name}", field


def inner(place: str, schema: dict[str, Any]) -> Iterator[Named]:
    yield place, schema
    for name, field in schema.get("properties", {}).items():
        yield from inner(f"{place}.{name}", field)
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(key), dict) and schema[key]:
            yield from inner(f"{place}[{key}]", schema[key])
    for key in ("anyOf", "oneOf", "allOf"):
        for number, part in enumerate(schema.get(key, [])):
            yield from inner(f"{place}|{number}", part)
