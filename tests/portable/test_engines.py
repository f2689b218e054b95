"""Engines nobody here wrote, and ours in JavaScript, against all vectors. They need Node: see
clients/js."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.library import Library
from app.triage.portable import portable
from app.triage.vectors import vectors
from tests import tools
from tests.tools import CLIENT

ENGINES = {"json-logic-js", "certlogic-js", "plumbline-triage"}


@pytest.fixture(scope="module")
def node() -> str:
    return tools.node("json-logic-js", "the engines on phones are NOT tested")


@pytest.mark.parametrize("name", ["self-check", "follow-up"])
def test_every_engine_agrees_on_every_vector(
    node: str, library: Library, name: str, tmp_path: Path
) -> None:
    rules = library.rule_sets[name]
    made = vectors(rules)

    table = _compare(node, tmp_path, portable(rules), made)

    agreed = {"vectors": len(made), "agreed": len(made), "failures": []}
    assert table == dict.fromkeys(ENGINES, agreed)


def test_an_engine_that_disagrees_is_found_out(
    node: str, document: dict[str, Any], made: list[dict[str, Any]], tmp_path: Path
) -> None:
    vector = made[0] | {"expect": made[0]["expect"] | {"level": "self_care", "next": []}}

    table = _compare(node, tmp_path, document, [vector])

    failure = {"name": vector["name"], "differs": ["level", "next"]}
    assert table == {
        engine: {"vectors": 1, "agreed": 0, "failures": [failure]} for engine in ENGINES
    }


@pytest.mark.parametrize(
    "answers", [{"nobody-asks": ["yes"]}, {"saddle-numbness": ["yess"]}, {"sitting-hours": 99}]
)
def test_the_reference_evaluator_refuses_what_the_rules_do_not_know(
    node: str, document: dict[str, Any], answers: dict[str, object], tmp_path: Path
) -> None:
    vector = {"name": "misspelt", "answers": answers, "expect": {}}

    table = _compare(node, tmp_path, document, [vector])

    [failure] = table["plumbline-triage"]["failures"]
    assert failure["differs"][0].startswith("RangeError")


def _compare(
    node: str, tmp_path: Path, document: dict[str, Any], made: list[dict[str, Any]]
) -> dict[str, Any]:
    rules, vectors_ = tmp_path / "rules.json", tmp_path / "vectors.json"
    rules.write_text(json.dumps(document))
    vectors_.write_text(json.dumps(made))
    command = [node, str(CLIENT / "engines.mjs"), str(rules), str(vectors_)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout, done.stderr
    table: dict[str, Any] = json.loads(done.stdout)
    return table
