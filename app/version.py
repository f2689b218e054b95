"""Which code this is and which files it was given, as far as the published bytes depend on them."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pydantic

MAKERS = ("content", "figures", "library", "publish", "serving", "triage")
"""The packages that turn `seed/` into what clients receive."""


@cache
def code_digest() -> str:
    """Of their sources, and of what writes the JSON. The same code makes the same bytes of the same
    files; other code may, too."""
    root = Path(__file__).parent
    sources = [path for name in MAKERS for path in (root / name).rglob("*.py")]
    return hashlib.sha256(f"{pydantic.VERSION} {files_digest(root, sources)}".encode()).hexdigest()


def seed_digest(root: Path) -> str:
    """Of everything under `root`."""
    return files_digest(root, (path for path in root.rglob("*") if path.is_file()))


def files_digest(root: Path, files: Iterable[Path]) -> str:
    """sha-256 of their names and what is in them, in the order of their names."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path.relative_to(root).as_posix()} {path.stat().st_size}\n".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()
