"""Servers as processes of their own, each pinned to the servers' core."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from tests.bench.apps.bare import READY
from tests.bench.machine import pinned

ROOT = Path(__file__).parents[2]
START_TIMEOUT_S = 120
STOP_TIMEOUT_S = 10


class NotStarted(Exception):
    """A server ended or was not ready in time; the message has the end of its log."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True, slots=True)
class Server:
    name: str
    pid: int
    port: int
    start_s: float
    """From the start of the process to the first good answer."""

    def ask(
        self,
        path: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
    ) -> Answer:
        return ask(self.port, path, method, headers, body)


def ask(
    port: int,
    path: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: str | None = None,
) -> Answer:
    """One request on a connection of its own.

    Raises:
        OSError: nobody listens.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body.encode() if body else None, dict(headers or {}))
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, named, answer.read())
    finally:
        connection.close()


def settings(folder: Path) -> dict[str, str]:
    """The environment of ours: its own database, bytecode as any second start has it, and limits
    that are counted and never reached."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLUMBLINE_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | {
        "PLUMBLINE_DATABASE_URL": f"sqlite:///{folder}/plumbline.db",
        "PLUMBLINE_DEVELOPMENT_KEY_FILE": f"{folder}/key.pem",
        "PLUMBLINE_LIMITS_READS_PER_MINUTE": "1000000000",
        "PLUMBLINE_LIMITS_TRIAGE_PER_MINUTE": "1000000000",
    }


def run_ours(command: str, folder: Path) -> None:
    """`python -m app <command>`, to its end.

    Raises:
        NotStarted: it failed.
    """
    whole = [sys.executable, "-m", "app", command]
    done = subprocess.run(
        whole, cwd=ROOT, env=settings(folder), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotStarted(f"{command} failed: {done.stderr[-500:]}")


@contextmanager
def ours(
    folder: Path,
    on: Collection[int],
    name: str = "ours",
    workers: int | None = None,
    more: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """`python -m app serve`, as production starts it, on what `folder` has published.

    Args:
        more: of the environment.
    """
    port = free_port()
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    if workers is not None:
        command += ["--workers", str(workers)]
    with _serving(name, command, port, settings(folder) | dict(more or {}), on, folder) as server:
        yield server


@contextmanager
def bare(folder: Path, on: Collection[int]) -> Iterator[Server]:
    """The limit, on the answers kept in `folder`."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.apps.bare", str(port), str(folder)]
    with _serving("bare", command, port, settings(folder), on, folder, READY) as server:
        yield server


@contextmanager
def people(folder: Path, on: Collection[int]) -> Iterator[Server]:
    """FastAPI and SQLModel as people write it, on the database of ours."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.apps.people", str(port)]
    with _serving("people", command, port, settings(folder), on, folder) as server:
        yield server


@contextmanager
def _serving(
    name: str,
    command: Sequence[str],
    port: int,
    environment: Mapping[str, str],
    on: Collection[int],
    folder: Path,
    ready: str = "/v1/exercises",
) -> Iterator[Server]:
    path = folder / f"{name}.log"
    begin = time.perf_counter()
    with path.open("w") as log, pinned(on):
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, port, ready, path)
        yield Server(name, process.pid, port, time.perf_counter() - begin)
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], port: int, ready: str, log: Path) -> None:
    give_up = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < give_up and process.poll() is None:
        try:
            if ask(port, ready).status == HTTPStatus.OK:
                return
        except OSError:
            pass
        time.sleep(0.005)
    how = f"gave no answer in {START_TIMEOUT_S} s" if process.poll() is None else "ended"
    raise NotStarted(f"{log.stem} {how}; its log: {log.read_text()[-500:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
            process.wait(STOP_TIMEOUT_S)
            return
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
