"""What can be measured on a body."""

from math import acos, asin, degrees, hypot

from app.figures.skeleton import Skeleton
from app.figures.vector import dot, length, sub, unit


def measured(body: Skeleton, what: str) -> float:
    """
    Args:
        what: an angle's name (`right_knee.flex`), or a word and points of the body: `angle a b c`
            is the angle at b; `level a b` how steep the line is, from -90 to 90; `distance a b`;
            `apart a b` the same along the floor; `higher a b` how much higher a is; `height a`
            above the floor. Degrees and cm.

    Raises:
        KeyError, ValueError: no such measure, or no such point.
    """
    if what in body.angles:
        return body.angles[what]
    word, *names = what.split()
    points = [body.points[name] for name in names]
    match word, points:
        case "angle", [a, b, c]:
            cosine = dot(unit(sub(a, b)), unit(sub(c, b)))
            return degrees(acos(max(-1.0, min(1.0, cosine))))
        case "level", [a, b]:
            return degrees(asin(unit(sub(a, b))[2]))
        case "distance", [a, b]:
            return length(sub(a, b))
        case "apart", [a, b]:
            x, y, _ = sub(a, b)
            return hypot(x, y)
        case "higher", [a, b]:
            return a[2] - b[2]
        case "height", [a]:
            return a[2]
    raise ValueError(f"no such measure: {what}")


def in_degrees(what: str) -> bool:
    """Whether it is measured in degrees; else in cm."""
    return "." in what or what.startswith(("angle ", "level "))
