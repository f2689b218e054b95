"""Every way to fail: one shape, and never a word of what was sent."""

import base64
import json
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalog import Catalog
from app.errors import KINDS as PROBLEMS
from app.operation_outcome import ISSUE_TYPES, is_of
from tests.api.conftest import FILLED, LISTED

CANARY = "zq7canary"
JSON = {"Content-Type": "application/json"}
SPOKEN = {
    "Accept-Language": CANARY,
    "Cookie": f"{CANARY}={CANARY}",
    "Origin": f"https://{CANARY}.example",
    "Referer": f"https://{CANARY}.example/",
    "User-Agent": CANARY,
    "X-Note": CANARY,
}
"""What is sent along with every case, and must not come back either."""


@dataclass(frozen=True, slots=True)
class Case:
    """A request that must fail."""

    name: str
    status: int
    code: str
    url: str
    method: str = "GET"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def refused_parameter(url: str) -> Case:
    return Case(url[:80], 422, "invalid_request", url)


def refused_body(name: str, status: int, code: str, body: bytes, url: str = "/v1/triage") -> Case:
    return Case(name, status, code, url, "POST", body, JSON)


def cursor(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def refused_fhir(name: str, status: int, code: str, body: bytes) -> Case:
    headers = {"Content-Type": "application/fhir+json"}
    return Case(f"{name}, as FHIR", status, code, EVALUATE, "POST", body, headers)


def answered(*items: str, more: str = "") -> bytes:
    head = f'{{"resourceType": "QuestionnaireResponse", "status": "completed"{more}, "item": '
    return f"{head}[{', '.join(items)}]}}".encode()


EVALUATE = "/fhir/Questionnaire/self-check/$evaluate"
ME = '{"linkId": "who", "answer": [{"valueCoding": {"code": "me"}}]}'
IN_SECTION = f'{{"linkId": "section.about", "item": [{ME}]}}'
OTHER = '{"linkId": "who", "answer": [%s]}'

FHIR_CASES = [
    Case("no path of FHIR's", 404, "not_found", f"/fhir/{CANARY}"),
    Case("FHIR itself", 404, "not_found", "/fhir"),
    Case("FHIR's base", 404, "not_found", f"/fhir/?{CANARY}=1"),
    Case("a type that is not there", 404, "not_found", f"/fhir/Patient/{CANARY}"),
    Case("a version of a resource", 404, "not_found", "/fhir/Questionnaire/self-check/_history/1"),
    Case("no such questionnaire", 404, "unknown_slug", f"/fhir/Questionnaire/{CANARY}"),
    Case(
        "no such questionnaire to evaluate",
        *(404, "unknown_slug", f"/fhir/Questionnaire/{CANARY}/$evaluate", "POST", b"{}"),
    ),
    Case("a read with a body of no kind", 405, "method_not_allowed", EVALUATE),
    Case("FHIR as XML", 406, "not_acceptable", f"/fhir/metadata?_format={CANARY}"),
    Case(
        "FHIR, as it is called in XML",
        *(406, "not_acceptable", "/fhir/metadata", "GET", None),
        {"Accept": f"application/fhir+xml, text/{CANARY}"},
    ),
    Case("a search by nothing known", 400, "unknown_parameter", f"/fhir/Questionnaire?{CANARY}=1"),
    *(
        refused_parameter(f"/fhir/Questionnaire?{query}")
        for query in (
            f"_id={CANARY},",
            f"_id={CANARY}%00",
            "_id=",
            f"_lastUpdated={CANARY}",
            "_lastUpdated=2026-13-01",
            "_lastUpdated=2026-02-30",
            "_lastUpdated=0000",
            "_lastUpdated=9999",
            "_lastUpdated=9999-12-31",
            "_lastUpdated=0001-01-01T00:00:00%2B14:00",
            "_lastUpdated=2026-11-22T12:00:00%2B15:00",
            "_lastUpdated=ap2026",
            "_lastUpdated=",
            f"_count={CANARY}",
            "_count=101",
            "_count=-1",
            f"_after={CANARY}/",
        )
    ),
    refused_parameter(f"/fhir/Questionnaire/{CANARY}%00"),
    refused_parameter(f"/fhir/Questionnaire/{CANARY * 20}"),
    Case("as text to FHIR", 415, "unsupported_media_type", EVALUATE, "POST", b"{}"),
    refused_fhir("no body", 400, "malformed_json", b""),
    refused_fhir("a key twice", 400, "malformed_json", b'{"zq7canary": 1, "zq7canary": 2}'),
    refused_fhir("deep items", 400, "malformed_json", b'{"item":[' * 5_000),
    *(
        refused_fhir(f"{number}: {body.decode()[:50]}", 422, "invalid_request", body)
        for number, body in enumerate(
            (
                b'["zq7canary"]',
                b"null",
                b'"zq7canary"',
                b"{}",
                b'{"resourceType": "zq7canary"}',
                b'{"resourceType": "Parameters"}',
                b'{"resourceType": "Parameters", "parameter": "zq7canary"}',
                b'{"resourceType": "Parameters", "parameter": ["zq7canary"]}',
                b'{"resourceType": "Parameters", "parameter": [{"name": "zq7canary"}]}',
                b'{"resourceType": "Parameters", "parameter": [{"name": ["zq7canary"]}]}',
                b'{"resourceType": "Parameters", "parameter": [{"name": "questionnaireResponse", '
                b'"resource": {"resourceType": "zq7canary"}}]}',
                b'{"resourceType": "Parameters", "parameter": [{"name": "region", '
                b'"valueCode": "zq7canary"}]}',
                b'{"resourceType": "QuestionnaireResponse", "status": "zq7canary"}',
                b'{"resourceType": "QuestionnaireResponse", "status": "entered-in-error"}',
                b'{"resourceType": "QuestionnaireResponse", "status": ["zq7canary"]}',
                answered(ME, more=', "zq7canary": 1'),
                answered(ME, more=', "questionnaire": "zq7canary"'),
                answered(ME, more=', "questionnaire": ["zq7canary"]'),
                answered(ME, more=', "implicitRules": "zq7canary"'),
                answered(ME, more=', "modifierExtension": [{"url": "zq7canary"}]'),
                answered('"zq7canary"'),
                answered('{"linkId": "who", "zq7canary": 1}'),
                answered('{"linkId": "who", "answer": "zq7canary"}'),
                answered('{"linkId": "who", "item": {"zq7canary": 1}}'),
                answered(OTHER % '"zq7canary"'),
                answered(OTHER % '{"valueString": "zq7canary"}'),
                answered(OTHER % '{"valueCoding": "zq7canary"}'),
                answered(OTHER % '{"valueCoding": {"code": ["zq7canary"]}}'),
                answered(OTHER % '{"valueInteger": 1}'),
                answered('{"linkId": "who", "item": [' * 14 + ME + "]}" * 14),
            )
        )
    ),
    *(
        refused_fhir(f"{number}: {body.decode()[60:120]}", 422, "answers_refused", body)
        for number, body in enumerate(
            (
                answered('{"linkId": "zq7canary"}'),
                answered('{"linkId": ["zq7canary"]}'),
                answered('{"answer": [{"valueInteger": 1}]}'),
                answered(IN_SECTION.replace("about", CANARY)),
                answered(
                    '{"linkId": "section.about", "answer": [{"valueCoding": {"code": "me"}}]}'
                ),
                answered('{"linkId": "who.why", "answer": [{"valueCoding": {"code": "me"}}]}'),
                answered(OTHER % '{"valueCoding": {"code": "zq7canary"}}'),
                answered(OTHER % '{"valueCoding": {"system": "zq7canary", "code": "me"}}'),
                answered(ME, ME),
                answered(ME, IN_SECTION),
                answered('{"linkId": "sitting-hours", "answer": [{"valueInteger": 99}]}'),
                answered('{"linkId": "sitting-hours", "answer": [{"valueInteger": true}]}'),
                answered('{"linkId": "sitting-hours", "answer": [{"valueInteger": 1.5}]}'),
            )
        )
    ),
]
"""The same under `/fhir`, where a failure has the shape that FHIR has for it."""

CASES = [
    # Nothing is there.
    Case("unknown path", 404, "not_found", f"/{CANARY}"),
    Case("unknown path below /v1", 404, "not_found", f"/v1/{CANARY}?{CANARY}={CANARY}"),
    Case("path below an item", 404, "not_found", f"/v1/exercises/clamshell/{CANARY}"),
    Case("slash at the end", 404, "not_found", "/v1/exercises/", headers={"Host": CANARY}),
    Case("unknown file of a page", 404, "not_found", f"/static/{CANARY}"),
    Case("unknown problem", 404, "not_found", f"/problems/{CANARY}"),
    Case("unknown rule set", 404, "unknown_slug", "/v1/self-check/rules/9.9.9"),
    Case("unknown timeline", 404, "unknown_slug", f"/v1/routines/{CANARY}/timeline"),
    Case("unknown cause, known aspect", 404, "unknown_slug", f"/v1/causes/{CANARY}?aspects=signs"),
    *(
        Case(f"unknown {kind.name}", 404, "unknown_slug", f"/v1/{kind.plural}/{CANARY}")
        for kind in FILLED
    ),
    # A parameter has a value that nobody can have meant.
    *(
        refused_parameter(f"/v1/{kind.plural}?{query}")
        for kind in LISTED
        for query in (
            f"ids={CANARY}",
            f"limit={CANARY}",
            f"cursor={CANARY}",
            f"lang={CANARY}",
            f"q={CANARY * 20}",
        )
    ),
    *(
        refused_parameter(f"/v1/{path}?{name}={value}")
        for path, names in (
            (
                "exercises",
                "aim position equipment available_equipment muscle difficulty side "
                "exclude_contraindication max_duration_s order",
            ),
            (
                "routines",
                "aim equipment available_equipment exclude_contraindication max_duration_s order",
            ),
            ("citations", "kind copy_read order"),
        )
        for name in names.split()
        for value in (CANARY, "", f"easy,{CANARY}")
    ),
    *(
        refused_parameter(f"/v1/exercises?q={CANARY}&{query}")
        for query in (
            "limit=0",
            "limit=101",
            "limit=-1",
            "limit=1.5",
            f"limit={'9' * 5_000}",
            "max_duration_s=0",
            f"max_duration_s={'9' * 30}",
            "order=-",
            "ids=clamshell&ids=",
        )
    ),
    *(
        refused_parameter(f"/v1/exercises?{query}")
        for query in (
            "q=",
            "cursor=",
            "cursor=%ff%00",
            f"cursor={cursor([CANARY])}",
            f"cursor={cursor({CANARY: 1})}",
            f"cursor={cursor(['name', CANARY, 'clamshell'])}",
            f"cursor={cursor(['slug', 1, CANARY])}",
            f"cursor={cursor(['slug', [], CANARY])}",
            f"cursor={cursor(['slug', '', 1])}",
            f"order=duration_s&cursor={cursor(['duration_s', True, CANARY])}",
        )
    ),
    refused_parameter(f"/v1/languages?limit={CANARY}"),
    refused_parameter(f"/v1/languages?cursor={CANARY}"),
    refused_parameter(f"/v1/causes/hip-dysplasia?aspects=signs,{CANARY}"),
    refused_parameter(f"/v1/self-check?lang={CANARY}"),
    refused_parameter(f"/v1/self-check/rules/{CANARY}"),
    refused_parameter(f"/v1/exercises/{CANARY.upper()}"),
    refused_parameter(f"/v1/exercises/{CANARY}%00"),
    refused_parameter(f"/v1/exercises/{CANARY}%ff"),
    refused_parameter(f"/v1/exercises/{CANARY * 20}"),
    refused_parameter(f"/problems/{CANARY * 20}"),
    # The body is not sent as JSON.
    *(
        Case(f"{sent_as}, to {url}", 415, "unsupported_media_type", url, "POST", b"{}", headers)
        for url in ("/v1/triage", "/v1/follow-up")
        for sent_as, headers in (
            ("sent as nothing", {}),
            ("sent as text", {"Content-Type": "text/plain"}),
            ("sent as another type", {"Content-Type": f"application/{CANARY}"}),
            ("sent as a form", {"Content-Type": "application/x-www-form-urlencoded"}),
        )
    ),
    # The body is not JSON, or could be read in two ways.
    *(
        refused_body(f"{name}, to {url}", 400, "malformed_json", body, url)
        for url in ("/v1/triage", "/v1/follow-up")
        for name, body in (
            ("no body", b""),
            ("cut off", b'{"answers": {"zq7canary'),
            ("words", b"zq7canary"),
            ("something after it", b'{"answers": {}} zq7canary'),
            ("single quotes", b"{'zq7canary': 1}"),
            ("deep lists", b"[" * 60_000),
            ("deep objects", b'{"answers":' * 5_000),
            ("closed deep objects", b'{"answers":' * 5_000 + b"{}" + b"}" * 5_000),
            ("a NUL alone", b"\0"),
            ("a NUL in a string", b'{"answers": {"zq7canary": "\0"}}'),
            ("NaN", b'{"answers": {"zq7canary": NaN}}'),
            ("Infinity", b'{"answers": {"zq7canary": -Infinity}}'),
            ("an integer of 5 000 digits", b'{"answers": {"zq7canary": ' + b"9" * 5_000 + b"}}"),
            ("invalid UTF-8", b'{"answers": {"zq7canary": "\xff"}}'),
            ("UTF-16", '{"answers": {"zq7canary": "none"}}'.encode("utf-16")),
            ("UTF-32", '{"answers": {"zq7canary": "none"}}'.encode("utf-32")),
            ("answers twice", b'{"answers": {"zq7canary": 1}, "answers": {}}'),
            ("one question twice", b'{"answers": {"who": "me", "who": "zq7canary"}}'),
            ("one question twice, alike", b'{"answers": {"zq7canary": 1, "zq7canary": 1}}'),
            (
                "one question twice, escaped",
                b'{"answers": {"who": "me", "\\u0077ho": "zq7canary"}}',
            ),
        )
    ),
    # It is JSON of another shape.
    *(
        refused_body(f"{name}, to {url}", 422, "invalid_request", body, url)
        for url in ("/v1/triage", "/v1/follow-up")
        for name, body in (
            ("a list", b'["zq7canary"]'),
            ("a string", b'"zq7canary"'),
            ("a number", b"7"),
            ("null", b"null"),
            ("an empty object", b"{}"),
            ("an unknown field", b'{"answers": {}, "zq7canary": "zq7canary"}'),
            ("answers in a list", b'{"answers": ["zq7canary"]}'),
            ("answers null", b'{"answers": null, "region": "GB"}'),
            ("a region in words", b'{"answers": {}, "region": "zq7canary"}'),
            ("a region in lower case", b'{"answers": {}, "region": "gb"}'),
            ("a region of three letters", b'{"answers": {}, "region": "GBR"}'),
            ("a region with a line end", b'{"answers": {}, "region": "GB\\n"}'),
            ("a region of half a character", b'{"answers": {}, "region": "\\ud800"}'),
            ("a region as a number", b'{"answers": {}, "region": 44}'),
            ("a region as an object", b'{"answers": {}, "region": {"zq7canary": 1}}'),
            ("a rule set in words", b'{"answers": {}, "ruleset": "zq7canary"}'),
            ("a rule set without a version", b'{"answers": {}, "ruleset": ""}'),
            ("a rule set as a number", b'{"answers": {}, "ruleset": 1.0}'),
        )
    ),
    refused_body(
        "a rule set that never was", 404, "unknown_slug", b'{"answers":{},"ruleset":"9.9.9"}'
    ),
    # The answers are not those of our questions.
    *FHIR_CASES,
    *(
        refused_body(f"answered {body.decode()}"[:60], 422, "answers_refused", body)
        for body in (
            b'{"answers": {"zq7canary": "none"}}',
            b'{"answers": {"": "zq7canary"}}',
            b'{"answers": {"who": "zq7canary"}}',
            b'{"answers": {"who": "zq7canary\\u0000"}}',
            b'{"answers": {"who": "\\ud800zq7canary"}}',
            b'{"answers": {"\\ud800zq7canary": "none"}}',
            b'{"answers": {"who": ["me", "zq7canary"]}}',
            b'{"answers": {"who": [["zq7canary"]]}}',
            b'{"answers": {"who": {"zq7canary": "zq7canary"}}}',
            b'{"answers": {"who": null, "zq7canary": null}}',
            b'{"answers": {"who": true, "zq7canary": true}}',
            b'{"answers": {"who": 3, "zq7canary": 3}}',
            b'{"answers": {"sitting-hours": "zq7canary"}}',
            b'{"answers": {"sitting-hours": ["zq7canary"]}}',
            b'{"answers": {"sitting-hours": [1, 2], "zq7canary": 1}}',
            b'{"answers": {"sitting-hours": 1.5, "zq7canary": 1}}',
            b'{"answers": {"sitting-hours": true, "zq7canary": 1}}',
            b'{"answers": {"sitting-hours": -1, "zq7canary": 1}}',
            b'{"answers": {"sitting-hours": 1e400, "zq7canary": 1}}',
            b'{"answers": {"sitting-hours": ' + b"9" * 4_000 + b', "zq7canary": 1}}',
        )
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_a_failure_has_its_status_and_code_in_the_one_shape(
    case: Case, client: AsyncClient
) -> None:
    response = await send(client, case)

    await assert_problem(client, response, case.status, case.code)


async def test_a_failure_repeats_nothing_that_was_sent(client: AsyncClient) -> None:
    said = [(case.name, told(await send(client, case))) for case in CASES]

    assert [name for name, words in said if CANARY in words] == []


async def test_no_route_takes_a_parameter_it_does_not_know(
    client: AsyncClient, reads: list[str], sends: list[str]
) -> None:
    unknown = {CANARY: CANARY}

    responses = [await client.get(url, params=unknown) for url in reads]
    responses += [await client.post(url, params=unknown, json={}) for url in sends]

    assert [str(r.url) for r in responses if r.status_code != 400] == []
    for response in responses:
        await assert_problem(client, response, 400, "unknown_parameter")
        assert_silent(response)


async def test_no_route_answers_in_a_media_type_nobody_asked_for(
    client: AsyncClient, reads: list[str], sends: list[str]
) -> None:
    other = {"Accept": f"text/{CANARY}, application/{CANARY};q=0.5"}

    versioned = [url for url in reads if url.startswith(("/v1/", "/fhir/"))]
    responses = [await client.get(url, headers=other) for url in versioned]
    responses += [await client.post(url, headers=other, json={"answers": {}}) for url in sends]

    assert [str(r.url) for r in responses if r.status_code != 406] == []
    for response in responses:
        await assert_problem(client, response, 406, "not_acceptable")
        assert_silent(response)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "ZQ7CANARY"])
async def test_a_method_a_route_does_not_take_is_a_problem(
    method: str, client: AsyncClient, document: dict[str, Any]
) -> None:
    paths = [path for path, taken in document["paths"].items() if method.lower() not in taken]

    responses = [await client.request(method, path, headers=SPOKEN) for path in paths]

    for response in responses:
        await assert_problem(client, response, 405, "method_not_allowed")
        assert_silent(response)


async def test_allow_names_every_method_a_path_takes(
    client: AsyncClient, document: dict[str, Any]
) -> None:
    paths = list(document["paths"])

    allowed = {path: (await client.request("ZQ7", path)).headers["Allow"] for path in paths}

    assert {path: set(methods.split(", ")) for path, methods in allowed.items()} == {
        path: {method.upper() for method in taken}
        | {"OPTIONS"}
        | {"HEAD" for m in taken if m == "get"}
        for path, taken in document["paths"].items()
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/v1/triage", "/v1/exercises", f"/{CANARY}"])
async def test_a_body_of_five_megabytes_is_refused(
    method: str, path: str, client: AsyncClient
) -> None:
    body = CANARY.encode() * 600_000

    response = await client.request(method, path, content=body, headers=JSON)

    await assert_problem(client, response, 413, "body_too_large")
    assert_silent(response)


async def test_a_body_of_five_megabytes_is_refused_when_its_length_is_not_told(
    client: AsyncClient,
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(600):
            yield CANARY.encode() * 1_000

    response = await client.post("/v1/triage", content=pieces(), headers=JSON)

    await assert_problem(client, response, 413, "body_too_large")
    assert_silent(response)


@pytest.mark.parametrize(
    "length",
    [CANARY, "-1", "9" * 5_000, "\u00b2"],
    ids=["a word", "negative", "5 000 digits", "a digit only to Unicode"],
)
async def test_a_length_that_makes_no_sense_is_not_our_fault(
    length: str, client: AsyncClient
) -> None:
    headers = [
        (b"Content-Length", length.encode("latin-1")),
        (b"Content-Type", b"application/json"),
    ]

    response = await client.post("/v1/triage", content=b'{"answers": {}}', headers=headers)

    assert_silent(response)
    assert response.status_code in (200, 400, 413)


@pytest.mark.parametrize("wanted", [f"bytes={CANARY}", "bytes=99999999-", f"{CANARY}=0-1"])
async def test_a_range_that_makes_no_sense_is_ignored_or_a_problem(
    wanted: str, client: AsyncClient
) -> None:
    response = await client.get("/docs/init.js", headers={"Range": wanted})

    assert_silent(response)
    if response.status_code != 200:
        await assert_problem(client, response, response.status_code, response.json()["code"])


async def test_a_preflight_for_what_we_do_not_take_fails_in_no_other_shape(
    client: AsyncClient,
) -> None:
    asked = {"Access-Control-Request-Method": "DELETE", "Access-Control-Request-Headers": CANARY}

    response = await client.options("/v1/exercises", headers={**SPOKEN, **asked})

    assert "DELETE" not in response.headers.get("Access-Control-Allow-Methods", "")
    if response.status_code >= 400:
        await assert_problem(client, response, 405, "method_not_allowed")


async def test_a_withdrawn_rule_set_is_gone(app: FastAPI, own_client: AsyncClient) -> None:
    app.state.catalog = withdrawn(app.state.catalog)
    body = {"answers": {CANARY: CANARY}}

    response = await own_client.post("/v1/triage", json=body)

    await assert_problem(own_client, response, 410, "withdrawn")
    assert_silent(response)


@pytest.mark.parametrize("path", ["/readyz", "/v1/exercises", f"/v1/exercises/{CANARY}"])
async def test_without_a_release_nothing_is_ready(
    path: str, app: FastAPI, own_client: AsyncClient
) -> None:
    app.state.catalog = None

    response = await own_client.get(path)

    await assert_problem(own_client, response, 503, "not_ready")
    assert_silent(response)


async def test_a_crash_has_the_same_shape_and_says_nothing(
    app: FastAPI, own_client: AsyncClient
) -> None:
    async def crash(word: str) -> None:
        raise RuntimeError(f"{word}: {CANARY}")

    app.add_api_route("/crash/{word}", crash)

    response = await own_client.get(f"/crash/{CANARY}", headers=SPOKEN)

    await assert_problem(own_client, response, 500, "internal_error")
    assert_silent(response)
    assert not any(word in response.text for word in ("RuntimeError", "Traceback", ".py"))
    assert response.json()["errors"] == []


async def test_a_crash_is_logged_by_its_place_and_without_its_words(
    app: FastAPI, own_client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    async def crash(word: str) -> None:
        raise RuntimeError(f"{word}: {CANARY}")

    app.add_api_route("/crash/{word}", crash)

    await own_client.get("/crash/word", headers=SPOKEN)

    ours = [record.getMessage() for record in caplog.records if record.name != "httpx"]
    assert any("test_errors.py" in message for message in ours)
    assert not any(CANARY in message.replace("{CANARY}", "") for message in ours)


async def test_two_failures_are_told_apart_by_their_instance(client: AsyncClient) -> None:
    instances = {(await client.get("/nothing")).json()["instance"] for _ in range(5)}

    assert len(instances) == 5


@pytest.mark.parametrize("code", sorted(PROBLEMS))
async def test_every_problem_is_explained(code: str, client: AsyncClient) -> None:
    response = await client.get(f"/problems/{code}")

    assert response.status_code == 200
    assert response.json()["code"] == code
    assert response.json()["status"] >= 400
    assert response.json()["meaning"]


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({"who": "zq7"}, [("/answers/who", "unknown_option")]),
        ({"who": ["me", "zq7"]}, [("/answers/who/1", "unknown_option")]),
        ({"who": 1}, [("/answers/who", "wrong_type")]),
        ({"sitting-hours": 99}, [("/answers/sitting-hours", "wrong_number")]),
        ({"zq7": 1, "zq8": 2}, [("/answers", "unknown_question")] * 2),
        ({"who": "me", "zq7": 1}, [("/answers", "unknown_question")]),
    ],
)
async def test_a_refusal_says_where_and_which_kind(
    answers: dict[str, object], errors: list[tuple[str, str]], client: AsyncClient
) -> None:
    response = await client.post("/v1/triage", json={"answers": answers})

    told = [(error["pointer"], error["code"]) for error in response.json()["errors"]]
    assert told == errors


async def test_a_refused_question_is_named_by_its_position(client: AsyncClient) -> None:
    answers = {"who": "me", "zq7": "none", "age": "18-to-44", "zq8": "none"}

    response = await client.post("/v1/triage", json={"answers": answers})

    details = [error["detail"] for error in response.json()["errors"]]
    assert ["entry 2 " in details[0], "entry 4 " in details[1]] == [True, True]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=8,
)
QUESTIONS = st.sampled_from(["who", "age", "sitting-hours", "saddle-numbness", "goal"]) | st.text()


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.fixed_dictionaries({"answers": st.dictionaries(QUESTIONS, JSON_VALUES)}) | JSON_VALUES,
)
async def test_no_json_is_ever_our_fault(client: AsyncClient, body: object) -> None:
    response = await client.post("/v1/triage", content=json.dumps(body), headers=JSON)

    if response.status_code != 200:
        assert response.status_code in (400, 422)
        assert set(response.json()) == SHAPE


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=st.sampled_from(["aim", "muscle", "ids", "order", "limit", "cursor", "q", "lang"]),
    value=st.text() | JSON_VALUES.map(cursor),
)
async def test_no_parameter_is_ever_our_fault(client: AsyncClient, name: str, value: str) -> None:
    response = await client.get("/v1/exercises", params={name: value.encode("utf-8", "replace")})

    if response.status_code != 200:
        assert response.status_code == 422
        assert [error["pointer"] for error in response.json()["errors"]] == [f"?{name}"]


SHAPE = {"type", "title", "status", "detail", "instance", "code", "errors"}


async def send(client: AsyncClient, case: Case) -> Response:
    headers = {**SPOKEN, **case.headers}
    return await client.request(case.method, case.url, content=case.body, headers=headers)


async def assert_problem(client: AsyncClient, response: Response, status: int, code: str) -> None:
    assert response.status_code == status, response.text[:300]
    assert response.headers["Cache-Control"] == "no-store"
    body = response.json()
    if is_of(response.url.path):
        assert_outcome(response, status, code)
        return
    assert response.headers["Content-Type"] == "application/problem+json"
    assert set(body) == SHAPE
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"/problems/{code}"
    assert (await client.get(body["type"])).status_code == 200
    assert body["title"]
    assert body["detail"]
    assert body["instance"].startswith("urn:uuid:")
    assert all(set(error) == {"pointer", "code", "detail"} for error in body["errors"])


def assert_outcome(response: Response, status: int, code: str) -> None:
    """The same under `/fhir`, in the shape that FHIR has for it."""
    assert response.headers["Content-Type"] == "application/fhir+json; charset=utf-8"
    body = response.json()
    assert set(body) == {"resourceType", "id", "issue"}
    assert body["resourceType"] == "OperationOutcome"
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", body["id"])
    first, *more = body["issue"]
    assert first["details"]["coding"][0]["code"] == code
    assert first["severity"] == ("fatal" if status >= 500 else "error")
    for issue in (first, *more):
        assert issue["code"] == ISSUE_TYPES[code]
        assert issue["diagnostics"]
        assert issue["details"]["text"]
        assert set(issue) <= {
            "severity",
            "code",
            "details",
            "diagnostics",
            "expression",
            "location",
        }
    assert all(set(issue) & {"expression", "location"} for issue in more)


def assert_silent(response: Response) -> None:
    """Whatever was sent had the canary in it; what came back has not."""
    assert CANARY not in told(response)


def told(response: Response) -> str:
    return (response.text + str(response.headers.raw)).lower()


def withdrawn(catalog: Catalog) -> Catalog:
    """The same release, its rule sets recalled."""
    kept = {
        key: replace(rules, out=rules.out.model_copy(update={"status": "withdrawn"}))
        for key, rules in catalog.rule_sets.items()
    }
    return replace(catalog, rule_sets=kept)


def test_fhir_has_a_word_for_every_problem() -> None:
    assert set(ISSUE_TYPES) == set(PROBLEMS)
