"""Where every part of a body is."""

from dataclasses import dataclass, field

from app.figures.body import SIDES
from app.figures.vector import Frame, Vec, add, out_of
from app.figures.volume import BALLS


@dataclass(slots=True)
class Skeleton:
    """A solved pose."""

    frames: dict[str, Frame] = field(default_factory=dict)
    """Of each part."""
    points: dict[str, Vec] = field(default_factory=dict)
    """Joints and landmarks, by name."""
    angles: dict[str, float] = field(default_factory=dict)
    """`left_hip.flex`: 90."""
    short: dict[str, float] = field(default_factory=dict)
    """By limb, how many cm its `reach` is out of reach."""

    def balls(self, part: str) -> list[tuple[Vec, float]]:
        frame, origin = self.frames[part], self.points[f"{part}.origin"]
        kind = part.removeprefix("left_").removeprefix("right_")
        return [(add(origin, out_of(frame, at)), r) for at, r in BALLS[kind]]


PARTS = (
    "pelvis",
    "belly",
    "chest",
    "neck",
    "head",
    *(
        f"{side}_{kind}"
        for side in SIDES
        for kind in ("thigh", "shank", "foot", "upper_arm", "forearm", "hand")
    ),
)
REFERENCE = {
    "thigh": "knee",
    "shank": "knee",
    "foot": "ankle",
    "upper_arm": "elbow",
    "forearm": "elbow",
    "hand": "palm",
}


def reference(part: str) -> str:
    """The point that says where a part is."""
    side, _, kind = part.partition("_")
    return f"{side}_{REFERENCE[kind]}" if side in SIDES else part
