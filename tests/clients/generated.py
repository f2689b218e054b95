"""Clients made from the document by openapi-generator, each built once for what it is built from.

Generating and compiling takes half a minute of processor time, so what was built is kept beside the
tools in the user's cache, under a digest of everything that went into it.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.clients.programs import run
from tests.conftest import ROOT
from tests.tools import lacking, tool

KEPT = 8
"""Clients of a language that stay, those used last: each is some 20 MB."""
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "plumbline"


def installed(name: str, untested: str) -> Path:
    """The folder that `tools/<name>/install.sh` filled.

    Args:
        untested: what is not tested without it, as a sentence.
    """
    folder = CACHE / name
    if not (folder / "pins").exists():
        lacking(f"{name} (tools/{name}/install.sh)", untested)
    return folder


def generate(language: str, document: Path, folder: Path) -> None:
    """Make the client of clients/<language> there, as its README says."""
    untested = f"nobody compiles the {language} client"
    jar = installed("generator", untested) / "openapi-generator.jar"
    config = ROOT / "clients" / language / "generator.yaml"
    java = [tool("java", untested), "-jar", str(jar)]
    command = [*java, "generate", "-c", str(config), "-i", str(document), "-o", str(folder)]
    run(command, folder)


def kept(name: str, made_of: Iterable[Path], build: Callable[[Path], None]) -> Path:
    """The folder that `build` filled when these files were last as they are now."""
    digest = hashlib.sha256()
    for path in made_of:
        digest.update(path.read_bytes())
    folder = CACHE / "built" / f"{name}-{digest.hexdigest()[:16]}"
    if not folder.exists():
        _fill(folder, build)
        by_age = sorted(folder.parent.glob(f"{name}-*"), key=lambda old: old.stat().st_mtime)
        for old in by_age[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
    os.utime(folder)
    return folder


def _fill(folder: Path, build: Callable[[Path], None]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        build(new)
        # Another run may have been quicker; then its folder stays.
        if not folder.exists():
            new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
