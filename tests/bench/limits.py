"""How close to its policy a limit is under load: four workers, more asked than is allowed, with a
store that they share and without. `python -m tests.bench.limits`, about five minutes."""

import http.client
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from tests.bench.servers import ours, run_ours
from tests.valkey import Valkey

WORKERS = 4
THREADS = 8
QUOTA = 600
MINUTES = 2
PAUSE_S = 0.02
"""Between two requests of a thread: about 350 a second in all, 35 times what is allowed."""
FRESH = 20
"""Requests on one connection, so that every worker gets its share of them."""


class Seen:
    """Answers, by their status and the second they came in."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.accepted: list[float] = []
        self._lock = threading.Lock()

    def note(self, status: int, at: float) -> None:
        with self._lock:
            self.statuses[status] += 1
            if status == http.HTTPStatus.OK:
                self.accepted.append(at)

    def most_in_a_minute(self) -> int:
        """In any 60 s, wherever they begin."""
        times, first, most = sorted(self.accepted), 0, 0
        for last, at in enumerate(times):
            while at - times[first] >= 60:
                first += 1
            most = max(most, last - first + 1)
        return most


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="plumbline-limits-") as name:
        folder = Path(name)
        run_ours("migrate", folder)
        run_ours("publish", folder)
        valkey = Valkey()
        valkey.start()
        try:
            _tell("one shared store", _asked(folder, {"PLUMBLINE_LIMITS_URL": valkey.url}))
        finally:
            valkey.close()
        _tell("each worker by itself", _asked(folder, {}))


def _asked(folder: Path, more: Mapping[str, str]) -> Seen:
    limited = {**more, "PLUMBLINE_LIMITS_READS_PER_MINUTE": str(QUOTA)}
    seen = Seen()
    every = sorted(os.sched_getaffinity(0))
    with ours(folder, every, "limited", WORKERS, limited) as server:
        time.sleep(server.start_s)  # one worker may have answered while others still start
        end = time.monotonic() + 60 * MINUTES
        asking = [
            threading.Thread(target=_ask, args=(server.port, end, seen)) for _ in range(THREADS)
        ]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
    return seen


def _ask(port: int, end: float, seen: Seen) -> None:
    while time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _ in range(FRESH):
            connection.request("GET", "/v1/meta")
            answer = connection.getresponse()
            answer.read()
            seen.note(answer.status, time.monotonic())
            time.sleep(PAUSE_S)
        connection.close()


def _tell(how: str, seen: Seen) -> None:
    asked, accepted = sum(seen.statuses.values()), len(seen.accepted)
    most = seen.most_in_a_minute()
    sys.stdout.write(
        f"{WORKERS} workers, {how}: {QUOTA} a minute allowed; {asked} asked in {MINUTES} minutes, "
        f"{accepted} answered ({accepted / MINUTES:.0f} a minute), {seen.statuses[429]} refused, "
        f"{asked - accepted - seen.statuses[429]} failed; at the most {most} in any minute, "
        f"{most / QUOTA - 1:+.1%} of the policy\n"
    )


if __name__ == "__main__":
    main()
