"""How long each moment of a movement lasts."""

from dataclasses import dataclass

from app.figures.figure import Figure

LONGEST_HOLD_S = 4.0
"""A longer hold is shown as this long."""
SHORTEST_MOVE_S = 0.6
STOP_S = 0.4


@dataclass(frozen=True, slots=True)
class Beat:
    """Getting to a frame, and staying there; seconds."""

    moves_s: float
    holds_s: float


def beats(figure: Figure, rep_s: float, hold_s: float) -> tuple[Beat, ...]:
    """One repetition, frame by frame; it begins by getting from the last frame to the first.

    Args:
        rep_s: what the movement of one repetition takes, by the dose.
        hold_s: what its hold takes.
    """
    whole = sum(frame.moves for frame in figure.frames) or 1.0
    held = sum(frame.held for frame in figure.frames) or 1
    return tuple(
        Beat(rep_s * frame.moves / whole, hold_s / held if frame.held else 0.0)
        for frame in figure.frames
    )


def shown(figure: Figure, beats_: tuple[Beat, ...]) -> tuple[Beat, ...]:
    """As an animation shows them: long holds cut, and a stop at each frame, so that it can be
    seen. What goes on without an end goes on as it does."""
    if figure.follows:
        return beats_
    return tuple(
        Beat(max(beat.moves_s, SHORTEST_MOVE_S), min(max(beat.holds_s, STOP_S), LONGEST_HOLD_S))
        for beat in beats_
    )
