"""What this machine is, and what its kernel says that processes have used."""

import os
import platform
import subprocess
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PROC = Path("/proc")
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
MEASURED_WITH = ("uvicorn", "fastapi", "starlette", "pydantic", "httptools", "uvloop", "sqlmodel")


@dataclass(frozen=True, slots=True)
class Memory:
    """Of a process and all its children."""

    rss_mib: float
    pss_mib: float
    """Shared pages are divided among those that share them."""


@dataclass(frozen=True, slots=True)
class Cores:
    """The servers have one core to themselves, the load generator another."""

    server: int
    load: int

    @property
    def apart(self) -> bool:
        return self.server != self.load


def cores() -> Cores:
    allowed = sorted(os.sched_getaffinity(0))
    return Cores(server=allowed[0], load=allowed[-1])


@contextmanager
def pinned(to: Collection[int]) -> Iterator[None]:
    """Processes started meanwhile stay on these cores, and so do their children."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, to)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def tree(pid: int) -> list[int]:
    """The process and its children, those that live."""
    try:
        lists = [path.read_text() for path in PROC.glob(f"{pid}/task/*/children")]
    except OSError:
        return []
    children = (int(child) for text in lists for child in text.split())
    return [pid, *(member for child in children for member in tree(child))]


def cpu_s(pid: int) -> float:
    """User and system time of the process and its children so far, to a hundredth of a second."""
    return sum(_ticks(member) for member in tree(pid)) / TICKS_A_SECOND


def _ticks(pid: int) -> int:
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def memory(pid: int) -> Memory:
    totals = {"Rss": 0, "Pss": 0}
    for member in tree(pid):
        for line in (PROC / str(member) / "smaps_rollup").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in totals:
                totals[name] += int(value.split()[0])
    return Memory(totals["Rss"] / 1024, totals["Pss"] / 1024)


def stolen_s() -> float:
    """What the hypervisor has taken from this machine's cores so far."""
    return int((PROC / "stat").read_text().split("\n", 1)[0].split()[8]) / TICKS_A_SECOND


def described() -> dict[str, object]:
    """What a result means nothing without."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in MEASURED_WITH},
    }


def _cpu() -> str:
    lines = (PROC / "cpuinfo").read_text().splitlines()
    return next((x.partition(":")[2].strip() for x in lines if x.startswith("model name")), "?")


def _commit() -> str:
    asked = ("git", "describe", "--always", "--dirty", "--exclude=*")
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
