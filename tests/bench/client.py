"""The load generator for where wrk is not. It takes what load.lua takes, and says what it says.

REQUESTS=… METHOD=GET PAUSE_MS=0 python -m tests.bench.client PORT CONNECTIONS SECONDS HEADERS
"""

import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from pathlib import Path
from random import Random

END = b"\r\n\r\n"
BODILESS = (b"204", b"304")


@dataclass(slots=True)
class Tally:
    bytes: int = 0
    errors: int = 0
    begun: list[float] = field(default_factory=list)
    """When each request was sent, by the monotonic clock."""
    latencies_us: list[float] = field(default_factory=list)


def main(port: int, connections: int, seconds: float, headers: Mapping[str, str]) -> None:
    pause_s = int(os.environ["PAUSE_MS"]) / 1_000
    method = os.environ["METHOD"]
    lines = Path(os.environ["REQUESTS"]).read_text().splitlines()
    requests = [formatted(method, line, headers) for line in lines]
    begin = time.monotonic()
    more = partial(_is_before, begin + seconds)
    tally = asyncio.run(load(port, connections, requests, pause_s, more, bodies=method != "HEAD"))
    sys.stdout.write(f"RESULT {json.dumps(result(tally, time.monotonic() - begin))}\n")


def _is_before(until: float) -> bool:
    return time.monotonic() < until


def formatted(method: str, line: str, headers: Mapping[str, str]) -> bytes:
    path, _, body = line.partition("\t")
    sent = body.encode()
    own = {"Host": "127.0.0.1"} | ({"Content-Length": str(len(sent))} if sent else {})
    lines = "".join(f"{name}: {value}\r\n" for name, value in (own | dict(headers)).items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + sent


def result(tally: Tally, seconds: float) -> dict[str, float]:
    taken = sorted(tally.latencies_us) or [0.0]
    return {
        "requests": len(tally.latencies_us),
        "seconds": seconds,
        "bytes": tally.bytes,
        "errors": tally.errors,
        "p50_us": statistics.median(taken),
        "p99_us": taken[min(len(taken) - 1, len(taken) * 99 // 100)],
        "max_us": taken[-1],
    }


async def load(
    port: int,
    connections: int,
    requests: Sequence[bytes],
    pause_s: float,
    more: Callable[[], bool],
    *,
    bodies: bool,
) -> Tally:
    """Send `requests` in turn, on all connections.

    Args:
        pause_s: what a connection waits on average before it asks again.
        more: asked before each request; the end comes with the first no.
        bodies: whether answers have one, whatever their length says; those to HEAD do not.
    """
    tally, turn = Tally(), cycle(requests)
    many = (_connection(port, turn, more, pause_s, tally, bodies) for _ in range(connections))
    await asyncio.gather(*many)
    return tally


async def _connection(
    port: int,
    turn: Iterator[bytes],
    more: Callable[[], bool],
    pause_s: float,
    tally: Tally,
    bodies: bool,
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    random = Random()
    while more():
        if pause_s:
            await asyncio.sleep(random.uniform(0, 2 * pause_s))
        begin = time.monotonic()
        writer.write(next(turn))
        head = await reader.readuntil(END)
        length = _length(head) if bodies and head[9:12] not in BODILESS else 0
        await reader.readexactly(length)
        tally.begun.append(begin)
        tally.latencies_us.append((time.monotonic() - begin) * 1e6)
        tally.bytes += len(head) + length
        tally.errors += head[9:10] in (b"4", b"5")
    writer.close()
    await writer.wait_closed()


def _length(head: bytes) -> int:
    _, named, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.partition(b"\r\n")[0]) if named else 0


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), json.loads(sys.argv[4]))
