"""What is looked at before anything that arrived is believed."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plumbline.held import Key, Refused, Release, check_release
from plumbline.triage import Json

FORMAT = 1
"""Of the bundle. One with another number may mean something else by the same words."""


def _always(_: int) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Terms:
    """What the app insists on."""

    public_key: str | None
    """PEM, built into the app. A key that arrives with what it signs proves nothing. None looks at
    no signature: then only TLS says who sent this."""
    most_bytes: int
    """The most that may be kept on the phone, unencoded."""
    allow_development_key: bool = False
    """Only for tests: anybody who runs a server has such a key."""
    may_fetch: Callable[[int], bool] = _always
    """Asked with about how many bytes will come: on mobile data, an app may wait for Wi-Fi."""


def check_manifest(manifest: Json, held_number: int | None, terms: Terms) -> None:
    """Before the bundle or the changes are fetched.

    Raises:
        Refused: it is of a format we do not know, of a release older than the one held, signed
            with a key that nobody should trust, or too large.
    """
    if manifest["format"] != FORMAT:
        raise Refused(f"format {manifest['format']} is not known; update the app")
    check_release(manifest["release"], held_number)
    development = terms.public_key is not None and manifest["signature"]["development"]
    if development and not terms.allow_development_key:
        raise Refused("signed with a key that a server made for development")
    if manifest["bundle"]["bytes"] > terms.most_bytes:
        raise Refused(f"larger than {terms.most_bytes} bytes")


def check_bundle(body: bytes, manifest: Json, terms: Terms) -> Release:
    """The release in a bundle that is what the manifest and the pinned key say.

    Raises:
        Refused: it is not.
    """
    if hashlib.sha256(body).hexdigest() != manifest["bundle"]["sha256"]:
        raise Refused("the bundle is not the one that the manifest names")
    if terms.public_key is not None:
        check_signature(body, manifest["signature"]["value"], terms.public_key)
    bundle = read_json(body)
    if bundle["format"] != FORMAT:
        raise Refused(f"format {bundle['format']} is not known; update the app")
    bodies = {
        (kind, slug): canonical(value)
        for kind, shelf in bundle["entries"].items()
        for slug, value in shelf.items()
    }
    if state_of(bodies) != bundle["state"]:
        raise Refused("the entries of the bundle are not those of its `state`")
    return Release(bundle["release"], bundle["language"], bundle["state"], bundle["token"], bodies)


def check_signature(body: bytes, signature: str, public_key: str) -> None:
    """Ed25519 (RFC 8032) over the bytes as they came, unencoded.

    Args:
        signature: base64.
        public_key: PEM.

    Raises:
        Refused: it is by somebody else, or of something else.
    """
    # Only here: an app that pins no key does without this package.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key = load_pem_public_key(public_key.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise Refused("the pinned key is no Ed25519 key")
    try:
        key.verify(base64.b64decode(signature), body)
    except (InvalidSignature, ValueError):
        raise Refused("the signature is not by the pinned key") from None


def state_of(bodies: Mapping[Key, str]) -> str:
    """`state` of the API: two that hold the same entries have the same.

    Args:
        bodies: entries as canonical JSON.
    """
    digests = {key: hashlib.sha256(body.encode()).hexdigest() for key, body in bodies.items()}
    lines = (f"{kind}/{slug} {digests[kind, slug]}\n" for kind, slug in sorted(digests))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_json(body: bytes) -> Json:
    """With numbers as JavaScript writes them: 2.0 is 2."""
    value: Json = json.loads(body, parse_float=_number)
    return value


def canonical(value: object) -> str:
    """RFC 8785, as far as our entries need it: names of fields are ASCII, fractions are short."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number
