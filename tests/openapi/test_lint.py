"""Two linters that do not know one another have nothing to say about either document. Their rules,
and why one is off, stand in tools/redocly.yaml and tools/spectral.yaml."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.tools import linter

DOCUMENTS = ["v1.json", "v1-3.0.json"]
CONFIGS = ["redocly.yaml", ".redocly.lint-ignore.yaml", "spectral.yaml"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_redocly_finds_nothing(name: str) -> None:
    assert redocly(ROOT, name) == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_spectral_finds_nothing(name: str) -> None:
    assert spectral(ROOT, name) == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_redocly_finds_what_is_planted(name: str, tmp_path: Path) -> None:
    folder = planted(tmp_path, name)

    assert redocly(folder, name) >= {
        "parameter-description",
        "operation-4xx-response",
        "no-invalid-media-type-examples",
        "no-ambiguous-paths",
        "no-unused-components",
    }


@pytest.mark.parametrize("name", DOCUMENTS)
def test_spectral_finds_what_is_planted(name: str, tmp_path: Path) -> None:
    folder = planted(tmp_path, name)

    assert spectral(folder, name) >= {
        "oas3-parameter-description",
        "oas3-valid-media-example",
        "oas3-unused-component",
        "oas3-schema",
        "operation-operationId-unique",
    }


def test_each_rule_that_is_off_would_find_something(tmp_path: Path) -> None:
    # A waiver that nothing needs any more would hide the next fault.
    for finds, config in ((redocly, "redocly.yaml"), (spectral, "spectral.yaml")):
        folder = copied(tmp_path / config)
        rules = yaml.safe_load((folder / "tools" / config).read_text())
        off = set(rules["rules"]).union(*(more["rules"] for more in rules.get("overrides", [])))
        (folder / "tools" / config).write_text(yaml.safe_dump({"extends": rules["extends"]}))
        ignored = folder / "tools" / ".redocly.lint-ignore.yaml"
        one_by_one = set(yaml.safe_load(ignored.read_text())["../openapi/v1.json"])
        ignored.unlink()
        shutil.copy(ROOT / "openapi" / "v1.json", folder / "openapi")

        found = finds(folder, "v1.json")

        assert found == off | (one_by_one if finds is redocly else set())


def planted(folder: Path, name: str) -> Path:
    """The document with a fault of each kind."""
    folder = copied(folder)
    document = json.loads((ROOT / "openapi" / name).read_text())
    paths = document["paths"]
    exercise, exercises = paths["/v1/exercises/{slug}"]["get"], paths["/v1/exercises"]["get"]
    del exercises["parameters"][0]["description"]
    exercises["operationId"] = exercise["operationId"]
    answer = exercise["responses"]["200"]["content"]["application/json"]
    next(iter(answer["examples"].values()))["value"]["slug"] = 5
    # Spectral passes over examples of shapes that hold themselves, as an exercise may. Redocly does
    # not, nor do our own tests.
    asked = paths["/v1/triage"]["post"]["requestBody"]["content"]["application/json"]
    next(iter(asked["examples"].values()))["value"]["region"] = 5
    exercise["responses"] = {"200": exercise["responses"]["200"]}
    paths["/v1/{kind}/clamshell"] = {"get": {"operationId": "odd", "responses": {"200": {}}}}
    document["components"]["schemas"]["Unused"] = {"type": "string"}
    (folder / "openapi" / name).write_text(json.dumps(document))
    return folder


def copied(folder: Path) -> Path:
    """The linters' rules in a folder of their own."""
    (folder / "tools").mkdir(parents=True)
    (folder / "openapi").mkdir()
    for config in CONFIGS:
        shutil.copy(ROOT / "tools" / config, folder / "tools")
    return folder


def redocly(folder: Path, name: str) -> set[str]:
    """The rules that are broken."""
    program = linter("redocly", "Redocly does not look at the OpenAPI document")
    words = ["lint", "--config", "tools/redocly.yaml", "--format", "json", "--max-problems", "9999"]
    # It would ask for a newer version of itself and tell how it is used.
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    said = run([program, *words, f"openapi/{name}"], folder, quiet)
    return {problem["ruleId"] for problem in said["problems"] if not problem.get("ignored")}


def spectral(folder: Path, name: str) -> set[str]:
    """The rules that are broken."""
    program = linter("spectral", "Spectral does not look at the OpenAPI document")
    words = ["lint", "--ruleset", "tools/spectral.yaml", "--format", "json", "--quiet"]
    return {str(found["code"]) for found in run([program, *words, f"openapi/{name}"], folder, {})}


def run(words: list[str], folder: Path, settings: dict[str, str]) -> Any:
    """What it says, whether it found something or not. What is no JSON is a failure to run."""
    done = subprocess.run(
        words,
        cwd=folder,
        env={"PATH": os.environ["PATH"], **settings},
        text=True,
        capture_output=True,
        check=False,
    )
    return json.loads(done.stdout)
