"""One attempt: where it goes, what it takes for an answer, and how long it waits."""

import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from app.webhooks.addresses import Names
from app.webhooks.pace import Pace
from app.webhooks.sending import Answer, Letter, Sender
from app.webhooks.signing import new_secret
from tests.webhooks.certificates import serving_as
from tests.webhooks.receiver import Receiver, receiving, writing

HOST = "hooks.example.org"
SECRET = new_secret()
BODY = b'{"type":"webhook.test","timestamp":"2026-11-30T12:00:00Z","data":{}}'
EVENT = "msg_b61d9e02c7f34a58e0d1937c"
SHORT = Pace(connect_s=0.3, whole_s=0.6)


def letter(url: str) -> Letter:
    return Letter(EVENT, url, BODY, (SECRET,))


async def sent(url: str, pace: Pace = SHORT) -> Answer:
    return await Sender(Names(allow_private=True), pace).send(letter(url), datetime.now(UTC))


async def test_what_arrives_is_whole_and_verifies() -> None:
    with receiving(Receiver()) as receiver:
        answer = await sent(receiver.url + "?of=plumbline")

    (request,) = receiver.requests
    assert answer == Answer("delivered", 204)
    assert (request.path, request.body) == ("/hook?of=plumbline", BODY)
    assert Webhook(SECRET).verify(request.body, request.headers)
    assert request.headers["webhook-id"] == EVENT
    assert request.headers["content-type"] == "application/json"
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, Answer("delivered", 200)),
        (299, Answer("delivered", 299)),
        (400, Answer("answered", 400)),
        (410, Answer("gone", 410)),
        (429, Answer("answered", 429)),
        (500, Answer("answered", 500)),
    ],
)
async def test_only_2xx_says_that_it_arrived(status: int, answer: Answer) -> None:
    with receiving(Receiver(status=status)) as receiver:
        assert await sent(receiver.url) == answer


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed(status: int) -> None:
    with receiving(Receiver()) as inside:
        redirect = Receiver(status=status, headers={"Location": inside.url})
        with receiving(redirect):
            assert await sent(redirect.url) == Answer("redirected", status)

    assert (len(redirect.requests), inside.requests) == (1, [])
    print(f"a redirect ({status}) to an address inside: not followed")


@pytest.mark.parametrize("told", ["120", "in two minutes", "-1", "9" * 400, ""])
async def test_retry_after_is_read_where_it_can_be(told: str) -> None:
    with receiving(Receiver(status=503, headers={"Retry-After": told})) as receiver:
        answer = await sent(receiver.url)

    expected = {"120": 120.0, "9" * 400: 999_999_999.0}
    assert answer == Answer("answered", 503, expected.get(told, 0))


async def test_retry_after_may_be_a_date() -> None:
    at = datetime.now(UTC) + timedelta(minutes=2)
    date = format_datetime(at, usegmt=True)
    with receiving(Receiver(status=503, headers={"Retry-After": date})) as receiver:
        answer = await sent(receiver.url)

    assert 118 < answer.retry_after_s <= 120


async def test_a_receiver_that_is_away_is_unreachable() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))

        assert await sent(f"http://127.0.0.1:{nobody.getsockname()[1]}/") == Answer("unreachable")


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        (b"", "timed_out"),
        (b"HTTP/1.1 200 OK\r\nX-A: b\r\n", "timed_out"),
        (b"220 smtp.example.org ESMTP\r\n", "timed_out"),
        (b"220 smtp.example.org ESMTP\r\n\r\n", "broken_off"),
        (b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 60_000, "broken_off"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nfor ever", "delivered"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 1_000_000, "delivered"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip", "delivered"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 20, "timed_out"),
    ],
    ids=[
        "silent",
        "half a head",
        "SMTP",
        "no HTTP",
        "no end of headers",
        "no end",
        "huge",
        "bomb",
        "1xx",
    ],
)
async def test_a_receiver_that_plays_tricks_costs_no_more_than_a_moment(
    written: bytes, outcome: str
) -> None:
    began = time.monotonic()
    with writing(written) as url:
        answer = await sent(url)

    assert answer.outcome == outcome
    assert time.monotonic() - began < SHORT.whole_s + 2
    print(f"{written[:40]!r} …: {answer.outcome} after {time.monotonic() - began:.1f} s")


async def test_a_receiver_that_drips_is_given_up_after_the_whole_time() -> None:
    with writing(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100, every_s=0.05) as url:
        assert await sent(url) == Answer("timed_out")


async def test_a_receiver_that_hangs_up_is_broken_off() -> None:
    with writing(b"HTTP/1.1 2", hangs_up=True) as url:
        assert await sent(url) == Answer("broken_off")


async def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(Receiver()) as proxy, receiving(Receiver()) as receiver:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")

        assert (await sent(receiver.url)).outcome == "delivered"

    assert proxy.requests == []


async def test_a_certificate_is_checked_for_the_name_and_not_for_the_address(
    tmp_path: Path,
) -> None:
    server, client = serving_as(HOST, tmp_path)
    names = Names(allow_private=True, look_up=lambda *_: ["127.0.0.1"])
    with receiving(Receiver(), server) as receiver:
        send = Sender(names, SHORT, lambda: client).send
        good = await send(letter(f"https://{HOST}:{receiver.port}/"), datetime.now(UTC))
        bad = await send(letter(f"https://other.example.org:{receiver.port}/"), datetime.now(UTC))
        distrusted = await Sender(names, SHORT).send(
            letter(f"https://{HOST}:{receiver.port}/"), datetime.now(UTC)
        )

    assert (good, bad, distrusted) == (
        Answer("delivered", 204),
        Answer("untrusted"),
        Answer("untrusted"),
    )
    assert len(receiver.requests) == 1
    assert receiver.requests[0].headers["host"] == f"{HOST}:{receiver.port}"


async def test_a_name_that_turns_inside_after_it_was_checked_gets_nothing(tmp_path: Path) -> None:
    # DNS rebinding: public while the webhook is made, this machine when it is sent to.
    server, client = serving_as(HOST, tmp_path)
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    names = Names(allow_private=False, look_up=lambda *_: answers.pop(0))
    with receiving(Receiver(), server) as receiver:
        url = f"https://{HOST}:{receiver.port}/"
        names.check(url)
        assert names.addresses(HOST, receiver.port)

        answer = await Sender(names, SHORT, lambda: client).send(letter(url), datetime.now(UTC))

    assert answer == Answer("address_refused")
    assert receiver.requests == []
    print("DNS rebinding, public and then 127.0.0.1: address_refused, 0 requests")


async def test_a_name_that_is_not_found_in_time_is_an_outcome_of_its_own() -> None:
    over = threading.Event()

    def look_up(*_: object) -> list[str]:
        over.wait()
        return []

    names = Names(allow_private=False, look_up=look_up, look_up_s=0.05)
    try:
        answer = await Sender(names, SHORT).send(letter(f"https://{HOST}/"), datetime.now(UTC))
    finally:
        over.set()

    assert answer == Answer("look_up_timed_out")


async def test_a_url_from_when_more_was_allowed_is_not_sent_to() -> None:
    names = Names(allow_private=False, look_up=lambda *_: ["93.184.216.34"])
    with receiving(Receiver()) as receiver:
        for url in (receiver.url, f"http://{HOST}/"):
            answer = await Sender(names, SHORT).send(letter(url), datetime.now(UTC))
            assert answer == Answer("address_refused")

    assert receiver.requests == []


async def test_the_name_is_looked_up_once_so_that_what_was_vetted_is_what_is_connected_to(
    tmp_path: Path,
) -> None:
    server, client = serving_as(HOST, tmp_path)
    asked = []

    def look_up(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    with receiving(Receiver(), server) as receiver:
        url = f"https://{HOST}:{receiver.port}/"
        sender = Sender(Names(allow_private=True, look_up=look_up), SHORT, lambda: client)

        assert (await sender.send(letter(url), datetime.now(UTC))).outcome == "delivered"
        assert asked == [(HOST, receiver.port)]

        # Again, since no connection is kept; and nobody is at the other address.
        assert (await sender.send(letter(url), datetime.now(UTC))).outcome == "unreachable"


async def test_if_one_address_does_not_answer_the_next_is_tried(tmp_path: Path) -> None:
    server, client = serving_as(HOST, tmp_path)
    names = Names(allow_private=True, look_up=lambda *_: ["127.0.0.2", "127.0.0.1"])
    with receiving(Receiver(), server) as receiver:
        url = f"https://{HOST}:{receiver.port}/"
        answer = await Sender(names, SHORT, lambda: client).send(letter(url), datetime.now(UTC))

    assert answer.outcome == "delivered"
