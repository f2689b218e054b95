"""Python programs against the package that openapi-python-client makes of the document."""

import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.clients.programs import DOCUMENT, ProgramError, run
from tests.conftest import ROOT

CONFIG = ROOT / "clients" / "openapi-python" / "config.yaml"


def run_python(source: str, server: str, folder: Path) -> str:
    """What the program prints, run in a process of its own where every warning is an error.

    It imports the generated package as `plumbline_client` and finds the server's address in
    `os.environ["PLUMBLINE_URL"]`.

    Raises:
        ProgramError: with what Python said.
    """
    program = folder / "program.py"
    program.write_text(source)
    env = {"PLUMBLINE_URL": server, "PYTHONPATH": str(generated()), "PYTHONWARNINGS": "error"}
    return run([sys.executable, str(program)], folder, env)


def check_python(source: str, folder: Path) -> None:
    """Hold the program against the types of the generated package, strictly, and run nothing.

    Raises:
        ProgramError: with every complaint of mypy.
    """
    (folder / "checked.py").write_text(source)
    options = ["--strict", "--config-file=", "--follow-imports=silent", "--no-incremental"]
    command = [sys.executable, "-m", "mypy", *options, "checked.py"]
    run(command, folder, {"MYPYPATH": str(generated())})


def generated() -> Path:
    """The folder that has the package; made once, gone when the tests end."""
    return Path(_generated().name)


@cache
def _generated() -> "TemporaryDirectory[str]":
    folder = TemporaryDirectory()
    generate(DOCUMENT, Path(folder.name))
    return folder


def generate(document: Path, folder: Path) -> None:
    """Make the package in `folder`.

    Raises:
        ProgramError: it warned of anything: what it cannot do it leaves out, and a field that is
            not there is found by nobody.
    """
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    options = {"--path": document, "--config": CONFIG, "--output-path": folder / "plumbline_client"}
    words = [str(word) for option in options.items() for word in option]
    printed = run([*command, "--fail-on-warning", *words], folder)
    if "WARNING" in printed.upper():
        raise ProgramError(printed)
