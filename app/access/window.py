"""How much is left, as one worker counts it: never more than the quota in any minute, wherever it
begins.

As exact as the moving window of `limits`, whose store in memory takes more calls than all the rest
of a ready answer and looks through every address at each request.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

WINDOW_S = 60
PART_S = 0.5
"""Requests are counted together that come within half a second, so that a large quota takes no more
memory than a small one; they count until the last of them is a minute ago."""
KEPT_PARTS = int(WINDOW_S / PART_S) + 1


class Policy(NamedTuple):
    """At most `quota` requests in any minute."""

    name: str
    quota: int


class Taken(NamedTuple):
    """What came of asking for one more."""

    allowed: bool
    remaining: int
    reset_s: int
    """Seconds until there is more again than now."""


class _Counted:
    __slots__ = ("parts", "total")

    def __init__(self) -> None:
        self.parts: deque[list[int]] = deque()
        """When, in parts, and how many; oldest first."""
        self.total = 0


class Window:
    """Of every policy, for everybody."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._minute = 0
        self._now: dict[tuple[Policy, str], _Counted] = {}
        self._before: dict[tuple[Policy, str], _Counted] = {}
        """Of who did not ask in this minute, dropped after the next."""

    def refused_s(self, policy: Policy, who: str) -> int:
        """Seconds until there is any left; 0 where there is. Takes nothing."""
        counted = self._now.get((policy, who)) or self._before.get((policy, who))
        if counted is None or counted.total < policy.quota:
            return 0
        oldest = counted.parts[0][0]
        return max(0, math.ceil((oldest + KEPT_PARTS) * PART_S - self._clock()))

    def take(self, policy: Policy, who: str) -> Taken:
        """One request's worth, if it is left."""
        now = self._clock()
        if (minute := int(now // WINDOW_S)) != self._minute:
            self._minute, self._before, self._now = minute, self._now, {}
        key = (policy, who)
        counted = self._now.get(key)
        if counted is None:
            counted = self._now[key] = self._before.pop(key, _Counted())
        part, parts = int(now / PART_S), counted.parts
        while parts and parts[0][0] <= part - KEPT_PARTS:
            counted.total -= parts.popleft()[1]
        allowed = counted.total < policy.quota
        if allowed:
            counted.total += 1
            if parts and parts[-1][0] == part:
                parts[-1][1] += 1
            else:
                parts.append([part, 1])
        more_at = (parts[0][0] + KEPT_PARTS) * PART_S
        return Taken(allowed, policy.quota - counted.total, max(1, math.ceil(more_at - now)))
