"""What we sign, the library that everybody uses verifies; what we did not, it refuses."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from standardwebhooks import Webhook, WebhookVerificationError

from app.webhooks import subscriptions
from app.webhooks.signing import new_secret, payload, signed
from tests.tools import CLIENT, node
from tests.webhooks.made import OWNER, claimed, happened, subscribed

EVENT = "msg_b61d9e02c7f34a58e0d1937c"
SECRET, OTHER = new_secret(), new_secret()
BODY = payload("release.published", datetime.now(UTC), {"content_release": 4})

IN_JAVASCRIPT = """
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const { secret, headers, body } = JSON.parse(readFileSync(0));
const said = [new Webhook(secret).verify(body, headers)];
try {
  new Webhook(secret).verify(body + " ", headers);
} catch (error) {
  said.push(error.constructor.name);
}
console.log(JSON.stringify(said));
"""


@given(st.dictionaries(st.text(), st.integers() | st.text()))
def test_every_event_verifies(data: dict[str, Any]) -> None:
    body = payload("release.published", datetime.now(UTC), data)

    event = Webhook(SECRET).verify(body, signed(EVENT, datetime.now(UTC), body, [SECRET]))

    assert event["data"] == data


def test_a_signature_is_the_one_of_the_published_library() -> None:
    now = datetime.now(UTC)

    assert signed(EVENT, now, BODY, [SECRET])["webhook-signature"] == Webhook(SECRET).sign(
        EVENT, now, BODY.decode()
    )


def test_the_library_for_javascript_verifies_it_too() -> None:
    program = node("standardwebhooks", "events are not verified in JavaScript")
    sent = {"secret": SECRET, "headers": signed(EVENT, datetime.now(UTC), BODY, [OTHER, SECRET])}

    done = subprocess.run(
        [program, "--input-type=module", "--eval", IN_JAVASCRIPT],
        cwd=CLIENT,
        input=json.dumps(sent | {"body": BODY.decode()}),
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(done.stdout) == [json.loads(BODY), "WebhookVerificationError"]


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        ("replayed 6 minutes later", "too old"),
        ("dated 6 minutes ahead", "too new"),
        ("replayed with a fresh timestamp", "No matching signature"),
        ("another body", "No matching signature"),
        ("another id, so that it counts as new", "No matching signature"),
        ("signed by another webhook's secret", "No matching signature"),
        ("no signature", "Missing required headers"),
    ],
)
def test_what_is_replayed_or_changed_is_refused(attack: str, said: str) -> None:
    now = datetime.now(UTC)
    headers, body = signed(EVENT, now, BODY, [SECRET]), BODY
    six = timedelta(minutes=6)
    if attack.startswith("replayed 6"):
        headers = signed(EVENT, now - six, BODY, [SECRET])
    elif attack.startswith("dated"):
        headers = signed(EVENT, now + six, BODY, [SECRET])
    elif "fresh" in attack:
        old = signed(EVENT, now - six, BODY, [SECRET])
        headers = old | {"webhook-timestamp": headers["webhook-timestamp"]}
    elif "body" in attack:
        body = BODY.replace(b"4", b"5")
    elif "id" in attack.split()[1]:
        headers["webhook-id"] = "msg_000000000000000000000000"
    elif "secret" in attack:
        headers = signed(EVENT, now, BODY, [OTHER])
    else:
        del headers["webhook-signature"]

    with pytest.raises(WebhookVerificationError, match=said) as refused:
        Webhook(SECRET).verify(body, headers)
    print(f"{attack}: refused, {refused.value}")


def test_while_a_secret_is_replaced_either_verifies_and_then_only_the_new(engine: Engine) -> None:
    now = datetime.now(UTC)
    old = subscribed(engine, at=now)
    webhook = old.row.id
    new = subscriptions.rotate(engine, webhook, timedelta(hours=1), OWNER, now)
    happened(engine, webhook, events=2, at=now)

    (one,) = claimed(engine, now)
    headers = signed(one.letter.event, now, one.letter.body, one.letter.secrets)
    for secret in (old.secret, new.secret):
        assert Webhook(secret).verify(one.letter.body, headers)

    (later,) = claimed(engine, now + timedelta(hours=1))
    assert later.letter.secrets == (new.secret,)


def test_a_secret_that_others_know_ends_at_once(engine: Engine) -> None:
    now = datetime.now(UTC)
    webhook = subscribed(engine, at=now).row.id
    subscriptions.rotate(engine, webhook, timedelta(hours=720), OWNER, now)
    last = subscriptions.rotate(engine, webhook, timedelta(0), OWNER, now)
    happened(engine, webhook, at=now)

    (one,) = claimed(engine, now)

    assert one.letter.secrets == (last.secret,)


def test_a_second_rotation_does_not_prolong_what_the_first_ends(engine: Engine) -> None:
    now = datetime.now(UTC)
    webhook = subscribed(engine, at=now).row.id
    first = subscriptions.rotate(engine, webhook, timedelta(hours=1), OWNER, now)
    second = subscriptions.rotate(engine, webhook, timedelta(hours=9), OWNER, now)
    happened(engine, webhook, at=now)

    (one,) = claimed(engine, now + timedelta(hours=2))

    assert one.letter.secrets == (second.secret, first.secret)
