"""Whose key came with a request, without asking the database each time."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.access.keys import find, fits, is_over, parts
from app.access.rows import KeyRow, Scope

MOST_KEPT = 10_000
"""Ids, known and unknown; what was looked at longest ago goes first."""
LOOKS_AT_ONCE = 4
MOST_WAITING = 100
PATIENCE_S = 1.0
"""After which a request that needs no key is served as one without."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request: the holder of a key that is valid."""

    key: str
    owner: str
    scopes: frozenset[Scope]
    reads_per_minute: int | None
    triage_per_minute: int | None
    lineage: str = ""
    """The first key of its line, which all of them are counted as."""

    @property
    def name(self) -> str:
        """For the audit log."""
        return f"key {self.key} ({self.owner})"


@dataclass(slots=True)
class _Looked:
    row: KeyRow | None
    at: float


class Callers:
    """What the database says of keys, at most `recheck_s` seconds old.

    While it is away, what it said last still decides how much a key may ask for, and nothing more.
    """

    def __init__(
        self, engine: Engine, recheck_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.engine = engine
        self._recheck_s = recheck_s
        self._clock = clock
        self._looked: OrderedDict[str, _Looked] = OrderedDict()
        self._looking: dict[str, asyncio.Task[KeyRow | None]] = {}
        # Of their own: a database that does not answer must not keep threads from what needs none.
        self._threads = ThreadPoolExecutor(LOOKS_AT_ONCE, "keys")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def soon(self, sent: str) -> Caller | None:
        """For what needs no key: what is known, however old, or can be found out soon."""
        key = parts(sent)
        if key is None:
            return None
        known = self._looked.get(key[0])
        if known is None or self._is_old(known):
            try:
                looking = self._look(key[0])
                if known is None or known.row is None:
                    found = await asyncio.wait_for(asyncio.shield(looking), PATIENCE_S)
                    return self._caller(found, key[1])
            except (TimeoutError, SQLAlchemyError):
                pass  # as it was known, if it was
        return None if known is None else self._caller(known.row, key[1])

    async def surely(self, sent: str) -> Caller | None:
        """For what needs a key: as the database has it, or had it `recheck_s` ago.

        Raises:
            SQLAlchemyError: the database is away.
            TimeoutError: too many keys wait to be looked up.
        """
        key = parts(sent)
        if key is None:
            return None
        known = self._looked.get(key[0])
        if known is not None and not self._is_old(known):
            return self._caller(known.row, key[1])
        return self._caller(await asyncio.shield(self._look(key[0])), key[1])

    def is_new(self, sent: str) -> bool:
        """Whether the database would have to be asked about an id that it never named."""
        key = parts(sent)
        return key is not None and (
            (known := self._looked.get(key[0])) is None or known.row is None
        )

    def _is_old(self, known: _Looked) -> bool:
        return self._clock() - known.at >= self._recheck_s

    def _look(self, key_id: str) -> "asyncio.Task[KeyRow | None]":
        """One look at a time for each id.

        Raises:
            TimeoutError: too many wait already.
        """
        if key_id not in self._looking:
            if len(self._looking) >= MOST_WAITING:
                raise TimeoutError
            task = asyncio.create_task(self._ask(key_id))
            task.add_done_callback(lambda _: self._looking.pop(key_id, None))
            task.add_done_callback(_heard)
            self._looking[key_id] = task
        return self._looking[key_id]

    async def _ask(self, key_id: str) -> KeyRow | None:
        loop = asyncio.get_running_loop()
        row = await loop.run_in_executor(self._threads, find, self.engine, key_id)
        self._looked[key_id] = _Looked(row, self._clock())
        self._looked.move_to_end(key_id)
        if len(self._looked) > MOST_KEPT:
            self._looked.popitem(last=False)
        return row

    @staticmethod
    def _caller(row: KeyRow | None, secret: str) -> Caller | None:
        if row is None or not fits(row, secret) or is_over(row, datetime.now(UTC)):
            return None
        limits = (row.reads_per_minute, row.triage_per_minute)
        return Caller(row.id, row.owner, frozenset(row.scopes), *limits, row.lineage)


def _heard(looking: "asyncio.Future[KeyRow | None]") -> None:
    """Whether or not somebody still waits: one that is away is no news each time."""
    if not looking.cancelled():
        looking.exception()
