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
from tests.bench.growth import grow
from tests.bench.load import GET_WRK, WRK, Load
from tests.bench.machine import cores, described
from tests.bench.run import CONNECTIONS, Options, run, start_times_s
from tests.bench.servers import ROOT, run_ours


def main() -> None:
    asked = _arguments()
    quick = asked.quick
    options = Options(
        only=re.compile(asked.only),
        rounds=asked.rounds or (1 if quick else 5),
        seconds=asked.seconds,
        warm_up=not quick,
    )
    where = cores()
    if WRK is None:
        _say(GET_WRK)
    if not where.apart:
        _say("There is one core only, so the load generator slows the servers.")
    library = read_library(ROOT / "seed")
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as name:
        folder = Path(name)
        run_ours("migrate", folder)
        run_ours("publish", folder)
        starts_s = start_times_s(folder, where, 1 if quick else 3)
        result = run(library, folder, where, options)
        load = Load(CONNECTIONS, options.seconds, where.load)
        grown = grow(library, asked.growth, folder, where, load, options.rounds)
    _say(*report.contests(result.rows), *report.latencies(result.latencies))
    _say(*report.memories(result.memory, starts_s))
    if grown:
        _say(*report.growths(grown))
    if asked.json:
        whole = {
            "machine": described(),
            "arguments": sys.argv[1:],
            "load": "wrk" if WRK else "python",
            "start_s": starts_s,
            "growth": grown,
            **dataclasses.asdict(result),
        }
        asked.json.write_text(json.dumps(whole, indent=1, default=_plain) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", default="", help="targets whose name this expression finds")
    parser.add_argument("--rounds", type=int, help="5 unless told")
    parser.add_argument("--seconds", type=int, default=1, help="of one server in one round")
    parser.add_argument("--quick", action="store_true", help="one round: whether it works")
    parser.add_argument("--json", type=Path, metavar="FILE", help="everything, for later")
    parser.add_argument(
        "--growth",
        type=_counts,
        metavar="N,…",
        help="so many exercises; 28,100,1000 unless told, none with --quick; 10000 takes long",
    )
    asked = parser.parse_args()
    if asked.growth is None:
        asked.growth = [] if asked.quick else [28, 100, 1_000]
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


if __name__ == "__main__":
    main()
