"""The text of clients/contract/cases.json, from a catalog."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.catalog import Catalog
from app.library import Library
from app.main import create_app
from app.settings import Settings
from tests.conftest import ROOT
from tests.contract.cases import Json, Services, cases

FILE = ROOT / "clients" / "contract" / "cases.json"


async def made(catalog: Catalog, library: Library) -> str:
    """One case a line, so that a difference reads."""
    async with AsyncExitStack() as stack:
        services = Services(
            ready=await stack.enter_async_context(_served(catalog)),
            withdrawn=await stack.enter_async_context(_served(_withdrawn(catalog))),
            starting=await stack.enter_async_context(_asked(create_app(Settings()))),
        )
        lines = [_line(case) for case in await cases(services, library)]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _line(case: Json) -> str:
    return json.dumps(case, ensure_ascii=False, separators=(",", ":"))


@asynccontextmanager
async def _served(catalog: Catalog) -> AsyncIterator[AsyncClient]:
    app = create_app(Settings(), load=lambda: catalog)
    async with app.router.lifespan_context(app), _asked(app) as client:
        yield client


def _asked(app: FastAPI) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url="http://test")


def _withdrawn(catalog: Catalog) -> Catalog:
    """The same release, its rule sets recalled."""
    kept = {
        key: replace(rules, out=rules.out.model_copy(update={"status": "withdrawn"}))
        for key, rules in catalog.rule_sets.items()
    }
    return replace(catalog, rule_sets=kept)
