"""Two workers against one."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.asks import Same
from tests.bench.load import Load
from tests.bench.machine import Memory, memory
from tests.bench.rounds import Sample, measured, paired
from tests.bench.servers import ROOT, ours, settings
from tests.bench.targets import Target

CONNECTIONS = 64
WANTED_APART, WANTED_SHARED = 1.8, 1.2
"""Requests a second of two workers by those of one, at least: where the load generator has a core
of its own, and where it has none."""


@dataclass(frozen=True, slots=True)
class Workers:
    times: float
    """Requests a second of two by those of one, paired by round."""
    wanted: float
    cpu_us: Sequence[float]
    """A request, of one and of two."""
    memory: Memory
    """Of two and whoever watches them."""


def can_have_workers(folder: Path) -> bool:
    """Whether `serve` takes `--workers`."""
    asked = [sys.executable, "-m", "app", "serve", "--help"]
    told = subprocess.run(
        asked, cwd=ROOT, env=settings(folder), capture_output=True, text=True, check=True
    )
    return "--workers" in told.stdout


def two_against_one(folder: Path, asked: Same, seconds: int, rounds: int) -> Workers:
    """On all cores but one, which is the load generator's; where there are but two, on both, and
    the load generator is in their way."""
    every = sorted(os.sched_getaffinity(0))
    apart = len(every) > 2
    on, load_core = (every[:-1], every[-1]) if apart else (every, None)
    load = Load(CONNECTIONS, seconds, load_core)
    target = Target("detail", asked, 0)
    samples: tuple[list[Sample], list[Sample]] = ([], [])
    with ours(folder, on, "one") as one, ours(folder, on, "two", 2) as two:
        time.sleep(two.start_s)  # one of two may have answered while the other still starts
        for number in range(rounds + 1):
            for kept, server in zip(samples, (one, two), strict=True):
                sample = measured(server, target, target.supply.take(CONNECTIONS), load)
                if number:  # the first warms up
                    kept.append(sample)
        used = memory(two.pid)
    return Workers(
        times=paired((s.per_second for s in samples[1]), (s.per_second for s in samples[0])),
        wanted=WANTED_APART if apart else WANTED_SHARED,
        cpu_us=[median(s.cpu_us for s in kept) for kept in samples],
        memory=used,
    )
