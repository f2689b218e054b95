"""Where the muscles are, to shade them: balls in the axes of a part, for the left side.

Roughly where an anatomy book has them, ours, by eye; enough to show a reader where to feel it.
"""

from typing import NamedTuple

from app.figures.body import SHANK, THIGH
from app.figures.volume import Ball


class Patch(NamedTuple):
    """A muscle, or a part of one, on a part of the body."""

    part: str
    """With `{side}` for one that there are two of."""
    balls: tuple[Ball, ...]


def _on(part: str, *balls: tuple[float, float, float, float]) -> Patch:
    return Patch(part, tuple(((x, y, z), r) for x, y, z, r in balls))


_T, _S = THIGH, SHANK

MUSCLES: dict[str, tuple[Patch, ...]] = {
    "gluteus-maximus": (_on("pelvis", (-6.6, 6.2, 3.5, 4.6), (-6.5, 6.6, -2.2, 4.4)),),
    "gluteus-medius": (_on("pelvis", (-1.8, 11.0, 7.8, 3.4), (-1.0, 12.4, 1.0, 3.0)),),
    "gluteus-minimus": (_on("pelvis", (0.2, 11.4, 6.0, 2.4), (0.0, 12.4, 0.6, 2.2)),),
    "piriformis": (_on("pelvis", (-7.6, 3.0, 3.6, 2.6), (-4.0, 11.4, 0.0, 2.2)),),
    "deep-hip-rotators": (_on("pelvis", (-6.6, 5.4, -1.4, 2.4), (-4.0, 11.2, -1.4, 2.2)),),
    "hip-capsule": (_on("pelvis", (3.4, 8.2, 0.0, 4.4)),),
    "iliopsoas": (
        _on("pelvis", (3.9, 7.4, 7.2, 2.8), (4.6, 7.8, 0.6, 3.0)),
        _on("{side}_thigh", (4.4, -1.0, -1.0, 3.0), (3.4, -2.0, -8.5, 2.4)),
    ),
    "rectus-femoris": (
        _on("{side}_thigh", (3.6, 0.6, -5.0, 3.2), (3.6, 0.4, -16.0, 3.6), (2.2, 0.2, -34.0, 2.4)),
    ),
    "quadriceps": (
        _on("{side}_thigh", (3.2, 1.0, -7.0, 4.2), (3.2, 0.8, -18.0, 4.4), (2.0, 0.2, -35.0, 3.0)),
    ),
    "hamstrings": (
        _on("{side}_thigh", (-4.0, 0, -5.5, 3.6), (-3.4, 0, -18.0, 4.0), (-2.6, 0, -37.0, 2.6)),
    ),
    "adductors": (
        _on(
            "{side}_thigh", (0.6, -4.4, -4.0, 3.6), (0.6, -3.6, -18.0, 3.6), (0.2, -2.8, -34.0, 2.2)
        ),
    ),
    "tensor-fasciae-latae": (
        _on("pelvis", (2.6, 12.0, 5.6, 2.2), (1.8, 13.0, 0.0, 2.4)),
        _on("{side}_thigh", (2.0, 5.4, -1.0, 2.4), (1.0, 5.4, -9.0, 2.0)),
    ),
    "iliotibial-band": (_on("{side}_thigh", (0.2, 6.0, -6.0, 1.8), (0.0, 3.8, -_T, 1.5)),),
    "calves": (
        _on("{side}_shank", (-2.4, 0, -5.0, 3.6), (-2.4, 0, -14.0, 4.2), (-1.4, 0, -28.0, 2.2)),
    ),
    "abdominals": (
        _on("belly", (4.8, 2.6, 0.5, 3.4), (4.6, 2.6, 9.0, 3.4)),
        _on("chest", (4.6, 2.6, 0.5, 3.4), (5.2, 2.6, 5.0, 3.0)),
        _on("pelvis", (5.2, 2.4, 5.0, 3.2), (4.8, 2.6, 9.4, 3.2)),
    ),
    "transversus-abdominis": (
        _on("belly", (4.0, 4.6, 1.0, 3.6), (-2.6, 6.2, 2.4, 3.4)),
        _on("pelvis", (3.6, 5.4, 8.4, 3.2), (-2.2, 8.4, 9.2, 2.8)),
    ),
    "obliques": (_on("belly", (2.0, 8.4, 0.0, 3.8), (1.6, 8.6, 9.0, 4.0)),),
    "quadratus-lumborum": (_on("belly", (-3.0, 5.2, -2.0, 2.6), (-3.2, 5.0, 9.0, 2.4)),),
    "back-extensors": (
        _on("belly", (-4.4, 2.8, -1.0, 2.6), (-4.6, 2.8, 10.0, 2.6)),
        _on("chest", (-5.8, 3.0, 2.0, 2.4), (-6.6, 3.0, 11.0, 2.2)),
    ),
}
