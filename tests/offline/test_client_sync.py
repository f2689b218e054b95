"""The reference client brings its copy up to date, and recalls and old age take exercise away."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from plumbline import Copy, TryLater, self_check
from plumbline.held import replace as hold
from plumbline.trust import canonical

from app.library import Library
from app.serving.token import Token
from tests.conftest import NOW
from tests.libraries import with_a_new_tip
from tests.offline.conftest import (
    EMERGENCY,
    TODAY,
    WELL,
    Before,
    Json,
    Later,
    bodies,
    recalling,
    terms,
)


def test_a_server_that_is_back_sends_only_what_has_changed(
    phone: Copy, client: httpx.Client
) -> None:
    asked: list[str] = []
    client.event_hooks["request"].append(lambda request: asked.append(request.url.path))

    done = phone.sync(client)

    held = phone.held()
    assert (done, asked) == ("changes", ["/v1/bundle/manifest", "/v1/changes"])
    assert held.number == 3
    assert held.entry("exercise", "clamshell")["name"] == "Clamshell, lying"
    assert held.entry("rule-set", "self-check")["version"] == "1.0.1"


def test_what_is_held_after_a_difference_is_the_new_bundle(
    phone: Copy, client: httpx.Client
) -> None:
    bundle = client.get("/v1/bundle?lang=en").json()
    for page_size in (1, 200):
        held = replace(phone, page_size=page_size)

        held.sync(client)

        assert held.held().bodies == bodies(bundle)
        assert (held.held().number, held.held().state) == (bundle["release"], bundle["state"])
        assert held.held().token == bundle["token"]
        assert held.sync(client) == "same"


def test_a_release_between_the_manifest_and_the_bundle_is_taken(later: Later) -> None:
    done, held = later.synced[0]

    assert (done, held.number) == ("bundle", 2)
    assert ("tip", "one-more") in held.bodies


def test_what_is_gone_is_held_no_more(later: Later) -> None:
    done, held = later.synced[1]

    assert (done, held.number) == ("changes", 3)
    assert ("tip", "one-more") not in held.bodies


def test_after_a_sync_people_are_told_what_the_server_says_now(
    phone: Copy, client: httpx.Client
) -> None:
    said = {"iliac-crest-hands": "left-higher", "other-operation": "unsure"}
    old = self_check(phone, said, None, TODAY)

    phone.sync(client)

    now = client.post("/v1/triage", json={"answers": said}).json()
    assert self_check(phone, said, None, TODAY) == now | {"withheld": None}
    assert old["level_at_least"] != now["level_at_least"]


def test_after_a_recall_no_exercise_is_offered_even_before_all_is_fetched(
    phone: Copy, before: Before, tmp_path: Path, library: Library
) -> None:
    well = self_check(phone, WELL, "GB", TODAY)
    service = before.service.kept_apart(tmp_path)
    service.publish(recalling(library, "1.0.0"), NOW + timedelta(days=1))
    with service.running(), httpx.Client(base_url=service.url) as client:
        on_mobile_data = replace(phone, terms=terms(before.public_key, may_fetch=lambda _: False))
        declined = on_mobile_data.sync(client)
        heard = self_check(phone, WELL, "GB", TODAY)
        fetched = phone.sync(client)

    assert well["routines"]
    assert (declined, fetched, phone.held().number) == ("declined", "changes", 2)
    _check_withheld(heard, "recalled", well)
    _check_withheld(self_check(phone, WELL, "GB", TODAY), "recalled", well)
    without_memory = replace(phone.held(), told_recalled=frozenset())
    assert without_memory.withheld("self-check", TODAY) == "recalled"


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ({"use_until": "2026-11-24"}, None),
        ({"use_until": "2026-11-23"}, "past_use_until"),
        ({"status": "withdrawn"}, "withdrawn"),
        ({"status": "superseded"}, None),
    ],
)
def test_rules_that_are_too_old_or_withdrawn_offer_nothing(
    phone: Copy, rules: Json, why: str | None
) -> None:
    well = self_check(phone, WELL, "GB", TODAY)
    _hold_with(phone, rules)

    told = self_check(phone, WELL, "GB", TODAY)

    if why is None:
        assert (told["withheld"], told["routines"]) == (None, well["routines"])
    else:
        _check_withheld(told, why, well)


def test_without_exercise_emergencies_are_told_as_before(phone: Copy) -> None:
    before_ = self_check(phone, EMERGENCY, "GB", TODAY)
    _hold_with(phone, {"status": "withdrawn"})

    told = self_check(phone, EMERGENCY, "GB", TODAY)

    assert told["level"] == "emergency"
    assert told["withheld"] == "withdrawn"
    for field in ("status", "time_frame", "advice", "warnings", "next"):
        assert told[field] == before_[field]


def test_without_exercise_unfinished_is_no_level_and_red_flags_are_asked_for(phone: Copy) -> None:
    before_ = self_check(phone, {}, "GB", TODAY)
    _hold_with(phone, {"status": "withdrawn"})

    told = self_check(phone, {}, "GB", TODAY)

    assert (told["status"], told["level"]) == ("needs_answers", None)
    assert told["level_at_least"] == "clinician_first"
    assert told["next"] == before_["next"] != []


def test_a_database_made_anew_leads_to_the_bundle(
    phone: Copy, before: Before, tmp_path: Path, library: Library
) -> None:
    service = before.service.kept_apart(tmp_path)
    (tmp_path / "plumbline.db").unlink()
    service.publish(with_a_new_tip(library), NOW + timedelta(days=1))
    with service.running(), httpx.Client(base_url=service.url) as client:
        gone = client.get("/v1/changes", params={"since": phone.held().token})

        done = phone.sync(client)

        bundle = client.get("/v1/bundle?lang=en").json()
    assert (gone.status_code, done) == (410, "bundle")
    assert phone.held().bodies == bodies(bundle)


def test_a_server_that_is_about_to_load_a_release_is_asked_again_when_it_says(
    phone: Copy, client: httpx.Client
) -> None:
    token = replace(Token.read(phone.held().token), seen=9, seen_at=4_000_000_000)
    ahead = replace(phone.held(), token=str(token))
    hold(phone.path, ahead)

    with pytest.raises(TryLater) as raised:
        phone.sync(client)

    assert raised.value.after_s == 2
    assert phone.held() == ahead


def test_the_app_is_told_how_much_it_is_before_it_is_fetched(
    before: Before, phone: Copy, client: httpx.Client, tmp_path: Path
) -> None:
    told: list[int] = []

    def too_much(size: int) -> bool:
        told.append(size)
        return False

    declining = terms(before.public_key, may_fetch=too_much)
    new = Copy(tmp_path / "new.db", declining)

    assert new.sync(client) == "declined"
    assert replace(phone, terms=declining).sync(client) == "declined"

    manifest = client.get("/v1/bundle/manifest", params={"since": phone.held().token}).json()
    assert told == [manifest["bundle"]["encoded_bytes"]["gzip"], manifest["pending"]["bytes"]]
    assert phone.held() == before.copy.held()


def _hold_with(phone: Copy, rules: Json) -> None:
    """As if the rule set held were like this."""
    held, key = phone.held(), ("rule-set", "self-check")
    changed_ = canonical(held.entry(*key) | rules)
    hold(phone.path, replace(held, bodies={**held.bodies, key: changed_}))


def _check_withheld(told: Json, why: str, otherwise: Json) -> None:
    """No exercise; see a clinician; every warning that there was."""
    assert told["withheld"] == why
    assert (told["level"], told["level_at_least"]) == ("clinician_first", "clinician_first")
    assert (told["routines"], told["causes"], told["optional"]) == ([], [], [])
    assert told["no_routine"]["code"] == "see_someone_first"
    assert told["advice"]["contact"] == otherwise["advice"]["contact"]
    assert told["warnings"] == otherwise["warnings"]
