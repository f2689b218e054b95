"""The calendar, read by `vobject`, which is not the library that wrote it."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from app.paper.calendar import calendar
from app.paper.handout import Handout
from app.paper.plan import WEEKDAYS, WORKING_DAYS, Plan, Reminder
from tests.paper.conftest import Handouts, Tips
from tests.paper.plans import plans

MONDAY = date(2026, 11, 23)
OFFICE_HOURS = Reminder(60, time(9), time(17))
MORNINGS = Plan(MONDAY, time(8), ("MO", "WE", "FR"), None)


def test_three_days_a_week_for_four_weeks_are_twelve_mornings(
    desk_break: Handout, tips: Tips
) -> None:
    [session] = events(calendar(desk_break, MORNINGS, tips["en"]))

    times = occurrences(session)
    assert [f"{at:%a %d %b %H:%M}" for at in times[:6]] == [
        "Mon 23 Nov 08:00",
        "Wed 25 Nov 08:00",
        "Fri 27 Nov 08:00",
        "Mon 30 Nov 08:00",
        "Wed 02 Dec 08:00",
        "Fri 04 Dec 08:00",
    ]
    assert len(times) == 12
    assert times[-1] == datetime.fromisoformat("2026-12-18T08:00")


def test_a_start_in_the_middle_of_a_week_loses_no_session(desk_break: Handout, tips: Tips) -> None:
    thursday = Plan(date(2026, 11, 26), time(18, 30), ("MO", "WE", "FR"), None)

    [session] = events(calendar(desk_break, thursday, tips["en"]))

    times = occurrences(session)
    assert (len(times), times[0], times[-1]) == (
        12,
        datetime.fromisoformat("2026-11-27T18:30"),
        datetime.fromisoformat("2026-12-23T18:30"),
    )


def test_a_session_lasts_as_long_as_the_routine_in_whole_minutes(
    desk_break: Handout, tips: Tips
) -> None:
    [session] = events(calendar(desk_break, MORNINGS, tips["en"]))

    lasts = session.dtend.value - session.dtstart.value
    assert timedelta() <= lasts - timedelta(seconds=desk_break.routine.duration_s)
    assert lasts - timedelta(seconds=desk_break.routine.duration_s) < timedelta(minutes=1)


def test_a_session_tells_ten_minutes_before(desk_break: Handout, tips: Tips) -> None:
    [session] = events(calendar(desk_break, MORNINGS, tips["en"]))

    assert session.valarm.action.value == "DISPLAY"
    assert session.valarm.trigger.value == timedelta(minutes=-10)
    assert session.valarm.description.value == "Desk break"
    assert session.categories.value == ["Release tension", "Move more freely"]


def test_the_reminder_is_one_series_for_each_time_of_a_working_day(
    desk_break: Handout, tips: Tips
) -> None:
    plan = Plan(MONDAY, time(8), ("MO", "WE", "FR"), OFFICE_HOURS)

    _, *reminders = events(calendar(desk_break, plan, tips["en"]))

    assert [event.dtstart.value.time() for event in reminders] == [time(h) for h in range(9, 18)]
    for event in reminders:
        times = occurrences(event)
        assert len(times) == 5 * 4
        assert {at.weekday() for at in times} == {0, 1, 2, 3, 4}
        assert event.dtend.value - event.dtstart.value == timedelta(minutes=10)
        assert event.valarm.trigger.value == timedelta()
        assert event.transp.value == "TRANSPARENT"
        assert event.summary.value == "Get up and move"
        assert event.description.value.startswith(tips["en"].text)
        assert tips["en"].rights.attribution in event.description.value


def test_what_is_read_in_again_takes_the_place_of_the_old(handouts: Handouts, tips: Tips) -> None:
    plan = Plan(MONDAY, time(8), ("MO", "WE", "FR"), OFFICE_HOURS)

    english = calendar(handouts["en", "desk-break"], plan, tips["en"])
    spanish = calendar(handouts["es", "desk-break"], plan, tips["es"])

    assert calendar(handouts["en", "desk-break"], plan, tips["en"]) == english
    assert uids(english) == uids(spanish)


def test_another_plan_or_routine_is_another_event(handouts: Handouts, tips: Tips) -> None:
    others = [
        calendar(handouts["en", slug], Plan(start, at, days, None), tips["en"])
        for slug in ("desk-break", "strengthen")
        for start in (MONDAY, date(2026, 11, 30))
        for at in (time(8), time(8, 1))
        for days in (("MO", "WE", "FR"), ("MO", "WE"))
    ]

    assert len({uid for ical in others for uid in uids(ical)}) == len(others)


def test_it_is_of_the_day_of_the_release(desk_break: Handout, tips: Tips) -> None:
    plan = Plan(MONDAY, time(8), ("MO", "WE", "FR"), OFFICE_HOURS)

    ical = calendar(desk_break, plan, tips["en"]).decode()

    stamps = {line for line in ical.split("\r\n") if line.startswith("DTSTAMP")}
    assert stamps == {f"DTSTAMP:{desk_break.published_at:%Y%m%dT%H%M%SZ}"}


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_the_plan_every_session_has_its_day_and_none_is_lost(
    handouts: Handouts, tips: Tips, data: st.DataObject
) -> None:
    lang, slug = data.draw(st.sampled_from(sorted(handouts)))
    handout = handouts[lang, slug]
    plan = data.draw(plans(handout.routine.days_per_week))

    session, *reminders = events(calendar(handout, plan, tips[lang]))

    assert_series(session, plan, plan.days, plan.at, handout.routine.weeks)
    slots = list(plan.reminder.slots) if plan.reminder else []
    for event, slot in zip(reminders, slots, strict=True):
        assert_series(event, plan, WORKING_DAYS, slot, handout.routine.weeks)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_the_plan_lines_are_short_and_times_are_the_phones_own(
    handouts: Handouts, tips: Tips, data: st.DataObject
) -> None:
    lang, slug = data.draw(st.sampled_from(sorted(handouts)))
    plan = data.draw(plans(handouts[lang, slug].routine.days_per_week))

    ical = calendar(handouts[lang, slug], plan, tips[lang])

    *lines, last = ical.split(b"\r\n")
    assert last == b""
    assert all(len(line) <= 75 and line.decode().isprintable() for line in lines)
    assert b"\n" not in ical.replace(b"\r\n", b"")
    assert b"TZID" not in ical
    times = [line for line in lines if line.startswith((b"DTSTART", b"DTEND"))]
    assert times
    assert not any(line.endswith(b"Z") for line in times)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_folding_keeps_letters_of_two_octets_whole(
    handouts: Handouts, tips: Tips, lang: str
) -> None:
    long = "áéíóú ñ " * 40
    handout = handouts[lang, "desk-break"]
    renamed = handout.routine.model_copy(update={"name": long.strip()})

    ical = calendar(replace(handout, routine=renamed), MORNINGS, tips[lang])

    assert all(len(line) <= 75 for line in ical.split(b"\r\n"))
    assert events(ical)[0].summary.value == long.strip()


def test_every_warning_and_every_stop_rule_stands_in_every_description(
    handouts: Handouts, tips: Tips
) -> None:
    for (lang, slug), handout in handouts.items():
        told = events(calendar(handout, MORNINGS, tips[lang]))[0].description.value

        for warning in handout.every_warning:
            assert warning.text in told, (lang, slug, warning.slug)
        for rule in handout.routine.stop_rules:
            assert rule.text in told, (lang, slug, rule.slug)
        for part in handout.parts:
            assert f"{part.number}. {part.exercise.name}: " in told
        assert f"/v1/routines/{slug}" in told
        assert handout.terms["about-published"].name in told
        assert handout.terms["review-nobody"].name in told
        assert "{" not in told


def events(ical: bytes) -> list[Any]:
    calendars = list(vobject.readComponents(ical.decode()))
    assert len(calendars) == 1
    calendars[0].validate(raiseException=True)
    found: list[Any] = calendars[0].vevent_list
    return found


def occurrences(event: Any) -> list[datetime]:
    return list(event.getrruleset(addRDate=True))


def uids(ical: bytes) -> list[str]:
    return [event.uid.value for event in events(ical)]


def assert_series(event: Any, plan: Plan, days: tuple[str, ...], at: time, weeks: int) -> None:
    """As many as there should be, each on its day and at its time, none before the start and none
    a week too late, every day as often as the others."""
    times = occurrences(event)
    assert len(times) == len(days) * weeks
    assert Counter(WEEKDAYS[t.weekday()] for t in times) == dict.fromkeys(days, weeks)
    assert {t.time() for t in times} == {at}
    assert {t.tzinfo for t in times} == {None}
    assert plan.start <= times[0].date() < plan.start + timedelta(days=7)
    assert times[-1].date() < plan.start + timedelta(weeks=weeks)
