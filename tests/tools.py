"""Programs that a machine may lack. Who lacks one is told what is not tested; continuous
integration sets `PLUMBLINE_NEED_TOOLS=1`, and then nothing is skipped."""

import os
import shutil
from typing import NoReturn

import pytest

from tests.conftest import ROOT

CLIENT = ROOT / "clients" / "js"
TOOLS = ROOT / "tools"


def tool(name: str, untested: str) -> str:
    """Where it is.

    Args:
        untested: what is not tested without it, as a sentence.
    """
    return shutil.which(name) or lacking(name, untested)


def node(package: str, untested: str) -> str:
    """Where Node is, on a machine that has `package` of clients/js too."""
    installed(package, untested)
    return tool("node", untested)


def installed(package: str, untested: str) -> None:
    """Goes on where clients/js has `package`."""
    if not (CLIENT / "node_modules" / package).is_dir():
        lacking(f"{package} (npm ci in clients/js)", untested)


def linter(name: str, untested: str) -> str:
    """Where a program of tools/package.json is, on a machine that has Node too."""
    tool("node", untested)
    program = TOOLS / "node_modules" / ".bin" / name
    return str(program) if program.exists() else lacking(f"{name} (npm ci in tools)", untested)


def lacking(name: str, untested: str) -> NoReturn:
    message = f"{untested}: {name} is missing"
    if os.environ.get("PLUMBLINE_NEED_TOOLS") == "1":
        pytest.fail(message)
    pytest.skip(message)
