"""Outlines on paper: the skin stretched over discs, as SVG path data."""

from collections.abc import Sequence
from math import acos, atan2, cos, hypot, pi, sin
from typing import NamedTuple


class Disc(NamedTuple):
    """A ball as it is seen."""

    x: float
    y: float
    r: float


Spot = tuple[float, float]


def number(value: float) -> str:
    return str(round(value))


def path(points: Sequence[Spot]) -> str:
    """A closed polygon."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z"


def line(points: Sequence[Spot]) -> str:
    """A smooth line through every point, as cubic curves."""
    if len(points) < 3:
        return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    padded = [points[0], *points, points[-1]]
    for before, a, b, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        c1 = (a[0] + (b[0] - before[0]) / 6, a[1] + (b[1] - before[1]) / 6)
        c2 = (b[0] - (after[0] - a[0]) / 6, b[1] - (after[1] - a[1]) / 6)
        parts.append("C" + " ".join(f"{number(x)} {number(y)}" for x, y in (c1, c2, b)))
    return "".join(parts)


def disc(d: Disc) -> str:
    r = number(d.r)
    return (
        f"M{number(d.x - d.r)} {number(d.y)}"
        f"a{r} {r} 0 1 1 {number(2 * d.r)} 0a{r} {r} 0 1 1 {number(-2 * d.r)} 0Z"
    )


def capsule(a: Disc, b: Disc) -> str:
    """Around two discs. Always the same commands, so that it can be animated."""
    if a.r < b.r:
        a, b = b, a
    away = max(hypot(b.x - a.x, b.y - a.y), 1e-6)
    axis = atan2(b.y - a.y, b.x - a.x)
    spread = acos(min(0.97, (a.r - b.r) / away))
    corners = [
        (d.x + d.r * cos(axis + side * spread), d.y + d.r * sin(axis + side * spread))
        for d, side in ((a, 1), (a, -1), (b, -1), (b, 1))
    ]
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = corners
    ra, rb = number(a.r), number(b.r)
    return (
        f"M{number(x1)} {number(y1)}A{ra} {ra} 0 1 1 {number(x2)} {number(y2)}"
        f"L{number(x3)} {number(y3)}A{rb} {rb} 0 0 1 {number(x4)} {number(y4)}Z"
    )


def hull(discs: Sequence[Disc]) -> str:
    """The skin around any number of discs: arcs and the lines that touch two of them."""
    corners = _touching(discs)
    if len(corners) < 2:
        return disc(max(discs, key=lambda d: d.r))
    angle, _, last = corners[-1]
    parts = [f"M{_at(last, angle)}"]
    for turn, before, after in corners:
        large = int((turn - angle) % (2 * pi) > pi)
        r = number(before.r)
        parts.append(f"A{r} {r} 0 {large} 1 {_at(before, turn)}L{_at(after, turn)}")
        angle = turn
    return "".join(parts) + "Z"


def _touching(discs: Sequence[Disc]) -> list[tuple[float, Disc, Disc]]:
    """Around the hull: at which angle the line leaves one disc, and for which other."""
    now = max(discs, key=lambda d: (d.x + d.r, -d.y))
    angle, found = 0.0, list[tuple[float, Disc, Disc]]()
    for _ in range(3 * len(discs)):
        turns = [
            (turn, other) for other in discs if (turn := _leaves(now, other, angle)) is not None
        ]
        if not turns:
            break
        turn, other = min(turns)
        if angle + turn >= 2 * pi:
            break
        angle += turn
        found.append((angle, now, other))
        now = other
    return found


def _leaves(a: Disc, b: Disc, after: float) -> float | None:
    """How far to go around `a`, from the angle `after`, until `b` is as far out; None is never."""
    away = hypot(b.x - a.x, b.y - a.y)
    if a == b or away <= abs(a.r - b.r) + 1e-9:
        return None
    turn = atan2(b.y - a.y, b.x - a.x) - acos((a.r - b.r) / away) - after
    return max(turn % (2 * pi), 0.0) if turn % (2 * pi) < 2 * pi - 1e-9 else 0.0


def _at(d: Disc, angle: float) -> str:
    return f"{number(d.x + d.r * cos(angle))} {number(d.y + d.r * sin(angle))}"


def smooth_hull(discs: Sequence[Disc], samples: int = 28) -> str:
    """As `hull`, nearly: always the same commands, so that it can be animated."""
    return path(hull_points(discs, samples))


def hull_points(discs: Sequence[Disc], samples: int) -> list[Spot]:
    """In each of as many directions the point farthest that way."""
    spots: list[Spot] = []
    for i in range(samples):
        c, s = cos(2 * pi * i / samples), sin(2 * pi * i / samples)
        far = max(discs, key=lambda d: d.x * c + d.y * s + d.r)
        spots.append((far.x + far.r * c, far.y + far.r * s))
    return spots


def polygon_hull(points: Sequence[Spot]) -> list[Spot]:
    """The corners of the smallest convex polygon around them (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(of: Sequence[Spot]) -> list[Spot]:
        chain: list[Spot] = []
        for p in of:
            while len(chain) > 1 and _left_turn(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        return chain[:-1]

    return half(ordered) + half(ordered[::-1])


def _left_turn(a: Spot, b: Spot, c: Spot) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
