"""A routine as a calendar (RFC 5545) that any phone reads.

Every time is local and names no zone: eight o'clock is eight o'clock wherever the phone is. One
series of events for the routine, and one for each time of day of the reminder, because many
calendars take no notice of BYHOUR.
"""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from app.content.guide import TipOut
from app.paper.dose import dose_in_words
from app.paper.handout import MINUTE_S, Handout
from app.paper.honesty import limits, making, origin, reviews
from app.paper.plan import UP_MIN, WORKING_DAYS, Plan, Weekday, first

PRODID = "-//Plumbline//Routine//EN"
ALARM_BEFORE_MIN = 10


def calendar(handout: Handout, plan: Plan, up: TipOut) -> bytes:
    """The routine until its weeks are over, with an alarm 10 minutes before.

    The same plan gives the same bytes until the next release, and the same events then: a calendar
    that is read in again has nothing twice.

    Args:
        up: what the reminder says.
    """
    book = Calendar()
    book.add("prodid", PRODID)
    book.add("version", "2.0")
    for name in ("name", "x-wr-calname"):  # RFC 7986, and what was there before it
        book.add(name, handout.routine.name)
    book.add_component(_session(handout, plan))
    for event in _reminders(handout, plan, up):
        book.add_component(event)
    ical: bytes = book.to_ical()
    return ical


def description(handout: Handout) -> str:
    """All that must be read before the first step, the steps, and what the text is worth."""
    routine = handout.routine
    steps = (
        f"{part.number}. {part.exercise.name}: {dose_in_words(handout, part)}"
        for part in handout.parts
    )
    warnings = (
        f"- {handout.choice('severity', warning.severity)}: {warning.text}"
        for warning in handout.every_warning
    )
    stops = (f"- {rule.text}" for rule in handout.stop_rules)
    paragraphs = (
        f"{routine.summary}\n{routine.for_whom}",
        "\n".join((handout.say("page-warnings"), *warnings)),
        "\n".join((handout.say("page-stop"), *stops)),
        "\n".join((handout.say("page-steps"), *steps)),
        "\n".join((*limits(handout), *origin(handout))),
    )
    return "\n\n".join(paragraphs)


def _session(handout: Handout, plan: Plan) -> Event:
    routine = handout.routine
    starts = first(plan.start, plan.days, plan.at)
    event = _series(handout, starts, plan.days, lasts_min=-(-routine.duration_s // MINUTE_S))
    event.add("uid", _uid(handout, "session", starts, plan.days))
    event.add("summary", routine.name)
    event.add("description", description(handout))
    event.add("categories", [handout.say(aim) for aim in routine.aims])
    event.add_component(_alarm(routine.name, before_min=ALARM_BEFORE_MIN))
    return event


def _reminders(handout: Handout, plan: Plan, up: TipOut) -> list[Event]:
    if plan.reminder is None:
        return []
    told = "\n".join((up.text, *reviews(handout, [up]), *making(handout, [up])))
    events = []
    for slot in plan.reminder.slots:
        starts = first(plan.start, WORKING_DAYS, slot)
        event = _series(handout, starts, WORKING_DAYS, lasts_min=UP_MIN)
        event.add("uid", _uid(handout, "reminder", starts, WORKING_DAYS))
        event.add("summary", handout.say("calendar-up"))
        event.add("description", told)
        event.add("transp", "TRANSPARENT")  # nobody is busy because of it
        event.add_component(_alarm(handout.say("calendar-up"), before_min=0))
        events.append(event)
    return events


def _series(
    handout: Handout, starts: datetime, days: tuple[Weekday, ...], *, lasts_min: int
) -> Event:
    """As many events as the days of the routine's weeks, the first of them at `starts`."""
    event = Event()
    event.add("dtstamp", handout.published_at)
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=lasts_min))
    count = len(days) * handout.routine.weeks
    event.add("rrule", {"freq": "weekly", "byday": list(days), "count": count})
    event.add("class", "PRIVATE")  # it tells of somebody's health
    return event


def _alarm(text: str, *, before_min: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", timedelta(minutes=-before_min))
    return alarm


def _uid(handout: Handout, kind: str, starts: datetime, days: tuple[Weekday, ...]) -> str:
    """The same in every language and release: what is read in again takes the place of the old."""
    name = f"{handout.path}#{kind} {starts.isoformat()} {','.join(days)}"
    return str(uuid5(NAMESPACE_URL, name))
