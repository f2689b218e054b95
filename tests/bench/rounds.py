"""Targets in turn, round after round, so that a noisy moment hits all servers alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.bench.answers import marked
from tests.bench.load import Ask, Load, Run, run
from tests.bench.machine import cpu_s, stolen_s
from tests.bench.servers import Server
from tests.bench.targets import Target

MOST_A_SECOND = 12_000
"""Requests; more than any server here answers, so that a new one is new."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One server under load for some seconds."""

    run: Run
    cpu_us: float
    """Of the server, a request."""
    stolen: float
    """Share of the time that the hypervisor kept its cores to itself."""

    @property
    def per_second(self) -> float:
        return self.run.requests / self.run.seconds


@dataclass(slots=True)
class Contest:
    """A target, and what each server made of it, round by round."""

    target: Target
    number: int
    servers: Sequence[Server]
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def play(self, load: Load, *, keep: bool = True) -> None:
        """One round. None is sent what it was sent before, where the target is about that."""
        asks = self.target.supply.take(load.seconds * MOST_A_SECOND)
        for server in self.servers:
            sample = measured(server, self.target, self._addressed(server, asks), load)
            if keep:
                self.samples.setdefault(server.name, []).append(sample)

    def asks(self, server: Server, seconds: int) -> Sequence[Ask]:
        """Enough for as many seconds."""
        return self._addressed(server, self.target.supply.take(seconds * MOST_A_SECOND))

    def _addressed(self, server: Server, asks: Sequence[Ask]) -> Sequence[Ask]:
        return marked(asks, self.number) if server.name == "bare" else asks

    def median(self, server: str, of: Callable[[Sample], float]) -> float:
        return median(of(sample) for sample in self.samples[server])

    def ratio(self, server: str, to: str, of: Callable[[Sample], float]) -> float:
        """Median over the rounds of one server's value by the other's in the same round."""
        return paired(map(of, self.samples[server]), map(of, self.samples[to]))


def paired(values: Iterable[float], to: Iterable[float]) -> float:
    return median(one / other for one, other in zip(values, to, strict=True))


def measured(server: Server, target: Target, asks: Sequence[Ask], load: Load) -> Sample:
    cpu_before_s, stolen_before_s = cpu_s(server.pid), stolen_s()
    done = run(server.port, asks, target.method, target.headers, load)
    used_s = cpu_s(server.pid) - cpu_before_s
    stolen = (stolen_s() - stolen_before_s) / done.seconds
    return Sample(done, used_s / done.requests * 1e6, stolen)


@dataclass(frozen=True, slots=True)
class Row:
    """What a contest came to."""

    name: str
    bytes: int
    """A request, headers too, as ours answers."""
    speed: Mapping[str, float]
    """Server → requests a second."""
    cpu_us: Mapping[str, float]
    ratio: float
    """Requests a second of ours by those of the limit, higher is better; paired by round."""
    cpu_ratio: float
    """CPU a request of the limit by that of ours, higher is better; paired by round."""
    least: float
    times_people: float | None
    """How many times less CPU ours takes than the same content as people write it."""


def summarised(contest: Contest) -> Row:
    servers = [server.name for server in contest.servers]

    def cpu(sample: Sample) -> float:
        return sample.cpu_us

    def speed(sample: Sample) -> float:
        return sample.per_second

    return Row(
        name=contest.target.name,
        bytes=round(contest.median("ours", lambda s: s.run.bytes / s.run.requests)),
        speed={name: contest.median(name, speed) for name in servers},
        cpu_us={name: contest.median(name, cpu) for name in servers},
        ratio=contest.ratio("ours", "bare", speed),
        cpu_ratio=contest.ratio("bare", "ours", cpu),
        least=contest.target.least,
        times_people=contest.ratio("people", "ours", cpu) if "people" in servers else None,
    )
