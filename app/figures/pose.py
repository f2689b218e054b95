"""What an author writes of a pose.

A frame says only what differs from the frame before it; a limb is said whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Point = tuple[float, float, float]
Lie = Literal["upright", "back", "front", "left", "right"]
STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where a hand's palm or an ankle is: a place in the world, or a joint and what to add."""

    __pydantic_config__ = STRICT

    to: str | None = None
    """A joint or point of the body, as `points()` names it."""
    at: Point = (0, 0, 0)
    """cm, from `to` along the world's axes, or else from the world's middle."""
    bend: Point | None = None
    """Where the elbow or knee points to."""
    flat: bool = False
    """The palm or sole lies flat on what is below it."""
    toes: float | None = None
    """With `flat`: where fingers or toes point to; 0 is x, 90 is y."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Angles of the joints, or `reach` for the ankle."""

    __pydantic_config__ = STRICT

    hip: float = 0
    abduct: float = 0
    turn: float = 0
    """Outwards is positive."""
    knee: float = 0
    ankle: float = 0
    """Toes up is positive."""
    shorter: float = 0
    """cm that the shin is shorter than the other: a difference in leg length."""
    reach: Reach | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """Angles of the joints, or `reach` for the palm."""

    __pydantic_config__ = STRICT

    flex: float = 0
    abduct: float = 8
    turn: float = 0
    elbow: float = 12
    wrist: float = 0
    reach: Reach | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bend:
    """Of the spine or neck: forwards, to the left, and turned to the left are positive."""

    __pydantic_config__ = STRICT

    flex: float = 0
    side: float = 0
    turn: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pelvis:
    """Turned, then tipped: to the left, forwards, and to the left side down are positive."""

    __pydantic_config__ = STRICT

    turn: float = 0
    tilt: float = 0
    drop: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    __pydantic_config__ = STRICT

    lie: Lie = "upright"
    """Which way the pelvis faces before it is turned and tipped; the head of somebody lying is
    towards -x."""
    at: tuple[float, float] = (0, 0)
    """Where the middle of the pelvis is, x and y, before `rest` holds something in its place."""
    height: float | None = None
    """Of the pelvis; without it, `rest` decides."""
    rest: tuple[str, ...] = ("left_foot", "right_foot")
    """Parts that lie on something. The first of them stays where it was in the first frame."""
    touch: tuple[str, ...] = ()
    """Parts that are held or leant on something, and stay there too."""
    pelvis: Pelvis = field(default_factory=Pelvis)
    spine: Bend = field(default_factory=Bend)
    neck: Bend = field(default_factory=Bend)
    left_leg: Leg = field(default_factory=Leg)
    right_leg: Leg = field(default_factory=Leg)
    left_arm: Arm = field(default_factory=Arm)
    right_arm: Arm = field(default_factory=Arm)

    def leg(self, side: str) -> Leg:
        return self.left_leg if side == "left" else self.right_leg

    def arm(self, side: str) -> Arm:
        return self.left_arm if side == "left" else self.right_arm


def merged(frames: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each frame with what it leaves unsaid filled in from the one before."""
    whole: list[dict[str, Any]] = []
    for frame in frames:
        whole.append({**(whole[-1] if whole else {}), **frame})
    return whole
