"""What the API tests share: the document, and one URL of everything that can be read."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.catalog import Catalog
from app.content.kinds import KINDS
from app.fhir.shelf import shelves
from app.main import create_app
from app.settings import Settings
from tests.conftest import ROOT

EXPLORER = [
    "/openapi.json",
    "/openapi-3.0.json",
    "/",
    "/docs",
    "/favicon.ico",
    "/static/plumbline.css",
    "/guide/",
    "/guide/errors",
    "/guide/errors.md",
    "/llms.txt",
    "/.well-known/api-catalog",
]
"""Reads that the document does not list."""

# The safety case has a path of its own, and there has been nothing to give notice of.
LISTED = [kind for kind in KINDS if kind.name != "safety-case"]
FILLED = [kind for kind in LISTED if kind.name != "notice"]


@pytest.fixture(scope="session")
def shared_app(catalog: Catalog) -> FastAPI:
    """For tests that only ask. An app puts its routes together at the first request, which takes
    longer than most tests."""
    return create_app(Settings(), load=lambda: catalog)


@pytest.fixture
async def client(shared_app: FastAPI) -> AsyncIterator[AsyncClient]:
    async for client in _client(shared_app):
        yield client


@pytest.fixture
async def own_client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """A client of `app`, for tests that change it."""
    async for client in _client(app):
        yield client


async def _client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    async with app.router.lifespan_context(app):
        transport = ASGITransport(app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


@pytest.fixture(scope="session")
def whole_document() -> dict[str, Any]:
    """The OpenAPI document, as committed and served."""
    document: dict[str, Any] = json.loads((ROOT / "openapi" / "v1.json").read_text())
    return document


@pytest.fixture(scope="session")
def document(whole_document: dict[str, Any]) -> dict[str, Any]:
    """Of it, what anybody may ask: without the operations that need a key."""
    paths = {
        path: {method: op for method, op in operations.items() if not op.get("security")}
        for path, operations in whole_document["paths"].items()
    }
    return {**whole_document, "paths": {path: its for path, its in paths.items() if its}}


@pytest.fixture(scope="session")
def reads(document: dict[str, Any], catalog: Catalog) -> list[str]:
    """One URL of every GET route. A new route is in it by being documented, with an example for
    whatever it cannot do without."""
    paths = document["paths"].items()
    documented = [_url(p, ops["get"], catalog) for p, ops in paths if "get" in ops]
    return documented + EXPLORER


@pytest.fixture(scope="session")
def sends(document: dict[str, Any]) -> list[str]:
    """The path of everything that answers are sent to."""
    return [path for path, operations in document["paths"].items() if "post" in operations]


def _url(path: str, operation: dict[str, Any], catalog: Catalog) -> str:
    """Path parameters as the catalog has them, so that no test depends on the examples."""
    values: dict[str, str] = {
        "code": "not_found",
        "number": str(catalog.release),
        "version": catalog.in_force["self-check"],
    }
    for kind in KINDS:
        if path.startswith(f"/v1/{kind.plural}/"):
            values["slug"] = next(iter(catalog.shelves["en"][kind.name].items))
    values["name"] = f"{next(iter(catalog.pictures))}.svg"
    if path.startswith("/fhir/") and "{id}" in path:
        values["id"] = next(iter(shelves(catalog).types[path.split("/")[2]]))
    if path.startswith("/v1/self-check/{slug}"):
        values["slug"] = "forward-bend"
    query = []
    for parameter in operation.get("parameters", []):
        if not parameter.get("required"):
            continue
        name = parameter["name"]
        value = values.get(name) or parameter["schema"]["examples"][0]
        if parameter["in"] == "query":
            query.append(f"{name}={value}")
        path = path.replace(f"{{{name}}}", str(value))
    return f"{path}?{'&'.join(query)}" if query else path
