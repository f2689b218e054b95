"""That an operation is to be used no more: said once, where its route is declared.

Nothing in `/v1` is deprecated. It would be told so: `dependencies=[Depends(Deprecated(…))]` gives
every answer of the route the headers and the document its words, and lets it work as before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

NOTICE = timedelta(days=365)
"""The least between saying so and the end of it, as docs/versions.md promises."""


@dataclass(frozen=True, slots=True)
class Deprecated:
    """Since when, what takes its place, and when it will end, if it will.

    Raises:
        ValueError: a moment has no time zone, or the end comes sooner than promised.
    """

    since: datetime
    page: str
    """Where it is explained, a path."""
    successor: str | None = None
    """A path."""
    sunset: datetime | None = None

    def __post_init__(self) -> None:
        if None in (moment.tzinfo for moment in (self.since, self.sunset) if moment):
            raise ValueError("`since` and `sunset` need a time zone")
        if self.sunset is not None and self.sunset < self.since + NOTICE:
            raise ValueError(f"`sunset` should be {NOTICE.days} days after `since` or later")

    def __call__(self) -> None:
        """Nothing: a dependency that only says something about its route."""

    def headers(self) -> list[tuple[bytes, bytes]]:
        """`Deprecation` (RFC 9745), `Sunset` (RFC 8594) and where to read on."""
        links = [f'<{self.page}>; rel="deprecation"; type="text/html"']
        if self.successor is not None:
            links.append(f'<{self.successor}>; rel="successor-version"')
        told = [(b"deprecation", b"@%d" % int(self.since.timestamp()))]
        if self.sunset is not None:
            links.append(f'<{self.page}>; rel="sunset"; type="text/html"')
            moment = self.sunset.astimezone(UTC).replace(microsecond=0)
            told.append((b"sunset", format_datetime(moment, usegmt=True).encode()))
        return [*told, (b"link", ", ".join(links).encode())]

    def words(self) -> str:
        """The same for people who read the document."""
        said = f"Deprecated since {self.since.date().isoformat()}: see `{self.page}`."
        if self.successor is not None:
            said += f" Use `{self.successor}` instead."
        if self.sunset is not None:
            said += f" It ends on {self.sunset.date().isoformat()}."
        return said


def said_of(dependencies: Iterable[object]) -> Deprecated | None:
    """What a route was declared with. Args: dependencies: the callables that it depends on."""
    return next((one for one in dependencies if isinstance(one, Deprecated)), None)
