"""The checker knows bodies: whatever no body does is a fault, with its frame."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.figures.camera import View
from app.figures.check import body_faults, weight
from app.figures.draw import drawn
from app.figures.figure import Figure, Keyframe, Shows
from app.figures.limits import LIMITS
from app.figures.motion import placed, stage
from app.figures.pose import Arm, Leg, Pelvis, Pose, Reach
from app.figures.scene import Prop
from app.library import BrokenSeed, Library, read_library
from tests.conftest import SEED

Change = Callable[[Pose], Pose]

FIGURES = sorted(path.stem for path in (SEED / "figures").glob("*.yaml"))


def faults(figure: Figure) -> list[str]:
    return [f"{fault.frame}: {fault.message}" for fault in body_faults(drawn(figure))]


def changed(figure: Figure, name: str, change: Change) -> Figure:
    frames = [
        replace(frame, pose=change(frame.pose)) if frame.name == name else frame
        for frame in figure.frames
    ]
    return replace(figure, frames=tuple(frames))


def standing(*frames: Keyframe, scene: tuple[Prop, ...] = ()) -> Figure:
    return Figure(view=View(), scene=scene, frames=frames, main=frames[-1].name, side="right")


@pytest.mark.parametrize("slug", FIGURES)
def test_nothing_is_wrong_with_what_we_draw(slug: str, library: Library) -> None:
    assert faults(library.figures[slug].drawing()) == []


def test_a_joint_outside_its_range(library: Library) -> None:
    def overbent(pose: Pose) -> Pose:
        return replace(pose, right_leg=Leg(hip=20, abduct=70))

    found = faults(changed(library.figures["standing-hip-abduction"].drawing(), "hold", overbent))

    assert "hold: right_hip.abduct is 70 degrees; a joint goes from -25 to 45" in found


def test_a_limb_in_the_floor(library: Library) -> None:
    def sunk(pose: Pose) -> Pose:
        return replace(pose, left_arm=Arm(flex=-40, abduct=8, elbow=0))

    found = faults(changed(library.figures["glute-bridge"].drawing(), "start", sunk))

    assert any(re.match(r"start: left_(forearm|hand) is \d+ cm in the floor", f) for f in found)


def test_a_limb_in_the_wall() -> None:
    wall = Prop(prop="wall", at=(-12, 0, 0))
    back = Keyframe(name="start", pose=Pose(right_leg=Leg(hip=-20), rest=("left_foot",)))

    found = faults(standing(back, scene=(wall,)))

    assert any(re.match(r"start: right_(shank|foot) is \d+ cm in the wall", f) for f in found)


def test_a_foot_that_slides_while_it_should_stand() -> None:
    def at(x: float) -> Pose:
        feet = Leg(reach=Reach(at=(x, 9, 0), flat=True)), Leg(reach=Reach(at=(0, -9, 0), flat=True))
        return Pose(height=86, left_leg=feet[0], right_leg=feet[1])

    still = standing(Keyframe(name="start", pose=at(0)), Keyframe(name="hold", pose=at(1)))
    sliding = standing(Keyframe(name="start", pose=at(0)), Keyframe(name="hold", pose=at(12)))

    assert faults(still) == []
    assert "start > hold: left_foot should stay where it is and slides 3.0 cm" in faults(sliding)


def test_a_hold_that_hangs_in_the_air(library: Library) -> None:
    figure = library.figures["glute-bridge"].drawing()
    found = faults(
        changed(figure, "hold", lambda pose: replace(pose, rest=("chest", "pelvis", "left_foot")))
    )

    assert any(
        re.match(r"hold: pelvis should rest on something and hangs \d+ cm above it", f)
        for f in found
    )


def test_somebody_who_would_fall_over() -> None:
    leaning = Keyframe(name="hold", pose=Pose(pelvis=Pelvis(tilt=60), rest=("left_foot",)))

    assert any("the body would fall" in f for f in faults(standing(leaning)))


def test_nothing_to_stand_on() -> None:
    flying = Keyframe(name="hold", pose=Pose(rest=(), height=120))

    assert faults(standing(flying)) == [
        "hold: nothing carries the body: `rest` names nothing that lies on anything"
    ]


def test_a_hand_that_holds_nothing() -> None:
    alone = Keyframe(name="hold", pose=Pose(touch=("left_hand",)))

    assert faults(standing(alone)) == [
        "hold: left_hand should hold or lean on something and nothing is there"
    ]


def test_a_hand_that_cannot_reach() -> None:
    far = Keyframe(name="hold", pose=Pose(left_arm=Arm(reach=Reach(at=(120, 20, 120)))))

    assert any(
        re.match(r"hold: left_arm ends \d+ cm before what it should reach", f)
        for f in faults(standing(far))
    )


def test_a_frame_that_does_not_show_what_the_step_says() -> None:
    says = Shows(step=3, measure="right_knee.flex", at_least=85, at_most=95)
    frame = Keyframe(
        name="hold", pose=Pose(rest=("left_foot",), right_leg=Leg(hip=30, knee=60)), shows=(says,)
    )

    found = faults(standing(frame))

    assert "hold: step 3: right_knee.flex should be 85 to 95 and is 60.0" in found


def test_the_weight_of_somebody_standing_is_above_the_feet_at_about_the_navel() -> None:
    x, y, z = weight(placed(Pose(), stage([])))

    assert abs(y) < 0.1
    assert -4 < x < 8
    assert 90 < z < 105  # 55 to 58 % of the height, as textbooks have it


@pytest.mark.parametrize("joint", sorted(LIMITS))
def test_a_range_has_its_ends_in_order(joint: str) -> None:
    low, high = LIMITS[joint]

    assert low <= 0 < high


# What the seed's own check says of a file.


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEED, tmp_path / "seed"))


def refused(seed: Path) -> list[str]:
    with pytest.raises(BrokenSeed) as broken:
        read_library(seed)
    return [str(fault) for fault in broken.value.faults]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_an_exercise_without_a_drawing(seed: Path) -> None:
    (seed / "figures/clamshell.yaml").unlink()

    assert refused(seed) == [
        "figures/clamshell.yaml:1: the file is missing: nothing is drawn of it"
    ]


def test_a_drawing_of_nothing(seed: Path) -> None:
    shutil.copy(seed / "figures/clamshell.yaml", seed / "figures/clam.yaml")

    assert refused(seed) == [
        "figures/clam.yaml:1: no exercise and no test of the self-check has this slug"
    ]


def test_a_test_without_words_for_its_drawing(seed: Path) -> None:
    path = seed / "self_check/questions.yaml"
    path.write_text(re.sub(r"\n        alt: .*(\n          .*)*", "", path.read_text(), count=1))

    assert any("has no `alt`: what the drawing shows" in fault for fault in refused(seed))


def test_a_body_fault_has_its_file_line_and_frame(seed: Path) -> None:
    path = seed / "figures/glute-bridge.yaml"
    edit(path, "main: hold", "main: hold\nworks_: []")
    assert any("works_: Extra inputs" in fault for fault in refused(seed))
    edit(path, "\nworks_: []", "")
    text = path.read_text()
    line = 1 + text[: text.index("- name: hold")].count("\n")
    edit(path, "- name: hold", "- name: hold\n    belly: 3")
    assert any("belly: Unexpected keyword" in fault for fault in refused(seed))
    edit(path, "\n    belly: 3", "\n    right_leg: {hip: 140, knee: 90}")

    assert any(
        fault.startswith(f"figures/glute-bridge.yaml:{line}: hold: right_hip.flex is 140 degrees")
        for fault in refused(seed)
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("steps: [", "steps: [9, ", "there is no step 9"),
        ("works: [gluteus-maximus", "works: [calves", "'calves' is none of the exercise's muscles"),
        ("name: start", "name: zzz", "no term 'frame-zzz' of the set `frame` labels it"),
        ("prop: mat", "prop: phone", "the exercise says nothing of a phone"),
        ("held: true", "held: false", "`held` should be on a frame exactly where there is one"),
        ("lie: back", "lie: front", "lying-back should be drawn ['back']"),
        ("index: ", "index: 7", "the exercise has only"),
        ("steps: [1, 5]", "steps: [1]", "no frame shows step 5"),
        ("side: both", "side: both\nloop_s: 2", "`loop_s` belongs to a movement"),
        ("side: both", "side: left", "the exercise is done both-together"),
        ("side: both", "side: both\nfront: [nose]", "no layer is called nose"),
        ("prop: mat,", "prop: mat, only: [hodl],", "the frames are start, hold"),
        ("of: pelvis", "of: pelvsi", "nothing has this name"),
        ("measure: right_hip.flex", "measure: level pelvis pelvis", "nothing has this name"),
        ("caution: {kind: mistakes", "# {kind: mistakes", "`caution` is missing"),
    ],
)
def test_a_drawing_must_fit_its_exercise(seed: Path, old: str, new: str, fault: str) -> None:
    edit(seed / "figures/glute-bridge.yaml", old, new)

    assert any(fault in found for found in refused(seed)), fault


RAISED, KNEE = "side-lying-hip-abduction", "prone-hip-extension"


@pytest.mark.parametrize(
    ("slug", "old", "new", "fault"),
    [
        (RAISED, "at_least: 41, at_most: 48", "at_least: -90, at_most: 90", "says '45 degrees'"),
        (RAISED, "level right_ankle right_hip, at_l", "height chest, at_l", "says '45 degrees'"),
        ("standing-hip-abduction", "at_least: 27", "at_least: 31", "step 3 says '30 cm'"),
        (KNEE, "measure: right_knee.flex", "measure: left_knee.flex", "step 2: left_knee.flex"),
        (KNEE, "prop: cushion", "prop: block", "needs a cushion, and none is drawn"),
        ("clamshell", "side: right", "side: left", "the right leg moves, and `side` says left"),
        ("clamshell", "side: right", "side: both", "the exercise is done one-side"),
        ("mini-squat", "toes: 6", "toes: 99", "left_ankle.turn is"),
    ],
)
def test_a_drawing_must_show_what_its_exercise_says(
    seed: Path, slug: str, old: str, new: str, fault: str
) -> None:
    path = seed / f"figures/{slug}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))

    assert any(fault in found for found in refused(seed)), fault


def test_a_number_in_the_text_that_changes_must_change_in_the_drawing(seed: Path) -> None:
    for path in (seed / "exercises", seed / "translations/es/exercises"):
        file = path / "side-lying-hip-abduction.yaml"
        file.write_text(file.read_text().replace("about 45 degrees", "about 80 degrees"))

    assert any("step 3 says '80 degrees'" in found for found in refused(seed))


def test_what_goes_wrong_only_on_the_way_is_found_and_on_the_way_back_too() -> None:
    """The leg swings through the floor between two frames that are each fine."""
    down = Leg(hip=0, knee=90)
    first = Keyframe(name="start", pose=Pose(height=60, rest=(), right_leg=down, left_leg=down))
    ahead = Keyframe(
        name="hold",
        pose=Pose(height=60, rest=(), right_leg=Leg(hip=90, knee=0), left_leg=Leg(hip=90, knee=0)),
    )
    found = faults(standing(first, ahead))

    assert any(f.startswith("start > hold: ") and "in the floor" in f for f in found)
    assert any(f.startswith("hold > start: ") and "in the floor" in f for f in found)
    assert not any(f.startswith(("start: ", "hold: ")) and "in the floor" in f for f in found)
