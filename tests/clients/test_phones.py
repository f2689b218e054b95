"""What an app in Kotlin or Swift is written with: the generated client is really compiled and run,
nothing that the document says is lost, and every operation can be called."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.library import Library
from app.triage.vectors import vectors
from tests.clients import calls, kotlin, shapes, swift
from tests.clients.programs import DOCUMENT, SAID, ProgramError
from tests.clients.shapes import Shapes
from tests.conftest import ROOT

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Phone:
    name: str
    run: Callable[[str, str, Path], str]
    client: Callable[[], Path]
    build: Callable[[Path, Path], None]
    shapes: Callable[[Path, Path], Shapes]
    write: Callable[[str, list[calls.Call]], str]
    suffix: str
    unions: bool
    base64: str
    unknown: str
    program: str

    @property
    def session(self) -> str:
        return (ROOT / "clients" / self.name / f"Session.{self.suffix}").read_text()


KOTLIN = Phone(
    name="kotlin",
    run=kotlin.run_kotlin,
    client=kotlin.client,
    build=kotlin.build,
    shapes=kotlin.shapes,
    write=calls.kotlin,
    suffix="kt",
    unions=False,
    base64="string",
    unknown="UNKNOWN_DEFAULT_OPEN_API",
    program="""
import plumbline.client.apis.SelfCheckApi

suspend fun main() {
    println(SelfCheckApi(System.getenv("PLUMBLINE_URL")).getSelfCheck().version)
}
""",
)
SWIFT = Phone(
    name="swift",
    run=swift.run_swift,
    client=swift.client,
    build=swift.build,
    shapes=swift.shapes,
    write=calls.swift,
    suffix="swift",
    unions=True,
    base64="bytes",
    unknown="unknownDefaultOpenApi",
    program="""
import Foundation
import Plumbline

let server = PlumblineAPIConfiguration(
    basePath: ProcessInfo.processInfo.environment["PLUMBLINE_URL"]!)
print(try await SelfCheckAPI.getSelfCheck(apiConfiguration: server).version)
""",
)


@pytest.fixture(params=[KOTLIN, SWIFT], ids=["kotlin", "swift"])
def phone(request: pytest.FixtureRequest) -> Phone:
    chosen: Phone = request.param
    return chosen


def test_a_program_asks_a_running_server(phone: Phone, server: str, tmp_path: Path) -> None:
    assert phone.run(phone.program, server, tmp_path) == "1.0.0\n"


def test_a_program_that_names_what_is_not_there_does_not_compile(
    phone: Phone, tmp_path: Path
) -> None:
    wrong = phone.program.replace(".version", ".versions")

    with pytest.raises(ProgramError, match="versions"):
        phone.run(wrong, "http://127.0.0.1:1", tmp_path)


def test_a_program_that_finds_no_server_fails(phone: Phone, tmp_path: Path) -> None:
    with pytest.raises(ProgramError):
        phone.run(phone.program, "http://127.0.0.1:1", tmp_path)


def test_a_session_runs_from_the_first_question_to_a_routine(
    phone: Phone, server: str, tmp_path: Path
) -> None:
    said = phone.run(phone.session, server, tmp_path).splitlines()

    assert said[1:] == [
        *SAID,
        f"later: {phone.unknown}, may exercise: false",
    ]


def test_no_field_of_the_document_is_lost(phone: Phone, tmp_path: Path) -> None:
    document = json.loads(DOCUMENT.read_text())

    found = phone.shapes(phone.client(), tmp_path)

    assert shapes.lost(document, found, unions=phone.unions, base64=phone.base64) == []


def test_every_operation_answers_and_nothing_is_lost_on_the_way(
    phone: Phone, library: Library, server: str, tmp_path: Path
) -> None:
    document = json.loads(DOCUMENT.read_text())
    people = [vector["answers"] for vector in vectors(library.rule_sets["self-check"])[::40]]
    every = list(calls.calls(document, people))
    head = (HERE / f"Calls.{phone.suffix}").read_text()

    phone.run(phone.write(head, every), server, tmp_path)

    all_ = [operation for path in document["paths"].values() for operation in path.values()]
    operations = {one["operationId"] for one in all_ if not one.get("security")}
    assert {call.operation for call in every} == operations
    assert calls.lost(tmp_path, every) == {}


def test_what_a_generator_loses_is_found(phone: Phone, tmp_path: Path) -> None:
    """Null behind `anyOf`, and a list of values that the client was made without."""
    made_from = _small({"type": ["string", "null"]})
    (tmp_path / "document.json").write_text(json.dumps(made_from))
    built = tmp_path / "built"
    built.mkdir()
    phone.build(tmp_path / "document.json", built)

    found = phone.shapes(built, tmp_path / "shapes")

    said = _small({"type": ["string", "null"], "enum": ["urgent", "well", None]})
    assert shapes.lost(said, found, unions=phone.unions, base64=phone.base64) == [
        "Told.level: enum(urgent|well|unknown_default_open_api)? became string?",
        "Told.seen: any became ()",
    ]


def _small(level: dict[str, object]) -> dict[str, object]:
    seen = {"anyOf": [{"type": ["object", "null"]}, {"type": "string"}]}
    told = {"type": "object", "required": ["level", "seen", "at"], "properties": {}}
    told["properties"] = {"level": level, "seen": seen, "at": {"type": ["integer", "null"]}}
    info = {"title": "Small", "version": "1"}
    return {
        "openapi": "3.1.0",
        "info": info,
        "paths": {},
        "components": {"schemas": {"Told": told}},
    }


@pytest.mark.parametrize(
    ("sent", "read", "found"),
    [
        ({"level": None}, {"level": None, "new": None}, []),
        ({"at": "2026-11-22T12:00:00.908689Z"}, {"at": "2026-11-22T12:00:00.908+00:00"}, []),
        ({"level": None}, {}, ["/level: None was read as Ellipsis"]),
        ({"sure": True}, {"sure": 1}, ["/sure: True was read as 1"]),
        ({"of": [{"n": 1}]}, {"of": [{"n": "1"}]}, ["/of/0/n: 1 was read as '1'"]),
        ({"of": [1, 2]}, {"of": [1]}, ["/of: [1, 2] was read as [1]"]),
        ({}, {"of": 1}, ["/of: Ellipsis was read as 1"]),
    ],
)
def test_what_is_lost_on_the_way_is_found(
    sent: object, read: object, found: list[str], tmp_path: Path
) -> None:
    call = calls.Call("meta-0", "get_meta", "about", {}, None, "")
    (tmp_path / "meta-0.sent").write_text(json.dumps(sent))
    (tmp_path / "meta-0.read").write_text(json.dumps(read, indent=1))

    assert calls.lost(tmp_path, [call]) == ({"meta-0": found} if found else {})
