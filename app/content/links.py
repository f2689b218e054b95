"""Finding the citations in any document."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from app.content.base import Link

Place = tuple[str | int, ...]
"""Keys and positions from the top of the document."""


def links(value: Any, place: Place = ()) -> Iterator[tuple[Place, Link]]:
    """Every link, with where it stands."""
    if isinstance(value, Link):
        yield place, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from links(getattr(value, name), (*place, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from links(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from links(item, (*place, index))
