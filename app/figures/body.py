"""How long, how wide and how heavy the parts of the figure are.

Lengths are the fractions of a person's height of Drillis and Contini (1966), as Winter reprints
them in *Biomechanics and Motor Control of Human Movement* (2009, figure 4.1); masses are the
fractions of Dempster (1955) in the same book (table 4.1). Thicknesses are ours, by eye.
"""

from typing import Literal

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
SIGN = {"left": 1.0, "right": -1.0}
"""y grows to the person's left."""

HEIGHT = 170.0

HIP_HEIGHT = 0.530 * HEIGHT
ANKLE_HEIGHT = 0.039 * HEIGHT
THIGH = 0.245 * HEIGHT
SHANK = 0.246 * HEIGHT
FOOT = 0.152 * HEIGHT
TRUNK = (0.818 - 0.530) * HEIGHT
UPPER_ARM = 0.186 * HEIGHT
FOREARM = 0.146 * HEIGHT
HAND = 0.108 * HEIGHT
NECK = (0.870 - 0.818) * HEIGHT
HEAD = 0.130 * HEIGHT
SHOULDERS = 0.259 * HEIGHT
HIPS = 0.191 * HEIGHT

HIP_JOINT = HIPS / 4
"""From the middle to each hip joint: half of half the breadth is ours, the table has none."""
SHOULDER_JOINT = SHOULDERS / 2 - 5.5
PALM = 8.0
"""From the wrist to the middle of the palm."""

MASS = {
    "head": 0.081,
    "chest": 0.355,
    "pelvis": 0.142,
    "upper_arm": 0.028,
    "forearm": 0.016,
    "hand": 0.006,
    "thigh": 0.100,
    "shank": 0.0465,
    "foot": 0.0145,
}
"""Of the whole body; one arm, one leg."""
