"""Days and times that a person can check."""

from datetime import date, datetime, time

import pytest

from app.paper.plan import WEEKDAYS, Reminder, Weekday, first, spread


@pytest.mark.parametrize(
    ("days_per_week", "days"),
    [
        (1, "MO"),
        (2, "MO TH"),
        (3, "MO WE FR"),
        (4, "MO TU TH SA"),
        (5, "MO TU WE FR SA"),
        (6, "MO TU WE TH FR SA"),
        (7, "MO TU WE TH FR SA SU"),
    ],
)
def test_the_days_are_as_far_apart_as_a_week_allows(days_per_week: int, days: str) -> None:
    assert list(spread(days_per_week)) == days.split()


@pytest.mark.parametrize("days_per_week", range(1, 8))
def test_no_two_pauses_differ_by_more_than_a_day(days_per_week: int) -> None:
    at = [WEEKDAYS.index(day) for day in spread(days_per_week)]

    pauses = [later - earlier for earlier, later in zip(at, [*at[1:], at[0] + 7], strict=True)]

    assert max(pauses) - min(pauses) <= 1
    assert sum(pauses) == 7


def test_every_hour_from_nine_to_five_is_nine_reminders() -> None:
    slots = list(Reminder(60, time(9), time(17)).slots)

    assert slots == [time(hour) for hour in range(9, 18)]


def test_every_45_minutes_from_nine_to_five_is_eleven_reminders() -> None:
    slots = [slot.isoformat("minutes") for slot in Reminder(45, time(9), time(17)).slots]

    assert slots == [
        "09:00",
        "09:45",
        "10:30",
        "11:15",
        "12:00",
        "12:45",
        "13:30",
        "14:15",
        "15:00",
        "15:45",
        "16:30",
    ]


def test_from_and_until_may_be_the_same_minute() -> None:
    assert list(Reminder(45, time(23, 59), time(23, 59)).slots) == [time(23, 59)]


@pytest.mark.parametrize(
    ("start", "days", "found"),
    [
        ("2026-11-23", ("MO", "WE", "FR"), "2026-11-23"),  # a Monday
        ("2026-11-24", ("MO", "WE", "FR"), "2026-11-25"),
        ("2026-11-28", ("MO", "WE", "FR"), "2026-11-30"),
        ("2026-11-23", ("SU",), "2026-11-29"),
        ("2028-02-28", ("TU",), "2028-02-29"),
        ("2026-12-31", ("FR",), "2027-01-01"),
    ],
)
def test_the_first_session_is_on_the_first_chosen_day_on_or_after_the_start(
    start: str, days: tuple[Weekday, ...], found: str
) -> None:
    assert first(date.fromisoformat(start), days, time(8)) == datetime.fromisoformat(f"{found}T08")
