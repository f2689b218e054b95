"""The application factory. Importing this module does nothing; `create_app` does everything."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import cache

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from app import errors
from app.catalog import Catalog
from app.db import open_engine
from app.fast import FastPath
from app.fast.kept import Kept
from app.fast.paths import Paths
from app.http import Http
from app.renditions import Renditions
from app.routes import (
    citations,
    content,
    explorer,
    figures,
    guide,
    handbook,
    meta,
    offline,
    pages,
    paper,
    rules,
    search,
    selfcheck,
)
from app.routes.encoding import Encoded
from app.routes.reply import cache_control
from app.routes.request import only_known_parameters
from app.settings import Settings
from app.signing import open_signer
from app.watch import load_published, watch

AREAS = (
    selfcheck,
    rules,
    content,
    figures,
    paper,
    guide,
    citations,
    search,
    offline,
    meta,
    pages,
    handbook,
    explorer,
)


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
            app.state.renditions = Renditions()
            yield
            app.state.renditions.close()
            return
        engine = open_engine(config.database_url)
        app.state.catalog = load_published(engine)
        app.state.renditions = Renditions(engine)
        watcher = asyncio.create_task(watch(app, engine, config.release_poll_s))
        yield
        watcher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watcher
        app.state.renditions.close()
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
    app.state.cache_control = cache_control(config)
    app.state.encoded = Encoded()
    app.state.kept = Kept()
    app.state.signer = cache(
        lambda: open_signer(config.signing_key_file, config.development_key_file)
    )
    app.state.made = {}  # what is made of a rule set once, because it takes up to a second
    errors.install(app)
    for module in AREAS:
        app.include_router(module.router)
    app.add_middleware(Http, max_body_bytes=config.max_body_bytes, methods=_methods())
    return app


def serving() -> FastPath:
    """What each worker runs."""
    return fast(create_app())


def fast(app: FastAPI) -> FastPath:
    """The same application, with the fast path in front."""
    settings: Settings = app.state.settings
    return FastPath(app, Paths(_routes()), app.state.kept, settings.max_body_bytes)


def _routes() -> Iterator[APIRoute]:
    for module in AREAS:
        yield from (route for route in module.router.routes if isinstance(route, APIRoute))


def _methods() -> dict[str, set[str]]:
    """What each path takes."""
    methods: dict[str, set[str]] = {}
    for route in _routes():
        methods.setdefault(route.path, set()).update(route.methods or ())
    return methods
