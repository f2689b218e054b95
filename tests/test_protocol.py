"""Requests as bytes, on a socket: what no client library would send."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from app.catalog import Catalog
from app.main import create_app, fast
from app.protocol import MOST_BYTES, Protocol
from app.settings import Settings

GET = b"GET /v1/meta HTTP/1.1\r\nHost: a\r\n"


@pytest.fixture(scope="module")
def port(catalog: Catalog) -> Iterator[int]:
    app = fast(create_app(Settings(), load=lambda: catalog))
    server = uvicorn.Server(uvicorn.Config(app, http=Protocol, log_config=None))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        running.start()
        while not server.started:
            assert running.is_alive()
            time.sleep(0.01)
        yield listener.getsockname()[1]
        server.should_exit = True
        running.join(20)


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(GET + b"X: " + b"a" * MOST_BYTES + b"\r\n\r\n", id="one header"),
        pytest.param(GET + b"X: " + b"a" * 8_000_000, id="a header without an end"),
        pytest.param(GET + b"X: a\r\n" * 20_000 + b"\r\n", id="many headers"),
        pytest.param(b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n", id="a long URL"),
    ],
)
def test_a_head_without_end_is_refused_and_let_go(port: int, request_: bytes) -> None:
    status, body, closed = ask(port, request_)

    assert status == b"HTTP/1.1 431 Request Header Fields Too Large"
    assert json.loads(body)["code"] == "headers_too_large"
    assert closed


CHUNKED = (
    b"POST /v1/triage HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"
)


@pytest.mark.parametrize(
    "trailers",
    [
        pytest.param(b"X: " + b"a" * 8_000_000, id="without an end"),
        pytest.param(b"X: a\r\n" * 200_000, id="many"),
    ],
)
def test_trailers_without_end_are_let_go(port: int, trailers: bytes) -> None:
    status, _, closed = ask(port, CHUNKED + trailers)

    assert closed or not status.startswith(b"HTTP/1.1 2")


def test_a_trailer_is_no_header(port: int) -> None:
    status, _, _ = ask(port, CHUNKED + b"Content-Type: text/plain\r\n\r\n")

    assert status == b"HTTP/1.1 422 Unprocessable Entity"  # `{}` has no answers


def test_a_large_body_and_an_honest_head_are_not_taken_for_one(port: int) -> None:
    body = b'{"answers": {}, "x": "' + b"a" * 60_000 + b'"}'
    head = b"POST /v1/triage HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"

    posted, _, _ = ask(port, head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    read, _, _ = ask(port, GET + b"X: " + b"a" * 60_000 + b"\r\n\r\n")

    assert posted == b"HTTP/1.1 422 Unprocessable Entity"
    assert read == b"HTTP/1.1 200 OK"


def test_requests_one_after_the_other_are_counted_one_by_one(port: int) -> None:
    one = GET + b"X: " + b"a" * 40_000 + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        for _ in range(4):
            client.sendall(one)
            assert client.recv(65_536).startswith(b"HTTP/1.1 200 OK")


def ask(port: int, request_: bytes) -> tuple[bytes, bytes, bool]:
    """The status line, the body, and whether the connection was closed."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        sending = threading.Thread(target=_send, args=(client, request_))
        sending.start()
        try:
            while part := client.recv(65_536):
                received += part
                if b"\r\n\r\n" in received and not received.startswith(b"HTTP/1.1 431"):
                    break
            closed = part == b""
        except ConnectionResetError:  # closed with some of our bytes unread
            closed = True
        sending.join(20)
    head, _, body = received.partition(b"\r\n\r\n")
    return head.partition(b"\r\n")[0], body, closed


def _send(client: socket.socket, request_: bytes) -> None:
    with contextlib.suppress(OSError):  # the server has closed
        client.sendall(request_)
