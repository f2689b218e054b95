"""The application factory. Importing this module does nothing; `create_app` does everything."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app import errors, openapi
from app.catalog import Catalog, NothingPublished, load_catalog, release_in_force
from app.db import open_engine
from app.http import Http
from app.routes import (
    citations,
    content,
    explorer,
    guide,
    meta,
    offline,
    paper,
    rules,
    search,
    selfcheck,
)
from app.routes.encoding import Encoded
from app.routes.request import only_known_parameters
from app.settings import Settings
from app.signing import open_signer

AREAS = (selfcheck, rules, content, paper, guide, citations, search, offline, meta, explorer)


def create_app(
    settings: Settings | None = None, load: Callable[[], Catalog] | None = None
) -> FastAPI:
    """Build the app.

    Args:
        settings: by default those of the environment.
        load: where the catalog comes from, once; by default the database in `settings`, which is
            then watched for new releases.
    """
    config = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if load is not None:
            app.state.catalog = load()
            yield
            return
        engine = open_engine(config.database_url)
        app.state.catalog = load_published(engine)
        watcher = asyncio.create_task(_watch(app, engine, config.release_poll_s))
        yield
        watcher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watcher
        engine.dispose()

    app = FastAPI(
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        dependencies=[Depends(only_known_parameters)],
        # FastAPI's own telemetry would record what failed validation: health answers.
        telemetry={"logs": False, "metrics": False, "tracing": False},
    )
    app.state.settings = config
    app.state.catalog = None
    app.state.encoded = Encoded()
    app.state.signer = cache(
        lambda: open_signer(config.signing_key_file, config.development_key_file)
    )
    app.state.made = {}  # what is made of a rule set once, because it takes up to a second
    errors.install(app)
    openapi.install(app)
    for module in AREAS:
        app.include_router(module.router)
    app.add_middleware(Http, max_body_bytes=config.max_body_bytes, methods=_methods())
    return app


def _methods() -> dict[str, set[str]]:
    """What each path takes."""
    methods: dict[str, set[str]] = {}
    for module in AREAS:
        for route in module.router.routes:
            if isinstance(route, APIRoute):
                methods.setdefault(route.path, set()).update(route.methods or ())
    return methods


def load_published(engine: Engine, before: Catalog | None = None) -> Catalog:
    """The release in force.

    Raises:
        NothingPublished: there is none.
    """
    with Session(engine) as session:
        return load_catalog(session, before)


async def _watch(app: FastAPI, engine: Engine, every_s: float) -> None:
    """Swap in each new release, whole. While the database is away, or while its release is one that
    only newer code can read, what is loaded is served."""
    while True:
        await asyncio.sleep(every_s)
        with contextlib.suppress(SQLAlchemyError, NothingPublished):
            number = await asyncio.to_thread(_newest, engine)
            if number != app.state.catalog.release:
                loaded = await asyncio.to_thread(load_published, engine, app.state.catalog)
                app.state.catalog = loaded


def _newest(engine: Engine) -> int | None:
    with Session(engine) as session:
        return release_in_force(session)
