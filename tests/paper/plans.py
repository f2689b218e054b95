"""Any plan that the API takes."""

from datetime import date, time

from hypothesis import strategies as st

from app.paper.plan import WEEKDAYS, Plan, Reminder, Weekday

TIMES = st.times(max_value=time(23, 59)).map(lambda at: time(at.hour, at.minute))


@st.composite
def reminders(draw: st.DrawFn) -> Reminder:
    since, until = sorted((draw(TIMES), draw(TIMES)))
    return Reminder(draw(st.integers(45, 60)), since, until)


@st.composite
def plans(draw: st.DrawFn, days_per_week: int) -> Plan:
    """Of a routine for so many days a week."""
    days = draw(st.sets(st.sampled_from(WEEKDAYS), min_size=1, max_size=days_per_week))
    return Plan(
        start=draw(st.dates(date(2000, 1, 1), date(2199, 12, 31))),
        at=draw(TIMES),
        days=in_order(days),
        reminder=draw(st.none() | reminders()),
    )


def in_order(days: set[Weekday]) -> tuple[Weekday, ...]:
    return tuple(day for day in WEEKDAYS if day in days)
