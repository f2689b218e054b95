"""A promise of the document that would be broken: where it stands, which way it goes, for whom."""

from dataclasses import dataclass
from typing import Any, Literal

Node = dict[str, Any]
"""A part of an OpenAPI document."""

Direction = Literal["request", "response", "names"]
"""`request`: what apps in people's hands send. `response`: what they read. `names`: what code that
is generated from the document calls things."""


@dataclass(frozen=True, slots=True)
class Break:
    """One broken promise."""

    place: str
    direction: Direction
    what: str

    def __str__(self) -> str:
        return f"{self.place} ({self.direction}) {self.what}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document something stands, and which way it goes."""

    path: str
    direction: Direction

    def at(self, more: str) -> "Place":
        return Place(self.path + more, self.direction)

    def breaks(self, what: str) -> Break:
        return Break(self.path, self.direction, what)

    def sent_and_taken(self, was: Node, now: Node) -> tuple[Node, Node]:
        """What one side sends and what the other takes, of the released and the new."""
        return (was, now) if self.direction == "request" else (now, was)


def resolve(document: Node, node: Any) -> Node:
    """What stands there, or what its reference names; empty where nothing stands."""
    while isinstance(node, dict) and "$ref" in node:
        found: Any = document
        for name in node["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        node = found
    return node if isinstance(node, dict) else {}
