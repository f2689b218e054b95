"""What uvicorn's reader of requests leaves open: a head may be of any size, and be held in memory
until it ends."""

from http import HTTPStatus
from uuid import uuid4

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app import errors

MOST_BYTES = 65_536
"""Of the request line and the headers together. Browsers and proxies stop at 8 to 32 kB."""

LINE_BYTES = len(": \r\n")


class HeadTooLarge(Exception):
    """The head of a request is larger than any honest one."""


class Protocol(HttpToolsProtocol):
    """Refuses a head that is too large, told by its bytes while it comes, and lines of such a size
    after a body (trailers), which nobody here reads."""

    _bytes = 0
    _in_head = True
    _steps = 0
    """What the parser made of the bytes so far; none where it only keeps them."""

    def data_received(self, data: bytes) -> None:
        steps = self._steps
        super().data_received(data)
        if (self._in_head or steps == self._steps) and not self.transport.is_closing():
            self._bytes += len(data)
            if self._bytes > MOST_BYTES:
                self._refuse()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._bytes = True, 0

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._in_head:
            super().on_header(name, value)

    def on_body(self, body: bytes) -> None:
        self._steps += 1
        super().on_body(body)

    def on_headers_complete(self) -> None:
        """A head that came in one piece was not counted yet."""
        self._in_head, self._bytes = False, 0
        lines = (len(name) + len(value) + LINE_BYTES for name, value in self.headers)
        if len(self.url) + sum(lines) > MOST_BYTES:
            self._refuse()
            raise HeadTooLarge
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """What was refused already has its answer."""
        if not self.transport.is_closing():
            super().send_400_response(msg)

    def _refuse(self) -> None:
        told = f"the request line and the headers should have at most {MOST_BYTES} bytes together"
        body = errors.problem(errors.HeadersTooLarge(told), uuid4().urn).model_dump_json().encode()
        status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: {errors.PROBLEM}\r\n"
            f"content-length: {len(body)}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
