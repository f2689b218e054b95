"""The release in force: loaded, warmed, and swapped for the next while requests are answered."""

import asyncio
import contextlib
import ctypes
import gc
import logging
from typing import get_args

from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.access.usage import Usage
from app.catalog import Catalog, NothingPublished, load_catalog, release_in_force
from app.routes.encoding import Coding, Encoded
from app.routes.reply import digest_of

log = logging.getLogger("plumbline")

LISTED = ("exercise", "routine")
USAGE_EVERY_S = 5.0
SMALL_BUNDLE_BYTES = 16 << 20
"""A larger one is put together, and encoded, when somebody asks for it."""


def load_published(engine: Engine, before: Catalog | None = None) -> Catalog:
    """The release in force.

    Raises:
        NothingPublished: there is none.
    """
    with Session(engine) as session:
        return load_catalog(session, before)


async def watch(app: FastAPI, engine: Engine, every_s: float) -> None:
    """Swap in each new release, whole. While the database is away, or while its release is one that
    this code cannot serve, what is loaded is served, and the log says why, once a release."""
    await asyncio.to_thread(_warmed, app.state.catalog, app.state.encoded)
    gc.freeze()  # what stays: a full collection would walk it all and stop everything for 70 ms
    told: int | None = None
    while True:
        await asyncio.sleep(every_s)
        number = None
        try:
            number = await asyncio.to_thread(_newest, engine)
            if number != app.state.catalog.release:
                loaded = await asyncio.to_thread(load_published, engine, app.state.catalog)
                await asyncio.to_thread(warm, loaded, app.state.encoded)
                app.state.catalog = loaded
                app.state.kept.clear()
        except SQLAlchemyError:
            pass  # away; the next look may find it
        except Exception as exc:  # whatever it is, the next release must be looked for
            if number != told:
                why = exc if isinstance(exc, NothingPublished) else type(exc).__name__
                log.error("release %s is not served here: %s", number, why)
            told = number


async def keep_usage(usage: Usage, engine: Engine) -> None:
    """Add what keys asked for to the database, every few seconds and at the end."""
    try:
        while True:
            await asyncio.sleep(USAGE_EVERY_S)
            await asyncio.to_thread(_flush, usage, engine)
    finally:
        _flush(usage, engine)


def _flush(usage: Usage, engine: Engine) -> None:
    """While the database is away, what is counted waits in memory."""
    with contextlib.suppress(SQLAlchemyError):
        usage.flush(engine)


def _warmed(catalog: Catalog, encoded: Encoded) -> None:
    """What cannot be made ahead fails where it is asked for, and says so there."""
    with contextlib.suppress(Exception):
        warm(catalog, encoded)


def warm(catalog: Catalog, encoded: Encoded) -> None:
    """Make what the first requests would wait for: the compiled rules, the lists, the bundles."""
    rule_sets = [kept for kept in catalog.rule_sets.values() if kept.out.status != "withdrawn"]
    for lang, copy in catalog.copies.items():
        for kept in rule_sets:
            catalog.wording(lang, kept)
        for kind in LISTED:
            catalog.listings[lang, kind].warm()
        if sum(map(len, copy.entries.values())) < SMALL_BUNDLE_BYTES:
            for coding in get_args(Coding):
                encoded(copy.bundle.body, digest_of(copy.bundle.body), coding)
    _give_back()


def _give_back() -> None:
    """The 15 MB that encoding needed: glibc keeps what is freed unless told."""
    with contextlib.suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _newest(engine: Engine) -> int | None:
    with Session(engine) as session:
        return release_in_force(session)
