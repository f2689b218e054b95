"""Search among the resources of one type: which of them, in which order, page by page."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from app.fhir.names import Json
from app.fhir.shelf import Finished, written

DATE = re.compile(
    r"(?P<prefix>eq|ne|gt|ge|lt|le|sa|eb)?"
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)"
    r"(T(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d)(\.(?P<fraction>\d{1,6})\d*)?)?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """What a date or an instant stands for: from its first moment up to the next one's."""

    said: str
    prefix: str
    start: datetime
    end: datetime

    def has(self, moment: datetime) -> bool:
        """Whether what was updated at `moment` is found. A moment has no length, so `sa` is `gt`
        and `eb` is `lt`."""
        before, after = moment < self.start, moment >= self.end
        return {
            "eq": not before and not after,
            "ne": before or after,
            "gt": after,
            "sa": after,
            "ge": not before,
            "lt": before,
            "eb": before,
            "le": not after,
        }[self.prefix]


def span(said: str) -> Span:
    """`2026`, `ge2026-11-22`, `lt2026-11-22T12:00:00Z`: as precise as it is written; without a
    zone, in UTC.

    Raises:
        ValueError: it is none of these, or no day of the calendar.
    """
    found = DATE.fullmatch(said)
    if found is None:
        raise ValueError("no date")
    try:
        start = _start(found)
        return Span(said, found["prefix"] or "eq", start, _next(start, found))
    except OverflowError:
        raise ValueError("beyond the calendar") from None


def _start(found: re.Match[str]) -> datetime:
    year, month, day = (int(found[name] or 1) for name in ("year", "month", "day"))
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    fraction = int((found["fraction"] or "0").ljust(6, "0"))
    start = datetime(year, month, day, hour, minute, second, fraction, UTC)
    return start - _offset(found["zone"])


def _offset(zone: str | None) -> timedelta:
    if zone in (None, "Z"):
        return timedelta()
    hours, minutes = str(zone)[1:].split(":")
    if int(hours) > 14 or int(minutes) > 59:
        raise ValueError("no zone")
    length = timedelta(hours=int(hours), minutes=int(minutes))
    return -length if str(zone).startswith("-") else length


def _next(start: datetime, found: re.Match[str]) -> datetime:
    """The first moment that it does not stand for."""
    if found["month"] is None:
        return start.replace(year=start.year + 1)
    if found["day"] is None:
        return (start + timedelta(days=31)).replace(day=1)
    if found["fraction"] is not None:
        return start + timedelta(microseconds=10 ** (6 - len(found["fraction"])))
    units = (("second", timedelta(seconds=1)), ("minute", timedelta(minutes=1)))
    lengths = (length for name, length in units if found[name] is not None)
    return start + next(lengths, timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; nothing is everything."""

    ids: Sequence[str] | None
    urls: Sequence[str] | None
    updated: Sequence[Span]
    """All of them have to fit."""
    count: int
    after: str | None
    """The id that the page before ended with."""


def search_set(
    kind: str, shelf: Mapping[str, Finished], updated: datetime, wanted: Wanted
) -> bytes:
    """One page as a `Bundle`. Its links are relative to the server's FHIR base."""
    found = [one for one in shelf.values() if _fits(one, updated, wanted)]
    rest = [one for one in found if wanted.after is None or one.id > wanted.after]
    page = rest[: wanted.count]
    following = page[-1].id if page and len(rest) > len(page) else None
    head: Json = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(found),
        "link": list(_links(kind, wanted, following)),
    }
    if not page:
        return written(head)
    entries = b",".join(_entry(one) for one in page)
    return written(head)[:-1] + b',"entry":[' + entries + b"]}"


def _fits(one: Finished, updated: datetime, wanted: Wanted) -> bool:
    return (
        (wanted.ids is None or one.id in wanted.ids)
        and (
            wanted.urls is None or not {one.url, f"{one.url}|{one.version}"}.isdisjoint(wanted.urls)
        )
        and all(span.has(updated) for span in wanted.updated)
    )


def _entry(one: Finished) -> bytes:
    url = json.dumps(one.url).encode()
    return b'{"fullUrl":%b,"resource":%b,"search":{"mode":"match"}}' % (url, one.body)


def _links(kind: str, wanted: Wanted, following: str | None) -> Iterator[Json]:
    asked: list[tuple[str, str]] = []
    if wanted.ids is not None:
        asked.append(("_id", ",".join(wanted.ids)))
    if wanted.urls is not None:
        asked.append(("url", ",".join(wanted.urls)))
    asked += [("_lastUpdated", span.said) for span in wanted.updated]
    asked.append(("_count", str(wanted.count)))
    here = [("_after", wanted.after)] if wanted.after is not None else []
    yield {"relation": "self", "url": _url(kind, [*asked, *here])}
    if following is not None:
        yield {"relation": "next", "url": _url(kind, [*asked, ("_after", following)])}


def _url(kind: str, asked: Iterable[tuple[str, str]]) -> str:
    return f"{kind}?{urlencode(list(asked))}"
