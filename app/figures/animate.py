"""A movement that moves: SMIL inside the SVG, for pictures that no script may touch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.figures.draw import Drawn, arrow_path, ground, guide_path, mark_path, moment, works_in
from app.figures.motion import eased, in_between
from app.figures.paint import MUSCLES, Mark, paint
from app.figures.rhythm import Beat
from app.figures.skeleton import Skeleton
from app.figures.svg import STYLE, document

STEPS = 5
"""Pieces of a movement between two frames, each of them straight."""


@dataclass(frozen=True, slots=True)
class Instant:
    """A body at a time; seconds from the start of the loop."""

    at_s: float
    body: Skeleton
    works: float
    """How much the muscles do, from 0 to 1."""
    frame: int | None = None
    """The frame that it is, if it is on the way between none."""


def animated(drawing: Drawn, beats: Sequence[Beat]) -> str:
    """A template of the whole movement, looping; the main frame for who wants nothing to move."""
    main = drawing.figure.index(drawing.figure.main)
    if len(drawing.bodies) == 1:
        return document([moment(drawing, main)], 1)
    instants = list(_instants(drawing, beats))
    marks = drawing.painter(drawing.figure.main, moving=True).marks(drawing.bodies[main])
    timing = _timing(instants)
    moving = "".join(_moving(mark, instants, timing) for mark in marks)
    signs = "".join(_signs(drawing, instants, timing))
    groups = (
        f'<g class="moves">{ground(drawing)}{moving}{signs}</g>'
        f'<g class="rests" display="none">{moment(drawing, main)}</g>'
    )
    return document([groups], 1, f"<style>{STYLE}</style>")


def _timing(instants: Sequence[Instant]) -> str:
    whole = instants[-1].at_s
    times = ";".join(f"{instant.at_s / whole:.3f}".rstrip("0").rstrip(".") for instant in instants)
    return f' dur="{whole:.1f}s" repeatCount="indefinite" keyTimes="{times}"'


def _instants(drawing: Drawn, beats: Sequence[Beat]) -> Iterator[Instant]:
    """From the first frame around to the first frame again."""
    frames, bodies = drawing.figure.frames, drawing.bodies
    works = [float(works_in(drawing, i)) for i in range(len(frames))]
    now = beats[0].holds_s
    yield Instant(0, bodies[0], works[0], 0)
    yield Instant(now, bodies[0], works[0], 0)
    for i in [*range(1, len(frames)), 0]:
        a, b = frames[i - 1], frames[i]
        for step in range(1, STEPS):
            t = eased(step / STEPS)
            body = in_between(a.pose, b.pose, bodies[i - 1], bodies[i], drawing.stage, t)
            effort = works[i - 1] + (works[i] - works[i - 1]) * t
            yield Instant(now + beats[i].moves_s * step / STEPS, body, effort)
        now += beats[i].moves_s
        yield Instant(now, bodies[i], works[i], i)
        if i:
            now += beats[i].holds_s
            yield Instant(now, bodies[i], works[i], i)


def _moving(mark: Mark, instants: Sequence[Instant], timing: str) -> str:
    shapes = [mark.shape(instant.body) for instant in instants]
    inside = ""
    if len(set(shapes)) > 1:
        inside += f'<animate attributeName="d"{timing} values="{";".join(shapes)}"/>'
    if mark.fill in MUSCLES and len({instant.works for instant in instants}) > 1:
        efforts = ";".join(f"{mark.opacity * instant.works:.2g}" for instant in instants)
        inside += f'<animate attributeName="opacity"{timing} values="{efforts}"/>'
    if not inside:
        return mark_path(mark, shapes[0])
    return f'<path d="{shapes[0]}"{paint(mark)}>{inside}</path>'


def _signs(drawing: Drawn, instants: Sequence[Instant], timing: str) -> Iterator[str]:
    """Lines to compare by, and arrows of what cannot be seen to move, each while its frame is
    there."""
    for index, frame in enumerate(drawing.figure.frames):
        points = drawing.bodies[index].points
        drawn = [guide_path(drawing, points[a], points[b]) for a, b in frame.guides]
        pushes = [arrow for arrow in frame.arrows if arrow.along is not None]
        drawn += [arrow_path(drawing, index, arrow) for arrow in pushes]
        if drawn:
            there = ";".join("1" if instant.frame == index else "0" for instant in instants)
            shown = f'<animate attributeName="opacity"{timing} values="{there}"/>'
            yield f'<g opacity="0">{"".join(drawn)}{shown}</g>'
