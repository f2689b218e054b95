"""One table for people, and everything as JSON."""

from collections.abc import Iterator, Sequence

from tests.bench.growth import Size
from tests.bench.latency import WANTED_P99_TIMES, Latency
from tests.bench.machine import Memory
from tests.bench.rounds import Row
from tests.bench.swap import Swap
from tests.bench.workers import Workers

HOW_TO_READ = """\
req/s and CPU are ratios to the limit, a bare ASGI callable that sends the same bytes on the same
server: of ours and the limit in the same round, the median over the rounds. CPU is the steadier.
people: how many times more CPU it takes in FastAPI and SQLModel as people write it.
Of HEAD only the CPU counts: wrk would wait for a body, so our own slower client asks."""


def contests(rows: Sequence[Row]) -> Iterator[str]:
    yield HOW_TO_READ
    yield ""
    names = ("bytes", "req/s", "CPU", "wanted", "CPU µs", "bare µs", "people")
    yield f"{'':20}" + "".join(f"{name:>9}" for name in names)
    for row in rows:
        times = "" if row.times_people is None else f"{row.times_people:.0f}x"
        missed = "" if row.cpu_ratio >= row.least else "  missed"
        yield (
            f"{row.name:20}{row.bytes:>9,}{row.ratio:>9.2f}{row.cpu_ratio:>9.2f}{row.least:>9.2f}"
            f"{row.cpu_us['ours']:>9.0f}{row.cpu_us['bare']:>9.0f}{times:>9}{missed}"
        )


def latencies(rows: Sequence[Latency]) -> Iterator[str]:
    yield ""
    yield "At half of what each can do, in ms; wanted: p99 at most 3 times that of the limit"
    yield f"{'':20}{'p50':>8}{'p99':>8}{'bare p50':>10}{'bare p99':>10}{'times':>8}{'load':>7}"
    for row in rows:
        missed = "" if row.p99_times <= WANTED_P99_TIMES else "  missed"
        yield (
            f"{row.name:20}{row.p50_ms:>8.2f}{row.p99_ms:>8.2f}{row.bare_p50_ms:>10.2f}"
            f"{row.bare_p99_ms:>10.2f}{row.p99_times:>8.1f}{row.share:>7.0%}{missed}"
        )


def memories(of: dict[str, Memory], starts_s: Sequence[float]) -> Iterator[str]:
    yield ""
    for name, memory in of.items():
        yield f"{name:8} RSS {memory.rss_mib:.0f} MiB, PSS {memory.pss_mib:.0f} MiB after the load"
    if starts_s:
        yield f"start to first 200: {sorted(starts_s)[len(starts_s) // 2]:.2f} s"


def growths(sizes: Sequence[Size]) -> Iterator[str]:
    """A row a size: seconds, MiB, then CPU µs a request by target."""
    yield ""
    yield "Growth: seconds of each step; MiB when started, loaded; bundle in kB; CPU µs a request"
    whole = [size for size in sizes if size.failed is None]
    names = ("prove", "publish", "start", "first search")
    targets = list(dict.fromkeys(name for size in whole for name in size.cpu_us))
    yield f"{'exercises':>10}" + "".join(
        f"{name:>15}" for name in (*names, "started", "loaded", "bundle", "in br", *targets)
    )
    for size in sizes:
        if size.failed is not None:
            took = "".join(f"{name} {seconds:.1f} s; " for name, seconds in size.seconds.items())
            yield f"{size.exercises:>10}  {took}{size.failed}"
            continue
        values = [
            *(f"{size.seconds[name]:.2f}" for name in names),
            *(f"{size.rss_mib[name]:.0f}" for name in ("started", "loaded")),
            *(f"{size.bundle_bytes[name] / 1_000:,.0f}" for name in ("identity", "br")),
            *(f"{size.cpu_us[name]:,.0f}" for name in targets),
        ]
        yield f"{size.exercises:>10}" + "".join(f"{value:>15}" for value in values)


def two(found: Workers) -> Iterator[str]:
    missed = "" if found.times >= found.wanted else "  missed"
    yield ""
    yield (
        f"two workers do {found.times:.2f} times what one does (wanted {found.wanted}){missed}; "
        f"PSS {found.memory.pss_mib:.0f} MiB"
    )


def swaps(found: Sequence[Swap]) -> Iterator[str]:
    yield ""
    yield "A new release under load, in ms; wanted: seen by all within 5 s, no request over 50 ms"
    for one in found:
        phases = "; ".join(
            f"{name}: p99 {phase.p99_ms:.1f}, slowest {phase.slowest_ms:.1f}"
            for name, phase in one.phases.items()
        )
        yield f"{one.workers} workers: seen by all after {one.seen_by_all_s:.1f} s; {phases}"
