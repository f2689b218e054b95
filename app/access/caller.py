"""Whose key came with a request, without asking the database each time."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.access.keys import find, fits, is_over, parts
from app.access.rows import KeyRow, Scope

MOST_KEPT = 10_000
"""Ids, known and unknown; what was looked at longest ago goes first."""
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

    async def soon(self, sent: str) -> Caller | None:
        """For what needs no key: what is known, however old, or can be found out soon."""
        key = parts(sent)
        if key is None:
            return None
        known = self._looked.get(key[0])
        if known is None or self._is_old(known):
            looking = asyncio.shield(self._look(key[0]))
            if known is None or known.row is None:
                try:
                    return self._caller(await asyncio.wait_for(looking, PATIENCE_S), key[1])
                except (TimeoutError, SQLAlchemyError):
                    return None
            looking.add_done_callback(_heard)
        return self._caller(known.row, key[1])

    async def surely(self, sent: str) -> Caller | None:
        """For what needs a key: as the database has it, or had it `recheck_s` ago.

        Raises:
            SQLAlchemyError: the database is away.
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
        """One look at a time for each id."""
        if key_id not in self._looking:
            task = asyncio.create_task(self._ask(key_id))
            task.add_done_callback(lambda _: self._looking.pop(key_id, None))
            self._looking[key_id] = task
        return self._looking[key_id]

    async def _ask(self, key_id: str) -> KeyRow | None:
        row = await asyncio.to_thread(find, self.engine, key_id)
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
        return Caller(row.id, row.owner, frozenset(row.scopes), *limits)


def _heard(looking: "asyncio.Future[KeyRow | None]") -> None:
    """Nobody waits for this answer: a database that is away will be asked again."""
    if not looking.cancelled():
        looking.exception()
