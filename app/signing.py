"""The key that bundles are signed with (Ed25519, RFC 8032), and what an app needs to check it."""

import base64
import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from app.refused import Refused


class KeyUnusable(Refused):
    """The signing key cannot be read as configured. The message says what would be right."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key, and whether it was only made here."""

    key: Ed25519PrivateKey
    development: bool

    @property
    def public_pem(self) -> str:
        public = self.key.public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def key_id(self) -> str:
        """The first 16 hex digits of the sha-256 of the public key's 32 bytes."""
        raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return hashlib.sha256(raw).hexdigest()[:16]

    def sign(self, body: bytes) -> str:
        return base64.b64encode(self.key.sign(body)).decode()


def open_signer(configured: Path | None, development: Path) -> Signer:
    """The key of the settings or, where none is set, one made here once for development.

    Raises:
        KeyUnusable: the file is not there, is no Ed25519 key in PEM, or cannot be made.
    """
    try:
        if configured is None:
            with contextlib.suppress(FileExistsError):
                _make(development)
        pem = (configured or development).read_bytes()
    except OSError as exc:
        raise KeyUnusable(
            f"the signing key cannot be read or made ({exc.strerror}); set "
            "PLUMBLINE_SIGNING_KEY_FILE to a file made by `openssl genpkey -algorithm ed25519`"
        ) from exc
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable("the signing key should be an Ed25519 private key in PEM, unencrypted")
    return Signer(key, development=configured is None)


def _make(path: Path) -> None:
    """Only its owner may read it; of two that start at once, one makes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    half = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pem)
    try:
        os.link(half, path)
    finally:
        half.unlink()
