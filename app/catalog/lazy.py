"""What is made of a release when it is first asked for, since most of it never is."""

from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import Generic, TypeVar

from app.content.base import Item

Key = TypeVar("Key")
Raw = TypeVar("Raw")
Value = TypeVar("Value")
Out = TypeVar("Out", bound=Item)


class Lazy(Mapping[Key, Value], Generic[Key, Raw, Value]):
    """Makes each value once, also when two threads ask at once, and keeps it."""

    __slots__ = ("_lock", "_made", "_make", "_of")

    def __init__(self, of: Mapping[Key, Raw], make: Callable[[Raw], Value]) -> None:
        self._of = of
        self._make = make
        self._made: dict[Key, Value] = {}
        self._lock = Lock()

    def __getitem__(self, key: Key) -> Value:
        if key not in self._made:
            raw = self._of[key]
            with self._lock:
                if key not in self._made:
                    self._made[key] = self._make(raw)
        return self._made[key]

    @property
    def made(self) -> frozenset[Key]:
        """What was asked for so far."""
        return frozenset(self._made)

    def __contains__(self, key: object) -> bool:
        return key in self._of

    def __iter__(self) -> Iterator[Key]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)


class Anew(Mapping[Key, Value], Generic[Key, Raw, Value]):
    """Makes a value whenever it is asked for, and keeps none: for who looks at all of them once."""

    __slots__ = ("_make", "_of")

    def __init__(self, of: Mapping[Key, Raw], make: Callable[[Raw], Value]) -> None:
        self._of = of
        self._make = make

    def __getitem__(self, key: Key) -> Value:
        return self._make(self._of[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)


class Only(Mapping[str, Out]):
    """Items of a shelf, known to be of one shape."""

    __slots__ = ("_items", "_shape")

    def __init__(self, items: Mapping[str, Item], shape: type[Out]) -> None:
        self._items = items
        self._shape = shape

    def __getitem__(self, slug: str) -> Out:
        item = self._items[slug]
        if not isinstance(item, self._shape):
            raise TypeError(f"'{slug}' is no {self._shape.__name__}")
        return item

    def __contains__(self, slug: object) -> bool:
        return slug in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)
