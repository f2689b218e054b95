"""When somebody wants to do a routine, in their own local time: days, times and slots."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
WORKING_DAYS = WEEKDAYS[:5]

# wikiHow, "How to Align Your Hips", 2023, a tip from its readers without a source: get up every 45
# to 60 minutes and move for about 10. It is tip `up-every-hour`.
EVERY_MIN = range(45, 60 + 1)
UP_MIN = 10


@dataclass(frozen=True, slots=True)
class Reminder:
    """To get up, every so often from one time of the day to another, both included."""

    every_min: int
    since: time
    until: time

    @property
    def slots(self) -> Iterator[time]:
        """The times of one day."""
        at = _minutes(self.since)
        while at <= _minutes(self.until):
            yield time(at // 60, at % 60)
            at += self.every_min


@dataclass(frozen=True, slots=True)
class Plan:
    """The routine on these days of the week, from the first of them on or after `start`."""

    start: date
    at: time
    days: tuple[Weekday, ...]
    reminder: Reminder | None


def first(start: date, days: tuple[Weekday, ...], at: time) -> datetime:
    """The first time on or after `start`."""
    week = (start + timedelta(days=n) for n in range(7))
    return datetime.combine(next(d for d in week if WEEKDAYS[d.weekday()] in days), at)


def spread(days_per_week: int) -> tuple[Weekday, ...]:
    """So many days, as far apart as a week allows: three are Monday, Wednesday and Friday."""
    return tuple(WEEKDAYS[n * 7 // days_per_week] for n in range(days_per_week))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
