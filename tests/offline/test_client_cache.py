"""The reference client's reads while a server fails, as RFC 5861 has it: against a small server
that says what it is told to say."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from plumbline import http_client, stale_s

KEPT = "public, max-age=0, stale-if-error=600"


@dataclass
class Scripted:
    """A real server. Each request gets what `next` is then."""

    url: str = ""
    status: int = 200
    cache_control: str = KEPT
    age_s: int = 0
    seen: list[tuple[str, str | None]] = field(default_factory=list)
    """Method and `If-None-Match` of each request."""

    def fails(self, status: int = 503) -> None:
        self.status, self.cache_control = status, "no-store"


@pytest.fixture
def server() -> Iterator[Scripted]:
    scripted = Scripted()
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(scripted))
    scripted.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield scripted
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def client(server: Scripted, tmp_path: Path) -> Iterator[httpx.Client]:
    with http_client(server.url, tmp_path / "reads.db") as client:
        yield client


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_while_the_server_fails_what_was_read_is_shown(
    server: Scripted, client: httpx.Client, status: int
) -> None:
    server.age_s = 60
    first = client.get("/")

    server.fails(status)
    second = client.get("/")

    assert (first.status_code, stale_s(first)) == (200, None)
    assert (second.status_code, second.text) == (200, "body")
    assert 60 <= (stale_s(second) or 0) < 120


def test_a_failure_does_not_make_it_forget(server: Scripted, client: httpx.Client) -> None:
    client.get("/")
    server.fails()
    client.get("/")

    server.status, server.cache_control = 304, KEPT
    third = client.get("/")

    assert (third.status_code, third.text, stale_s(third)) == (200, "body", None)
    assert [etag for _, etag in server.seen] == [None, '"tag"', '"tag"']


@pytest.mark.parametrize("status", [400, 404, 410, 501])
def test_what_is_no_failure_of_the_server_is_passed_on(
    server: Scripted, client: httpx.Client, status: int
) -> None:
    client.get("/")

    server.fails(status)

    assert client.get("/").status_code == status


@pytest.mark.parametrize(
    ("age_s", "cache_control"),
    [
        (700, KEPT),
        (0, "public, max-age=0"),
        (0, "public, max-age=0, stale-if-error=soon"),
        (0, f"{KEPT}, must-revalidate"),
        (0, f"{KEPT}, no-cache"),
        (0, f"{KEPT}, no-store"),
    ],
)
def test_what_may_not_be_shown_any_more_is_not(
    server: Scripted, client: httpx.Client, age_s: int, cache_control: str
) -> None:
    server.age_s, server.cache_control = age_s, cache_control
    client.get("/")

    server.fails()

    assert client.get("/").status_code == 503


@pytest.mark.parametrize("asked", ["no-cache", "no-store"])
def test_who_asks_for_nothing_old_gets_nothing_old(
    server: Scripted, client: httpx.Client, asked: str
) -> None:
    client.get("/")

    server.fails()

    assert client.get("/", headers={"Cache-Control": asked}).status_code == 503


def test_what_was_asked_for_with_no_store_is_not_kept(
    server: Scripted, client: httpx.Client
) -> None:
    client.get("/", headers={"Cache-Control": "no-store"})

    server.fails()

    assert client.get("/").status_code == 503


def test_another_language_is_another_answer(server: Scripted, client: httpx.Client) -> None:
    client.get("/", headers={"Accept-Language": "en"})

    server.fails()

    assert client.get("/", headers={"Accept-Language": "es"}).status_code == 503
    assert client.get("/", headers={"Accept-Language": "en"}).status_code == 200


def test_what_is_sent_is_never_answered_from_what_is_kept(
    server: Scripted, client: httpx.Client
) -> None:
    client.get("/")
    client.post("/", json={})

    server.fails()

    assert client.post("/", json={}).status_code == 503
    assert [method for method, _ in server.seen] == ["GET", "POST", "POST"]


def test_an_answer_says_no_more_than_it_was_told(server: Scripted, client: httpx.Client) -> None:
    """Without `max-age` nobody knows how old is too old; then as old as it is."""
    server.cache_control, server.age_s = "public, stale-if-error=600", 500
    client.get("/")

    server.fails()

    assert 500 <= (stale_s(client.get("/")) or 0) < 600


def _handler(scripted: Scripted) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            scripted.seen.append((self.command, self.headers["If-None-Match"]))
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.send_response_only(scripted.status)
            sent_at = datetime.now(UTC) - timedelta(seconds=scripted.age_s)
            self.send_header("Date", format_datetime(sent_at, usegmt=True))
            self.send_header("Cache-Control", scripted.cache_control)
            self.send_header("ETag", '"tag"')
            self.send_header("Vary", "Accept-Language")
            self.end_headers()
            if scripted.status != 304:
                self.wfile.write(b"body")

        do_POST = do_GET

    return Handler
