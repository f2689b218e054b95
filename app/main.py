"""The application factory. Importing this module does nothing; `create_app` does everything."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import cache

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine

from app import errors
from app.access.budgets import Budgets
from app.access.caller import Callers
from app.access.usage import Usage
from app.catalog import Catalog
from app.db import open_engine
from app.deliver import Deliveries
from app.deprecated import Deprecated, said_of
from app.fast import FastPath
from app.fast.kept import Kept
from app.fast.paths import Paths
from app.gate import Gate
from app.http import Http, RawHeaders
from app.metrics import Metrics
from app.publishing.examiner import Examiner
from app.renditions import Renditions
from app.routes import (
    citations,
    content,
    deliveries,
    discovery,
    drafts,
    explorer,
    fhir,
    fhir_evaluate,
    fhir_search,
    figures,
    guide,
    handbook,
    keys,
    meta,
    metrics,
    offline,
    pages,
    paper,
    releases,
    rules,
    search,
    selfcheck,
    webhooks,
)
from app.routes.encoding import Encoded
from app.routes.reply import cache_control
from app.routes.request import only_known_parameters
from app.settings import Settings
from app.signing import open_signer
from app.watch import keep_usage, load_published, watch
from app.webhooks.addresses import Names
from app.webhooks.pace import Pace
from app.webhooks.sending import Sender

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
    fhir,
    fhir_search,
    fhir_evaluate,
    meta,
    keys,
    webhooks,
    deliveries,
    drafts,
    releases,
    metrics,
    pages,
    handbook,
    discovery,
    explorer,
)


def create_app(
    settings: Settings | None = None,
    load: Callable[[], Catalog] | None = None,
    database: Engine | None = None,
    beside: Sequence[APIRouter] = (),
) -> FastAPI:
    """Build the app.

    Args:
        settings: by default those of the environment.
        load: where the catalog comes from, once; by default the database, which is then watched for
            new releases.
        database: by default the one in `settings`; with `load`, none.
        beside: routes that are served beside ours.
    """
    config = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        opened = None
        if load is None and database is None:
            opened = open_engine(config.database_url)
        engine = app.state.engine = database or opened
        app.state.catalog = load() if load else load_published(app.state.engine)
        app.state.renditions = Renditions(None if load else engine)
        if engine is None:
            yield
        else:
            app.state.callers = Callers(engine, config.keys_recheck_s)
            async with _at_work(app, engine, watched=load is None):
                yield
            app.state.callers.close()
        await app.state.budgets.close()
        app.state.renditions.close()
        if opened is not None:
            opened.dispose()

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
    routers = [*(module.router for module in AREAS), *beside]
    app.state.routes = tuple(_routes(routers))
    app.state.methods = _methods(app.state.routes)
    app.state.cache_control = cache_control(config)
    app.state.encoded = Encoded()
    app.state.kept = Kept()
    app.state.signer = cache(
        lambda: open_signer(config.signing_key_file, config.development_key_file)
    )
    app.state.engine = app.state.callers = None
    app.state.metrics = Metrics()
    app.state.usage = Usage()
    app.state.examiner = Examiner(config.database_url, config.seed_dir)
    app.state.budgets = Budgets(config.limits_url, app.state.metrics.counts_together)
    app.state.fhir = None  # the resources of a release, from when somebody asks
    app.state.names = Names(allow_private=config.webhooks_allow_private)
    app.state.pace = Pace()
    app.state.made = {}  # what is made of a rule set once, because it takes up to a second
    errors.install(app)
    for router in routers:
        app.include_router(router)
    app.add_middleware(
        Http,
        max_body_bytes=config.max_body_bytes,
        methods=app.state.methods,
        larger={drafts.UPLOAD: config.max_archive_bytes},
        deprecated=_deprecated(app.state.routes),
    )
    app.add_middleware(Gate, framework=app)
    return app


@asynccontextmanager
async def _at_work(app: FastAPI, engine: Engine, *, watched: bool) -> AsyncIterator[None]:
    """What a worker with a database does beside answering."""
    state, settings = app.state, app.state.settings
    tasks = [asyncio.create_task(keep_usage(state.usage, engine))]
    if watched:
        tasks.append(asyncio.create_task(watch(app, engine, settings.release_poll_s)))
    delivering = Deliveries(engine, Sender(state.names, state.pace), state.pace, state.metrics)
    sending = asyncio.create_task(delivering.run()) if settings.webhooks_deliver else None
    yield
    delivering.stop()
    if sending:
        await sending
    for task in tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def serving() -> Gate:
    """What each worker runs."""
    return fast(create_app())


def fast(app: FastAPI) -> Gate:
    """The same application, with the fast path in front. What is deprecated need not be fast."""
    settings: Settings = app.state.settings
    routes = [route for route in app.state.routes if _said_of(route) is None]
    return Gate(FastPath(app, Paths(routes), app.state.kept, settings.max_body_bytes), app)


def _routes(routers: Iterable[APIRouter]) -> Iterator[APIRoute]:
    for router in routers:
        yield from (route for route in router.routes if isinstance(route, APIRoute))


def _methods(routes: Iterable[APIRoute]) -> dict[str, set[str]]:
    """What each path takes."""
    methods: dict[str, set[str]] = {}
    for route in routes:
        methods.setdefault(route.path, set()).update(route.methods or ())
    return methods


def _deprecated(routes: Iterable[APIRoute]) -> dict[tuple[str, str], RawHeaders]:
    return {
        (method, route.path): told.headers()
        for route in routes
        if (told := _said_of(route)) is not None
        for method in route.methods or ()
    }


def _said_of(route: APIRoute) -> Deprecated | None:
    return said_of(one.dependency for one in route.dependencies)
