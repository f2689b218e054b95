"""A figure's frames on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, radians, sin

from app.figures.camera import SIZE, Camera, fitted
from app.figures.figure import Arrow, Figure
from app.figures.layers import Painter
from app.figures.motion import Stage, in_between, sequence, stage
from app.figures.outline import Spot, line, number, path
from app.figures.paint import Mark, paint
from app.figures.skeleton import PARTS, Skeleton
from app.figures.svg import document
from app.figures.vector import Vec, add, scale, sub


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure put into the world and onto paper, ready for any picture of it."""

    figure: Figure
    stage: Stage
    bodies: tuple[Skeleton, ...]
    camera: Camera

    def painter(self, frame: str, *, moving: bool = False, shaded: bool = True) -> Painter:
        return Painter(self.camera, self.figure, self.stage, moving, shaded, frame)


def drawn(figure: Figure) -> Drawn:
    """
    Raises:
        KeyError: something is named that is not there.
    """
    on = stage(figure.scene)
    bodies = tuple(sequence([frame.pose for frame in figure.frames], on))
    return Drawn(figure, on, bodies, _camera(figure, on, bodies))


def _camera(figure: Figure, on: Stage, bodies: Sequence[Skeleton]) -> Camera:
    balls = [ball for body in bodies for part in PARTS for ball in body.balls(part)]
    balls += [(corner, 1.0) for box in on.solid for corner in box.corners()]
    for frame, body in zip(figure.frames, bodies, strict=True):
        for arrow in frame.arrows:
            start = add(body.points[arrow.of], arrow.off)
            balls += [(start, 3.0), (add(start, arrow.along or (0, 0, 0)), 4.0)]
    return fitted(figure.view, balls)


def still(drawing: Drawn, name: str) -> str:
    """A template of one frame.

    Raises:
        ValueError: there is no such frame.
    """
    return document([moment(drawing, drawing.figure.index(name))], 1)


def strip(*drawings: Drawn) -> str:
    """A template of every frame side by side; of several drawings, the frames that stand for them,
    four in a row."""
    if len(drawings) == 1:
        frames = [moment(drawings[0], i) for i in range(len(drawings[0].bodies))]
        return document(frames, len(frames))
    return document([moment(d, d.figure.index(d.figure.main)) for d in drawings], 4)


def moment(drawing: Drawn, index: int) -> str:
    """One frame's paths. Muscles are shaded where they work most, so that the frames differ."""
    body, frame = drawing.bodies[index], drawing.figure.frames[index]
    painter = drawing.painter(frame.name, shaded=works_in(drawing, index))
    out = [ground(drawing)]
    out += [mark_path(mark, mark.shape(body)) for mark in painter.marks(body)]
    out += [guide_path(drawing, body.points[a], body.points[b]) for a, b in frame.guides]
    out += [arrow_path(drawing, index, arrow) for arrow in frame.arrows]
    return "".join(out)


def works_in(drawing: Drawn, index: int) -> bool:
    """Whether the muscles work most in that frame."""
    frame = drawing.figure.frames[index]
    return frame.held or frame.name == drawing.figure.main


def mark_path(mark: Mark, shape: str) -> str:
    return f'<path d="{shape}"{paint(mark)}/>'


def ground(drawing: Drawn) -> str:
    """A round of floor under everything."""
    camera = drawing.camera
    flat = [at for body in drawing.bodies for part in PARTS for at, _ in body.balls(part)]
    for box in drawing.stage.solid:
        flat += box.corners() if box.prop != "wall" else []
    xs, ys = [x for x, _, _ in flat], [y for _, y, _ in flat]
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2, 0.0)
    radius = camera.zoom * (12 + max(hypot(x - middle[0], y - middle[1]) for x, y, _ in flat))
    cx, cy = camera.spot(middle)
    rx = min(radius, SIZE / 2 - 12)
    ry = max(sin(radians(drawing.figure.view.above)) * rx, 16)
    return (
        f'<ellipse cx="{number(cx)}" cy="{number(cy)}" rx="{number(rx)}" ry="{number(ry)}" '
        'fill="{floor}"/>'
    )


def guide_path(drawing: Drawn, a: Vec, b: Vec) -> str:
    way = scale(sub(b, a), 0.6)
    ends = [drawing.camera.spot(sub(a, way)), drawing.camera.spot(add(b, way))]
    return (
        f'<path d="{line(ends)}" fill="none" stroke="{{guide}}" stroke-width="12" '
        'stroke-dasharray="6 26" stroke-linecap="round"/>'
    )


def arrow_path(drawing: Drawn, index: int, arrow: Arrow) -> str:
    spots = _way(drawing, index, arrow)
    (x0, y0), (x, y) = spots[-2], spots[-1]
    angle = atan2(y - y0, x - x0)
    head = 58
    tips = [(x + head * 0.55 * cos(angle), y + head * 0.55 * sin(angle))]
    for side in (1, -1):
        turn = angle + side * 2.5
        tips.append((x + head * cos(turn), y + head * sin(turn)))
    shaft, point = line(spots), path(tips)
    return (
        f'<g fill="none" stroke="{{paper}}" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{shaft}" stroke-width="44"/><path d="{point}" stroke-width="24"/>'
        f'<g stroke="{{arrow}}"><path d="{shaft}" stroke-width="22"/>'
        f'<path d="{point}" fill="{{arrow}}" stroke-width="6"/></g></g>'
    )


def _way(drawing: Drawn, index: int, arrow: Arrow) -> list[Spot]:
    camera, body = drawing.camera, drawing.bodies[index]
    if arrow.along is not None:
        start = add(body.points[arrow.of], arrow.off)
        return _bowed(camera.spot(start), camera.spot(add(start, arrow.along)), arrow, camera)
    before = max(0, index - 1)
    frames = drawing.figure.frames
    way = [
        in_between(
            frames[before].pose, frames[index].pose, drawing.bodies[before], body, drawing.stage, t
        ).points[arrow.of]
        for t in (0.12, 0.34, 0.56, 0.78, 1.0)
    ]
    return [camera.spot(add(at, arrow.off)) for at in way]


def _bowed(a: Spot, b: Spot, arrow: Arrow, camera: Camera) -> list[Spot]:
    if not arrow.bow:
        return [a, b]
    x, y = b[0] - a[0], b[1] - a[1]
    k = arrow.bow * camera.zoom / (hypot(x, y) or 1)

    def at(t: float) -> Spot:
        aside = 4 * t * (1 - t) * k
        return a[0] + x * t - y * aside, a[1] + y * t + x * aside

    return [a, at(0.3), at(0.6), at(0.85), b]
