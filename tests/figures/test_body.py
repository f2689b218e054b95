"""The figure has a person's proportions, and its joints do what they are told."""

from collections.abc import Sequence
from math import cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.figures.body import (
    ANKLE_HEIGHT,
    FOOT,
    FOREARM,
    HAND,
    HEIGHT,
    HIP_HEIGHT,
    MASS,
    SHANK,
    SIDES,
    THIGH,
    TRUNK,
    UPPER_ARM,
)
from app.figures.joints import joint_angles
from app.figures.motion import in_between, placed, sequence, stage
from app.figures.muscles import MUSCLES
from app.figures.pose import Arm, Bend, Leg, Pelvis, Pose, Reach
from app.figures.scene import Prop
from app.figures.skeleton import PARTS
from app.figures.solve import solve
from app.figures.vector import UPRIGHT, Vec, dot, length, sub, turned
from app.figures.volume import BALLS, Ball

BARE = stage([])

flexions = st.floats(-30, 125)
abductions = st.floats(-30, 80)
turns = st.floats(-60, 60)


def test_somebody_standing_is_as_tall_as_the_table_says() -> None:
    body = placed(Pose(), BARE)

    assert max(at[2] + r for at, r in body.balls("head")) == pytest.approx(HEIGHT, abs=1.5)
    assert body.points["left_hip"][2] == pytest.approx(HIP_HEIGHT, abs=0.2)
    assert body.points["left_knee"][2] == pytest.approx(0.285 * HEIGHT, abs=0.2)
    assert body.points["left_ankle"][2] == pytest.approx(ANKLE_HEIGHT, abs=0.2)
    assert body.points["left_shoulder"][2] == pytest.approx(0.818 * HEIGHT, abs=3.5)
    trunk = body.points["neck"][2] - body.points["pelvis"][2]
    assert trunk == pytest.approx(TRUNK, abs=0.2)
    foot = [at[0] + side * r for at, r in body.balls("left_foot") for side in (-1, 1)]
    assert max(foot) - min(foot) == pytest.approx(FOOT, abs=0.8)
    assert body.points["chin"][2] == pytest.approx(0.870 * HEIGHT, abs=2)


def test_bones_keep_their_length_whatever_the_pose() -> None:
    pose = Pose(
        lie="left",
        pelvis=Pelvis(turn=10, tilt=-8, drop=5),
        spine=Bend(flex=20, side=10, turn=30),
        left_leg=Leg(hip=90, abduct=20, turn=30, knee=80),
        right_arm=Arm(flex=120, abduct=20, elbow=70),
        rest=("pelvis",),
    )
    at = placed(pose, BARE).points

    assert length(sub(at["left_hip"], at["left_knee"])) == pytest.approx(THIGH)
    assert length(sub(at["left_knee"], at["left_ankle"])) == pytest.approx(SHANK)
    assert length(sub(at["right_shoulder"], at["right_elbow"])) == pytest.approx(UPPER_ARM)
    assert length(sub(at["right_elbow"], at["right_wrist"])) == pytest.approx(FOREARM)
    assert length(sub(at["right_wrist"], at["right_fingers"])) == pytest.approx(HAND)


def test_the_masses_are_a_whole_body() -> None:
    limbs = ("upper_arm", "forearm", "hand", "thigh", "shank", "foot")
    whole = sum(MASS[part] * (2 if part in limbs else 1) for part in MASS)

    assert whole == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("leg", "angle", "value"),
    [
        (Leg(hip=45), "right_hip.flex", 45),
        (Leg(abduct=30), "right_hip.abduct", 30),
        (Leg(turn=25), "right_hip.turn", 25),
        (Leg(knee=90), "right_knee.flex", 90),
        (Leg(ankle=15), "right_ankle.flex", 15),
    ],
)
def test_an_angle_is_measured_as_it_was_written(leg: Leg, angle: str, value: float) -> None:
    body = solve(Pose(right_leg=leg), (0, 0, 90), {})

    assert body.angles[angle] == pytest.approx(value)
    assert body.angles[angle.replace("right", "left")] == pytest.approx(0)


def test_directions_are_those_of_the_words() -> None:
    """Flexion forwards, abduction away from the middle, a turn outwards, on both sides."""
    bent = Leg(hip=40, knee=60)
    body = solve(Pose(left_leg=bent, right_leg=bent), (0, 0, 90), {}).points
    assert body["left_knee"][0] > 20 < body["right_knee"][0]
    assert body["left_ankle"][0] < body["left_knee"][0]

    apart = Leg(abduct=30)
    body = solve(Pose(left_leg=apart, right_leg=apart), (0, 0, 90), {}).points
    assert body["left_ankle"][1] > 40
    assert body["right_ankle"][1] < -40

    out = Leg(hip=90, knee=90, turn=40)
    body = solve(Pose(left_leg=out, right_leg=out), (0, 0, 90), {}).points
    assert body["left_ankle"][1] < body["left_knee"][1]  # out turns the foot in
    assert body["right_ankle"][1] > body["right_knee"][1]


@given(flexions, abductions, turns, st.sampled_from([1.0, -1.0]))
def test_joint_angles_undo_turning(flex: float, abduct: float, turn: float, sign: float) -> None:
    child = turned(turned(turned(UPRIGHT, 1, -flex), 0, sign * abduct), 2, sign * turn)

    assert joint_angles(UPRIGHT, child, sign) == pytest.approx((flex, abduct, turn), abs=1e-6)


@given(
    st.floats(-40, 40), st.floats(-60, 20), st.floats(20, 140), st.sampled_from(["left", "right"])
)
def test_a_palm_is_where_it_should_reach_or_says_how_far_off(
    x: float, y: float, z: float, side: str
) -> None:
    reach = Arm(reach=Reach(at=(x, y, z)))
    pose = Pose(left_arm=reach) if side == "left" else Pose(right_arm=reach)
    body = placed(pose, BARE)

    off = length(sub(body.points[f"{side}_palm"], (x, y, z)))
    assert off < 0.1 or off == pytest.approx(body.short.get(f"{side}_arm", 0), abs=0.6)


def test_a_lying_body_lies_on_the_mat() -> None:
    on = stage([Prop(prop="mat")])
    body = placed(Pose(lie="back", rest=("pelvis",)), on)

    assert min(at[2] - r for at, r in body.balls("pelvis")) == pytest.approx(1.2)
    assert body.points["head"][0] < body.points["pelvis"][0] < body.points["left_ankle"][0]


def test_what_rests_first_stays_where_it_was() -> None:
    standing = Pose(rest=("left_foot", "right_foot"))
    lifted = Pose(rest=("left_foot",), right_leg=Leg(abduct=30), pelvis=Pelvis(drop=5))
    first, second = sequence([standing, lifted], BARE)

    assert second.points["left_ankle"] == pytest.approx(first.points["left_ankle"], abs=0.3)


def test_the_way_between_two_poses_begins_and_ends_at_them() -> None:
    a = Pose(rest=("left_foot",))
    b = Pose(
        rest=("left_foot",), right_leg=Leg(hip=30), right_arm=Arm(reach=Reach(at=(20, -20, 120)))
    )
    at_a, at_b = sequence([a, b], BARE)
    for t, end in ((0.0, at_a), (1.0, at_b)):
        body = in_between(a, b, at_a, at_b, BARE, t)
        for name, place in end.points.items():
            assert body.points[name] == pytest.approx(place, abs=0.5), (t, name)


def test_left_and_right_are_mirrored() -> None:
    leg, arm = Leg(hip=30, abduct=20, turn=10, knee=40), Arm(flex=50, abduct=30, elbow=60)
    left = solve(Pose(left_leg=leg, left_arm=arm), (0, 0, 90), {}).points
    right = solve(Pose(right_leg=leg, right_arm=arm), (0, 0, 90), {}).points
    for name in ("knee", "ankle", "toes", "elbow", "wrist", "fingers"):
        x, y, z = left[f"left_{name}"]
        assert right[f"right_{name}"] == pytest.approx((x, -y, z))


def test_every_part_has_flesh() -> None:
    body = placed(Pose(), BARE)

    assert all(body.balls(part) for part in PARTS)
    assert len(PARTS) == 5 + 6 * len(SIDES)


def test_no_muscle_sticks_out_of_the_body() -> None:
    """In every direction a part reaches at least as far as the muscles on it."""
    turns = [(cos(a) * cos(e), sin(a) * cos(e), sin(e)) for a in AROUND for e in UP]
    for muscle, patches in MUSCLES.items():
        for patch in patches:
            flesh = BALLS[patch.part.removeprefix("{side}_")]
            for ball in patch.balls:
                out = max(_reach([ball], way) - _reach(flesh, way) for way in turns)
                assert out < 0.5, (muscle, ball)


AROUND = [pi * i / 12 for i in range(24)]
UP = [pi * i / 12 for i in range(-6, 7)]


def _reach(balls: Sequence[Ball], way: Vec) -> float:
    return max(dot(at, way) + r for at, r in balls)
