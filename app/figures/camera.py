"""From the world onto paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin

from app.figures.outline import Disc, Spot
from app.figures.pose import STRICT
from app.figures.vector import Vec, dot

SIZE = 1600
"""Units of a picture's width and height."""
MARGIN = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Where one looks from. -90 is a standing person's right side, 0 their front, 180 their back;
    somebody on their back with their head to the left of the picture is seen from -90."""

    __pydantic_config__ = STRICT

    around: float = -90
    above: float = 8

    @property
    def towards(self) -> Vec:
        """From the person to the eye."""
        a, e = radians(self.around), radians(self.above)
        return (cos(a) * cos(e), sin(a) * cos(e), sin(e))


@dataclass(frozen=True, slots=True)
class Camera:
    """A view, and how it is fitted to the paper."""

    view: View
    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0

    @property
    def axes(self) -> tuple[Vec, Vec]:
        """To the right and up on paper, as directions in the world."""
        a, e = radians(self.view.around), radians(self.view.above)
        return (-sin(a), cos(a), 0.0), (-cos(a) * sin(e), -sin(a) * sin(e), cos(e))

    def raw(self, at: Vec) -> Spot:
        right, up = self.axes
        return dot(at, right), -dot(at, up)

    def spot(self, at: Vec) -> Spot:
        x, y = self.raw(at)
        return x * self.zoom + self.x, y * self.zoom + self.y

    def disc(self, at: Vec, radius: float) -> Disc:
        return Disc(*self.spot(at), radius * self.zoom)

    def near(self, at: Vec) -> float:
        """Larger is nearer to the eye, cm."""
        return dot(at, self.view.towards)


def fitted(view: View, balls: Iterable[tuple[Vec, float]]) -> Camera:
    """A camera that has all of them on the paper, as large as can be."""
    raw = Camera(view)
    spots = [(raw.raw(at), r) for at, r in balls]
    left, right = min(x - r for (x, _), r in spots), max(x + r for (x, _), r in spots)
    top, bottom = min(y - r for (_, y), r in spots), max(y + r for (_, y), r in spots)
    zoom = (SIZE - 2 * MARGIN) / max(right - left, bottom - top)
    return Camera(
        view, zoom, SIZE / 2 - zoom * (left + right) / 2, SIZE / 2 - zoom * (top + bottom) / 2
    )
