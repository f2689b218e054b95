"""Paint: paths with colours by name, and layers of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.figures.camera import Camera
from app.figures.outline import Disc, capsule, disc, hull, smooth_hull
from app.figures.skeleton import Skeleton
from app.figures.vector import add, out_of
from app.figures.volume import Ball

Shape = Callable[[Skeleton], str]
"""Path data for a body; the same commands for every body."""

OUTLINE = 26
MUSCLES = ("muscle", "stretch")
"""Fills of what works and of what is stretched."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One path. Colours are names in a theme."""

    shape: Shape
    fill: str | None = None
    stroke: str | None = None
    width: int = 0
    opacity: float = 1.0


@dataclass(slots=True)
class Layer:
    """What is painted together: a line around it, then its colours.

    `ends` are its own colours at a joint, by the layer on the other side of it: whichever of two
    is painted later paints the other's end again under its own colours, so that no line runs
    across a joint.
    """

    name: str
    near: float
    outline: Mark
    marks: list[Mark]
    ends: dict[str, Mark] = field(default_factory=dict)


def paint(mark: Mark) -> str:
    """A path's attributes; colours are still names."""
    fill = "url(#hatch)" if mark.fill == "stretch" else f"{{{mark.fill}}}" if mark.fill else "none"
    out = f' fill="{fill}"'
    if mark.stroke:
        out += f' stroke="{{{mark.stroke}}}" stroke-width="{mark.width}" stroke-linejoin="round"'
        out += ' stroke-linecap="round"' if mark.fill is None else ""
    return out + (f' opacity="{mark.opacity}"' if mark.opacity != 1 else "")


def inked(*shapes: Shape) -> Mark:
    """The line around several shapes together."""
    return Mark(lambda body: "".join(shape(body) for shape in shapes), "ink", "ink", OUTLINE)


def nearness(camera: Camera, body: Skeleton, *parts: str) -> float:
    """How near parts of a body are to the eye, in the middle."""
    at = [camera.near(ball) for part in parts for ball, _ in body.balls(part)]
    return sum(at) / len(at)


def skin(camera: Camera, part: str, balls: Sequence[Ball], *, moving: bool) -> Shape:
    """The skin over balls that are given in a part's own axes.

    Args:
        moving: whether it keeps its commands for every body.
    """

    def shape(body: Skeleton) -> str:
        origin, frame = body.points[f"{part}.origin"], body.frames[part]
        discs = [camera.disc(add(origin, out_of(frame, at)), r) for at, r in balls]
        if len(discs) == 1:
            return disc(discs[0])
        if len(discs) == 2:
            return capsule(*discs)
        return smooth_hull(discs) if moving else hull(discs)

    return shape


def towards(a: Disc, b: Disc, t: float) -> Disc:
    """The disc on the way from `a` to `b`."""
    return Disc(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.r + (b.r - a.r) * t)
