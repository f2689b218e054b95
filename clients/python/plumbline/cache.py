"""An HTTP client that keeps what it read, asks whether it is still so (ETag), and shows it when
the server is away.

hishel does the first two. Of the third, `stale-if-error` (RFC 5861), version 2.0 reads the word and
does nothing: a network that is away is an error, and a failure of the server takes the place of
what was kept. So that is done here, around it.
"""

from pathlib import Path

import httpx
from hishel import CacheOptions, SqliteStorage
from hishel.httpx import CacheTransport

FAILED = (500, 502, 503, 504)
"""What RFC 5861 calls an error."""


def http_client(base_url: str, cache_path: Path) -> httpx.Client:
    """For reading screens: lists and items. Ask `stale_s` of every answer, and say it when it is
    old. Answers of a person are never kept: the server says `no-store` to them."""
    storage = SqliteStorage(database_path=cache_path)
    return httpx.Client(base_url=base_url, transport=_StaleIfError(httpx.HTTPTransport(), storage))


def stale_s(response: httpx.Response) -> int | None:
    """For how many seconds the answer should not have been shown any more, had the server been
    there. None: it is fresh, or the server just said that it still holds."""
    stale: int | None = response.extensions.get("plumbline_stale_s")
    return stale


class _StaleIfError(httpx.BaseTransport):
    def __init__(self, network: httpx.BaseTransport, storage: SqliteStorage) -> None:
        private = CacheOptions(shared=False)
        stale_too = CacheOptions(shared=False, allow_stale=True)
        self._network = network
        self._cached = CacheTransport(_NoFailures(network), storage, private)
        self._kept = CacheTransport(_Nobody(), storage, stale_too)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if "no-store" in _directives(request.headers):
            return self._network.handle_request(request)
        try:
            return self._cached.handle_request(request)
        except _ServerFailed as failure:
            stored = self._stored(request)
            if stored is None:
                return failure.response
            failure.response.close()
            return stored
        except httpx.TransportError:
            stored = self._stored(request)
            if stored is None:
                raise
            return stored

    def _stored(self, request: httpx.Request) -> httpx.Response | None:
        """What is kept, if it may be shown although it is stale. hishel sees to it that it answers
        this request: a GET, in this language, that does not ask for `no-cache`."""
        try:
            response = self._kept.handle_request(request)
        except httpx.ConnectError:
            return None
        told = _directives(response.headers)
        stale = int(response.headers["Age"]) - _seconds(told, "max-age", otherwise=0)
        if stale > _seconds(told, "stale-if-error", otherwise=-1):
            response.close()
            return None
        response.extensions["plumbline_stale_s"] = max(stale, 0)
        return response

    def close(self) -> None:
        self._cached.close()


class _ServerFailed(Exception):
    def __init__(self, response: httpx.Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class _NoFailures(httpx.BaseTransport):
    """Keeps failures from hishel, which would answer with them and forget what it has."""

    def __init__(self, network: httpx.BaseTransport) -> None:
        self._network = network

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._network.handle_request(request)
        if response.status_code in FAILED:
            raise _ServerFailed(response)
        return response

    def close(self) -> None:
        self._network.close()


class _Nobody(httpx.BaseTransport):
    """The network of somebody who only looks at what is kept."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("not asked", request=request)


def _directives(headers: httpx.Headers) -> dict[str, str]:
    """Of `Cache-Control`."""
    parts = (part.strip().partition("=") for part in headers.get("Cache-Control", "").split(","))
    return {name.lower(): value.strip('"') for name, _, value in parts}


def _seconds(directives: dict[str, str], name: str, *, otherwise: int) -> int:
    value = directives.get(name, "")
    return int(value) if value.isdecimal() else otherwise
