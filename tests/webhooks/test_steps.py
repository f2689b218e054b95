"""Wherever a worker ends between two steps of a delivery, the event arrives all the same: once, or
twice under one id."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select

from app.deliver import Deliveries
from app.metrics import Metrics
from app.webhooks import queue
from app.webhooks.addresses import Names
from app.webhooks.pace import Pace
from app.webhooks.rows import DeliveryRow
from app.webhooks.sending import Answer, Letter, Sender
from tests.conftest import NOW
from tests.webhooks.crashes import Crashed, crashing
from tests.webhooks.made import LEASE_S, claimed, happened, subscribed
from tests.webhooks.receiver import Receiver, receiving, writing

PACE = Pace(poll_s=0.01, lease_s=LEASE_S, whole_s=2, leaves_s=0.1, again_s=0.01)
PATIENCE_S = 30
Step = Literal["claiming", "claimed", "sending", "sent", "recording"]


class Killed(BaseException):
    """The process is no more."""


class Dying(Sender):
    """Sends as any, in a worker that ends before or after it."""

    step: Step = "claiming"

    async def send(self, letter: Letter, now: datetime) -> Answer:
        if self.step == "sending":
            raise Killed
        answer = await super().send(letter, now)
        if self.step == "sent":
            raise Killed
        return answer


@pytest.mark.parametrize(
    ("step", "arrivals"),
    [("claiming", 1), ("claimed", 1), ("sending", 1), ("sent", 2), ("recording", 2)],
)
async def test_a_worker_that_ends_at_any_step_loses_nothing(
    step: Step, arrivals: int, engine: Engine
) -> None:
    with receiving(Receiver()) as receiver:
        (event,) = happened(engine, subscribed(engine, receiver.url).row.id)

        await _until_the_worker_ends(step, engine)
        assert _states(engine) == ["pending"]
        await _until_all_is_sent(engine, NOW + timedelta(seconds=LEASE_S))

    assert [one.headers["webhook-id"] for one in receiver.requests] == [event] * arrivals
    assert len({one.body for one in receiver.requests}) == 1
    assert _states(engine) == ["delivered"]
    print(f"killed while {step}: arrived {arrivals} times, under one id")


async def test_a_database_that_is_away_for_a_moment_doubles_nothing(engine: Engine) -> None:
    with receiving(Receiver()) as receiver:
        happened(engine, subscribed(engine, receiver.url).row.id)
        worker = _worker(engine, NOW)
        assert await worker.begin() == 1
        with crashing(engine, SQLAlchemyError):
            await _so(lambda: bool(receiver.requests))
            await asyncio.sleep(0.1)
            assert _states(engine) == ["pending"]
        await _until(engine, "delivered")
        await _stopped(worker)

    assert len(receiver.requests) == 1


async def test_a_worker_that_is_told_to_end_gives_back_what_it_is_sending(engine: Engine) -> None:
    with writing(b"") as url:
        happened(engine, subscribed(engine, url).row.id)
        worker = _worker(engine, NOW)
        assert await worker.begin() == 1
        assert claimed(engine) == []

        await _stopped(worker)

    assert [one.attempts for one in claimed(engine)] == [2]


async def test_a_receiver_that_takes_its_time_holds_up_no_other(engine: Engine) -> None:
    with writing(b"") as slow, receiving(Receiver()) as quick:
        happened(engine, subscribed(engine, slow).row.id, events=5)
        happened(engine, subscribed(engine, quick.url).row.id, events=20, paint="blue")
        worker = _worker(engine, NOW)
        running = asyncio.create_task(worker.run())
        await _so(lambda: len(quick.requests) == 20)
        worker.stop()
        await running

    assert "delivered" in _states(engine)


async def test_a_fault_of_ours_is_tried_again_and_told(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Sender):
        async def send(self, letter: Letter, now: datetime) -> Answer:
            raise ZeroDivisionError(letter.url, now)

    happened(engine, subscribed(engine).row.id)
    worker = _worker(engine, NOW, Broken(Names(allow_private=True), PACE))
    await worker.begin()
    await _stopped(worker)

    with Session(engine) as session:
        (row,) = session.exec(select(DeliveryRow))
    assert (row.state, row.outcome) == ("pending", "failed")
    assert caplog.messages == ["a webhook was not delivered: ZeroDivisionError"]


async def test_an_operator_sees_what_came_of_it_and_what_is_left(engine: Engine) -> None:
    metrics = Metrics()
    with receiving(Receiver(status=500)) as receiver:
        happened(engine, subscribed(engine, receiver.url).row.id, events=2)
        worker = Deliveries(engine, Sender(Names(allow_private=True), PACE), PACE, metrics)
        running = asyncio.create_task(worker.run())
        await _so(lambda: b'webhook_attempts_total{outcome="answered"} 2' in metrics.text())
        worker.stop()
        await running

    assert b'plumbline_webhook_deliveries{state="pending"} 2.0' in metrics.text()


async def _until_the_worker_ends(step: Step, engine: Engine) -> None:
    """Nothing of it is left but what it wrote into the database and to the receiver."""
    if step == "claiming":
        with crashing(engine), pytest.raises(Crashed):
            claimed(engine)
        return
    if step == "claimed":
        assert len(claimed(engine)) == 1
        return
    sender = Dying(Names(allow_private=True), PACE)
    sender.step = step
    (one,) = claimed(engine)
    if step == "recording":
        answer = await sender.send(one.letter, NOW)
        with crashing(engine), pytest.raises(Crashed):
            queue.record(engine, one, answer, None, NOW)
        return
    with pytest.raises(Killed):
        await sender.send(one.letter, NOW)


async def _until_all_is_sent(engine: Engine, now: datetime) -> None:
    worker = _worker(engine, now)
    while await worker.begin():
        await _until(engine, "delivered")
    await _stopped(worker)


async def _until(engine: Engine, state: str) -> None:
    await _so(lambda: _states(engine) == [state])


async def _so(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():
            await asyncio.sleep(0.01)


async def _stopped(worker: Deliveries) -> None:
    worker.stop()
    await worker.run()


def _worker(engine: Engine, now: datetime, sender: Sender | None = None) -> Deliveries:
    sender = sender or Sender(Names(allow_private=True), PACE)
    return Deliveries(engine, sender, PACE, Metrics(), lambda: now)


def _states(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return sorted(row.state for row in session.exec(select(DeliveryRow)))
