"""The skin around discs is where it should be."""

import re
from math import cos, hypot, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.figures.outline import (
    Disc,
    capsule,
    disc,
    hull,
    hull_points,
    polygon_hull,
    smooth_hull,
)

discs = st.lists(
    st.builds(Disc, st.integers(0, 1000), st.integers(0, 1000), st.integers(5, 200)),
    min_size=1,
    max_size=6,
)


@given(discs)
def test_a_hull_goes_around_all_its_discs(given_discs: list[Disc]) -> None:
    """Every corner of the path is as far out, in the direction it was found, as anything is."""
    path = hull(given_discs)
    spots = _corners(path)

    assert path.endswith("Z")
    for x, y in spots:
        outside = [hypot(x - d.x, y - d.y) - d.r for d in given_discs]
        assert min(outside) > -1.5  # on the skin of one, in none: coordinates are whole numbers
    if len(spots) > 2:
        for i in range(36):
            c, s = cos(pi * i / 18), sin(pi * i / 18)
            assert (
                max(x * c + y * s for x, y in spots)
                <= max(d.x * c + d.y * s + d.r for d in given_discs) + 1.5
            )


def _corners(path: str) -> list[tuple[float, float]]:
    found = re.findall(r"(?:M|L|A\d+ \d+ 0 [01] 1 )(-?\d+) (-?\d+)", path)
    return [(float(x), float(y)) for x, y in found] if "a" not in path else []


def test_a_hull_by_hand() -> None:
    """Two discs of one size: two lines, two half circles."""
    around = hull([Disc(0, 0, 10), Disc(100, 0, 10)])

    assert around == "M100 -10A10 10 0 0 1 100 10L0 10A10 10 0 0 1 0 -10L100 -10Z"


def test_a_disc_in_another_does_not_show() -> None:
    assert hull([Disc(0, 0, 50), Disc(5, 5, 10)]) == disc(Disc(0, 0, 50))


@given(discs, discs)
def test_moving_shapes_keep_their_commands(a: list[Disc], b: list[Disc]) -> None:
    assert _commands(smooth_hull(a)) == _commands(smooth_hull(b))
    assert _commands(capsule(a[0], a[-1])) == _commands(capsule(b[0], b[-1]))


def _commands(path: str) -> str:
    return re.sub(r"-?\d+", "#", re.sub(r" 0 [01] 1 ", " flags ", path))


@given(discs)
def test_sampled_points_lie_on_the_skin(given_discs: list[Disc]) -> None:
    for x, y in hull_points(given_discs, 24):
        assert min(hypot(x - d.x, y - d.y) - d.r for d in given_discs) == pytest.approx(0, abs=1e-6)


def test_a_polygon_hull_by_hand() -> None:
    square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]

    assert sorted(polygon_hull([*square, (2.0, 2.0), (2.0, 0.0)])) == sorted(square)
