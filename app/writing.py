"""Writes the OpenAPI document: the content is published into a database that is thrown away, and
the API is asked for every example. The same library makes the same document, anywhere."""

import asyncio
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlmodel import Session

from app.catalog import Catalog, load_catalog
from app.db import open_engine
from app.library import Library
from app.main import create_app
from app.migrate import migrate
from app.openapi import describe
from app.openapi.answered import answer
from app.publish import publish
from app.settings import Settings

WHEN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""When the release in the examples was published."""


def published(library: Library) -> Catalog:
    """As its first release, from a database that is gone already."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/plumbline.db"
        migrate(url)
        engine = open_engine(url)
        publish(engine, library, WHEN)
        with Session(engine) as session:
            catalog = load_catalog(session)
        engine.dispose()
    return catalog


def openapi_document(library: Library) -> dict[str, Any]:
    """Everything we serve, with examples that we answered."""
    catalog = published(library)
    with TemporaryDirectory() as folder:
        key = Path(folder) / "key.pem"
        key.write_bytes(_example_key())
        app = create_app(_settings(key), load=lambda: catalog)
        document = describe(app)

        async def ask() -> None:
            async with app.router.lifespan_context(app):
                await answer(app, document)

        asyncio.run(ask())
    return document


def _settings(key: Path) -> Settings:
    """Whatever the environment says, and without a limit to how much may be asked."""
    return Settings(
        development_key_file=key, limits_reads_per_minute=10**6, limits_triage_per_minute=10**6
    )


def _example_key() -> bytes:
    """A key that everybody can make, so that the example's signature is the same everywhere."""
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"an example").digest())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
