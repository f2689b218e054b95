"""./dev bench: what a request costs us, beside the least it could cost.

It needs wrk (`apt-get install wrk`); without, a Python client asks, which is the weaker measure.
Servers have one core, the load generator another. Read the ratios of one run.
"""

import argparse
import dataclasses
import json
import re
import sys
import tempfile
from pathlib import Path

from app.library import read_library
from tests.bench import report
from tests.bench.asks import paths
from tests.bench.growth import grow
from tests.bench.load import GET_WRK, WRK, Load
from tests.bench.machine import cores, described
from tests.bench.run import CONNECTIONS, Options, run, start_times_s
from tests.bench.servers import ROOT, run_ours
from tests.bench.swap import swap
from tests.bench.workers import can_have_workers, two_against_one


def main() -> None:
    asked = _arguments()
    if WRK is None:
        _say(GET_WRK)
    where = cores()
    if not where.apart:
        _say("There is one core only, so the load generator slows the servers.")
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as name:
        found = _measured(asked, Path(name))
    if asked.json:
        head = {"machine": described(), "arguments": sys.argv[1:], "wrk": WRK is not None}
        asked.json.write_text(json.dumps(head | found, indent=1, default=_plain) + "\n")


def _measured(asked: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Everything asked for, told as soon as it is known; the release is swapped last."""
    where, library = cores(), read_library(ROOT / "seed")
    options = Options(re.compile(asked.only), asked.rounds, asked.seconds, warm_up=not asked.quick)
    found: dict[str, object] = {}
    run_ours("migrate", folder)
    run_ours("publish", folder)
    found["start_s"] = starts_s = start_times_s(folder, where, 1 if asked.quick else 3)
    found["requests"] = result = run(library, folder, where, options)
    if result.rows:
        _say(*report.contests(result.rows), *report.latencies(result.latencies))
    _say(*report.memories(result.memory, starts_s))
    if many := can_have_workers(folder):
        details = paths(*(f"/v1/exercises/{slug}" for slug in library.documents["exercise"]))
        found["workers"] = two = two_against_one(folder, details, asked.seconds, asked.rounds)
        _say(*report.two(two))
    else:
        _say("", "`serve` takes no --workers yet: two workers are not measured")
    if asked.growth:
        load = Load(CONNECTIONS, asked.seconds, where.load)
        found["growth"] = sizes = grow(library, asked.growth, folder, where, load)
        _say(*report.growths(sizes))
    if asked.swap:
        found["swaps"] = swaps = [swap(folder, where, n) for n in ((1, 2) if many else (1,))]
        _say(*report.swaps(swaps))
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--only", default="", help="requests whose name this expression finds, to all servers")
    add("--rounds", type=int, help="5 unless told")
    add("--seconds", type=int, default=1, help="of one server in one round")
    add(
        "--growth",
        type=_counts,
        metavar="N,…",
        help="so many exercises: 28,100,1000 unless told; 10000 takes long",
    )
    add(
        "--swap",
        action=argparse.BooleanOptionalAction,
        help="publish a release under load: yes unless told",
    )
    add("--quick", action="store_true", help="one round, no growth or swap unless told")
    add("--json", type=Path, metavar="FILE", help="everything, for later")
    asked = parser.parse_args()
    asked.rounds = asked.rounds or (1 if asked.quick else 5)
    if asked.growth is None:
        asked.growth = [] if asked.quick else [28, 100, 1_000]
    if asked.swap is None:
        asked.swap = not asked.quick
    return asked


def _counts(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    raise TypeError(type(value))


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
