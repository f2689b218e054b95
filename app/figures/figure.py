"""A figure: the poses of one movement, and what else is to be seen."""

from dataclasses import dataclass, field
from typing import Literal

from app.figures.camera import View
from app.figures.pose import STRICT, Point, Pose
from app.figures.scene import Prop


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """The way a point of the body came from the frame before, or a push along a direction."""

    __pydantic_config__ = STRICT

    of: str
    along: Point | None = None
    """cm; the arrow ends there, counted from `off`."""
    off: Point = (0, 0, 0)
    """cm beside the point, so that the arrow can be seen."""
    bow: float = 0
    """cm that a push bends aside in its middle: to its right where positive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shows:
    """What the frame must show of a step of the exercise, as a measure and its bounds."""

    __pydantic_config__ = STRICT

    step: int
    """From 1."""
    measure: str
    """An angle (`right_knee.flex`), `angle a b c` at b, `level a b`, `distance a b`, or
    `apart a b` along the floor, or `height a`; cm and degrees."""
    at_least: float
    at_most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyframe:
    """A moment of the movement."""

    __pydantic_config__ = STRICT

    name: str
    pose: Pose
    steps: tuple[int, ...] = ()
    """The steps of the text that it shows, from 1."""
    moves: float = 1.0
    """How much of the movement's time it takes to get here, beside the other frames' shares."""
    held: bool = False
    """Whether this is where the dose's hold is held."""
    arrows: tuple[Arrow, ...] = ()
    guides: tuple[tuple[str, str], ...] = ()
    """Dotted lines through two points of the body."""
    shows: tuple[Shows, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Everything that is drawn of one movement."""

    view: View
    scene: tuple[Prop, ...]
    frames: tuple[Keyframe, ...]
    main: str
    """The frame that stands for all of it."""
    side: Literal["left", "right", "both"]
    works: tuple[str, ...] = ()
    """Muscles, as `/v1/terms` names them."""
    stretches: tuple[str, ...] = ()
    behind: tuple[str, ...] = field(default=())
    """Layers to draw behind all others, where the depth of their middle says otherwise."""
    front: tuple[str, ...] = field(default=())
    follows: bool = False
    """The eye goes along with somebody who walks: a foot that stands is left behind."""

    def index(self, name: str) -> int:
        """Raises: ValueError: there is no such frame."""
        return [frame.name for frame in self.frames].index(name)
