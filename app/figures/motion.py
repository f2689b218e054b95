"""Poses put into the world one after the other, and what is between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from math import cos, pi
from typing import Any, TypeVar

from app.figures.body import SIDES, Side
from app.figures.pose import Arm, Leg, Pose, Reach
from app.figures.scene import Box, Prop, anchors, boxes, ground
from app.figures.skeleton import Skeleton, reference
from app.figures.solve import solve
from app.figures.vector import Vec, between, sub

T = TypeVar("T")

LEG_ANGLES = ("hip.flex", "hip.abduct", "hip.turn", "knee.flex", "ankle.flex")
ARM_ANGLES = (
    "shoulder.flex",
    "shoulder.abduct",
    "shoulder.turn",
    "elbow.flex",
    "wrist.flex",
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The things of a figure, looked up once."""

    props: tuple[Prop, ...]
    solid: tuple[Box, ...]
    anchors: Mapping[str, Vec]


def stage(props: Sequence[Prop]) -> Stage:
    return Stage(tuple(props), tuple(boxes(props)), anchors(props))


def placed(pose: Pose, on: Stage, before: Skeleton | None = None) -> Skeleton:
    """The pose where it rests, its first resting part where it was `before`.

    Raises:
        KeyError: a `reach` names nothing.
    """
    root: Vec = (*pose.at, 100.0 if pose.height is None else pose.height)
    body = solve(pose, root, on.anchors)
    if not pose.rest or _reaches(pose, pose.rest[0]):
        return body
    if pose.height is None:
        body = solve(pose, root := _lowered(body, pose.rest[0], root, on), on.anchors)
    if before is not None:
        at = reference(pose.rest[0])
        x, y, _ = sub(before.points[at], body.points[at])
        root = (root[0] + x, root[1] + y, root[2])
        if pose.height is None:
            root = _lowered(solve(pose, root, on.anchors), pose.rest[0], root, on)
        body = solve(pose, root, on.anchors)
    return body


def _lowered(body: Skeleton, part: str, root: Vec, on: Stage) -> Vec:
    gap = min(at[2] - r - ground(on.solid, at) for at, r in body.balls(part))
    return (root[0], root[1], root[2] - gap)


def _reaches(pose: Pose, part: str) -> bool:
    side, _, kind = part.partition("_")
    if side not in SIDES:
        return False
    limb: Leg | Arm = pose.leg(side) if kind in ("thigh", "shank", "foot") else pose.arm(side)
    return limb.reach is not None


def sequence(poses: Sequence[Pose], on: Stage) -> list[Skeleton]:
    bodies: list[Skeleton] = []
    for pose in poses:
        bodies.append(placed(pose, on, bodies[-1] if bodies else None))
    return bodies


def eased(t: float) -> float:
    """Slow at both ends."""
    return (1 - cos(pi * t)) / 2


def in_between(a: Pose, b: Pose, at_a: Skeleton, at_b: Skeleton, on: Stage, t: float) -> Skeleton:
    """On the way from `a` (t = 0) to `b` (t = 1)."""
    for side in SIDES:
        a, b = _legs_alike(a, b, at_a, side), _legs_alike(b, a, at_b, side)
        a, b = _arms_alike(a, b, at_a, side), _arms_alike(b, a, at_b, side)
    pose = _mixed(a, b, t)
    if a.rest and b.rest and a.rest[0] == b.rest[0] and not _reaches(pose, a.rest[0]):
        return placed(replace(pose, height=a.height and pose.height), on, at_a)
    root = between(at_a.points["pelvis"], at_b.points["pelvis"], t)
    return solve(pose, root, on.anchors)


def _legs_alike(a: Pose, b: Pose, at_a: Skeleton, side: Side) -> Pose:
    """`a` with a leg said as in `b`: as angles, where not both reach for the same thing."""
    if not _differ(a.leg(side).reach, b.leg(side).reach):
        return a
    angle = {joint: at_a.angles[f"{side}_{joint}"] for joint in LEG_ANGLES}
    leg = Leg(
        hip=angle["hip.flex"],
        abduct=angle["hip.abduct"],
        turn=angle["hip.turn"],
        knee=angle["knee.flex"],
        ankle=angle["ankle.flex"],
        shorter=a.leg(side).shorter,
    )
    return replace(a, left_leg=leg) if side == "left" else replace(a, right_leg=leg)


def _arms_alike(a: Pose, b: Pose, at_a: Skeleton, side: Side) -> Pose:
    if not _differ(a.arm(side).reach, b.arm(side).reach):
        return a
    angle = {joint: at_a.angles[f"{side}_{joint}"] for joint in ARM_ANGLES}
    arm = Arm(
        flex=angle["shoulder.flex"],
        abduct=angle["shoulder.abduct"],
        turn=angle["shoulder.turn"],
        elbow=angle["elbow.flex"],
        wrist=angle["wrist.flex"],
    )
    return replace(a, left_arm=arm) if side == "left" else replace(a, right_arm=arm)


def _differ(mine: Reach | None, other: Reach | None) -> bool:
    if mine is None:
        return False
    return other is None or mine.to != other.to or mine.flat != other.flat


def _mixed(a: T, b: T, t: float) -> T:
    """Every number between the two; of what is no number, what `a` says."""
    changes: dict[str, Any] = {}
    for field in fields(a):  # type: ignore[arg-type]
        x, y = getattr(a, field.name), getattr(b, field.name)
        changes[field.name] = _between(x, y, t)
    return replace(a, **changes)  # type: ignore[type-var]


def _between(x: Any, y: Any, t: float) -> Any:
    if isinstance(x, (int, float)) and isinstance(y, (int, float)) and not isinstance(x, bool):
        return x + (y - x) * t
    if isinstance(x, tuple) and isinstance(y, tuple) and len(x) == len(y):
        return tuple(_between(i, j, t) for i, j in zip(x, y, strict=True))
    if is_dataclass(x) and is_dataclass(y):
        return _mixed(x, y, t)
    return x
