"""How long things take, and when to try again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

KEEPS_TRYING = timedelta(days=3)
"""After an event; then one last time."""
FORGOTTEN = timedelta(days=30)
"""After which an event is dropped, with what became of it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Of deliveries, in seconds. Tests have less patience."""

    poll_s: float = 2.0
    """Between looks into the queue."""
    lease_s: float = 60.0
    """For which a delivery is one worker's: longer than `whole_s` by more than clocks differ."""
    connect_s: float = 3.0
    whole_s: float = 10.0
    """Of one request, from the look-up of the name on."""
    at_once: int = 8
    """Requests of one worker."""
    of_one_owner: int = 3
    """Of these to webhooks of one owner, of all workers together."""
    tidy_s: float = 60.0
    again_s: float = 1.0
    """After which an outcome that could not be recorded is recorded again."""
    leaves_s: float = 3.0
    """For which a worker that ends waits for what it is sending."""
    pauses_s: tuple[float, ...] = (10, 60, 300, 1_800, 7_200, 18_000, 36_000, 43_200)
    """The most that is waited after the first attempt, the second, …; then the last of them."""
    most_asked_s: float = 86_400
    """Of a receiver's `Retry-After`, no more."""


def next_try(
    pace: Pace,
    attempts: int,
    now: datetime,
    until: datetime,
    asked_s: float,
    random: Callable[[], float],
) -> datetime | None:
    """Exponential backoff with jitter, so that receivers that were down together are not woken
    together: anything from a tenth of the most to the most. From 0 on, some would be asked
    thousands of times. None: it was the last.

    Args:
        attempts: how many there were, 1 or more.
        until: the last attempt is not before.
        asked_s: what the receiver asked for, or 0.
        random: from 0 to 1.
    """
    if now >= until:
        return None
    most = pace.pauses_s[min(attempts, len(pace.pauses_s)) - 1]
    wait = max(most * (0.1 + 0.9 * random()), min(asked_s, pace.most_asked_s))
    return min(now + timedelta(seconds=wait), until)
