"""From what an author writes to where every joint is."""

from collections.abc import Mapping

from app.figures.body import HIP_JOINT, NECK, SIDES, SIGN
from app.figures.limbs import arm, leg
from app.figures.pose import Pose
from app.figures.skeleton import Skeleton
from app.figures.vector import UPRIGHT, Frame, Vec, add, out_of, turned
from app.figures.volume import SHOULDER

LUMBAR, BELLY_LENGTH = 11.0, 14.0
"""Up from the hips to where the low back bends, and on to where the chest begins."""

LYING: dict[str, Frame] = {
    "upright": UPRIGHT,
    "back": ((0, 0, 1), (0, 1, 0), (-1, 0, 0)),
    "front": ((0, 0, -1), (0, -1, 0), (-1, 0, 0)),
    "left": ((0, 1, 0), (0, 0, -1), (-1, 0, 0)),
    "right": ((0, -1, 0), (0, 0, 1), (-1, 0, 0)),
}


def solve(pose: Pose, root: Vec, anchors: Mapping[str, Vec]) -> Skeleton:
    """
    Args:
        root: the middle between the hip joints.
        anchors: what a `reach` may name besides the body itself.
    """
    body = Skeleton()
    _trunk(body, pose, root)
    for side in SIDES:
        leg(body, side, pose.leg(side), anchors)
    for side in SIDES:
        arm(body, side, pose.arm(side), anchors)
    return body


def _trunk(body: Skeleton, pose: Pose, root: Vec) -> None:
    pelvis = turned(LYING[pose.lie], 2, pose.pelvis.turn)
    pelvis = turned(turned(pelvis, 1, pose.pelvis.tilt), 0, -pose.pelvis.drop)
    belly = _bent(pelvis, pose.spine.flex / 2, pose.spine.side / 2, pose.spine.turn / 2)
    chest = _bent(belly, pose.spine.flex / 2, pose.spine.side / 2, pose.spine.turn / 2)
    neck = _bent(chest, pose.neck.flex / 2, pose.neck.side / 2, pose.neck.turn / 2)
    head = _bent(neck, pose.neck.flex / 2, pose.neck.side / 2, pose.neck.turn / 2)
    low = add(root, out_of(pelvis, (-1.0, 0, LUMBAR)))
    high = add(low, out_of(belly, (0, 0, BELLY_LENGTH)))
    nape = add(high, out_of(chest, (0, 0, 24.0)))
    skull = add(nape, out_of(neck, (0, 0, NECK - 1.5)))
    body.frames |= {"pelvis": pelvis, "belly": belly, "chest": chest, "neck": neck, "head": head}
    body.points |= {
        "pelvis": root,
        "pelvis.origin": root,
        "belly.origin": low,
        "chest.origin": high,
        "neck.origin": nape,
        "head.origin": skull,
        "belly": low,
        "chest": add(high, out_of(chest, (0, 0, 12))),
        "neck": nape,
        "head": add(skull, out_of(head, (0, 0, 9))),
        "chin": add(skull, out_of(head, (5, 0, 1))),
    }
    for side in SIDES:
        s = SIGN[side]
        body.points |= {
            f"{side}_hip": add(root, out_of(pelvis, (0, s * HIP_JOINT, 0))),
            f"{side}_crest": add(root, out_of(pelvis, (0.5, s * 14.0, 11.5))),
            f"{side}_shoulder": add(
                high, out_of(chest, (SHOULDER[0], s * SHOULDER[1], SHOULDER[2]))
            ),
        }
    for joint, bend in (("spine", pose.spine), ("neck", pose.neck)):
        body.angles |= {
            f"{joint}.flex": bend.flex,
            f"{joint}.side": bend.side,
            f"{joint}.turn": bend.turn,
        }


def _bent(frame: Frame, flex: float, side: float, turn: float) -> Frame:
    return turned(turned(turned(frame, 1, flex), 0, -side), 2, turn)
