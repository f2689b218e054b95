"""What the document says of operations that are to be used no more."""

from collections.abc import Iterable
from typing import Any

from fastapi.routing import APIRoute

from app.deprecated import said_of


def mark(document: dict[str, Any], routes: Iterable[APIRoute]) -> None:
    """Say of each operation whether it is."""
    for route in routes:
        told = said_of(one.dependency for one in route.dependencies)
        if told is None or not route.include_in_schema:
            continue
        for method in route.methods or ():
            operation = document["paths"][route.path][method.lower()]
            operation["deprecated"] = True
            said = operation.get("description", "")
            operation["description"] = f"{said}\n\n{told.words()}".strip()
