"""Legs and arms on a trunk: by their angles, or by what they should reach."""

from collections.abc import Mapping
from math import acos, asin, atan2, cos, degrees, radians, sin

from app.figures.body import ANKLE_HEIGHT, FOREARM, HAND, PALM, SHANK, SIGN, THIGH, UPPER_ARM
from app.figures.joints import clamped, joint_angles, two_bones
from app.figures.pose import Arm, Leg, Reach
from app.figures.skeleton import Skeleton
from app.figures.vector import UPRIGHT, Frame, Vec, add, dot, into, out_of, scale, sub, turned


def leg(body: Skeleton, side: str, said: Leg, anchors: Mapping[str, Vec]) -> None:
    hip, pelvis, s = body.points[f"{side}_hip"], body.frames["pelvis"], SIGN[side]
    thigh = turned(turned(turned(pelvis, 1, -said.hip), 0, s * said.abduct), 2, s * said.turn)
    knee_flex, foot, shin = said.knee, None, SHANK - said.shorter
    if said.reach is not None:
        target = _place(said.reach, body, anchors)
        if said.reach.flat:
            target = add(target, (0, 0, ANKLE_HEIGHT))
        bend = said.reach.bend or thigh[0]
        thigh, knee_flex, short = two_bones(hip, target, THIGH, shin, bend, forward=-1)
        if short > 0.5:
            body.short[f"{side}_leg"] = short
        foot = _flat(said.reach.toes) if said.reach.flat else None
    knee = add(hip, out_of(thigh, (0, 0, -THIGH)))
    shank = turned(thigh, 1, knee_flex)
    ankle = add(knee, out_of(shank, (0, 0, -shin)))
    foot = foot or turned(shank, 1, -said.ankle)
    names = zip(("thigh", "shank", "foot"), (thigh, shank, foot), (hip, knee, ankle), strict=True)
    for name, frame, origin in names:
        body.frames[f"{side}_{name}"] = frame
        body.points[f"{side}_{name}.origin"] = origin
    body.points |= {
        f"{side}_knee": knee,
        f"{side}_ankle": ankle,
        f"{side}_heel": add(ankle, out_of(foot, (-4, 0, -4))),
        f"{side}_toes": add(ankle, out_of(foot, (14, 0, -4))),
        f"{side}_sole": add(ankle, out_of(foot, (4, 0, -ANKLE_HEIGHT))),
    }
    flex, abduct, turn = joint_angles(pelvis, thigh, s)
    body.angles |= {
        f"{side}_hip.flex": flex,
        f"{side}_hip.abduct": abduct,
        f"{side}_hip.turn": turn,
        f"{side}_knee.flex": knee_flex,
        f"{side}_ankle.flex": 90 - degrees(acos(clamped(dot(foot[0], shank[2])))),
        f"{side}_ankle.turn": s * _heading(shank, foot),
    }


def arm(body: Skeleton, side: str, said: Arm, anchors: Mapping[str, Vec]) -> None:
    shoulder, chest, s = body.points[f"{side}_shoulder"], body.frames["chest"], SIGN[side]
    upper = turned(turned(turned(chest, 1, -said.flex), 0, s * said.abduct), 2, s * said.turn)
    elbow_flex, hand = said.elbow, None
    if said.reach is not None:
        target, reach = _place(said.reach, body, anchors), FOREARM + PALM
        if said.reach.flat:
            heading = radians(said.reach.toes or 0)
            fingers = (cos(heading), sin(heading), 0.0)
            target, reach = add(sub(target, scale(fingers, PALM)), (0, 0, 2.8)), FOREARM
            hand = ((0.0, 0.0, 1.0), (-fingers[1], fingers[0], 0.0), scale(fingers, -1))
        bend = said.reach.bend or scale(chest[0], -1)
        upper, elbow_flex, short = two_bones(shoulder, target, UPPER_ARM, reach, bend, forward=1)
        if short > 0.5:
            body.short[f"{side}_arm"] = short
    elbow = add(shoulder, out_of(upper, (0, 0, -UPPER_ARM)))
    forearm = turned(upper, 1, -elbow_flex)
    wrist = add(elbow, out_of(forearm, (0, 0, -FOREARM)))
    hand = hand or turned(forearm, 1, -said.wrist)
    names = ("upper_arm", "forearm", "hand")
    for name, frame, origin in zip(
        names, (upper, forearm, hand), (shoulder, elbow, wrist), strict=True
    ):
        body.frames[f"{side}_{name}"] = frame
        body.points[f"{side}_{name}.origin"] = origin
    body.points |= {
        f"{side}_elbow": elbow,
        f"{side}_wrist": wrist,
        f"{side}_palm": add(wrist, out_of(hand, (0, 0, -PALM))),
        f"{side}_fingers": add(wrist, out_of(hand, (0, 0, -HAND))),
    }
    flex, abduct, turn = joint_angles(chest, upper, s)
    body.angles |= {
        f"{side}_shoulder.flex": flex,
        f"{side}_shoulder.abduct": abduct,
        f"{side}_shoulder.turn": turn,
        f"{side}_elbow.flex": elbow_flex,
        f"{side}_wrist.flex": degrees(asin(clamped(-dot(hand[2], forearm[0])))),
    }


def _place(reach: Reach, body: Skeleton, anchors: Mapping[str, Vec]) -> Vec:
    """Raises: KeyError: nothing of that name is there yet."""
    if reach.to is None:
        return reach.at
    return add(anchors[reach.to] if reach.to in anchors else body.points[reach.to], reach.at)


def _flat(toes: float | None) -> Frame:
    return turned(UPRIGHT, 2, toes or 0)


def _heading(shank: Frame, foot: Frame) -> float:
    """How far the toes are turned to the left of where the shin looks."""
    x, y, _ = into(shank, foot[0])
    return degrees(atan2(y, x))
