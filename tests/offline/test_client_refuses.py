"""Whatever arrives, and wherever it breaks off, the reference client holds what it held, whole."""

import base64
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from plumbline import Copy, NothingHeld, Refused, self_check
from plumbline.held import replace as hold

from app.signing import Signer, open_signer
from tests.conftest import ROOT
from tests.offline.conftest import TODAY, WELL, Before, Json, Later, Service, bodies, terms

Meddle = Callable[[str, bytes], bytes]
"""Path and body as sent → body as received."""

Way = Callable[[Copy, httpx.Client], str]
EACH_WAY: tuple[Way, ...] = (Copy.sync, Copy.fetch_bundle)

DIE_IN_THE_MIDDLE = """
import os, sys
from dataclasses import replace
from pathlib import Path
from plumbline import held

class Dying(dict):
    def items(self):
        for number, item in enumerate(super().items()):
            if number == 300:
                os._exit(9)
            yield item

path = Path(sys.argv[1])
release = held.read(path)
held.replace(path, replace(release, number=9, bodies=Dying(release.bodies)))
"""


def test_a_bundle_that_was_changed_on_the_way_is_refused(phone: Copy, later: Later) -> None:
    with _meddling(later.service, _in_bundle(_renamed)) as client:
        _check_refused(phone, client, "not the one that the manifest names")


def test_a_bundle_and_manifest_that_fit_but_are_not_signed_are_refused(
    phone: Copy, later: Later, client: httpx.Client
) -> None:
    other = _renamed(client.get("/v1/bundle?lang=en").content)

    with _meddling(later.service, _in_place(other, _manifest_of(other))) as between:
        _check_refused(phone, between, "not by the pinned key")


def test_a_key_that_arrives_with_what_it_signs_proves_nothing(
    phone: Copy, later: Later, client: httpx.Client
) -> None:
    other = _renamed(client.get("/v1/bundle?lang=en").content)
    stranger = Signer(Ed25519PrivateKey.generate(), development=False)

    with _meddling(later.service, _in_place(other, _manifest_of(other, stranger))) as between:
        _check_refused(phone, between, "not by the pinned key")


def test_who_pins_no_key_takes_what_tls_brings(client: httpx.Client, tmp_path: Path) -> None:
    trusting = Copy(tmp_path / "phone.db", terms(None))

    assert trusting.sync(client) == "bundle"


def test_a_key_made_for_development_is_refused_unless_it_is_allowed(
    phone: Copy, before: Before, client: httpx.Client
) -> None:
    strict = terms(before.public_key, allow_development_key=False)

    _check_refused(replace(phone, terms=strict), client, "made for development", EACH_WAY)
    with pytest.raises(Refused, match="made for development"):
        replace(phone, terms=strict).take(before.manifest, before.bundle)


def test_signed_entries_that_are_not_those_of_their_state_are_refused(
    phone: Copy, before: Before
) -> None:
    other = _renamed(before.bundle)
    signer = replace(_signer(before), development=False)
    manifest = json.loads(_manifest_of(other, signer)(json.dumps(before.manifest).encode()))

    with pytest.raises(Refused, match="not those of its `state`"):
        phone.take(manifest, other)

    assert phone.held() == before.copy.held()


def test_an_older_release_with_a_good_signature_is_a_replay(
    phone: Copy, later: Later, before: Before, client: httpx.Client
) -> None:
    phone.sync(client)

    with _meddling(
        later.service, _in_place(before.bundle, lambda _: _json(before.manifest))
    ) as between:
        _check_refused(phone, between, "a replay", EACH_WAY)
    with pytest.raises(Refused, match="a replay"):
        phone.take(before.manifest | {"release": 99}, before.bundle)

    assert phone.held().number == 3


def test_an_older_page_of_changes_is_a_replay(phone: Copy, later: Later) -> None:
    def older(_: str, body: bytes) -> bytes:
        return body.replace(b'"release":3,"pending"', b'"release":0,"pending"')

    with _meddling(later.service, older) as client:
        _check_refused(phone, client, "a replay", (Copy.sync,))


def test_a_format_that_is_not_known_is_refused(phone: Copy, before: Before, later: Later) -> None:
    def newer(_: str, body: bytes) -> bytes:
        return body.replace(b'"format":1', b'"format":2', 1)

    other = newer("", before.bundle)
    manifest = json.loads(_manifest_of(other, _signer(before))(_json(before.manifest)))

    with _meddling(later.service, newer) as client:
        _check_refused(phone, client, "format 2 is not known", EACH_WAY)
    with pytest.raises(Refused, match="format 2 is not known"):
        phone.take(manifest, other)


def test_another_language_than_was_asked_for_is_refused(
    phone: Copy, later: Later, client: httpx.Client
) -> None:
    spanish = {
        path: client.get(f"{path}?lang=es").content
        for path in ("/v1/bundle", "/v1/bundle/manifest")
    }

    with _meddling(later.service, lambda path, body: spanish.get(path, body)) as between:
        _check_refused(phone, between, "`en` was asked for, `es` came")


def test_a_language_that_is_not_published_is_an_error_of_the_app(
    phone: Copy, client: httpx.Client
) -> None:
    held = phone.held()

    with pytest.raises(httpx.HTTPStatusError, match="422"):
        replace(phone, language="xx").sync(client)

    assert phone.held() == held


def test_more_than_the_app_allows_is_refused_before_and_while_it_comes(
    phone: Copy, before: Before, later: Later, client: httpx.Client
) -> None:
    size = len(client.get("/v1/bundle?lang=en").content)
    little, enough = (terms(before.public_key, most_bytes=most) for most in (size - 1, size))

    _check_refused(replace(phone, terms=little), client, f"larger than {size - 1} bytes", EACH_WAY)
    with _meddling(later.service, _in_bundle(lambda body: body + b" ")) as between:
        _check_refused(replace(phone, terms=enough), between, f"larger than {size} bytes")


def test_without_room_nothing_is_written(
    phone: Copy, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 8, 1_000_000))

    _check_refused(phone, client, "bytes free", EACH_WAY)


def test_changes_that_do_not_add_up_lead_to_the_bundle(
    phone: Copy, later: Later, client: httpx.Client
) -> None:
    with _meddling(later.service, _in_changes(_renamed)) as between:
        assert phone.sync(between) == "bundle"

    assert phone.held().bodies == bodies(client.get("/v1/bundle?lang=en").json())


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        (b'"op":"upsert"', b'"op":"mend"'),
        (b'"complete":true', b'"complete":false'),
    ],
)
def test_changes_that_cannot_be_followed_lead_to_the_bundle(
    phone: Copy, later: Later, sent: bytes, received: bytes
) -> None:
    with _meddling(
        later.service, _in_changes(lambda body: body.replace(sent, received))
    ) as between:
        assert phone.sync(between) == "bundle"


def test_a_network_that_is_lost_between_two_pages_changes_nothing(
    phone: Copy, later: Later, before: Before
) -> None:
    pages: list[bytes] = []

    def lost(body: bytes) -> bytes:
        pages.append(body)
        if len(pages) == 3:
            raise httpx.ReadError("lost")
        return body

    with _meddling(later.service, _in_changes(lost)) as client, pytest.raises(httpx.ReadError):
        replace(phone, page_size=1).sync(client)

    assert len(pages) == 3
    assert phone.held() == before.copy.held()
    assert self_check(phone, WELL, "GB", TODAY)["routines"]


def test_a_database_that_fails_in_the_middle_holds_what_it_held(
    phone: Copy, before: Before, client: httpx.Client
) -> None:
    with sqlite3.connect(phone.path) as file:
        file.execute(
            "CREATE TRIGGER full BEFORE INSERT ON entry WHEN NEW.kind = 'routine' "
            "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    file.close()

    with pytest.raises(sqlite3.IntegrityError, match="disk full"):
        phone.sync(client)

    assert phone.held() == before.copy.held()


def test_a_phone_that_dies_in_the_middle_holds_what_it_held(phone: Copy, before: Before) -> None:
    env = os.environ | {"PYTHONPATH": str(ROOT / "clients" / "python")}
    command = [sys.executable, "-c", DIE_IN_THE_MIDDLE, str(phone.path)]

    died = subprocess.run(command, env=env, timeout=60, check=False)

    assert died.returncode == 9
    assert phone.held() == before.copy.held()


def test_of_two_syncs_at_once_the_later_release_stays(phone: Copy, client: httpx.Client) -> None:
    slow = phone.held()
    phone.sync(client)

    with pytest.raises(Refused, match="a replay"):
        hold(phone.path, slow)

    assert phone.held().number == 3


def test_who_never_synced_is_told_so(before: Before, tmp_path: Path) -> None:
    new = Copy(tmp_path / "new.db", terms(before.public_key))

    with pytest.raises(NothingHeld):
        self_check(new, WELL, "GB", TODAY)


def test_an_app_may_bring_its_first_bundle_along(before: Before, tmp_path: Path) -> None:
    new = Copy(tmp_path / "new.db", terms(before.public_key))

    new.take(before.manifest, before.bundle)

    assert new.held() == before.copy.held()


class _Meddling(httpx.HTTPTransport):
    """The network, with somebody on it."""

    def __init__(self, meddle: Meddle) -> None:
        super().__init__()
        self._meddle = meddle

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        response.read()
        body = self._meddle(request.url.path, response.content)
        return httpx.Response(response.status_code, content=body)


@contextmanager
def _meddling(service: Service, meddle: Meddle) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service.url, transport=_Meddling(meddle)) as client:
        yield client


def _check_refused(
    phone: Copy, client: httpx.Client, why: str, ways: tuple[Way, ...] = (Copy.fetch_bundle,)
) -> None:
    """With the reason, and nothing is lost by it."""
    held = phone.held()

    for fetch in ways:
        with pytest.raises(Refused, match=why):
            fetch(phone, client)

    assert phone.held() == held


def _in_bundle(change: Callable[[bytes], bytes]) -> Meddle:
    return lambda path, body: change(body) if path == "/v1/bundle" else body


def _in_changes(change: Callable[[bytes], bytes]) -> Meddle:
    return lambda path, body: change(body) if path == "/v1/changes" else body


def _in_place(bundle: bytes, manifest: Callable[[bytes], bytes]) -> Meddle:
    """Another bundle, and another manifest made of the one sent."""

    def meddle(path: str, body: bytes) -> bytes:
        if path == "/v1/bundle/manifest":
            return manifest(body)
        return bundle if path == "/v1/bundle" else body

    return meddle


def _manifest_of(bundle: bytes, signer: Signer | None = None) -> Callable[[bytes], bytes]:
    """The manifest changed to fit another bundle, as far as somebody without the key can."""

    def change(body: bytes) -> bytes:
        manifest = json.loads(body)
        manifest["bundle"]["sha256"] = hashlib.sha256(bundle).hexdigest()
        if signer is not None:
            signed = base64.b64encode(signer.key.sign(bundle)).decode()
            manifest["signature"] |= {"value": signed, "public_key": signer.public_pem}
        return _json(manifest)

    return change


def _renamed(body: bytes) -> bytes:
    """As long as before."""
    changed = body.replace(b'"name":"Clamshell', b'"name":"Clamshill')
    assert changed != body
    return changed


def _signer(before: Before) -> Signer:
    return open_signer(None, before.service.folder / "key.pem")


def _json(value: Json) -> bytes:
    return json.dumps(value).encode()
