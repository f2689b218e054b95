"""The files in `openapi/`: the document, and the same in 3.0, as the code makes them now."""

import json
from pathlib import Path
from typing import Any

from app.openapi.older import older

FOLDER = Path("openapi")


def derived(document: dict[str, Any]) -> dict[Path, str]:
    """Each file, and what belongs in it."""
    return {FOLDER / "v1.json": text(document), FOLDER / "v1-3.0.json": text(older(document))}


def text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
