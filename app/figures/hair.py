"""Hair: a cap on a ball, from wherever it is seen."""

from math import acos, atan2, cos, pi, radians, sin

from app.figures.camera import Camera
from app.figures.outline import Spot, path
from app.figures.paint import Shape
from app.figures.skeleton import Skeleton
from app.figures.vector import Vec, add, cross, dot, out_of, scale, unit

MIDDLE, RADIUS = (-0.8, 0.0, 13.6), 9.9
"""In the head's axes, cm."""
CROWN: Vec = unit((-0.72, 0.0, 0.69))
REACH = 96.0
"""Degrees from the crown to the hairline."""
STEPS = 14


def hair(camera: Camera) -> Shape:
    def shape(body: Skeleton) -> str:
        frame = body.frames["head"]
        middle = add(body.points["head.origin"], out_of(frame, MIDDLE))
        x, y = camera.spot(middle)
        spots = _cap(camera, out_of(frame, CROWN))
        r = RADIUS * camera.zoom
        return path([(x + u * r, y + v * r) for u, v in spots])

    return shape


def _cap(camera: Camera, crown: Vec) -> list[Spot]:
    """What is seen of a cap on a ball of radius one: along its edge, and back along the ball's.
    Always as many spots, so that it can be animated."""
    right, up = camera.axes
    side = unit(cross(crown, camera.view.towards))
    front = cross(side, crown)
    edge, depth = sin(radians(REACH)), cos(radians(REACH))
    level, lift = dot(crown, camera.view.towards) * depth, dot(front, camera.view.towards) * edge
    # A point of the edge is seen where level + lift * cos(turn) is positive.
    if abs(lift) <= abs(level):
        whole = dot(crown, camera.view.towards) > 0
        return [_around(i * pi / STEPS) if whole else (0.0, 0.0) for i in range(2 * STEPS)]
    reach = acos(-level / lift)
    seen: list[Spot] = []
    for i in range(STEPS + 1):
        turn = reach * (2 * i / STEPS - 1)
        out = add(scale(front, edge * cos(turn)), scale(side, edge * sin(turn)))
        at = add(scale(crown, depth), out)
        seen.append((dot(at, right), -dot(at, up)))
    return [*seen, *_rim(seen[-1], seen[0], (dot(crown, right), -dot(crown, up)))]


def _rim(a: Spot, b: Spot, by: Spot) -> list[Spot]:
    """From `a` to `b` around the ball's outline, on the side of `by`."""
    start = atan2(a[1], a[0])
    way = (atan2(b[1], b[0]) - start) % (2 * pi)
    if (atan2(by[1], by[0]) - start) % (2 * pi) > way:
        way -= 2 * pi
    return [_around(start + way * i / STEPS) for i in range(1, STEPS)]


def _around(angle: float) -> Spot:
    return cos(angle), sin(angle)
