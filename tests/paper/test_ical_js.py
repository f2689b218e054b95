"""The calendar, read by ical.js, the engine of Thunderbird and of many web calendars. It needs
Node: see clients/js."""

import json
import subprocess
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from app.paper.calendar import calendar, description
from app.paper.plan import WORKING_DAYS, Plan, Reminder, first, spread
from tests import tools
from tests.paper.conftest import Handouts, Tips
from tests.tools import CLIENT

READER = Path(__file__).parent / "read.mjs"


@pytest.fixture(scope="module")
def node() -> str:
    return tools.node("ical.js", "the calendar is NOT read by ical.js")


def test_ical_js_reads_every_session_of_every_routine_in_every_language(
    node: str, handouts: Handouts, tips: Tips, tmp_path: Path
) -> None:
    for (lang, slug), handout in handouts.items():
        days = spread(handout.routine.days_per_week)
        plan = Plan(date(2026, 12, 29), time(8, 5), days, None)

        [session] = read(node, calendar(handout, plan, tips[lang]), tmp_path)

        assert session["summary"] == handout.routine.name
        assert session["description"] == description(handout)
        assert session["floating"]
        assert session["alarms"] == [-10]
        assert len(session["times"]) == len(days) * handout.routine.weeks, (lang, slug)
        assert session["times"][0] == first(plan.start, days, plan.at).isoformat()
        assert all(at.endswith("T08:05:00") for at in session["times"])


def test_ical_js_reads_every_reminder(
    node: str, handouts: Handouts, tips: Tips, tmp_path: Path
) -> None:
    reminder = Reminder(45, time(9), time(17))
    plan = Plan(date(2026, 11, 28), time(8), ("SA",), reminder)

    _, *reminders = read(node, calendar(handouts["es", "desk-break"], plan, tips["es"]), tmp_path)

    slots = list(reminder.slots)
    assert [event["times"][0] for event in reminders] == [
        first(plan.start, WORKING_DAYS, slot).isoformat() for slot in slots
    ]
    assert [len(event["times"]) for event in reminders] == [20] * 11
    assert {event["minutes"] for event in reminders} == {10}
    assert [event["alarms"] for event in reminders] == [[0]] * 11
    assert {event["summary"] for event in reminders} == {"Levántese y muévase"}
    assert len({event["uid"] for event in reminders}) == 11


def test_ical_js_refuses_what_is_no_calendar(node: str, tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        read(node, b"BEGIN:VCALENDAR\r\nthis is no line\r\nEND:VCALENDAR\r\n", tmp_path)


def read(node: str, ical: bytes, folder: Path) -> list[dict[str, Any]]:
    path = folder / "routine.ics"
    path.write_bytes(ical)
    command = [node, str(READER), str(CLIENT), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    events: list[dict[str, Any]] = json.loads(done.stdout)
    return events
