"""Facts apart from words, and together again, for any document.

A word is found by its type `Text` and addressed by its place: `steps.0`, `mistakes.1.text`. So a
language is a set of (place, words), and a field added to a noun needs nothing here.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from app.content.base import Text

Words = dict[str, str]
"""Place in the document → words."""


def split(document: BaseModel) -> tuple[dict[str, Any], Words]:
    """The facts, JSON-ready, with null wherever a text stood; and the texts."""
    dumped = document.model_dump()
    words = {place: str(text) for place, text in _texts(dumped, "")}
    facts = document.model_dump(mode="json")
    for place in words:
        _put(facts, place.split("."), None)
    return facts, words


def join(facts: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """The document again, in the language of `words`."""
    joined = _copy(dict(facts))
    for place in sorted(words, key=_position):
        _put(joined, place.split("."), words[place])
    return dict(joined)


def _texts(value: Any, place: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{place}.{index}")


def _put(target: Any, parts: list[str], text: str | None) -> None:
    """Set one leaf; a list or mapping that holds nothing but words is made on the way."""
    for part, following in pairwise(parts):
        target = _child(target, part, [] if following.isdigit() else {})
    if isinstance(target, list):
        index = int(parts[-1])
        target[index : index + 1] = [text]
    else:
        target[parts[-1]] = text


def _child(target: Any, part: str, made: Any) -> Any:
    if isinstance(target, list):
        return target[int(part)]
    if target.get(part) is None:
        target[part] = made
    return target[part]


def _position(place: str) -> list[tuple[int, str]]:
    """`steps.10` comes after `steps.9`."""
    return [(int(p), "") if p.isdigit() else (0, p) for p in place.split(".")]


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value
