"""A receiver of webhooks, in this process or as a program of its own: it notes down each request
before it answers.

    python -m tests.webhooks.receiver <port> <file> [<file that holds answers>]
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler
from ssl import SSLContext, SSLError


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(slots=True)
class Receiver:
    """Answers with `status` and `headers`, at once."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    requests: list[Request] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def receiving(receiver: Receiver, tls: SSLContext | None = None) -> Iterator[Receiver]:
    class Handler(_Handler):
        def do_POST(self) -> None:
            receiver.requests.append(self.read())
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(receiver.body)

        do_GET = do_POST  # what follows a redirect

    server = _Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def writing(written: bytes, *, every_s: float = 0, hangs_up: bool = False) -> Iterator[str]:
    """The URL of one that reads what fits and writes this, whole or byte by byte."""
    over = threading.Event()

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65_536)
            for n in range(0, len(written), 1 if every_s else len(written) or 1):
                self.request.sendall(written[n : n + 1] if every_s else written)
                if over.wait(every_s):
                    return
            if not hangs_up:
                over.wait()

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up is expected here; anything else is a fault of the test."""
        del request, client_address
        if not isinstance(sys.exception(), OSError | SSLError):
            raise


class _Handler(BaseHTTPRequestHandler):
    def read(self) -> Request:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        return Request(self.path, {n.lower(): v for n, v in self.headers.items()}, body)

    def log_message(self, format: str, *args: object) -> None:
        del format, args


def main(port: str, noted: str, held: str = "") -> None:
    file = Path(noted).open("a")  # noqa: SIM115  for as long as it runs

    class Handler(_Handler):
        def do_POST(self) -> None:
            request = self.read()
            got = {"path": request.path, "body": request.body.decode(), **request.headers}
            file.write(json.dumps(got) + "\n")
            file.flush()
            while held and Path(held).exists():
                time.sleep(0.01)
            self.send_response(204)
            self.end_headers()

    _Server(("127.0.0.1", int(port)), Handler).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
