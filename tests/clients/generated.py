"""Clients made from the document by openapi-generator, each built once for what it is built from.

Generating and compiling takes a minute on a small machine, so what was built is kept beside the
tools in the user's cache, under a digest of everything that went into it.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.conftest import ROOT
from tests.tools import lacking, tool

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "plumbline"
DOCUMENT = ROOT / "openapi" / "v1.json"
LIMIT_S = 900


class ProgramFailed(Exception):
    """It did not compile, or it ended badly; in the words of the compiler or the program."""


def installed(name: str, untested: str) -> Path:
    """The folder that `tools/<name>/install.sh` filled.

    Args:
        untested: what is not tested without it, as a sentence.
    """
    folder = CACHE / name
    if not (folder / "pins").exists():
        lacking(f"{name} (tools/{name}/install.sh)", untested)
    return folder


def generate(language: str, document: Path, folder: Path, *options: str) -> None:
    """Make the client of clients/<language> there, as its README says."""
    untested = f"nobody compiles the {language} client"
    jar = installed("generator", untested) / "openapi-generator.jar"
    config = ROOT / "clients" / language / "generator.yaml"
    java = tool("java", untested)
    run(java, "-jar", jar, "generate", "-c", config, "-i", document, "-o", folder, *options)


def run(*command: str | Path, **environment: str) -> str:
    """What it printed.

    Raises:
        ProgramFailed: it failed; with all that it said.
    """
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
    )
    if done.returncode:
        raise ProgramFailed(f"{done.stdout}\n{done.stderr}"[-20_000:])
    return done.stdout


def kept(name: str, made_of: Iterable[Path], build: Callable[[Path], None]) -> Path:
    """The folder that `build` filled when these files were last as they are now."""
    digest = hashlib.sha256()
    for path in made_of:
        digest.update(path.read_bytes())
    folder = CACHE / "built" / f"{name}-{digest.hexdigest()[:16]}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=folder.parent))
        try:
            build(new)
            # Another run may have been quicker; then its folder stays.
            if not folder.exists():
                new.rename(folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return folder
