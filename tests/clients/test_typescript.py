"""What an integrator writes in TypeScript: checked strictly, then run against a server."""

import json
import re
from pathlib import Path

import pytest

from tests.clients.programs import DOCUMENT, SAID, ProgramError
from tests.clients.typescript import check_typescript, run_typescript
from tests.tools import CLIENT

TYPES = (CLIENT / "types.ts").read_text()


def test_a_session_runs_from_the_first_question_to_a_routine(server: str, tmp_path: Path) -> None:
    said = run_typescript((CLIENT / "session.ts").read_text(), server, tmp_path).splitlines()

    assert said[1:] == SAID


def test_the_types_are_what_the_contract_says(tmp_path: Path) -> None:
    check_typescript(TYPES, tmp_path)


def test_whatever_a_document_loses_does_not_compile(tmp_path: Path) -> None:
    document = json.loads(DOCUMENT.read_text())
    schemas = document["components"]["schemas"]
    outcome = schemas["Outcome"]["properties"]
    outcome["level"]["type"] = "string"
    outcome["level"]["enum"].remove(None)
    del outcome["level_at_least"]["enum"]
    schemas["Outcome"]["required"].remove("warnings")
    schemas["WarningRef"]["properties"]["severity"]["enum"].remove("reassurance")
    schemas["Answers"]["required"].append("region")
    (tmp_path / "document.json").write_text(json.dumps(document))

    with pytest.raises(ProgramError) as failed:
        check_typescript(TYPES, tmp_path, tmp_path / "document.json")

    lines = TYPES.splitlines()
    found = {
        lines[int(n) - 1].strip() for n in re.findall(r"program\.ts\((\d+)", str(failed.value))
    }
    assert found == {
        'same<Same<Outcome["level"], Level | null>>();',
        "// @ts-expect-error Null is looked at before a level is used.",
        'same<Same<Outcome["level_at_least"], Level>>();',
        "// @ts-expect-error Every field is always there.",
        'same<Same<Schemas["WarningRef"]["severity"], '
        '"emergency" | "urgent" | "important" | "advice" | "reassurance">>();',
        'const least: Schemas["Answers"] = { answers: {} };',
    }
