"""Programs in Kotlin and Swift are really compiled and really run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients.kotlin import run_kotlin
from tests.clients.programs import ProgramError
from tests.clients.swift import run_swift

Runner = Callable[[str, str, Path], str]

KOTLIN = """
import plumbline.client.apis.SelfCheckApi

suspend fun main() {
    println(SelfCheckApi(System.getenv("PLUMBLINE_URL")).getSelfCheck().version)
}
"""
SWIFT = """
import Foundation
import Plumbline

let server = PlumblineAPIConfiguration(
    basePath: ProcessInfo.processInfo.environment["PLUMBLINE_URL"]!)
print(try await SelfCheckAPI.getSelfCheck(apiConfiguration: server).version)
"""
BOTH = pytest.mark.parametrize(
    ("program", "run"),
    [pytest.param(KOTLIN, run_kotlin, id="kotlin"), pytest.param(SWIFT, run_swift, id="swift")],
)


@BOTH
def test_a_program_asks_a_running_server(
    program: str, run: Runner, server: str, tmp_path: Path
) -> None:
    printed = run(program, server, tmp_path)

    assert printed == "1.0.0\n"


@BOTH
def test_a_program_that_names_what_is_not_there_does_not_compile(
    program: str, run: Runner, tmp_path: Path
) -> None:
    wrong = program.replace(".version", ".versions")

    with pytest.raises(ProgramError, match="versions"):
        run(wrong, "http://127.0.0.1:1", tmp_path)


@BOTH
def test_a_program_that_finds_no_server_fails(program: str, run: Runner, tmp_path: Path) -> None:
    with pytest.raises(ProgramError):
        run(program, "http://127.0.0.1:1", tmp_path)
