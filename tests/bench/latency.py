"""Latency at half of what each server can do: at saturation it says only how long the queue is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median

from tests.bench.load import Load
from tests.bench.rounds import Contest, Sample, measured, paired
from tests.bench.servers import Server

CONNECTIONS = 64
WANTED_P99_TIMES = 3.0
"""p99 of ours by that of the limit: at most."""


@dataclass(frozen=True, slots=True)
class Latency:
    name: str
    share: float
    """Of the saturation rate that was really asked of ours; 0.5 is wanted."""
    p50_ms: float
    p99_ms: float
    bare_p50_ms: float
    bare_p99_ms: float
    p99_times: float
    """Of ours by that of the limit, paired by round."""


def latency(contest: Contest, load: Load, rounds: int) -> Latency:
    """Ask ours and the limit in turn, each for half of what it did in `contest`."""
    limit, own = (next(s for s in contest.servers if s.name == n) for n in ("bare", "ours"))
    kept: dict[str, list[Sample]] = {"bare": [], "ours": []}
    gentle = {server.name: _half(contest, server, load) for server in (limit, own)}
    for _ in range(rounds):
        for server in (limit, own):
            kept[server.name].append(_asked(contest, server, gentle[server.name]))

    def mid(name: str, of: Callable[[Sample], float]) -> float:
        return median(map(of, kept[name]))

    return Latency(
        name=contest.target.name,
        share=mid("ours", _per_second) / contest.median("ours", _per_second),
        p50_ms=mid("ours", _p50_ms),
        p99_ms=mid("ours", _p99_ms),
        bare_p50_ms=mid("bare", _p50_ms),
        bare_p99_ms=mid("bare", _p99_ms),
        p99_times=paired(map(_p99_ms, kept["ours"]), map(_p99_ms, kept["bare"])),
    )


def _half(contest: Contest, server: Server, load: Load) -> Load:
    """Each connection pauses before it asks again, so long on average that all together ask for
    half. The pause is drawn evenly from nothing to twice that, so requests come in no step."""
    wanted = contest.median(server.name, _per_second) / 2
    between_ms = CONNECTIONS / wanted * 1_000
    first = Load(CONNECTIONS, load.seconds, load.core, max(1, round(between_ms)))
    waited_ms = _p50_ms(_asked(contest, server, first))
    return replace(first, pause_ms=max(1, round(between_ms - waited_ms)))


def _asked(contest: Contest, server: Server, load: Load) -> Sample:
    return measured(server, contest.target, contest.asks(server, load.seconds), load)


def _per_second(sample: Sample) -> float:
    return sample.per_second


def _p50_ms(sample: Sample) -> float:
    return sample.run.p50_us / 1_000


def _p99_ms(sample: Sample) -> float:
    return sample.run.p99_us / 1_000
