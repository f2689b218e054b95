"""Whether what a page shows of a file is in the file: what it shows may leave out the rest."""

from typing import Any


def not_in(part: Any, whole: Any) -> str | None:
    """The first thing of `part` that `whole` does not have; None: all of it is there.

    Members of an object may be left out, and items of a list; their order is kept.
    """
    if isinstance(part, dict) and isinstance(whole, dict):
        return _member_not_in(part, whole)
    if isinstance(part, list) and isinstance(whole, list):
        return _item_not_in(part, whole)
    return None if part == whole else repr(part)


def _member_not_in(part: dict[str, Any], whole: dict[str, Any]) -> str | None:
    for name, value in part.items():
        if name not in whole:
            return f"`{name}`"
        if (wrong := not_in(value, whole[name])) is not None:
            return f"{name}: {wrong}"
    return None


def _item_not_in(part: list[Any], whole: list[Any]) -> str | None:
    left = iter(whole)
    for item in part:
        if not any(not_in(item, one) is None for one in left):
            return repr(item)
    return None
