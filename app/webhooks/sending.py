"""One request to a receiver: to a public address, once, without following anything or reading
more of the answer than its head."""

import asyncio
import contextlib
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from urllib.parse import urlsplit

import httpcore

from app.webhooks.addresses import AddressRefused, LookUpTimedOut, Names, UrlRefused, place
from app.webhooks.pace import Pace
from app.webhooks.rows import Outcome
from app.webhooks.signing import signed

MOST_READ_BYTES = 4_096
ADDRESSES_TRIED = 3
GONE = 410
FINISH_S = 1.0
USUAL = {
    "Content-Type": "application/json",
    "User-Agent": "Plumbline-Webhooks",
    "Accept": "*/*",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent, where to, and who signs."""

    event: str
    url: str
    body: bytes
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it. Nothing that the receiver wrote."""

    outcome: Outcome
    status: int | None = None
    retry_after_s: float = 0


class Sender:
    """
    Args:
        trust: whose certificates are good.
    """

    def __init__(
        self,
        names: Names,
        pace: Pace,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._names = names
        self._pace = pace
        self._trust = trust

    async def send(self, letter: Letter, now: datetime) -> Answer:
        """One attempt, of `whole_s` at the most. Never raises for what a receiver does."""
        try:
            self._names.check(letter.url)  # what may be sent to may have changed since
            async with asyncio.timeout(self._pace.whole_s) as whole:
                return await self._exchange(letter, now, whole)
        except (UrlRefused, AddressRefused):
            return Answer("address_refused")
        except LookUpTimedOut:
            return Answer("look_up_timed_out")
        except (TimeoutError, httpcore.TimeoutException):
            return Answer("timed_out")
        except httpcore.ConnectError as exc:
            is_tls = any(isinstance(cause, ssl.SSLError) for cause in exc.args)
            return Answer("untrusted" if is_tls else "unreachable")
        except (httpcore.NetworkError, httpcore.ProtocolError):
            return Answer("broken_off")

    async def _exchange(self, letter: Letter, now: datetime, whole: asyncio.Timeout) -> Answer:
        """Through a pool of its own: a connection that is kept would not be looked up again."""
        backend = _Vetted(self._names)
        headers = USUAL | signed(letter.event, now, letter.body, letter.secrets)
        async with (
            httpcore.AsyncConnectionPool(self._context, network_backend=backend) as pool,
            pool.stream(
                "POST",
                _url(letter.url),
                headers=list(headers.items()),
                content=letter.body,
                extensions={"timeout": {"connect": self._pace.connect_s}},
            ) as response,
        ):
            answer = _answer(response, now)
            whole.reschedule(None)  # it counts from here on, however the connection ends
            with contextlib.suppress(httpcore.NetworkError, httpcore.ProtocolError, TimeoutError):
                async with asyncio.timeout(FINISH_S):
                    await _let_finish(response)
            return answer

    @cached_property
    def _context(self) -> ssl.SSLContext:
        return self._trust()


class _Vetted(httpcore.AsyncNetworkBackend):
    """Connects to addresses that were found public, and to no name."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        found = await self._names.find(host, port)
        *others, last = map(str, found[:ADDRESSES_TRIED])
        how = (port, timeout, local_address, socket_options)
        for address in others:
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await self._plain.connect_tcp(address, *how)
        return await self._plain.connect_tcp(last, *how)


def _url(url: str) -> httpcore.URL:
    """Piece by piece, so that nobody reads another host out of it than was vetted."""
    host, port = place(url)
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return httpcore.URL(scheme=parts.scheme, host=host, port=port, target=target)


def _answer(response: httpcore.Response, now: datetime) -> Answer:
    status = response.status
    if 200 <= status < 300:
        return Answer("delivered", status)
    if status == GONE:
        return Answer("gone", status)
    if 300 <= status < 400:
        return Answer("redirected", status)
    return Answer("answered", status, _retry_after_s(response, now))


def _retry_after_s(response: httpcore.Response, now: datetime) -> float:
    """In either of its two forms; whatever else it says is as if nothing was said."""
    told = {name.lower(): value for name, value in response.headers}
    text = told.get(b"retry-after", b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
        return (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    except (ValueError, OverflowError):
        return 0


async def _let_finish(response: httpcore.Response) -> None:
    """A short answer is taken to its end, so that the receiver sees no reset; none is kept."""
    read = 0
    async for piece in response.aiter_stream():
        read += len(piece)
        if read > MOST_READ_BYTES:
            return
