"""Load on a server: by wrk, or by our own weaker client where there is none."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.machine import pinned
from tests.bench.servers import ROOT

WRK = shutil.which("wrk")
SCRIPT = Path(__file__).with_name("load.lua")
GET_WRK = (
    "wrk is not here (`apt-get install wrk`), so a Python client asks instead. It is the weaker "
    "measure: it is slower than the fastest answers, so requests a second and latencies say more "
    "about it than about the servers. CPU ratios hold."
)


class LoadFailed(Exception):
    """A request failed, or the load generator did."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What one request differs in from the others of a target."""

    path: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """How to ask."""

    connections: int
    seconds: int
    core: int | None
    """Of the load generator; None leaves it to the kernel."""
    pause_ms: int = 0
    """What a connection waits on average before it asks again."""


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it."""

    requests: int
    seconds: float
    bytes: int
    """Headers too."""
    errors: int
    p50_us: float
    p99_us: float
    max_us: float


def run(port: int, asks: Sequence[Ask], method: str, headers: Mapping[str, str], load: Load) -> Run:
    """Send `asks` in turn, again and again, for as long as `load` says.

    Raises:
        LoadFailed: any answer was an error. A failure is cheap, and would look fast.
    """
    by_wrk = WRK is not None and method != "HEAD"  # wrk waits for the body that HEAD leaves out
    where = Path(tempfile.gettempdir()) / f"bench-{os.getpid()}.requests"
    where.write_text("".join(f"{ask.path}\t{ask.body}\n" for ask in asks))
    command = _wrk(port, headers, load) if by_wrk else _client(port, headers, load)
    environment = os.environ | {
        "REQUESTS": str(where),
        "METHOD": method,
        "PAUSE_MS": str(load.pause_ms),
    }
    try:
        with pinned(os.sched_getaffinity(0) if load.core is None else {load.core}):
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                timeout=load.seconds + 60,
                check=False,
            )
    finally:
        where.unlink()
    found = re.search(r"^RESULT (.*)$", done.stdout, re.MULTILINE)
    if not found:
        raise LoadFailed(f"the load generator said: {(done.stdout + done.stderr)[-500:]}")
    result = Run(**json.loads(found[1]))
    if result.errors or not result.requests:
        raise LoadFailed(f"{result.errors} of {result.requests} requests failed: {asks[0].path}")
    return result


def _wrk(port: int, headers: Mapping[str, str], load: Load) -> list[str]:
    lines = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    amount = (f"-c{load.connections}", f"-d{load.seconds}s", "--timeout", "20s")
    return [str(WRK), "-t1", *amount, "-s", str(SCRIPT), *lines, f"http://127.0.0.1:{port}/"]


def _client(port: int, headers: Mapping[str, str], load: Load) -> list[str]:
    amount = [str(port), str(load.connections), str(load.seconds), json.dumps(dict(headers))]
    return [sys.executable, "-m", "tests.bench.client", *amount]
