"""The kit passes an app that does everything right, and catches each fault that apps have."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from contract.adapter import answer
from contract.run import MUST, run

from tests.contract.apps import APPS
from tests.contract.made import FILE

CASES = json.loads(FILE.read_text())
KIT = FILE.parent


def test_the_reference_does_everything_right() -> None:
    results = run(CASES, lambda case: answer(case["given"]))

    assert [(name, str(faults[0])) for name, faults in results if faults] == []


@pytest.mark.parametrize("name", APPS)
def test_a_fault_is_caught_and_what_to_do_is_said(name: str) -> None:
    app, code, sentence = APPS[name]

    results = run(CASES, lambda case: app(case["given"]))

    found = [fault for _, faults in results for fault in faults if fault.demand == MUST]
    assert any(fault.code == code and sentence in fault.what_to_do for fault in found), {
        str(fault) for fault in found
    }


def test_no_two_faults_of_one_app_are_told_twice() -> None:
    app, *_ = APPS["leaves out the steps' warnings"]

    for _, faults in run(CASES, lambda case: app(case["given"])):
        assert len(set(faults)) == len(faults)


def test_it_runs_as_a_team_runs_it(tmp_path: Path) -> None:
    done = _run("--strict", "--junit", f"{tmp_path}/kit.xml", "--", sys.executable, "adapter.py")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(
        f"{len(CASES)} of {len(CASES)} cases shown as they must be; SHOULD: 0\n"
    )
    suite = ElementTree.parse(tmp_path / "kit.xml").getroot()
    assert len(suite.findall("testcase")) == len(CASES)
    assert suite.findall("testcase/failure") == []


def test_what_ui_tests_wrote_down_is_judged(tmp_path: Path) -> None:
    """One case was not shown at all, in another the number is missing."""
    first, second = CASES[:2]
    screens = answer(second["given"])["screens"]
    without = [[item for item in screen if "call" not in item] for screen in screens]
    (tmp_path / "screens.jsonl").write_text(
        json.dumps({"name": second["name"], "screens": without})
    )

    done = _run("--answers", f"{tmp_path}/screens.jsonl", "--junit", f"{tmp_path}/kit.xml")

    assert done.returncode == 1
    assert f"FAILED {first['name']}\n" in done.stdout
    assert "MUST   unreadable: No line of the file has this name." in done.stdout
    assert "MUST   number-missing: Show 999 (`advice.contact.number`)" in done.stdout
    suite = ElementTree.parse(tmp_path / "kit.xml").getroot()
    assert len(suite.findall("testcase/failure")) == len(CASES)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("", "The adapter ended, or took too long"),
        ("for line in sys.stdin: print('hello', flush=True)", "Print nothing but JSON"),
        ("for line in sys.stdin: print('{}', flush=True)", "a list of screens"),
        (
            'for line in sys.stdin: print(\'{"screens": [[{"txt": 1}]]}\', flush=True)',
            "one of text",
        ),
        ("import time; sys.stdin.readline(); time.sleep(60)", "took too long"),
        (
            "for line in sys.stdin: print('{}', flush=True)\nimport time; time.sleep(600)",
            "a list of screens",
        ),
    ],
)
def test_an_adapter_that_is_wrong_is_told_what_is_right(program: str, said: str) -> None:
    command = [sys.executable, "-c", f"import sys\n{program}"]

    done = _run("--only", CASES[0]["name"], "--timeout", "2", "--", *command)

    assert done.returncode == 1
    assert said in done.stdout


@pytest.mark.parametrize("words", [[], ["--only", "no such case", "--", "true"]])
def test_nothing_to_judge_is_no_success(words: list[str]) -> None:
    assert _run(*words).returncode == 2


@pytest.mark.parametrize("file", ["run.py", "adapter.py"])
def test_it_needs_python_3_9_and_nothing_else(file: str) -> None:
    tree = ast.parse((KIT / file).read_text(), feature_version=(3, 9))

    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [node.names[0].name]
        )
    }
    assert imported <= sys.stdlib_module_names


def _run(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "run.py", *words]
    return subprocess.run(
        command, cwd=KIT, capture_output=True, text=True, check=False, timeout=120
    )
