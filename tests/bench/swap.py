"""A new release while people ask: who waits because of it, and when every worker has it."""

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench.client import Tally, formatted, load
from tests.bench.machine import Cores, pinned
from tests.bench.servers import ROOT, NotStarted, ask, ours, settings

CONNECTIONS = 8
PAUSE_S = 0.02
"""Of each connection between two requests, on average: some 300 requests a second in all."""
BEFORE_S, AFTER_S = 3.0, 2.0
GIVE_UP_S = 60.0
ASKED = ("clamshell", "glute-bridge", "hip-rolls")
ASKED_EACH = 16
"""New connections a worker that must all meet the new release: that one is missed by all is less
likely than one in a million."""


@dataclass(frozen=True, slots=True)
class Phase:
    requests: int
    p99_ms: float
    slowest_ms: float


@dataclass(frozen=True, slots=True)
class Swap:
    workers: int
    seen_by_all_s: float
    """After the release was in force."""
    phases: dict[str, Phase]
    """before: nothing happens; publishing: until the release is in force; swap: until every worker
    has it, and a little longer."""


@dataclass(slots=True)
class _Times:
    """By the monotonic clock, which all processes share."""

    publishing: float = 0.0
    in_force: float = 0.0
    seen: float = 0.0
    over: bool = False
    failed: str | None = None


def swap(folder: Path, cores: Cores, workers: int) -> Swap:
    """Publish a changed release into `folder` while a server there is asked.

    Raises:
        NotStarted: it could not be published, or a worker never answered with it.
    """
    on = {cores.server} if workers == 1 else os.sched_getaffinity(0)
    times = _Times()
    with ours(folder, on, "swap", workers if workers > 1 else None) as server:
        asked = [formatted("GET", f"/v1/exercises/{slug}", {}) for slug in ASKED]
        with pinned({cores.load}):  # the director too, and whoever publishes
            director = threading.Thread(target=_direct, args=(server.port, folder, workers, times))
            director.start()
            more = partial(_goes_on, times)
            tally = asyncio.run(load(server.port, CONNECTIONS, asked, PAUSE_S, more, bodies=True))
            director.join()
    if times.failed:
        raise NotStarted(times.failed)
    return Swap(workers, times.seen - times.in_force, dict(_phases(tally, times)))


def _goes_on(times: _Times) -> bool:
    return not times.over


def _direct(port: int, folder: Path, workers: int, times: _Times) -> None:
    """Waits, publishes, and asks on new connections until every worker has the release."""
    time.sleep(BEFORE_S)
    times.publishing = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.changed", str(workers)],
        cwd=ROOT,
        env=settings(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        times.failed = f"the changed release is not published: {done.stderr[-500:]}"
    else:
        number, in_force = done.stdout.split()
        times.in_force = float(in_force)
        _wait(port, int(number), workers * ASKED_EACH, times)
        time.sleep(AFTER_S)
    times.over = True


def _wait(port: int, release: int, answers: int, times: _Times) -> None:
    give_up = time.monotonic() + GIVE_UP_S
    while time.monotonic() < give_up:
        times.seen = time.monotonic()
        if all(_release(port) == release for _ in range(answers)):
            return
        time.sleep(0.02)
    times.failed = f"release {release} is not seen by every worker after {GIVE_UP_S:.0f} s"


def _release(port: int) -> int:
    number: int = json.loads(ask(port, "/v1/meta").body)["content_release"]
    return number


def _phases(tally: Tally, times: _Times) -> Iterator[tuple[str, Phase]]:
    ends = {
        "before": times.publishing,
        "publishing": times.in_force,
        "swap": times.seen + AFTER_S,
    }
    begin = 0.0
    for name, end in ends.items():
        taken = sorted(
            us / 1_000
            for at, us in zip(tally.begun, tally.latencies_us, strict=True)
            if begin <= at < end
        )
        yield name, Phase(len(taken), taken[len(taken) * 99 // 100], taken[-1])
        begin = end
