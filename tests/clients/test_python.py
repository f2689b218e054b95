"""What an integrator writes in Python with the generated package: nothing the document says is
lost, and every operation can be called."""

import json
import shutil
from pathlib import Path

import pytest

from app.library import Library
from app.triage.vectors import vectors
from tests.clients.programs import DOCUMENT, SAID, ProgramError
from tests.clients.python import CONFIG, check_python, generate, run_python

HERE = Path(__file__).parent
SESSION = (CONFIG.parent / "session.py").read_text()


def test_a_session_runs_from_the_first_question_to_a_routine(server: str, tmp_path: Path) -> None:
    said = run_python(SESSION, server, tmp_path).splitlines()

    assert said[1:] == [
        *SAID,
        "later: Get emergency help now: 999, Call your emergency number now.",
    ]


def test_the_session_is_typed_and_what_may_be_null_is_looked_at(tmp_path: Path) -> None:
    careless = SESSION.replace("assert outcome.level is not None", "")

    check_python(SESSION, tmp_path)
    with pytest.raises(ProgramError, match=r'Item "None" of .* has no attribute "value"'):
        check_python(careless, tmp_path)


def test_no_field_of_the_document_is_lost(server: str, tmp_path: Path) -> None:
    shutil.copy(DOCUMENT, tmp_path / "document.json")

    assert _compared(server, tmp_path) == []


def test_a_field_that_is_lost_is_found(server: str, tmp_path: Path) -> None:
    """The other way round: the document says more than the models were made from."""
    document = json.loads(DOCUMENT.read_text())
    schemas = document["components"]["schemas"]
    outcome = schemas["Outcome"]["properties"]
    outcome["sure"] = {"type": "string"}
    outcome["level"] |= {"type": "string"}
    outcome["content_release"] |= {"type": "string"}
    outcome["warnings"]["items"] = {"$ref": "#/components/schemas/Advice"}
    schemas["Outcome"]["required"].remove("disclaimer")
    schemas["Advice"]["properties"]["title"]["type"] = ["string", "null"]
    schemas["Answers"]["required"].append("region")
    schemas["WarningRef"]["properties"]["severity"]["enum"].append("grave")
    schemas["Invented"] = {"properties": {}}
    (tmp_path / "document.json").write_text(json.dumps(document))

    assert {fault.partition(" ")[0] for fault in _compared(server, tmp_path)} == {
        "Advice.title:",
        "Answers.region:",
        "Invented:",
        "Outcome.content_release:",
        "Outcome.disclaimer:",
        "Outcome.level:",
        "Outcome.sure:",
        "Outcome.warnings[]:",
        "WarningRef.severity:",
    }


def test_every_operation_answers_and_nothing_is_lost_on_the_way(
    library: Library, server: str, tmp_path: Path
) -> None:
    document = json.loads(DOCUMENT.read_text())
    people = [vector["answers"] for vector in vectors(library.rule_sets["self-check"])[::40]]
    (tmp_path / "document.json").write_text(json.dumps(document))
    (tmp_path / "people.json").write_text(json.dumps(people))

    lost = json.loads(run_python((HERE / "round_trip.py").read_text(), server, tmp_path))

    every = [operation for path in document["paths"].values() for operation in path.values()]
    operations = [one["operationId"] for one in every if not one.get("security")]
    assert lost == {operation: [] for operation in operations}


def test_what_the_generator_cannot_do_fails(tmp_path: Path) -> None:
    document = json.loads(DOCUMENT.read_text())
    answer = document["paths"]["/v1/meta"]["get"]["responses"]["200"]
    answer["content"] = {"image/gif": {"schema": {"type": "string"}}}
    (tmp_path / "document.json").write_text(json.dumps(document))

    with pytest.raises(ProgramError, match="Unsupported content_type image/gif"):
        generate(tmp_path / "document.json", tmp_path)


def _compared(server: str, folder: Path) -> list[str]:
    faults: list[str] = json.loads(run_python((HERE / "compare.py").read_text(), server, folder))
    return faults
