"""What more content costs: the same requests to servers with more and more exercises."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from app.library import Library
from app.triage.answers import read_answers
from app.triage.engine import evaluate
from tests.bench.asks import new_filters, new_searches, paths, search, triages
from tests.bench.load import Load
from tests.bench.machine import Cores, memory
from tests.bench.patients import finished
from tests.bench.rounds import MOST_A_SECOND, Sample, measured
from tests.bench.servers import ROOT, NotStarted, Server, ours, settings
from tests.bench.targets import JSON, Target
from tests.bench.vocabulary import vocabulary

TIMEOUT_S = 900
"""For making, proving and publishing one size."""

ROUNDS = 3


@dataclass(slots=True)
class Size:
    """What so many exercises cost."""

    exercises: int
    failed: str | None = None
    """Why there is nothing more to say."""
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
    """Publish each size, then ask the servers of all sizes in turn."""
    found = [Size(count) for count in sizes]
    running: dict[int, Server] = {}
    samples: dict[tuple[str, int], list[Sample]] = {}
    with ExitStack() as stack:
        for size in found:
            own = folder / str(size.exercises)
            own.mkdir()
            try:
                size.seconds |= _published(size.exercises, own)
                server = stack.enter_context(ours(own, {cores.server}))
            except (NotStarted, subprocess.TimeoutExpired) as exc:
                size.failed = str(exc)
                continue
            running[size.exercises] = server
            _look(size, server)
        for target in _targets(library):
            for _ in range(ROUNDS):
                for count, server in running.items():
                    asks = target.supply.take(load.seconds * MOST_A_SECOND)
                    sample = measured(server, target, asks, load)
                    samples.setdefault((target.name, count), []).append(sample)
        for size in found:
            if size.failed is None:
                size.rss_mib["loaded"] = memory(running[size.exercises].pid).rss_mib
    for (name, count), kept in samples.items():
        size = next(size for size in found if size.exercises == count)
        size.cpu_us[name] = median(sample.cpu_us for sample in kept)
    return found


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


def _targets(library: Library) -> Iterator[Target]:
    """Those that growth may slow. Whoever has a condition is told of each exercise against it."""
    of, rules = vocabulary(library), library.rule_sets["self-check"]
    details = paths(*(f"/v1/exercises/{slug}" for slug in of.slugs["exercise"]))
    yield Target("detail", details, 0)
    yield Target("list", paths("/v1/exercises"), 0)
    yield Target("filter, new", new_filters(of), 0)
    yield Target("search, new", new_searches(of), 0)
    outcomes = [(said, evaluate(rules, read_answers(rules, said))) for said in finished(rules)]
    for name, barred in (("triage, well", False), ("triage, barred", True)):
        all_ = [said for said, o in outcomes if barred == bool(o.blocked or o.ask_about)]
        yield Target(name, triages(all_, [None]), 0, method="POST", headers=JSON)
