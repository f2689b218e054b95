"""The main part: ours beside the limit, and beside what people write."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from app.library import Library
from tests.bench.answers import check_same, check_usual, keep, mark, with_etag
from tests.bench.latency import Latency, latency
from tests.bench.load import Load
from tests.bench.machine import Cores, Memory, memory
from tests.bench.rounds import Contest, Row, summarised
from tests.bench.servers import Server, bare, ours, people
from tests.bench.targets import Target, targets

CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Options:
    only: re.Pattern[str]
    rounds: int
    seconds: int
    warm_up: bool
    """Besides the requests whose answers are looked at."""


@dataclass(frozen=True, slots=True)
class Result:
    rows: list[Row]
    latencies: list[Latency]
    memory: dict[str, Memory]
    samples: dict[str, object]


def run(library: Library, folder: Path, cores: Cores, options: Options) -> Result:
    """Args: folder: where `library` is published."""
    load = Load(CONNECTIONS, options.seconds, cores.load)
    with ExitStack() as running:
        own = running.enter_context(ours(folder, {cores.server}))
        chosen = [with_etag(t, own) for t in targets(library, own) if options.only.search(t.name)]
        _keep_answers(chosen, own, folder)
        limit = running.enter_context(bare(folder, {cores.server}))
        usual = running.enter_context(people(folder, {cores.server}))
        contests = list(_contests(chosen, own, limit, usual, folder))
        for contest in contests if options.warm_up else ():
            contest.play(load, keep=False)
        for number in range(options.rounds):
            for contest in contests:
                _tell(f"round {number + 1} of {options.rounds}: {contest.target.name}")
                contest.play(load)
        _tell("latency at half load")
        halves = [latency(c, load, options.rounds) for c in contests if c.target.half]
        used = {server.name: memory(server.pid) for server in (own, limit, usual)}
    samples: dict[str, object] = {c.target.name: c.samples for c in contests}
    return Result([summarised(contest) for contest in contests], halves, used, samples)


def start_times_s(folder: Path, cores: Cores, count: int) -> list[float]:
    """From the start of the process to the first list, in seconds, with bytecode already there."""
    taken = []
    for _ in range(count + 1):
        with ours(folder, {cores.server}) as server:
            taken.append(server.start_s)
    return taken[1:]  # the first may have compiled what no command before it needed


def _keep_answers(chosen: list[Target], own: Server, folder: Path) -> None:
    kept = {mark(n): keep(target, n, own, folder) for n, target in enumerate(chosen)}
    (folder / "answers.json").write_text(json.dumps(kept))


def _contests(
    chosen: list[Target], own: Server, limit: Server, usual: Server, folder: Path
) -> Iterator[Contest]:
    for number, target in enumerate(chosen):
        check_same(limit, target, number, folder / f"{number:02}-000.body")
        if target.people:
            check_usual(usual, target)
        yield Contest(target, number, [limit, own, *([usual] if target.people else [])])


def _tell(what: str) -> None:
    sys.stderr.write(f"\r\x1b[K{what}" if sys.stderr.isatty() else f"{what}\n")
