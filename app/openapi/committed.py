"""The files in `openapi/`: the document, the same in 3.0, and what was promised when it was last
released. The first two follow from the code; the third changes only by a release, and only grows.
"""

import copy
import json
import re
from pathlib import Path
from typing import Any

from app.openapi.compatible import breaks
from app.openapi.older import older
from app.openapi.operations import operations
from app.refused import Refused

CONTROL = re.compile(r"[\x7f-\x9f]")


class Outdated(Refused):
    """A committed file is not what the code makes of it."""


class BreaksPromise(Refused):
    """The document takes away what apps in people's hands were built with."""


def check(document: dict[str, Any], folder: Path) -> None:
    """Compare what is committed.

    Raises:
        Outdated: a file is not what the code makes of it.
        BreaksPromise: the document does more than add to what was released.
    """
    old = [str(path) for path, text in _derived(document, folder).items() if _read(path) != text]
    if old:
        raise Outdated(f"{', '.join(old)}: not what the code serves; run ./dev openapi")
    if not _released(folder).exists():
        raise Outdated(f"{_released(folder)}: not there; ./dev openapi --release makes the first")
    _only_adds(document, folder)


def write(document: dict[str, Any], folder: Path) -> None:
    """Write what follows from the code, then say what promises it breaks.

    Raises:
        BreaksPromise: it does more than add. It is written all the same, to be looked at.
    """
    for path, text in _derived(document, folder).items():
        path.write_text(text)
    _only_adds(document, folder)


def release(document: dict[str, Any], folder: Path) -> None:
    """Promise what the document says now.

    Raises:
        BreaksPromise: it does more than add to what was released before.
    """
    write(document, folder)
    _released(folder).write_text(_text(_promised(document)))


def _only_adds(document: dict[str, Any], folder: Path) -> None:
    path = _released(folder)
    found = breaks(json.loads(path.read_text()), document) if path.exists() else []
    if found:
        raise BreaksPromise("\n".join([f"{path} promised more:", *map(str, found)]))


def _released(folder: Path) -> Path:
    return folder / "released.json"


def _derived(document: dict[str, Any], folder: Path) -> dict[Path, str]:
    return {folder / "v1.json": _text(document), folder / "v1-3.0.json": _text(older(document))}


def _promised(document: dict[str, Any]) -> dict[str, Any]:
    """The document without the examples that we answered: they are half of it, and no promise."""
    kept = copy.deepcopy(document)
    for operation in operations(kept).values():
        for part in [operation.get("requestBody", {}), *operation["responses"].values()]:
            for content in part.get("content", {}).values():
                _only_names(content)
    _only_names(kept["components"])
    return kept


def _only_names(part: dict[str, Any]) -> None:
    """The names stay, for of an error they are its codes."""
    if "examples" in part:
        part["examples"] = {name: {} for name in part["examples"]}


def _text(document: dict[str, Any]) -> str:
    """JSON that is YAML too, which many tools read it as: without control characters, such as the
    first byte of a PNG."""
    written = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _read(path: Path) -> str | None:
    return path.read_text() if path.exists() else None
