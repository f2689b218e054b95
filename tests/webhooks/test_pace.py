"""Tried again and again for three days, ever more rarely, never by the clock."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from app.webhooks import queue
from app.webhooks.pace import KEEPS_TRYING, Pace, next_try
from app.webhooks.sending import Answer
from tests.conftest import NOW
from tests.webhooks.made import claimed, delivery, happened, subscribed

PACE = Pace()
CHANCES = st.floats(0, 1, exclude_max=True)
UNTIL = NOW + KEEPS_TRYING
FEWEST, MOST = 12, 80


@given(st.lists(CHANCES, min_size=1))
def test_a_receiver_that_stays_away_is_tried_some_times_until_the_last_moment(
    chances: list[float],
) -> None:
    tries = _tries(chances)

    assert FEWEST <= len(tries) <= MOST
    assert tries[-1] == UNTIL
    assert all(one < other for one, other in pairwise(tries))


@given(CHANCES)
def test_it_is_tried_ever_more_rarely(chance: float) -> None:
    waits = [other - one for one, other in pairwise(_tries([chance])[:-1])]

    assert waits == sorted(waits)


@given(st.integers(1, 50), CHANCES)
def test_the_wait_is_anything_from_a_tenth_of_the_most_to_the_most(
    attempts: int, chance: float
) -> None:
    most = PACE.pauses_s[min(attempts, len(PACE.pauses_s)) - 1]

    at = next_try(PACE, attempts, NOW, UNTIL, 0, lambda: chance)

    assert at is not None
    assert at - NOW == timedelta(seconds=most * (0.1 + 0.9 * chance))


@given(st.floats(0, 1e9))
def test_what_a_receiver_asks_for_is_kept_to_for_a_day_at_most(asked_s: float) -> None:
    at = next_try(PACE, 1, NOW, UNTIL, asked_s, lambda: 0.0)

    assert at is not None
    assert at - NOW == timedelta(seconds=max(1.0, min(asked_s, 86_400)))


def test_after_the_last_attempt_it_is_a_dead_letter(engine: Engine) -> None:
    (event,) = happened(engine, subscribed(engine).row.id)
    now, attempts = NOW, 0
    while found := claimed(engine, now):
        attempts += 1
        later = next_try(PACE, found[0].attempts, now, found[0].until, 0, lambda: 0.9)
        queue.record(engine, found[0], Answer("answered", 500), later, now)
        now = later or now

    row = delivery(engine, event)
    assert (row.state, row.outcome, row.status) == ("dead", "answered", 500)
    assert (row.attempts, row.last_at) == (attempts, UNTIL)
    assert attempts >= FEWEST


def _tries(chances: list[float]) -> list[datetime]:
    """When a receiver that never answers is asked, with these chances over and over."""
    tries = [NOW]
    while True:
        chance = chances[len(tries) % len(chances)]
        later = next_try(PACE, len(tries), tries[-1], UNTIL, 0, lambda: chance)  # noqa: B023
        if later is None:
            return tries
        tries.append(later)
