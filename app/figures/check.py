"""What no body does, and what a picture must not leave out."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.figures.body import MASS, SIDES, Side
from app.figures.draw import Drawn
from app.figures.figure import Shows
from app.figures.limits import LIMITS
from app.figures.measure import measured
from app.figures.motion import in_between
from app.figures.outline import Spot, polygon_hull
from app.figures.pose import Pose
from app.figures.scene import Box, ground
from app.figures.skeleton import PARTS, Skeleton, reference
from app.figures.vector import Vec, add, length, scale, sub

TOLERANCE = 1.5
"""cm that flesh gives way, or a drawing may be wrong by."""
GIVES = {"cushion": 9.0, "bed": 3.0, "mat": 2.5}
SLACK = 3.0
"""Degrees: no two people measure a joint alike."""
HELD_BY_HAND = 6.0
BALANCE = 4.0
"""cm that the weight may be beside what carries it: a foot is wider than its bones."""


@dataclass(frozen=True, slots=True)
class BodyFault:
    """Args: frame: its name, or `start > hold` for what is between two."""

    frame: str
    message: str


def body_faults(drawing: Drawn) -> Iterator[BodyFault]:
    """Everything wrong with a figure's bodies; nothing is fine."""
    frames = drawing.figure.frames
    for frame, body in zip(frames, drawing.bodies, strict=True):
        for message in _moment(body, drawing):
            yield BodyFault(frame.name, message)
        for message in (*_hanging(body, frame.pose, drawing), *_falling(body, frame.pose, drawing)):
            yield BodyFault(frame.name, message)
        for shows in frame.shows:
            yield from (BodyFault(frame.name, message) for message in _shown(body, shows))
    for i in range(len(frames)) if len(frames) > 1 else ():
        yield from _transition(drawing, i)
    yield from _wrong_side(drawing)


def _wrong_side(drawing: Drawn) -> Iterator[BodyFault]:
    """Where muscles work on one side, that leg moves more than the other."""
    figure, first = drawing.figure, drawing.bodies[0]
    if figure.side == "both" or not figure.works:
        return
    main = drawing.bodies[figure.index(figure.main)]
    moved = {
        side: sum(
            abs(main.angles[name] - angle)
            for name, angle in first.angles.items()
            if name.startswith((f"{side}_hip", f"{side}_knee"))
        )
        for side in SIDES
    }
    other: Side = "left" if figure.side == "right" else "right"
    if moved[figure.side] <= moved[other]:
        yield BodyFault(figure.main, f"the {other} leg moves, and `side` says {figure.side}")


def _moment(body: Skeleton, drawing: Drawn) -> Iterator[str]:
    yield from _out_of_range(body)
    for limb, short in body.short.items():
        yield f"{limb} ends {short:.0f} cm before what it should reach"
    yield from _through(body, drawing)


def _out_of_range(body: Skeleton) -> Iterator[str]:
    for name, angle in body.angles.items():
        joint = name.removeprefix("left_").removeprefix("right_")
        if joint in LIMITS:
            low, high = LIMITS[joint]
            if not low - SLACK <= angle <= high + SLACK:
                yield f"{name} is {angle:.0f} degrees; a joint goes from {low:.0f} to {high:.0f}"


def _through(body: Skeleton, drawing: Drawn) -> Iterator[str]:
    """Each part once, at its worst."""
    for part in PARTS:
        deepest = max(r - at[2] for at, r in body.balls(part))
        if deepest > TOLERANCE:
            yield f"{part} is {deepest:.0f} cm in the floor"
        for box in drawing.stage.solid:
            deep = max(box.depth(at, r) for at, r in body.balls(part))
            if deep > _allowed(part, box):
                yield f"{part} is {deep:.0f} cm in the {box.prop}"


def _allowed(part: str, box: Box) -> float:
    if part.endswith(("hand", "forearm")):
        return HELD_BY_HAND
    return GIVES.get(box.prop, TOLERANCE + 0.5)


def _hanging(body: Skeleton, pose: Pose, drawing: Drawn) -> Iterator[str]:
    for part in pose.rest:
        gap = _gap(body, part, drawing)
        if gap > TOLERANCE:
            yield f"{part} should rest on something and hangs {gap:.0f} cm above it"
    for part in pose.touch:
        balls = [(body.points[reference(part)], HELD_BY_HAND)]
        if not part.endswith("hand"):
            balls = [(at, r + TOLERANCE) for at, r in body.balls(part)]
        if not any(box.depth(at, r) > 0 for box in drawing.stage.solid for at, r in balls):
            yield f"{part} should hold or lean on something and nothing is there"


def _gap(body: Skeleton, part: str, drawing: Drawn) -> float:
    return min(at[2] - r - ground(drawing.stage.solid, at) for at, r in body.balls(part))


def _falling(body: Skeleton, pose: Pose, drawing: Drawn) -> Iterator[str]:
    """Whether the weight is above what carries it."""
    carried: list[Spot] = []
    for part in (*pose.rest, *pose.touch):
        for at, r in body.balls(part):
            if part in pose.touch or at[2] - r - ground(drawing.stage.solid, at) < 2.5:
                carried += [(at[0] + x, at[1] + y) for x in (-r, r) for y in (-r, r)]
    if not carried:
        yield "nothing carries the body: `rest` names nothing that lies on anything"
        return
    x, y, _ = weight(body)
    beside = _outside(polygon_hull(carried), (x, y))
    if beside > BALANCE:
        yield f"the body would fall: its weight is {beside:.0f} cm beside what carries it"


def weight(body: Skeleton) -> Vec:
    """The body's centre of mass."""
    total, at = 0.0, (0.0, 0.0, 0.0)
    for part in PARTS:
        side, _, kind = part.partition("_")
        share = MASS.get(kind if side in SIDES else part, 0.0)
        balls = body.balls(part)
        middle = scale(_sum([place for place, _ in balls]), 1 / len(balls))
        total, at = total + share, add(at, scale(middle, share))
    return scale(at, 1 / total)


def _sum(vectors: list[Vec]) -> Vec:
    whole = (0.0, 0.0, 0.0)
    for vector in vectors:
        whole = add(whole, vector)
    return whole


def _outside(polygon: list[Spot], spot: Spot) -> float:
    """How far a spot is outside of a convex polygon, counter-clockwise; 0 is inside."""
    worst = 0.0
    for (x, y), (u, v) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        side = ((u - x) ** 2 + (v - y) ** 2) ** 0.5 or 1.0
        worst = max(worst, ((v - y) * (spot[0] - x) - (u - x) * (spot[1] - y)) / side)
    return worst


def _shown(body: Skeleton, shows: Shows) -> Iterator[str]:
    value = measured(body, shows.measure)
    if not shows.at_least <= value <= shows.at_most:
        yield (
            f"step {shows.step}: {shows.measure} should be {shows.at_least:g} to "
            f"{shows.at_most:g} and is {value:.1f}"
        )


def _transition(drawing: Drawn, i: int) -> Iterator[BodyFault]:
    """What goes wrong on the way to a frame, and what does not stay where it stands; before the
    first comes the last."""
    a, b = drawing.figure.frames[i - 1], drawing.figure.frames[i]
    at_a, at_b = drawing.bodies[i - 1], drawing.bodies[i]
    said: set[str] = set()
    for t in (0.25, 0.5, 0.75, 1.0):
        body = in_between(a.pose, b.pose, at_a, at_b, drawing.stage, t)
        messages = list(_slid(at_a, body, a.pose, b.pose, follows=drawing.figure.follows))
        messages += _moment(body, drawing) if t < 1 else []
        for message in messages:
            if (what := message[:24]) not in said:
                said.add(what)
                yield BodyFault(f"{a.name} > {b.name}", message)


def _slid(before: Skeleton, body: Skeleton, a: Pose, b: Pose, *, follows: bool) -> Iterator[str]:
    for part in (*a.rest, *a.touch):
        if part in b.rest or part in b.touch:
            way = sub(body.points[reference(part)], before.points[reference(part)])
            if follows and way[0] < 0:
                way = (0.0, way[1], max(0.0, -way[2]))
            if part.endswith(("foot", "hand")) and length(way) > TOLERANCE:
                yield f"{part} should stay where it is and slides {length(way):.1f} cm"
