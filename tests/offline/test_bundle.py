"""The bundle: its size, its digests, its signature; and tokens that cannot be followed."""

import base64
import hashlib
import json
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from app.catalog import Catalog
from app.content.release import Release
from app.main import create_app
from app.serving.entries import entry_digest, state
from app.serving.token import Token
from app.settings import Settings
from app.signing import KeyUnusable, open_signer
from tests.conftest import NOW

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def offline_app(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    key = tmp_path_factory.mktemp("key") / "development.pem"
    return create_app(Settings(development_key_file=key), load=lambda: catalog)


@pytest.fixture
async def client(offline_app: FastAPI, catalog: Catalog) -> AsyncIterator[AsyncClient]:
    async with offline_app.router.lifespan_context(offline_app):
        transport = ASGITransport(offline_app)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            yield client
        offline_app.state.catalog = catalog


@pytest.mark.parametrize("lang", ["en", "es"])
async def test_the_manifest_says_what_the_bundle_is(lang: str, client: AsyncClient) -> None:
    manifest = (await client.get(f"/v1/bundle/manifest?lang={lang}")).json()
    file = manifest["bundle"]

    for coding, size in {**file["encoded_bytes"], "identity": file["bytes"]}.items():
        wanted = {"Accept-Encoding": coding}
        async with client.stream("GET", file["path"], headers=wanted) as response:
            sent = b"".join([part async for part in response.aiter_raw()])
        assert len(sent) == size
        assert coding == "identity" or size < MEGABYTE
        digest = base64.b64encode(hashlib.sha256(sent).digest()).decode()
        assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    assert hashlib.sha256(sent).hexdigest() == file["sha256"]
    parts = {part["kind"]: (part["entries"], part["bytes"]) for part in manifest["parts"]}
    shelves = json.loads(sent)["entries"]
    assert {kind: entries for kind, (entries, _) in parts.items()} == {
        kind: len(shelf) for kind, shelf in shelves.items()
    }
    assert len(sent) - sum(size for _, size in parts.values()) < 1_500


async def test_the_signature_is_of_the_bundle_and_of_nothing_else(client: AsyncClient) -> None:
    manifest = (await client.get("/v1/bundle/manifest?lang=en")).json()
    body = (await client.get("/v1/bundle?lang=en")).content
    signature = manifest["signature"]
    key = load_pem_public_key(signature["public_key"].encode())
    assert isinstance(key, Ed25519PublicKey)

    key.verify(base64.b64decode(signature["value"]), body)

    raw = key.public_bytes_raw()
    assert signature["key_id"] == hashlib.sha256(raw).hexdigest()[:16]
    assert signature["development"] is True
    with pytest.raises(Exception, match=r"^$"):  # InvalidSignature says no more
        key.verify(base64.b64decode(signature["value"]), body + b" ")


async def test_everything_an_app_needs_is_there(client: AsyncClient) -> None:
    bundle = (await client.get("/v1/bundle?lang=es")).json()
    entries = bundle["entries"]

    for name in ("self-check", "follow-up"):
        rules = entries["rule-set"][name]
        asked = (await client.get(f"/v1/{name}?lang=es")).json()
        assert entries["questionnaire"][name] == asked
        assert rules["use_until"] > "2026"
        fired = {rule["slug"] for rule in entries["messages"][name]["rules"]}
        assert {rule["slug"] for rule in rules["portable"]["rules"]} == fired
        assert {w for rule in rules["portable"]["rules"] for w in rule["warnings"]} <= set(
            entries["warning"]
        )
    assert entries["emergency-contact"]["es"]["number"] == "112"
    assert set(entries["timeline"]) == set(entries["routine"])
    assert {entries["warning"][slug]["language"] for slug in entries["warning"]} == {"es"}
    manifest = (await client.get("/v1/bundle/manifest?lang=es")).json()
    assert {rules["name"]: rules["status"] for rules in manifest["rule_sets"]} == {
        "self-check": "in_force",
        "follow-up": "in_force",
    }


def test_digests_are_of_canonical_json_as_its_own_library_writes_it(catalog: Catalog) -> None:
    for copy in catalog.copies.values():
        digests = {}
        for key, body in copy.entries.items():
            digests[key] = hashlib.sha256(rfc8785.dumps(json.loads(body))).hexdigest()
            assert digests[key] == entry_digest(body), key
        assert state(digests) == copy.state


NUMBERS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6).map(
    lambda number: round(number, 3)
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | NUMBERS | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcdé_-"), inner),
)


@given(VALUES)
def test_any_content_like_ours_is_written_canonically(value: Any) -> None:
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        canonical = rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        return  # a lone surrogate is no text

    assert entry_digest(body) == hashlib.sha256(canonical).hexdigest()


async def test_the_manifest_says_what_has_changed_before_it_is_fetched(
    client: AsyncClient, catalog: Catalog
) -> None:
    token = str(catalog.copies["en"].token)
    whole = (await client.get("/v1/changes?lang=en")).json()

    known = (await client.get(f"/v1/bundle/manifest?lang=en&since={token}")).json()
    fresh = (await client.get("/v1/bundle/manifest?lang=en")).json()

    assert known["pending"] == {"changes": 0, "bytes": 0}
    assert fresh["pending"] is None
    assert whole["pending"]["changes"] == len(catalog.copies["en"].log)
    assert whole["pending"]["bytes"] == sum(map(len, catalog.copies["en"].entries.values()))


@given(st.text(max_size=60))
def test_what_we_never_wrote_is_no_token(text: str) -> None:
    with pytest.raises(ValueError, match="not a token"):
        Token.read(text)


@pytest.mark.parametrize(
    "raw",
    [
        "[]",
        "1",
        '["en","h",1,1,"d"]',
        '["en","h",1,1,"d",[1,"a"]]',
        '["en","h","1",1,"d",[1,"a","b"]]',
        '["en","h",true,1,"d",[1,"a","b"]]',
        '["en",1,1,1,"d",[1,"a","b"]]',
        '["en","h",1,1,"d",[1,"a",null]]',
        "[" * 2_000,
    ],
)
def test_nor_is_what_only_looks_like_one(raw: str) -> None:
    with pytest.raises(ValueError, match="not a token"):
        Token.read(base64.urlsafe_b64encode(raw.encode()).decode())


async def test_a_token_that_is_none_is_refused(client: AsyncClient) -> None:
    for url in ("/v1/changes", "/v1/bundle/manifest"):
        response = await client.get(f"{url}?since=canary")

        assert response.status_code == 422
        assert response.json()["errors"][0]["pointer"] == "?since"
        assert "canary" not in response.text


async def test_a_token_and_a_language_that_disagree_are_refused(
    client: AsyncClient, catalog: Catalog
) -> None:
    token = str(catalog.copies["es"].token)

    disagree = await client.get(f"/v1/changes?since={token}&lang=en")
    agree = await client.get(f"/v1/changes?since={token}", headers={"Accept-Language": "en"})

    assert (disagree.status_code, disagree.json()["errors"][0]["pointer"]) == (422, "?lang")
    assert (agree.json()["language"], agree.headers["Content-Language"]) == ("es", "es")
    assert agree.headers["Vary"] == "Accept, Accept-Encoding"


def releases_later(catalog: Catalog, *days: int) -> Catalog:
    """The same content, published again after so many days each."""
    releases = dict(catalog.releases)
    for number, day in enumerate(days, len(releases) + 1):
        at = NOW + timedelta(days=day)
        releases[number] = Release(
            number=number, digest=f"{number}" * 64, published_at=at, self_check="1", follow_up="1"
        )
    return replace(catalog, release=max(releases), releases=releases)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 200),
        ({"history": "another"}, 410),
        ({"seen_digest": "0" * 12}, 410),
        ({"seen": 0}, 410),
        ({"seen": -1}, 410),
        ({"seen": 2, "seen_at": 0}, 410),
        ({"seen": 2, "seen_at": 2**40}, 503),
        ({"language": "de"}, 410),
        ({"language": "tlh"}, 410),
        ({"position": (99, "", "")}, 200),
    ],
)
async def test_a_token_of_something_else_leads_to_the_bundle(
    change: dict[str, Any], status: int, client: AsyncClient, catalog: Catalog
) -> None:
    token = replace(catalog.copies["en"].token, **change)

    response = await client.get("/v1/changes", params={"since": str(token)})

    assert response.status_code == status
    if status == 410:
        assert response.json()["code"] == "token_expired"
        assert "fetch /v1/bundle" in response.json()["detail"]
    if status == 503:
        assert response.headers["Retry-After"] == "2"


@pytest.mark.parametrize(("days_ago", "status"), [(364, 200), (366, 410)])
async def test_a_copy_is_brought_up_to_date_for_a_year(
    days_ago: int, status: int, offline_app: FastAPI, client: AsyncClient, catalog: Catalog
) -> None:
    # What counts is when the copy was replaced, not when it was made.
    later = (datetime.now(UTC) - NOW).days - days_ago
    offline_app.state.catalog = releases_later(catalog, later)

    response = await client.get("/v1/changes", params={"since": str(catalog.copies["en"].token)})

    assert response.status_code == status


def test_a_key_for_development_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "key.pem"

    first, second = open_signer(None, path), open_signer(None, path)

    assert first.public_pem == second.public_pem
    assert first.development
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_configured_key_is_no_key_for_development(tmp_path: Path) -> None:
    open_signer(None, tmp_path / "key.pem")

    signer = open_signer(tmp_path / "key.pem", tmp_path / "other.pem")

    assert not signer.development
    assert not (tmp_path / "other.pem").exists()


@pytest.mark.parametrize("content", [None, b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----"])
def test_a_key_that_cannot_be_used_is_refused_in_a_sentence(
    content: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / "key.pem"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(KeyUnusable, match="signing key"):
        open_signer(path, tmp_path / "other.pem")
