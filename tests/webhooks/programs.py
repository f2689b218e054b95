"""Programs that are killed and come back."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.conftest import ROOT

PATIENCE_S = 90.0


class Program:
    """A Python program that listens on a port of its own."""

    def __init__(self, *arguments: object, **environment: str) -> None:
        self.port = free_port()
        words = (str(argument).replace("{port}", str(self.port)) for argument in arguments)
        self._command = [sys.executable, *words]
        self._environment = os.environ | environment
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._running = subprocess.Popen(self._command, cwd=ROOT, env=self._environment)
        until(lambda: self.listens)

    @property
    def listens(self) -> bool:
        assert self._running is None or self._running.poll() is None, "it ended by itself"
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def end(self, how: signal.Signals) -> None:
        """SIGKILL: without a chance to say anything. SIGTERM: when it is ready to."""
        if self._running is not None:
            self._running.send_signal(how)
            self._running.wait(PATIENCE_S)
            self._running = None


@contextmanager
def running(*programs: Program) -> Iterator[None]:
    try:
        for program in programs:
            program.start()
        yield
    finally:
        for program in programs:
            program.end(signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, f"not within {PATIENCE_S} s"
        time.sleep(0.02)
