"""The calendar and the page, over HTTP."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from httpx import AsyncClient, Response

from app.catalog import Catalog
from app.paper.page import policy

CALENDAR = "/v1/routines/desk-break/calendar.ics"
PAGE = "/v1/routines/desk-break/print"
BOTH = (f"{CALENDAR}?start=2026-11-23", PAGE)
MEDIA_TYPE = {CALENDAR: "text/calendar", PAGE: "text/html"}
CANARY = "zq7canary"


async def test_a_calendar_is_named_after_its_routine(client: AsyncClient) -> None:
    response = await client.get(f"{CALENDAR}?start=2026-11-23")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'inline; filename="desk-break.ics"'
    assert [event.summary.value for event in events(response)] == ["Desk break"]


async def test_a_page_brings_the_policy_that_lets_its_style_in(client: AsyncClient) -> None:
    response = await client.get(PAGE)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers.get_list("Content-Security-Policy") == [policy()]
    assert "<h1>Desk break</h1>" in response.text


async def test_a_page_that_is_kept_keeps_its_policy(client: AsyncClient) -> None:
    etag = (await client.get(PAGE)).headers["ETag"]

    response = await client.get(PAGE, headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert response.headers["Content-Security-Policy"] == policy()


@pytest.mark.parametrize("url", BOTH)
async def test_what_a_client_has_already_is_not_sent_again(url: str, client: AsyncClient) -> None:
    got = await client.get(url)

    response = await client.get(url, headers={"If-None-Match": got.headers["ETag"]})

    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == got.headers["ETag"]


@pytest.mark.parametrize("url", BOTH)
async def test_head_says_what_get_would(url: str, client: AsyncClient) -> None:
    got = await client.get(url)

    response = await client.head(url)

    assert (response.status_code, response.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Length", "Content-Language", "Cache-Control"):
        assert response.headers[name] == got.headers[name]


@pytest.mark.parametrize("url", BOTH)
async def test_the_language_is_chosen_and_told(url: str, client: AsyncClient) -> None:
    by_header = await client.get(url, headers={"Accept-Language": "es-MX, en;q=0.5"})
    by_url = await client.get(url, params={"lang": "es", **dict(re.findall(r"(\w+)=(.*)", url))})

    for response in (by_header, by_url):
        assert response.headers["Content-Language"] == "es"
        assert "Pausa en el escritorio" in response.text
    assert by_header.content == by_url.content


@pytest.mark.parametrize("path", MEDIA_TYPE)
@pytest.mark.parametrize("accept", ["application/json", "text/plain", "image/*"])
async def test_another_media_type_is_not_to_be_had(
    path: str, accept: str, client: AsyncClient
) -> None:
    response = await client.get(path, headers={"Accept": accept})

    assert response.status_code == 406
    assert MEDIA_TYPE[path] in response.json()["detail"]


@pytest.mark.parametrize("path", MEDIA_TYPE)
@pytest.mark.parametrize("accept", ["*/*", "text/*", "text/html, text/calendar;q=0.5, */*;q=0.1"])
async def test_a_browser_gets_it(path: str, accept: str, client: AsyncClient) -> None:
    response = await client.get(path, headers={"Accept": accept})

    assert response.status_code == 200


@pytest.mark.parametrize("part", ["calendar.ics", "print"])
async def test_a_routine_that_is_not_there_is_not_found(part: str, client: AsyncClient) -> None:
    response = await client.get(f"/v1/routines/nothing/{part}")

    assert response.status_code == 404
    assert response.json()["code"] == "unknown_slug"


REFUSED = [
    ("time=24:00", "?time", "should be HH:MM, from 00:00 to 23:59"),
    ("time=8:00", "?time", "should be HH:MM, from 00:00 to 23:59"),
    ("time=08:60", "?time", "should be HH:MM, from 00:00 to 23:59"),
    ("time=08:00:00", "?time", "should be HH:MM, from 00:00 to 23:59"),
    ("time=08:00%0A", "?time", "should be HH:MM, from 00:00 to 23:59"),
    ("time=%D9%A0%D9%A8:00", "?time", "should be HH:MM, from 00:00 to 23:59"),
    ("time=", "?time", "should be HH:MM, from 00:00 to 23:59"),
    (f"time={CANARY}", "?time", "should be HH:MM, from 00:00 to 23:59"),
    (f"days={CANARY}", "?days", "each should be one of MO, TU, WE, TH, FR, SA, SU, once"),
    ("days=", "?days", "each should be one of MO, TU, WE, TH, FR, SA, SU, once"),
    ("days=mo", "?days", "each should be one of MO, TU, WE, TH, FR, SA, SU, once"),
    ("days=MO,MO", "?days", "each should be one of MO, TU, WE, TH, FR, SA, SU, once"),
    ("days=MO,,TU", "?days", "each should be one of MO, TU, WE, TH, FR, SA, SU, once"),
    ("days=MO,TU,WE,TH", "?days", "should be 3 at most: the routine is for so many"),
    (f"start={CANARY}", "?start", "should be a day as YYYY-MM-DD"),
    ("start=2026-02-30", "?start", "should be a day as YYYY-MM-DD"),
    ("start=20261123", "?start", "should be a day as YYYY-MM-DD"),
    ("start=2026-W48-1", "?start", "should be a day as YYYY-MM-DD"),
    ("start=", "?start", "should be a day as YYYY-MM-DD"),
    ("start=1999-12-31", "?start", "should be in 2000 to 2199"),
    ("start=9999-12-31", "?start", "should be in 2000 to 2199"),
    ("reminder=true&from=9", "?from", "should be HH:MM, from 00:00 to 23:59"),
    ("reminder=true&until=25:00", "?until", "should be HH:MM, from 00:00 to 23:59"),
    ("reminder=true&from=17:01", "?until", "should not be earlier than `from`"),
    ("reminder=true&from=10:00&until=09:59", "?until", "should not be earlier than `from`"),
    ("reminder=true&every_min=44", "?every_min", "Input should be greater than or equal to 45"),
    ("reminder=true&every_min=61", "?every_min", "Input should be less than or equal to 60"),
    ("every_min=45", "?every_min", "should come together with `reminder=true`"),
    ("from=09:00", "?from", "should come together with `reminder=true`"),
    ("until=09:00", "?until", "should come together with `reminder=true`"),
]


@pytest.mark.parametrize(("query", "pointer", "right"), REFUSED)
async def test_what_cannot_be_meant_is_refused_with_what_would_be_right(
    query: str, pointer: str, right: str, client: AsyncClient
) -> None:
    response = await client.get(f"{CALENDAR}?{query}")

    assert response.status_code == 422
    [error] = response.json()["errors"]
    assert (error["pointer"], error["detail"]) == (pointer, right)
    assert CANARY not in response.text


@pytest.mark.parametrize("query", [f"reminder={CANARY}", f"every_min={CANARY}&reminder=true"])
async def test_what_is_no_number_and_no_yes_is_refused_without_being_repeated(
    query: str, client: AsyncClient
) -> None:
    response = await client.get(f"{CALENDAR}?{query}")

    assert response.status_code == 422
    assert CANARY not in response.text


@pytest.mark.parametrize("query", ["paper=a4", "days=MO", "theme=dark"])
async def test_the_page_takes_no_parameter_but_the_language(
    query: str, client: AsyncClient
) -> None:
    response = await client.get(f"{PAGE}?{query}")

    assert response.status_code == 400


async def test_everything_may_be_asked_for_at_once(client: AsyncClient) -> None:
    query = "time=07:15&days=SU,TU&start=2026-11-23&reminder=true&every_min=45&from=09:00"

    response = await client.get(f"{CALENDAR}?{query}&until=10:30&lang=es")

    session, *reminders = events(response)
    assert [f"{at:%Y-%m-%d %H:%M}" for at in session.getrruleset(addRDate=True)][:4] == [
        "2026-11-24 07:15",
        "2026-11-29 07:15",
        "2026-12-01 07:15",
        "2026-12-06 07:15",
    ]
    assert [f"{event.dtstart.value:%H:%M}" for event in reminders] == ["09:00", "09:45", "10:30"]


async def test_the_order_of_the_days_does_not_matter(client: AsyncClient) -> None:
    one = await client.get(f"{CALENDAR}?start=2026-11-23&days=FR,MO")
    other = await client.get(f"{CALENDAR}?start=2026-11-23&days=MO,FR")

    assert one.content == other.content


async def test_without_a_start_it_begins_within_a_week_of_today(client: AsyncClient) -> None:
    before = datetime.now(UTC).date()
    response = await client.get(CALENDAR)
    after = datetime.now(UTC).date()

    begins: date = events(response)[0].dtstart.value.date()
    assert before <= begins <= after + timedelta(days=6)


async def test_a_calendar_of_today_has_no_date_that_lasts_until_the_next_release(
    client: AsyncClient,
) -> None:
    today = await client.get(CALENDAR)
    fixed = await client.get(f"{CALENDAR}?start=2026-11-23")

    assert "Last-Modified" not in today.headers
    assert "Last-Modified" in fixed.headers


async def test_the_defaults_are_those_of_the_document(client: AsyncClient) -> None:
    told = await client.get(
        f"{CALENDAR}?start=2026-11-23&time=08:00&days=MO,WE,FR&reminder=true"
        "&every_min=60&from=09:00&until=17:00"
    )
    default = await client.get(f"{CALENDAR}?start=2026-11-23&reminder=true")

    assert told.content == default.content


async def test_a_client_may_send_every_default(client: AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    parameters = document["paths"]["/v1/routines/{slug}/calendar.ics"]["get"]["parameters"]
    defaults = {
        p["name"]: str(p["schema"]["default"]).lower()
        for p in parameters
        if p["in"] == "query" and "default" in p["schema"]
    }

    response = await client.get(CALENDAR, params={**defaults, "start": "2026-11-23"})

    assert {"time", "reminder"} <= defaults.keys()
    # They belong to a reminder: a client that sends every default must not send these.
    assert defaults.keys().isdisjoint({"every_min", "from", "until"})
    assert response.content == (await client.get(f"{CALENDAR}?start=2026-11-23")).content


async def test_every_routine_has_both(client: AsyncClient, catalog: Catalog) -> None:
    for lang in catalog.published_languages:
        for slug in catalog.shelves[lang]["routine"].items:
            for part in ("calendar.ics", "print"):
                response = await client.get(f"/v1/routines/{slug}/{part}?lang={lang}")
                assert response.status_code == 200, (lang, slug, part)


async def test_the_document_names_what_is_sent_and_nothing_else(client: AsyncClient) -> None:
    paths = (await client.get("/openapi.json")).json()["paths"]

    for part, media_type in (("calendar.ics", "text/calendar"), ("print", "text/html")):
        operation = paths[f"/v1/routines/{{slug}}/{part}"]["get"]
        assert list(operation["responses"]["200"]["content"]) == [media_type]
        assert {"400", "404", "406", "422"} <= operation["responses"].keys()


def events(response: Response) -> list[Any]:
    found: list[Any] = vobject.readOne(response.text).vevent_list
    return found
