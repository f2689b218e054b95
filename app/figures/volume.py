"""The figure's flesh: balls on its bones. A part is drawn as the skin stretched over its balls.

Each ball is a place in its segment's own axes (forward, left, up; from the segment's upper joint,
for the trunk from its lower one) and a radius. Thicknesses are ours, by eye.
"""

from app.figures.body import (
    ANKLE_HEIGHT,
    FOREARM,
    HAND,
    HIP_JOINT,
    SHANK,
    SHOULDER_JOINT,
    THIGH,
    UPPER_ARM,
)
from app.figures.vector import Vec

Ball = tuple[Vec, float]


def _both(x: float, y: float, z: float, r: float) -> list[Ball]:
    return [((x, y, z), r), ((x, -y, z), r)]


_SOLE = -ANKLE_HEIGHT

PELVIS: list[Ball] = [
    *_both(0.5, HIP_JOINT, -1.0, 8.3),
    *_both(-3.4, HIP_JOINT - 1.5, 0.5, 8.6),
    *_both(-0.5, 9.0, 8.5, 5.4),
    ((1.6, 0.0, 6.0), 8.0),
]
BELLY: list[Ball] = [
    *_both(-0.2, 7.2, 0.5, 6.9),
    *_both(0.4, 6.4, 9.0, 7.2),
    ((1.8, 0.0, 2.0), 7.6),
    ((1.2, 0.0, 9.0), 8.2),
]
CHEST: list[Ball] = [
    *_both(0.3, 6.6, 1.0, 8.0),
    *_both(0.2, 7.6, 12.0, 9.0),
    *_both(-0.6, 12.2, 20.0, 5.8),
    ((-1.0, 0.0, 22.0), 6.4),
]
NECK: list[Ball] = [((-0.6, 0.0, -2.0), 5.6), ((0.4, 0.0, 8.0), 5.0)]
HEAD: list[Ball] = [
    ((-0.6, 0.0, 13.4), 9.2),
    ((2.4, 0.0, 6.6), 6.6),
    ((3.6, 0.0, 2.6), 3.9),
]
NOSE: list[Ball] = [((7.6, 0.0, 8.8), 1.5), ((8.9, 0.0, 6.9), 1.5)]
EYES: list[Ball] = _both(7.4, 3.0, 10.0, 0.95)

THIGH_BALLS: list[Ball] = [
    ((0.0, 0.0, 0.0), 8.3),
    ((0.3, 0.0, -0.42 * THIGH), 7.4),
    ((0.0, 0.0, -THIGH), 5.4),
]
SHANK_BALLS: list[Ball] = [
    ((0.0, 0.0, 0.0), 5.4),
    ((-1.0, 0.0, -0.30 * SHANK), 5.6),
    ((0.0, 0.0, -SHANK), 3.7),
]
FOOT_BALLS: list[Ball] = [
    ((0.0, 0.0, 0.0), 3.7),
    ((-3.4, 0.0, _SOLE + 3.3), 3.3),
    ((11.0, 0.0, _SOLE + 2.7), 2.7),
    ((16.6, 0.0, _SOLE + 1.9), 1.9),
]
UPPER_ARM_BALLS: list[Ball] = [((0.0, 0.0, 0.0), 5.3), ((0.0, 0.0, -UPPER_ARM), 3.8)]
FOREARM_BALLS: list[Ball] = [
    ((0.0, 0.0, 0.0), 3.8),
    ((0.3, 0.0, -0.28 * FOREARM), 3.9),
    ((0.0, 0.0, -FOREARM), 2.7),
]
HAND_BALLS: list[Ball] = [
    ((0.0, 0.0, 0.0), 2.7),
    ((0.2, 0.0, -0.45 * HAND), 3.2),
    ((0.4, 0.0, -HAND + 1.8), 1.8),
]

BALLS: dict[str, list[Ball]] = {
    "pelvis": PELVIS,
    "belly": BELLY,
    "chest": CHEST,
    "neck": NECK,
    "head": HEAD,
    "thigh": THIGH_BALLS,
    "shank": SHANK_BALLS,
    "foot": FOOT_BALLS,
    "upper_arm": UPPER_ARM_BALLS,
    "forearm": FOREARM_BALLS,
    "hand": HAND_BALLS,
}
SHOULDER = (-0.6, SHOULDER_JOINT, 21.0)
"""The left shoulder joint from the chest's lower end."""
