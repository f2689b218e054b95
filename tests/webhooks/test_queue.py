"""Each event is somebody's to send, one at a time, until it arrived or is dead."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from app import audit
from app.webhooks import letters, queue, subscriptions
from app.webhooks.pace import FORGOTTEN, KEEPS_TRYING
from app.webhooks.rows import DeliveryRow, EventRow
from app.webhooks.sending import Answer
from tests.conftest import NOW
from tests.webhooks.made import (
    A_SECOND,
    LEASE_S,
    OTHER,
    OWNER,
    claimed,
    delivery,
    happened,
    subscribed,
)

LEASE = timedelta(seconds=LEASE_S)
DELIVERED = Answer("delivered", 200)
NO = Answer("answered", 503)


def test_of_many_workers_one_gets_each_delivery(engine: Engine) -> None:
    webhooks = [subscribed(engine).row.id for _ in range(12)]
    happened(engine, *webhooks)

    with ThreadPoolExecutor(6) as workers:
        rounds = list(workers.map(lambda _: claimed(engine, most=3), range(12)))

    numbers = [one.number for of in rounds for one in of]
    assert len(numbers) == len(set(numbers)) == 12


def test_however_many_workers_there_are_a_receiver_is_sent_one_event_at_a_time(
    engine: Engine,
) -> None:
    webhooks = [subscribed(engine).row.id for _ in range(3)]
    happened(engine, *webhooks, events=30)
    now = NOW

    with ThreadPoolExecutor(6) as workers:
        for _ in range(10):
            at = now
            rounds = list(workers.map(lambda _: claimed(engine, at), range(6)))  # noqa: B023
            sending = [one.webhook for of in rounds for one in of]
            assert sorted(sending) == sorted(webhooks)
            now += LEASE


def test_a_receiver_is_sent_one_event_at_a_time_in_their_order(engine: Engine) -> None:
    webhook = subscribed(engine).row.id
    first, second = (happened(engine, webhook, paint=paint)[0] for paint in ("red", "blue"))

    (one,) = claimed(engine)
    assert claimed(engine) == []
    queue.record(engine, one, DELIVERED, None, NOW)
    (other,) = claimed(engine)

    assert (one.letter.event, other.letter.event) == (first, second)


def test_what_a_worker_never_recorded_is_anothers_after_the_lease(engine: Engine) -> None:
    (event,) = happened(engine, subscribed(engine).row.id)
    (lost,) = claimed(engine)

    assert claimed(engine, NOW + LEASE - A_SECOND) == []
    (again,) = claimed(engine, NOW + LEASE)
    assert again.letter == lost.letter
    assert again.attempts == 2

    assert not queue.record(engine, lost, NO, None, NOW + LEASE + A_SECOND)
    assert delivery(engine, event).state == "pending"
    assert queue.record(engine, again, DELIVERED, None, NOW + LEASE + A_SECOND)
    assert delivery(engine, event).state == "delivered"


def test_a_worker_that_wakes_after_anothers_delivery_changes_nothing(engine: Engine) -> None:
    (event,) = happened(engine, subscribed(engine).row.id)
    (asleep,) = claimed(engine)
    (again,) = claimed(engine, NOW + LEASE)
    queue.record(engine, again, DELIVERED, None, NOW + LEASE)

    assert not queue.record(engine, asleep, NO, NOW + LEASE, NOW + 2 * LEASE)
    queue.release(engine, asleep)

    assert delivery(engine, event).state == "delivered"
    assert claimed(engine, NOW + 9 * LEASE) == []


def test_what_failed_is_due_when_it_was_put_off_to_and_not_before(engine: Engine) -> None:
    happened(engine, subscribed(engine).row.id)
    (one,) = claimed(engine)
    later = NOW + timedelta(minutes=5)
    queue.record(engine, one, NO, later, NOW)

    assert not queue.is_due(engine, later - A_SECOND, 1)
    assert claimed(engine, later - A_SECOND) == []
    assert queue.is_due(engine, later, 1)
    assert [found.attempts for found in claimed(engine, later)] == [2]


def test_a_receiver_that_fails_keeps_no_other_waiting(engine: Engine) -> None:
    slow, other = subscribed(engine).row.id, subscribed(engine).row.id
    happened(engine, slow, events=20)
    happened(engine, other, paint="blue")

    assert {one.webhook for one in claimed(engine, most=2)} == {slow, other}


def test_what_has_waited_longest_is_sent_first(engine: Engine) -> None:
    webhooks = [subscribed(engine).row.id for _ in range(6)]
    waited = sorted(webhooks, reverse=True)
    for number, webhook in enumerate(waited):
        happened(engine, webhook, at=NOW + number * A_SECOND)

    later = NOW + LEASE
    assert [claimed(engine, later, most=1)[0].webhook for _ in waited] == waited


def test_an_owner_of_many_webhooks_leaves_room_for_others(engine: Engine) -> None:
    crowd = [subscribed(engine).row.id for _ in range(20)]
    happened(engine, *crowd, events=10)
    assert len(claimed(engine, of_one=3)) == 3
    assert claimed(engine, of_one=3) == []
    assert not queue.is_due(engine, NOW, 3)

    other = subscribed(engine, by=OTHER).row.id
    happened(engine, other, at=NOW + A_SECOND, paint="blue")

    assert queue.is_due(engine, NOW + A_SECOND, 3)
    assert [one.webhook for one in claimed(engine, NOW + A_SECOND, of_one=3)] == [other]


def test_whoever_is_sent_least_has_the_next_turn(engine: Engine) -> None:
    happened(engine, *(subscribed(engine).row.id for _ in range(6)))
    assert len(claimed(engine, most=2)) == 2
    later = NOW + A_SECOND
    others = {subscribed(engine, by=OTHER).row.id for _ in range(3)}
    happened(engine, *others, at=later, paint="blue")

    assert {one.webhook for one in claimed(engine, later, most=2)} < others


def test_however_many_workers_there_are_an_owner_is_not_sent_more_at_once(engine: Engine) -> None:
    happened(engine, *(subscribed(engine).row.id for _ in range(12)), events=3)

    with ThreadPoolExecutor(6) as workers:
        rounds = list(workers.map(lambda _: claimed(engine, of_one=3), range(12)))

    assert sum(map(len, rounds)) == 3


def test_what_happens_while_a_webhook_is_paused_waits(engine: Engine) -> None:
    webhook = subscribed(engine).row.id
    subscriptions.pause(engine, webhook, OWNER, NOW)
    (event,) = happened(engine, webhook)
    almost = NOW + KEEPS_TRYING - A_SECOND

    assert claimed(engine, almost) == []
    assert queue.tidy(engine, almost) == {"pending": 1, "dead": 0}
    subscriptions.resume(engine, webhook, OWNER, almost)

    assert [one.letter.event for one in claimed(engine, almost)] == [event]


def test_what_waited_three_days_for_a_paused_webhook_is_a_dead_letter(engine: Engine) -> None:
    webhook = subscribed(engine).row.id
    subscriptions.pause(engine, webhook, OWNER, NOW)
    (event,) = happened(engine, webhook)
    late = NOW + KEEPS_TRYING

    assert queue.tidy(engine, late) == {"pending": 0, "dead": 1}
    assert delivery(engine, event).outcome == "paused"
    subscriptions.resume(engine, webhook, OWNER, late)
    assert claimed(engine, late) == []

    letters.retry(engine, webhook, event, OWNER, late)
    assert [one.letter.event for one in claimed(engine, late)] == [event]


def test_what_no_worker_was_there_to_send_is_sent_however_late(engine: Engine) -> None:
    (event,) = happened(engine, subscribed(engine).row.id)
    late = NOW + 2 * KEEPS_TRYING
    queue.tidy(engine, late)

    assert [one.letter.event for one in claimed(engine, late)] == [event]


def test_who_answers_that_it_is_gone_is_sent_nothing_more(engine: Engine) -> None:
    webhook = subscribed(engine).row.id
    gone, waits = happened(engine, webhook, events=2)
    (one,) = claimed(engine)

    queue.record(engine, one, Answer("gone", 410), NOW + A_SECOND, NOW)

    row = subscriptions.find(engine, OWNER.owner, webhook)
    assert (row.paused_by, row.paused_at) == ("gone", NOW)
    assert claimed(engine, NOW + LEASE) == []
    states = {delivery(engine, event).state for event in (gone, waits)}
    assert states == {"dead", "pending"}
    with Session(engine) as session:
        last = audit.newest(session)
    assert last
    assert (last.actor, last.act, last.details) == ("delivery", "webhook.paused", {"by": "gone"})


def test_what_is_given_back_is_sent_by_another_at_once(engine: Engine) -> None:
    happened(engine, subscribed(engine).row.id)
    (one,) = claimed(engine)

    queue.release(engine, one)

    assert [found.letter for found in claimed(engine)] == [one.letter]


def test_a_webhook_deleted_meanwhile_takes_its_deliveries_with_it(engine: Engine) -> None:
    webhook, other = subscribed(engine).row.id, subscribed(engine).row.id
    (event,) = happened(engine, webhook, other)
    one = next(found for found in claimed(engine) if found.webhook == webhook)

    subscriptions.remove(engine, webhook, OWNER, NOW)

    assert not queue.record(engine, one, Answer("gone", 410), None, NOW)
    assert delivery(engine, event).webhook == other


def test_what_is_over_for_30_days_is_forgotten_and_what_waits_is_not(engine: Engine) -> None:
    webhook, other = subscribed(engine).row.id, subscribed(engine).row.id
    happened(engine, webhook)
    (one,) = claimed(engine)
    queue.record(engine, one, DELIVERED, None, NOW)
    happened(engine, webhook, other, paint="blue")
    (ours, theirs) = claimed(engine)
    queue.record(engine, ours, DELIVERED, None, NOW)

    queue.tidy(engine, NOW + FORGOTTEN)
    assert _rows(engine) == (2, 3)
    queue.tidy(engine, NOW + FORGOTTEN + A_SECOND)
    assert _rows(engine) == (1, 1)
    assert queue.record(engine, theirs, DELIVERED, None, NOW)


def test_what_is_over_is_forgotten_piece_by_piece(engine: Engine) -> None:
    webhook = subscribed(engine).row.id
    happened(engine, webhook, events=5)
    for _ in range(5):
        (one,) = claimed(engine)
        queue.record(engine, one, DELIVERED, None, NOW)

    left = []
    for _ in range(3):
        queue.tidy(engine, NOW + FORGOTTEN + A_SECOND, most=2)
        left.append(_rows(engine))

    assert left == [(3, 3), (1, 1), (0, 0)]


def test_only_what_is_dead_is_sent_again(engine: Engine) -> None:
    webhook = subscribed(engine).row.id
    (event,) = happened(engine, webhook)
    (one,) = claimed(engine)
    queue.record(engine, one, NO, None, NOW)

    again = letters.retry(engine, webhook, event, OWNER, NOW + LEASE)

    assert (again.row.state, again.row.attempts) == ("pending", 0)
    assert again.row.until == NOW + LEASE + KEEPS_TRYING
    (two,) = claimed(engine, NOW + LEASE)
    assert two.letter == one.letter


def _rows(engine: Engine) -> tuple[int, int]:
    with Session(engine) as session:
        events = session.exec(select(EventRow)).all()
        return len(events), len(session.exec(select(DeliveryRow)).all())
