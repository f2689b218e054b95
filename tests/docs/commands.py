"""Commands that a test cannot run: at least their names and options exist."""

import re
import shlex
import subprocess
import sys
from functools import cache

from app.commands import COMMANDS
from tests.conftest import ROOT

OURS = re.compile(r"^(?:\./dev|(?:\.venv/bin/)?python3? -m app) (?P<name>[a-z]+)")
THEIRS = {
    "apt-get",
    "docker",
    "git",
    "npm",
    "npx",
    "openapi-generator",
    ".venv/bin/python",
    "pip",
    "swift",
    "./gradlew",
}
"""Programs whose options are not ours to know."""
WITH_ACTS = {"audit", "keys"}
"""Commands whose next word says what to do."""
OF_PYTEST = {"test", "mutate", "lock"}
"""Whose further words go to another program."""


def unknown_command(line: str) -> str | None:
    """What of a line is not there; None: nothing."""
    words = shlex.split(line, comments=True)
    if not words:
        return None
    found = OURS.match(line)
    if not found:
        return None if words[0] in THEIRS else f"nobody knows `{words[0]}`"
    name = found["name"]
    if line.startswith("./dev") and not re.search(rf"^  {name}\s", _dev(), re.MULTILINE):
        return f"`./dev {name}` is not there"
    if not line.startswith("./dev") and name not in COMMANDS:
        return f"`python -m app {name}` is not there"
    options = [word.partition("=")[0] for word in words if word.startswith("--")]
    if name in OF_PYTEST or not options:
        return None
    helped = _help(name, words[words.index(name) + 1] if name in WITH_ACTS else "")
    return next((f"{name} has no {one}" for one in options if one not in helped), None)


@cache
def _dev() -> str:
    return (ROOT / "dev").read_text().partition('"""')[2].partition('"""')[0]


@cache
def _help(name: str, act: str) -> str:
    module = ["tests.bench"] if name == "bench" else ["app", name, *filter(None, [act])]
    command = [sys.executable, "-m", *module, "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout
