"""What more content costs: the same requests to servers with more and more exercises."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

from app.library import Library
from app.triage.answers import read_answers
from app.triage.engine import evaluate
from tests.bench.asks import SEED, new_filters, new_searches, paths, search, triages
from tests.bench.grown import slugs
from tests.bench.load import Load
from tests.bench.machine import Cores, memory
from tests.bench.patients import Said, finished
from tests.bench.rounds import MOST_A_SECOND, Sample, measured
from tests.bench.servers import ROOT, NotStarted, Server, ours, settings
from tests.bench.targets import JSON, Target
from tests.bench.vocabulary import vocabulary

TIMEOUT_S = 900
"""For making, proving and publishing one size."""

ROUNDS = 3
MOST_DETAILS = 1_000


@dataclass(slots=True)
class Size:
    """What so many exercises cost."""

    exercises: int
    failed: str | None = None
    """Why there is no more than the seconds of what went well."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Step → seconds: make, prove, publish, start, first search."""
    rss_mib: dict[str, float] = field(default_factory=dict)
    """When it has started, and after the load."""
    bundle_bytes: dict[str, int] = field(default_factory=dict)
    """By content coding."""
    cpu_us: dict[str, float] = field(default_factory=dict)
    """Target → CPU of the server, a request."""


def grow(
    library: Library, sizes: Sequence[int], folder: Path, cores: Cores, load: Load
) -> list[Size]:
    """Publish each size, then ask the servers of all sizes in turn, each for the same."""
    found = [Size(count) for count in sizes]
    people = finished(library.rule_sets["self-check"])
    with ExitStack() as stack:
        running = [
            (size, server, list(_targets(library, size.exercises, people)))
            for size in found
            if (server := _started(size, folder, cores, stack)) is not None
        ]
        for number in range(len(running[0][2]) if running else 0):
            samples: list[list[Sample]] = [[] for _ in running]
            for _ in range(ROUNDS):
                for kept, (_, server, targets) in zip(samples, running, strict=True):
                    asks = targets[number].supply.take(load.seconds * MOST_A_SECOND)
                    kept.append(measured(server, targets[number], asks, load))
            for kept, (size, _, targets) in zip(samples, running, strict=True):
                size.cpu_us[targets[number].name] = median(sample.cpu_us for sample in kept)
        for size, server, _ in running:
            size.rss_mib["loaded"] = memory(server.pid).rss_mib
    return found


def _started(size: Size, folder: Path, cores: Cores, stack: ExitStack) -> Server | None:
    own = folder / str(size.exercises)
    own.mkdir()
    try:
        size.seconds |= _published(size.exercises, own)
        server = stack.enter_context(ours(own, {cores.server}))
    except (NotStarted, subprocess.TimeoutExpired) as exc:
        size.failed = " ".join(str(exc).split())
        return None
    _look(size, server)
    return server


def _published(count: int, folder: Path) -> Mapping[str, float]:
    """Raises: NotStarted, TimeoutExpired: it could not be published, or not in time."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.grown", str(count)],
        cwd=ROOT,
        env=settings(folder),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    if done.returncode:
        raise NotStarted(f"{count} exercises are not published: {done.stderr[-500:]}")
    seconds: Mapping[str, float] = json.loads(done.stdout)
    return seconds


def _look(size: Size, server: Server) -> None:
    """What is asked once. The first search may build what the others use."""
    size.seconds["start"] = server.start_s
    size.rss_mib["started"] = memory(server.pid).rss_mib
    begin = time.perf_counter()
    server.ask(search("hip", "en"))
    size.seconds["first search"] = time.perf_counter() - begin
    for coding in ("identity", "br"):
        answer = server.ask("/v1/bundle", headers={"Accept-Encoding": coding})
        size.bundle_bytes[coding] = len(answer.body)


def _targets(library: Library, count: int, people: Sequence[Said]) -> Iterator[Target]:
    """Those that growth may slow. Whoever has a condition is told of each exercise against it."""
    of, rules = vocabulary(library), library.rule_sets["self-check"]
    every = Random(SEED).sample(slugs(library, count), k=min(count, MOST_DETAILS))
    yield Target("detail", paths(*(f"/v1/exercises/{slug}" for slug in every)), 0)
    yield Target("list", paths("/v1/exercises"), 0)
    yield Target("filter, new", new_filters(of), 0)
    yield Target("search, new", new_searches(of), 0)
    outcomes = [(said, evaluate(rules, read_answers(rules, said))) for said in people]
    for name, barred in (("triage, well", False), ("triage, barred", True)):
        some = [said for said, o in outcomes if barred == bool(o.blocked or o.ask_about)]
        yield Target(name, triages(some, [None]), 0, method="POST", headers=JSON)
