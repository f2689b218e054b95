"""Sends what is in the queue of webhooks, in each worker, for as long as it runs."""

import asyncio
import contextlib
import logging
import math
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar, TypeVarTuple, Unpack

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.metrics import Metrics
from app.webhooks import queue
from app.webhooks.pace import Pace, next_try
from app.webhooks.queue import Claimed
from app.webhooks.sending import Answer, Sender

log = logging.getLogger("plumbline")

THREADS = 2
"""For the database, of their own: while it is away, nothing else waits for them."""

Found = TypeVar("Found")
Asked = TypeVarTuple("Asked")


def utc_now() -> datetime:
    return datetime.now(UTC)


class Deliveries:
    """One worker's part. What happens between two of its steps is found again by the next worker,
    after the lease: a receiver may then see an event twice, under one id, and never not at all."""

    def __init__(
        self,
        engine: Engine,
        sender: Sender,
        pace: Pace,
        metrics: Metrics,
        clock: Callable[[], datetime] = utc_now,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._engine, self._sender, self._pace, self._metrics = engine, sender, pace, metrics
        self._clock, self._chance = clock, chance
        self._threads = ThreadPoolExecutor(THREADS, "deliveries")
        self._sending: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._tidied = -math.inf

    async def run(self) -> None:
        """Until `stop`; then what is being sent may end within `leaves_s`."""
        stopping = asyncio.create_task(self._stopping.wait())
        while not self._stopping.is_set():
            with contextlib.suppress(SQLAlchemyError):  # away; the next look may find it
                await self._tidy()
                await self.begin()
            ends = {stopping, *self._sending}
            await asyncio.wait(ends, timeout=self._pace.poll_s, return_when="FIRST_COMPLETED")
        if self._sending:
            await asyncio.wait(self._sending, timeout=self._pace.leaves_s)
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, stopping, return_exceptions=True)
        self._threads.shutdown()

    def stop(self) -> None:
        """Let `run` end: nothing more is claimed."""
        self._stopping.set()

    async def begin(self) -> int:
        """Claim what is due and begin to send it; how much that was.

        Raises:
            SQLAlchemyError: the database is away.
        """
        room = self._pace.at_once - len(self._sending)
        of_one = self._pace.of_one_owner
        if room <= 0 or not await self._ask(queue.is_due, self._engine, self._clock(), of_one):
            return 0
        claim = partial(queue.claim, most=room, of_one=of_one, lease_s=self._pace.lease_s)
        claimed = await self._ask(claim, self._engine, self._clock())
        for one in claimed:
            task = asyncio.create_task(self._deliver(one))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        return len(claimed)

    async def _deliver(self, one: Claimed) -> None:
        try:
            answer = await self._attempt(one)
        except asyncio.CancelledError:  # nobody knows whether it arrived
            with contextlib.suppress(SQLAlchemyError):
                await self._ask(queue.release, self._engine, one)
            raise
        if answer is not None:
            self._metrics.webhook_attempts.labels(answer.outcome).inc()
            await self._record(one, answer)

    async def _attempt(self, one: Claimed) -> Answer | None:
        """None: the lease may end meanwhile, so that another worker is to send it."""
        now = self._clock()
        if now + timedelta(seconds=self._pace.whole_s) >= one.leased_until:
            return None
        try:
            return await self._sender.send(one.letter, now)
        except Exception as exc:  # whatever it is, others must be delivered
            log.error("a webhook was not delivered: %s", type(exc).__name__)
            return Answer("failed")

    async def _record(self, one: Claimed, answer: Answer) -> None:
        """While the database is away, and the delivery ours, again and again."""
        now = self._clock()
        asked_s = answer.retry_after_s
        next_at = next_try(self._pace, one.attempts, now, one.until, asked_s, self._chance)
        while True:
            try:
                await self._ask(queue.record, self._engine, one, answer, next_at, now)
                return
            except SQLAlchemyError:
                if self._clock() >= one.leased_until:
                    return
                await asyncio.sleep(self._pace.again_s)

    async def _tidy(self) -> None:
        if time.monotonic() - self._tidied < self._pace.tidy_s:
            return
        counted = await self._ask(queue.tidy, self._engine, self._clock())
        for state, number in counted.items():
            self._metrics.webhook_deliveries.labels(state).set(number)
        self._tidied = time.monotonic()

    async def _ask(self, ask: Callable[[Unpack[Asked]], Found], *asked: *Asked) -> Found:
        """What waits for the database, in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, ask, *asked)
