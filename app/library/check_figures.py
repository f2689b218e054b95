"""Whether every movement has its drawing, and whether a body could do what it shows."""

import re
from collections.abc import Iterator
from functools import lru_cache

from app.content.dose import Dose
from app.content.exercise import ExerciseDocument
from app.content.figure import FigureDocument
from app.content.guide import TermDocument
from app.content.selfcheck import QuestionDocument
from app.figures.check import BodyFault, body_faults
from app.figures.draw import drawn, strip
from app.figures.figure import Figure
from app.figures.layers import LAYERS
from app.figures.measure import in_degrees
from app.figures.muscles import MUSCLES
from app.library.read import Shelf
from app.library.source import Fault, Place, Source

MEASURED = re.compile(
    r"(\d+) (degrees|cm)|(?<!half a )(right angle)|(straight line)", re.IGNORECASE
)
"""A step that says so must be measured on a frame."""
RIGHT_ANGLE, WIDEST = 90.0, 30.0
FRAME = "frame-"
LIES = {
    "standing": "upright",
    "sitting": "upright",
    "floor-sitting": "upright",
    "kneeling": "upright",
    "all-fours": "upright",
    "lying-back": "back",
    "lying-face-down": "front",
}
"""How the body lies in an exercise's position; on which side it lies is the drawing's to choose."""
STANDS_ON = ("mat", "bed")
"""Drawn for comfort, without being asked for."""


def figure_faults(shelf: Shelf) -> Iterator[Fault]:
    exercises = {
        slug: entry.document
        for slug, entry in shelf.entries["exercise"].items()
        if isinstance(entry.document, ExerciseDocument)
    }
    tests = {question.slug: question for question in _tests(shelf)}
    for slug, (figure, source) in shelf.figures.items():
        if slug in exercises:
            yield from _of_exercise(figure, exercises[slug], source)
        elif slug in tests:
            yield from _steps(figure, list(map(str, tests[slug].how_to)), source)
            if tests[slug].alt is None:
                yield source.fault((), f"question '{slug}' has no `alt`: what the drawing shows")
        elif shelf.whole:
            yield source.fault((), "no exercise and no test of the self-check has this slug")
        yield from _labels(figure, shelf, source)
        yield from _bodies(figure, source)
    if shelf.whole:
        for slug in sorted((exercises.keys() | tests.keys()) - shelf.figures.keys()):
            yield Fault(f"figures/{slug}.yaml", 1, "the file is missing: nothing is drawn of it")


def _tests(shelf: Shelf) -> Iterator[QuestionDocument]:
    for check in shelf.checks.values():
        for section in check.sections:
            yield from (q for q in section.questions if q.physical and q.how_to)


def _of_exercise(
    figure: FigureDocument, exercise: ExerciseDocument, source: Source
) -> Iterator[Fault]:
    yield from _steps(figure, list(map(str, exercise.steps)), source)
    yield from _dose(figure, exercise.dose, source)
    known = {*exercise.muscles.primary, *exercise.muscles.secondary}
    for field, muscles in (("works", figure.works), ("stretches", figure.stretches)):
        for index, muscle in enumerate(muscles):
            if muscle not in known:
                yield source.fault((field, index), f"'{muscle}' is none of the exercise's muscles")
            elif muscle not in MUSCLES:
                yield source.fault((field, index), f"nobody has drawn '{muscle}' yet")
    if figure.caution is None:
        yield source.fault((), "`caution` is missing: which sentence stands beside the drawing")
    elif figure.caution.index >= len(getattr(exercise, figure.caution.kind)):
        many = len(getattr(exercise, figure.caution.kind))
        yield source.fault(("caution",), f"the exercise has only {many} {figure.caution.kind}")
    if exercise.side != "alternating" and (exercise.side == "one-side") == (figure.side == "both"):
        yield source.fault(("side",), f"the exercise is done {exercise.side}")
    lies = {frame.pose.lie for frame in figure.frames}
    right = {LIES[exercise.position]} if exercise.position in LIES else {"left", "right"}
    if not lies <= right:
        yield source.fault(("frames",), f"{exercise.position} should be drawn {sorted(right)}")
    yield from _things(figure, exercise, source)


def _things(figure: FigureDocument, exercise: ExerciseDocument, source: Source) -> Iterator[Fault]:
    drawn_things = {prop.prop for prop in figure.scene}
    may = {*exercise.equipment, *exercise.optional_equipment, *STANDS_ON}
    for index, prop in enumerate(figure.scene):
        if prop.prop not in may:
            yield source.fault(("scene", index), f"the exercise says nothing of a {prop.prop}")
    for thing in exercise.equipment:
        if thing not in drawn_things:
            yield source.fault(("scene",), f"the exercise needs a {thing}, and none is drawn")


def _dose(figure: FigureDocument, dose: Dose, source: Source) -> Iterator[Fault]:
    held = any(frame.held for frame in figure.frames)
    if held != (dose.hold_s.max > 0):
        yield source.fault(
            ("frames",),
            f"the dose's hold is {dose.hold_s.max} s; `held` should be on a frame "
            "exactly where there is one",
        )
    if (figure.loop_s is not None) != (dose.rep_s.min > 30):
        yield source.fault((), "`loop_s` belongs to a movement that goes on for minutes")


def _steps(figure: FigureDocument, steps: list[str], source: Source) -> Iterator[Fault]:
    shown = {step for frame in figure.frames for step in frame.steps}
    so_far: set[int] = set()
    for index, frame in enumerate(figure.frames):
        so_far |= set(frame.steps)
        for shows in frame.shows:
            if shows.step not in so_far or shows.at_least > shows.at_most:
                yield source.fault(
                    ("frames", index, "shows"),
                    f"step {shows.step} is not shown by now, or its bounds are the wrong way round",
                )
    for number, step in enumerate(steps, 1):
        if number not in shown:
            yield source.fault(("frames",), f"no frame shows step {number}")
        for match in MEASURED.finditer(step):
            if not _is_measured(figure, number, match):
                yield source.fault(
                    ("frames",), f"step {number} says '{match[0]}', and no frame's `shows` does"
                )
    for number in sorted(shown - set(range(1, len(steps) + 1))):
        yield source.fault(("frames",), f"there is no step {number}")


def _is_measured(figure: FigureDocument, step: int, said: re.Match[str]) -> bool:
    """Whether some frame of that step shows the number, within bounds that mean something."""
    shows = [s for frame in figure.frames for s in frame.shows if s.step == step]
    if said[4]:
        return bool(shows)
    wanted = RIGHT_ANGLE if said[3] else float(said[1])
    return any(
        s.at_least <= wanted <= s.at_most
        and s.at_most - s.at_least <= WIDEST
        and in_degrees(s.measure) == (said[2] != "cm")
        for s in shows
    )


def _labels(figure: FigureDocument, shelf: Shelf, source: Source) -> Iterator[Fault]:
    terms = shelf.entries["term"]
    for index, frame in enumerate(figure.frames):
        term = terms.get(FRAME + frame.name)
        if shelf.whole and not (term and _is_frame(term.document)):
            yield source.fault(
                ("frames", index), f"no term '{FRAME}{frame.name}' of the set `frame` labels it"
            )


def _is_frame(document: object) -> bool:
    return isinstance(document, TermDocument) and document.set == "frame"


@lru_cache(maxsize=256)
def _found(figure: Figure) -> tuple[BodyFault, ...]:
    drawing = drawn(figure)
    strip(drawing)  # paints every frame: whatever is named must be there
    return tuple(body_faults(drawing))


def _bodies(figure: FigureDocument, source: Source) -> Iterator[Fault]:
    names = [frame.name for frame in figure.frames]
    for index, prop in enumerate(figure.scene):
        if not set(prop.only) <= set(names):
            yield source.fault(("scene", index, "only"), f"the frames are {', '.join(names)}")
    for field, layers in (("front", figure.front), ("behind", figure.behind)):
        if unknown := set(layers) - LAYERS:
            yield source.fault((field,), f"no layer is called {', '.join(sorted(unknown))}")
    try:
        found = _found(figure.drawing())
    except (KeyError, ValueError, ZeroDivisionError) as exc:
        yield source.fault(("frames",), f"nothing has this name, or cannot be measured: {exc}")
        return
    for fault in found:
        at: Place = ("frames", names.index(fault.frame.split(" > ")[-1]))
        yield source.fault(at, f"{fault.frame}: {fault.message}")
