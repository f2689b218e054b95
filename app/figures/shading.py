"""Muscles at work, shaded on the body."""

from collections.abc import Iterator, Sequence

from app.figures.body import SIDES
from app.figures.camera import Camera
from app.figures.figure import Figure
from app.figures.muscles import MUSCLES, Patch
from app.figures.paint import Mark, skin
from app.figures.skeleton import Skeleton
from app.figures.vector import Vec, dot, out_of

EDGE = 7
SEEN, GHOST = -0.45, 0.55
"""A muscle that looks away by more than this shines through, so faintly."""


def muscles(
    camera: Camera,
    figure: Figure,
    body: Skeleton,
    parts: Sequence[str],
    far: str | None,
    *,
    only: str | None = None,
    moving: bool = False,
) -> Iterator[Mark]:
    """Those on `parts` of the side that works; where both do, of the side that can be seen.

    Args:
        far: the side that is farther from the eye.
        only: this side alone.
    """
    for names, fill in ((figure.stretches, "stretch"), (figure.works, "muscle")):
        for patch in (patch for name in names for patch in MUSCLES[name]):
            for side in SIDES:
                part = patch.part.format(side=side)
                if part in parts and only in (None, side) and _works(figure, side, far):
                    yield _shaded(camera, body, part, patch, side, fill, moving=moving)


def _works(figure: Figure, side: str, far: str | None) -> bool:
    return figure.side == side or (figure.side == "both" and side != far)


def _shaded(
    camera: Camera,
    body: Skeleton,
    part: str,
    patch: Patch,
    side: str,
    fill: str,
    *,
    moving: bool,
) -> Mark:
    sign = 1 if side == "left" else -1
    balls = [((x, y * sign, z), r) for (x, y, z), r in patch.balls]
    x, y, _ = balls[0][0]
    seen = faces(camera, body, part, (x, y, 0)) > SEEN
    shape = skin(camera, part, balls, moving=moving)
    return Mark(shape, fill, "muscle", EDGE, 1.0 if seen else GHOST)


def faces(camera: Camera, body: Skeleton, part: str, local: Vec) -> float:
    """How much a place on a part looks to the eye: 1 fully, -1 away."""
    size = dot(local, local) ** 0.5 or 1.0
    return dot(out_of(body.frames[part], local), camera.view.towards) / size
