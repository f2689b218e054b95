"""Points, directions and turns in space."""

from math import cos, radians, sin, sqrt

Vec = tuple[float, float, float]
Frame = tuple[Vec, Vec, Vec]
"""Three axes as seen from the world, each of length one: forward, left and up of a segment."""

UPRIGHT: Frame = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def add(a: Vec, b: Vec) -> Vec:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vec, k: float) -> Vec:
    return (a[0] * k, a[1] * k, a[2] * k)


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec) -> float:
    return sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    """Raises: ZeroDivisionError: `a` has no direction."""
    return scale(a, 1 / length(a))


def between(a: Vec, b: Vec, t: float) -> Vec:
    """`a` at t = 0, `b` at t = 1."""
    return add(a, scale(sub(b, a), t))


def across(a: Vec, axis: Vec) -> Vec:
    """The part of `a` at right angles to `axis`, which has length one."""
    return sub(a, scale(axis, dot(a, axis)))


def out_of(frame: Frame, local: Vec) -> Vec:
    """A direction given in `frame`, in the world."""
    x, y, z = frame
    return add(add(scale(x, local[0]), scale(y, local[1])), scale(z, local[2]))


def into(frame: Frame, world: Vec) -> Vec:
    """A direction of the world, in `frame`."""
    return (dot(world, frame[0]), dot(world, frame[1]), dot(world, frame[2]))


def turned(frame: Frame, axis: int, degrees: float) -> Frame:
    """`frame` turned about its own axis 0, 1 or 2, counter-clockwise seen from the axis' tip."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    axes = list(frame)
    b, d = axes[(axis + 1) % 3], axes[(axis + 2) % 3]
    axes[(axis + 1) % 3] = add(scale(b, c), scale(d, s))
    axes[(axis + 2) % 3] = sub(scale(d, c), scale(b, s))
    return (axes[0], axes[1], axes[2])
