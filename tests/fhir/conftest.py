"""What the tests of FHIR share: an app that is only asked, and every resource it publishes."""

import json
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.catalog import Catalog
from app.fhir.names import Json
from app.fhir.shelf import METADATA, TYPES, shelves
from app.main import create_app
from app.settings import Settings


@pytest.fixture(scope="session")
def shared_app(catalog: Catalog) -> FastAPI:
    return create_app(Settings(), load=lambda: catalog)


@pytest.fixture
async def client(shared_app: FastAPI) -> AsyncIterator[AsyncClient]:
    async with shared_app.router.lifespan_context(shared_app):
        transport = ASGITransport(shared_app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


@pytest.fixture(scope="session")
def resources(catalog: Catalog) -> list[Json]:
    """Every one of every type, and the capability statement."""
    of = shelves(catalog).types
    return [json.loads(one.body) for kind in (*TYPES, METADATA) for one in of[kind].values()]
