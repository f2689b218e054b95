"""How an operation would be taken out of use, shown on a sample that only exists here. In `/v1`
nothing is."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Annotated, Any

import http_sf
import pytest
from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response

from app import errors
from app.catalog import Catalog
from app.deprecated import Deprecated
from app.gate import Gate
from app.main import create_app, fast
from app.openapi import describe
from app.routes.reply import Link, reply
from app.routes.request import CatalogDep
from app.settings import Settings
from tests.api.corpus.asked import Answer, Asked, answer, get, post

SINCE = datetime(2026, 12, 1, tzinfo=UTC)
OLD = Deprecated(
    since=SINCE,
    sunset=datetime(2028, 1, 2, tzinfo=UTC),
    successor="/v2/sample",
    page="/guide/versions",
)
ENDLESS = Deprecated(since=SINCE, page="/guide/versions")
TOLD = {
    "deprecation": "@1796083200",
    "sunset": "Sun, 02 Jan 2028 00:00:00 GMT",
}


def sample() -> APIRouter:
    router = APIRouter(tags=["about"])

    @router.get(
        "/v1/sample/{slug}",
        summary="Get a sample",
        dependencies=[Depends(OLD)],
        responses=errors.declare(errors.UnknownParameter, errors.InvalidRequest),
    )
    async def get_sample(
        request: Request, catalog: CatalogDep, slug: str, size: Annotated[int, Query(ge=1)] = 1
    ) -> Response:
        """A sample."""
        if slug == "crash":
            raise RuntimeError
        links = [Link("/v1/sample", "collection")]
        body = f"[{catalog.release}, {len(slug)}]" * size
        return reply(request, body.encode(), "en", links=links)

    @router.get("/v1/endless", summary="Get it for ever", dependencies=[Depends(ENDLESS)])
    async def get_endless(request: Request, catalog: CatalogDep) -> Response:
        """Deprecated without an end."""
        return reply(request, str(catalog.release).encode(), "en")

    @router.post("/v1/endless", summary="Send it")
    async def post_endless() -> int:
        """Not deprecated, though at the same path."""
        return 1

    return router


@pytest.fixture
async def sampled(catalog: Catalog) -> AsyncIterator[FastAPI]:
    app = create_app(Settings(), load=lambda: catalog, beside=[sample()])
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture(params=["framework", "fast"])
def served(request: pytest.FixtureRequest, sampled: FastAPI) -> FastAPI | Gate:
    return sampled if request.param == "framework" else fast(sampled)


async def test_every_answer_of_a_deprecated_operation_says_so(served: FastAPI | Gate) -> None:
    etag = (await answer(served, get("/v1/sample/a"))).header("etag") or ""
    big = [("content-length", "999999")]
    for asked, status in (
        (get("/v1/sample/a"), 200),
        (get("/v1/sample/a"), 200),
        (get("/v1/sample/a"), 200),
        (Asked("HEAD", "/v1/sample/a", [], b""), 200),
        (get("/v1/sample/a", [("if-none-match", etag)]), 304),
        (get("/v1/sample/a?colour=red"), 400),
        (get("/v1/sample/a?size=0"), 422),
        (get("/v1/sample/a", big), 413),
    ):
        answered = await answer(served, asked)

        assert answered.status == status
        assert told(answered) == TOLD, asked
        assert links(answered) >= {
            '</guide/versions>; rel="deprecation"; type="text/html"',
            '</v2/sample>; rel="successor-version"',
            '</guide/versions>; rel="sunset"; type="text/html"',
        }


async def test_a_crash_says_so_too(sampled: FastAPI) -> None:
    crashed = await answer(sampled, get("/v1/sample/crash"))

    assert (crashed.status, told(crashed)) == (500, TOLD)


async def test_its_own_links_stay(served: FastAPI | Gate) -> None:
    answered = await answer(served, get("/v1/sample/a"))

    assert '</v1/sample>; rel="collection"' in links(answered)


async def test_nothing_else_says_so(served: FastAPI | Gate) -> None:
    for asked in (
        get("/v1/meta"),
        post("/v1/endless", b"{}"),
        post("/v1/sample/a", b"{}"),
        get("/v1/sample"),
        get("/v1/nothing"),
    ):
        answered = await answer(served, asked)

        assert told(answered) == {}, asked
        assert "deprecation" not in str(links(answered))


async def test_without_an_end_no_end_is_told(served: FastAPI | Gate) -> None:
    answered = await answer(served, get("/v1/endless"))

    assert told(answered) == {"deprecation": TOLD["deprecation"]}
    assert links(answered) == {'</guide/versions>; rel="deprecation"; type="text/html"'}


async def test_both_moments_are_read_by_libraries(served: FastAPI | Gate) -> None:
    answered = await answer(served, get("/v1/sample/a"))

    # RFC 9745: a structured field whose value is a date. RFC 8594: a date of HTTP.
    since = http_sf.parse((answered.header("deprecation") or "").encode(), tltype="item")
    assert isinstance(since, tuple)
    assert since[0] == SINCE
    assert parsedate_to_datetime(answered.header("sunset") or "") == OLD.sunset


async def test_a_page_of_another_origin_may_read_both(served: FastAPI | Gate) -> None:
    answered = await answer(served, get("/v1/sample/a"))

    exposed = (answered.header("access-control-expose-headers") or "").split(", ")
    assert {"Deprecation", "Sunset"} <= set(exposed)


def test_the_document_says_so_in_words(sampled: FastAPI) -> None:
    paths = describe(sampled)["paths"]

    operation = paths["/v1/sample/{slug}"]["get"]
    assert operation["deprecated"] is True
    assert operation["description"] == (
        "A sample.\n\nDeprecated since 2026-12-01: see `/guide/versions`. Use `/v2/sample` "
        "instead. It ends on 2028-01-02."
    )
    assert "deprecated" not in paths["/v1/endless"]["post"]


@pytest.mark.parametrize(
    "sunset",
    [SINCE - timedelta(days=1), SINCE, SINCE + timedelta(days=364), datetime(2028, 1, 1)],  # noqa: DTZ001
)
def test_an_end_without_notice_or_zone_is_refused(sunset: datetime) -> None:
    with pytest.raises(ValueError, match="sunset"):
        Deprecated(since=SINCE, sunset=sunset, page="/guide/versions")


def test_nothing_in_v1_is_deprecated(document: dict[str, Any], catalog: Catalog) -> None:
    app = create_app(Settings(), load=lambda: catalog)

    assert [path for path, its in document["paths"].items() if "deprecated" in str(its)] == []
    assert len(app.state.routes) > 50
    assert not any(
        isinstance(one.dependency, Deprecated)
        for route in app.state.routes
        for one in route.dependencies
    )


def told(answered: Answer) -> dict[str, str]:
    return {name: value for name, value in answered.headers if name in TOLD}


def links(answered: Answer) -> set[str]:
    lines = [value for name, value in answered.headers if name == "link"]
    return {link for line in lines for link in line.split(", ")}
