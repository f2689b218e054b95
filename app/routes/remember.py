"""What headers say, remembered by how they are written: most clients write the same few."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import TypeVar

DIFFERENT = 256
LONGEST = 300
"""In characters. Longer ones are read each time, so that nobody fills our memory with them."""

Said = TypeVar("Said")


def remembered(read: Callable[..., Said]) -> Callable[..., Said]:
    """Args: read: of what a header says, and of what else it depends on."""
    known = lru_cache(maxsize=DIFFERENT)(read)

    def once(text: str, *more: Hashable) -> Said:
        return (known if len(text) <= LONGEST else read)(text, *more)

    return once
