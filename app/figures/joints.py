"""Two bones that should end somewhere, and the angles of a ball joint."""

from math import acos, asin, atan2, cos, degrees, sin

from app.figures.vector import Frame, Vec, across, add, cross, into, length, scale, sub, unit


def two_bones(
    start: Vec, target: Vec, first: float, second: float, bend: Vec, *, forward: int
) -> tuple[Frame, float, float]:
    """The first bone's axes and the joint's bend so that two bones end at `target`, or as near as
    they can.

    Args:
        bend: where the joint between points to.
        forward: 1 where the second bone bends towards the first one's forward, -1 where backward.

    Returns:
        The axes, the bend, and how much is missing.
    """
    way = sub(target, start)
    whole = first + second
    away = max(length(way), abs(first - second) + 0.1)
    short, away = max(0.0, away - whole), min(away, whole - 0.01)
    along = unit(way)
    cosine = (first**2 + away**2 - second**2) / (2 * first * away)
    lift = acos(clamped(cosine))
    out = across(bend, along)
    out = unit(out) if length(out) > 1e-6 else unit(across((0.3, 0.5, 0.8), along))
    bone = add(scale(along, cos(lift)), scale(out, sin(lift)))
    up = scale(bone, -1)
    x = scale(sub(scale(along, sin(lift)), scale(out, cos(lift))), forward)
    inner = acos(clamped((first**2 + second**2 - away**2) / (2 * first * second)))
    return (x, cross(up, x), up), 180 - degrees(inner), short


def joint_angles(parent: Frame, child: Frame, sign: float) -> tuple[float, float, float]:
    """Flexion, abduction and turn outwards, in this order, of a ball joint."""
    x, y, z = (into(parent, axis) for axis in child)
    abduct = degrees(asin(clamped(-z[1])))
    flex = degrees(atan2(-z[0], z[2]))
    return flex, sign * abduct, sign * degrees(atan2(x[1], y[1]))


def clamped(value: float) -> float:
    return max(-1.0, min(1.0, value))
