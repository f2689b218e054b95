"""What stands around a person: boxes, and soft things between two points of the body."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.figures.pose import STRICT, Point
from app.figures.vector import UPRIGHT, Frame, Vec, add, into, out_of, sub, turned

PropName = Literal[
    "mat", "bed", "chair", "wall", "step", "book", "block", "cushion", "band", "towel", "phone"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prop:
    """A thing. Boxes stand at `at`; soft things hang between points of the body."""

    __pydantic_config__ = STRICT

    prop: PropName
    at: Point = (0, 0, 0)
    """Of the middle of its lower side."""
    turn: float = 0
    """A chair's sitter looks along x at 0; a wall's face looks there."""
    size: Point | None = None
    """Along x, y and z, where the usual one does not do."""
    between: tuple[str, ...] = ()
    """Points of the body that a soft thing lies between or runs along."""
    only: tuple[str, ...] = ()
    """The frames that it is drawn in; by default all."""


@dataclass(frozen=True, slots=True)
class Box:
    """Its lower middle, its axes and its size along them."""

    prop: PropName
    part: str
    base: Vec
    frame: Frame
    size: Vec
    only: tuple[str, ...] = ()

    @property
    def top(self) -> float:
        return self.base[2] + self.size[2]

    def local(self, point: Vec) -> Vec:
        return into(self.frame, sub(point, self.base))

    def under(self, point: Vec) -> bool:
        """Whether `point` is above it, or would be."""
        x, y, _ = self.local(point)
        return abs(x) <= self.size[0] / 2 and abs(y) <= self.size[1] / 2

    def depth(self, point: Vec, radius: float) -> float:
        """How far a ball is in it, cm; 0 is not at all."""
        x, y, z = self.local(point)
        inside = min(
            self.size[0] / 2 - abs(x),
            self.size[1] / 2 - abs(y),
            self.size[2] - z,
            z + (1e9 if self.base[2] <= 0 else 0),
        )
        return max(0.0, inside + radius) if inside > -radius else 0.0

    def corners(self) -> list[Vec]:
        x, y, z = self.size[0] / 2, self.size[1] / 2, self.size[2]
        return [
            add(self.base, out_of(self.frame, (sx * x, sy * y, h)))
            for sx in (-1, 1)
            for sy in (-1, 1)
            for h in (0.0, z)
        ]


SIZES: dict[str, Vec] = {
    "mat": (186, 64, 1.2),
    "bed": (200, 90, 40),
    "wall": (4, 110, 190),
    "step": (30, 60, 15),
    "book": (18, 26, 3),
    "block": (23, 15, 8),
    "phone": (1, 15, 7.5),
    "cushion": (40, 40, 9),
}
SEAT, SEAT_HEIGHT, SEAT_THICK, BACK_HEIGHT = 44.0, 45.0, 4.0, 90.0
SOFT = ("band", "towel")


def boxes(props: Sequence[Prop]) -> list[Box]:
    return [box for prop in props for box in _boxes(prop)]


def _boxes(prop: Prop) -> Iterator[Box]:
    frame = turned(UPRIGHT, 2, prop.turn)
    if prop.prop in SOFT or prop.between:
        return
    if prop.prop == "chair":
        yield from _chair(prop, frame)
        return
    yield Box(prop.prop, prop.prop, prop.at, frame, prop.size or SIZES[prop.prop], prop.only)


def _chair(prop: Prop, frame: Frame) -> Iterator[Box]:
    side, seat = (prop.size[0], prop.size[2]) if prop.size else (SEAT, SEAT_HEIGHT)
    inner, back = side / 2 - 2, seat + BACK_HEIGHT - SEAT_HEIGHT

    def part(name: str, at: Vec, size: Vec) -> Box:
        return Box("chair", name, add(prop.at, out_of(frame, at)), frame, size)

    yield part("seat", (0, 0, seat - SEAT_THICK), (side, side, SEAT_THICK))
    for x in (-inner, inner):
        for y in (-inner, inner):
            yield part("leg", (x, y, 0), (3.4, 3.4, seat - SEAT_THICK))
    for y in (-inner, inner):
        yield part("post", (-inner, y, seat), (3.4, 3.4, back - seat - 14))
    yield part("back", (-inner, 0, back - 20), (3.4, side, 20))


def anchors(props: Sequence[Prop]) -> Mapping[str, Vec]:
    """Places on things that a hand may hold: `chair.left` is the left end of its back."""
    found: dict[str, Vec] = {}
    for box in boxes(props):
        if box.part == "back":
            for name, y in (("left", 0.36), ("middle", 0.0), ("right", -0.36)):
                top = (0.0, y * box.size[1], box.size[2] + 2)
                found[f"chair.{name}"] = add(box.base, out_of(box.frame, top))
        if box.part == "seat":
            for name, y in (("seat_left", 0.5), ("seat_right", -0.5)):
                edge = (0.0, y * box.size[1], box.size[2] + 2)
                found[f"chair.{name}"] = add(box.base, out_of(box.frame, edge))
    return found


def ground(solid: Sequence[Box], point: Vec) -> float:
    """The height of what is below `point`."""
    return max((box.top for box in solid if box.under(point) and box.top < point[2]), default=0.0)
