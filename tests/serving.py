"""A server for programs of their own, which the tests wait for: in a thread, on a free port."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

READY_S = 60


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Its address, without a slash at the end."""
    # A configuration would change the loggers of everybody in this process.
    running = uvicorn.Server(uvicorn.Config(app, log_config=None))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        end = time.monotonic() + READY_S
        while not running.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < end, f"the server did not start within {READY_S} s"
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            running.should_exit = True
            thread.join(READY_S)
