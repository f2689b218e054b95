"""A routine to put into a calendar or on a wall."""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app import errors
from app.catalog import Catalog
from app.content.base import Lang
from app.content.citation import CitationOut
from app.content.exercise import ExerciseOut
from app.content.guide import GET_UP, TermOut, TipOut
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.paper.handout import Handout
from app.paper.plan import EVERY_MIN, WEEKDAYS, Plan, Reminder, Weekday, spread
from app.routes.reply import reply
from app.routes.request import CatalogDep, LanguageDep, accepts, invalid
from app.routes.shelves import ITEM_ERRORS, SlugPath

router = APIRouter(prefix="/v1", tags=["routines"])

HTML, ICALENDAR = "text/html", "text/calendar"
OF_THE_REMINDER = ("every_min", "from", "until")
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
FIRST_YEAR, LAST_YEAR = 2000, 2199


class Html(Response):
    media_type = HTML


class ICalendar(Response):
    media_type = ICALENDAR


def _clock(description: str, example: str, alias: str | None = None) -> Any:
    return Query(
        alias=alias,
        description=f"{description} HH:MM, from 00:00 to 23:59, in the phone's own time.",
        examples=[example],
        json_schema_extra={"pattern": f"^{CLOCK}$"},
    )


Start = Annotated[
    str | None,
    Query(
        description="The day from which on: the first session is on the first of `days` on or "
        f"after it. From {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31; today, in UTC, where it is left "
        "out.",
        examples=["2026-11-23"],
        json_schema_extra={"format": "date"},
    ),
]
Days = Annotated[
    str | None,
    Query(
        description=f"On which days: of {', '.join(WEEKDAYS)}, comma separated, each once, not "
        f"more than the routine's `days_per_week`. Left out, they are spread over the week.",
        examples=["MO,WE,FR"],
    ),
]
EveryMin = Annotated[
    int,
    Query(
        ge=min(EVERY_MIN),
        le=max(EVERY_MIN),
        description="Minutes from one reminder to the next: 45 to 60. Only with `reminder`.",
        examples=[45],
    ),
]
WithReminder = Annotated[
    bool,
    Query(
        description="Also a reminder to get up, every 45 to 60 minutes from Monday to Friday: tip "
        f"`{GET_UP}`. `every_min`, `from` and `until` belong to it.",
        examples=[True],
    ),
]


@router.get(
    "/routines/{slug}/calendar.ics",
    summary="Get a routine as a calendar",
    response_class=ICalendar,
    responses=ITEM_ERRORS,
)
async def get_routine_calendar(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    slug: SlugPath,
    at: Annotated[str, _clock("When each session begins:", "08:00", "time")] = "08:00",
    days: Days = None,
    start: Start = None,
    reminder: WithReminder = False,
    every_min: EveryMin = 60,
    since: Annotated[
        str, _clock("When the first reminder of a day comes:", "09:00", "from")
    ] = "09:00",
    until: Annotated[
        str, _clock("After which no reminder comes, not before `from`:", "17:00")
    ] = "17:00",
) -> Response:
    """The routine as a calendar (RFC 5545) for all its weeks, in the phone's own time, with an
    alarm 10 minutes before each session. It is the routine as published, not adapted to anybody's
    answers. Read in again with the same parameters, it takes the place of what was there."""
    # Only when somebody asks: what writes calendars and pages is large, and most workers never do.
    from app.paper.calendar import calendar

    accepts(request, ICALENDAR)
    found = handout(catalog, lang, slug)
    _asked_for_reminder(request)
    plan = Plan(
        start=_date(start),
        at=_time(at, "time"),
        days=_days(days, found.routine),
        reminder=_reminder(every_min, since, until) if reminder else None,
    )
    up = catalog.all(lang, "tip", TipOut)[GET_UP]
    body = calendar(found, plan, up)
    headers = [(b"content-disposition", f'inline; filename="{slug}.ics"'.encode())]
    return reply(request, body, lang, ICALENDAR, dated=start is not None, headers=headers)


@router.get(
    "/routines/{slug}/print",
    summary="Get a routine as a page to print",
    response_class=Html,
    responses=ITEM_ERRORS,
)
async def get_routine_page(
    request: Request, catalog: CatalogDep, lang: LanguageDep, slug: SlugPath
) -> Response:
    """The routine as one page to print or to read: its warnings first, then every step, whom it is
    not for, a table to tick, and the sources. It is the routine as published, not adapted to
    anybody's answers."""
    from app.paper.page import page, policy

    accepts(request, HTML)
    # With a 304 as well: the headers of a 304 take the place of those that a cache has.
    headers = [(b"content-security-policy", policy().encode())]
    return reply(request, page(handout(catalog, lang, slug)), lang, HTML, headers=headers)


def handout(catalog: Catalog, lang: Lang, slug: str) -> Handout:
    """Raises: UnknownSlug: there is no such routine."""
    routine = catalog.all(lang, "routine", RoutineOut).get(slug)
    if routine is None:
        raise errors.UnknownSlug("no routine has this slug; /v1/routines lists them")
    return Handout(
        routine=routine,
        exercises=catalog.all(lang, "exercise", ExerciseOut),
        warnings=catalog.all(lang, "warning", WarningOut),
        conditions=catalog.all(lang, "condition", ConditionOut),
        citations=catalog.all(lang, "citation", CitationOut),
        terms=catalog.all(lang, "term", TermOut),
        release=catalog.release,
        published_at=catalog.published_at,
    )


def _reminder(every_min: int, since: str, until: str) -> Reminder:
    reminder = Reminder(every_min, _time(since, "from"), _time(until, "until"))
    if reminder.until < reminder.since:
        raise invalid("?until", "before_from", "should not be earlier than `from`")
    return reminder


def _asked_for_reminder(request: Request) -> None:
    """Who says how often, and forgets to ask for it, must not wait for it in vain. Who says no
    may say the rest too, as clients do that send every default."""
    for name in OF_THE_REMINDER:
        if name in request.query_params and "reminder" not in request.query_params:
            raise invalid(f"?{name}", "no_reminder", "should come together with `reminder=true`")


def _time(value: str, name: str) -> time:
    if not re.fullmatch(CLOCK, value):
        raise invalid(f"?{name}", "invalid_time", "should be HH:MM, from 00:00 to 23:59")
    return time.fromisoformat(value)


def _date(value: str | None) -> date:
    if value is None:
        return datetime.now(UTC).date()
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError:
        raise invalid("?start", "invalid_date", "should be a day as YYYY-MM-DD") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise invalid("?start", "invalid_date", f"should be in {FIRST_YEAR} to {LAST_YEAR}")
    return day


def _days(value: str | None, routine: RoutineOut) -> tuple[Weekday, ...]:
    """In the order of the week. Fewer than the routine's are fine; the sources allow no more."""
    if value is None:
        return spread(routine.days_per_week)
    given = [part.strip() for part in value.split(",")]
    days = tuple(day for day in WEEKDAYS if day in given)
    if len(days) != len(given):
        raise invalid(
            "?days", "unknown_value", f"each should be one of {', '.join(WEEKDAYS)}, once"
        )
    if len(days) > routine.days_per_week:
        most = routine.days_per_week
        raise invalid("?days", "too_many", f"should be {most} at most: the routine is for so many")
    return days
