"""A block of a page, run as a reader would run it: from the root of the repository, against the
server that the page writes as http://127.0.0.1:8000."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.clients import kotlin, python, swift, typescript
from tests.conftest import ROOT
from tests.docs.pages import Block
from tests.tools import CLIENT, installed, tool

WRITTEN = "http://127.0.0.1:8000"
LONGEST_S = 120


class Failed(AssertionError):
    """The block ended with an error."""


def run(block: Block, server: str, folder: Path, database_url: str = "") -> str:
    """What it printed.

    Raises:
        Failed: it ended with an error.
    """
    source = block.text.replace(WRITTEN, server)
    if block.language == "sh":
        return _sh(source, server, folder, database_url)
    return HOW[block.language](source, server, folder)


def as_at_the_root(folder: Path) -> None:
    """Give a folder what a reader has in front of them, to read."""
    for name in ("app", "clients", "migrations", "openapi", "seed"):
        (folder / name).symlink_to(ROOT / name)


def _sh(source: str, server: str, folder: Path, database_url: str) -> str:
    """`python -m app` speaks to the database of the server."""
    tool("curl", "the commands of the documentation are not run")
    if "openssl" in source:
        tool("openssl", "the signature in the documentation is not checked")
    command = ["bash", "-euo", "pipefail", "-c", source]
    return _done(command, server, folder, more={"PLUMBLINE_DATABASE_URL": database_url})


def _python(source: str, server: str, folder: Path) -> str:
    """With the reference client at hand, and the generated one where it is asked for."""
    (folder / "block.py").write_text(source)
    paths = [ROOT / "clients" / "python"]
    if "plumbline_client" in source:
        paths.append(python.generated())
    return _done([sys.executable, "-W", "error", "block.py"], server, folder, paths)


def _js(source: str, server: str, folder: Path) -> str:
    node = tool("node", "the JavaScript of the documentation is not run")
    (folder / "block.mjs").write_text(source)
    if "standardwebhooks" in source:
        installed("standardwebhooks", "the JavaScript of the documentation is not run")
        (folder / "node_modules").symlink_to(CLIENT / "node_modules")
    return _done([node, "block.mjs"], server, folder)


def _done(
    command: list[str],
    server: str,
    folder: Path,
    python_paths: Sequence[Path] = (),
    more: Mapping[str, str] | None = None,
) -> str:
    env = {
        **(more or {}),
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PLUMBLINE_URL": server,
        "PYTHONPATH": os.pathsep.join(map(str, python_paths)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise Failed(f"ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


HOW: Mapping[str, Callable[[str, str, Path], str]] = {
    "python": _python,
    "js": _js,
    "ts": typescript.run_typescript,
    "kotlin": kotlin.run_kotlin,
    "swift": swift.run_swift,
}
