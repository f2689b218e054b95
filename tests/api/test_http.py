"""What HTTP promises for every route: methods, caches, languages, other origins, headers."""

import asyncio
import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from app.catalog import Catalog
from app.main import create_app
from app.routes.language import choose
from app.settings import Settings
from tests.api.conftest import EXPLORER

OF_THE_MOMENT = re.compile(r"date|traceparent|x-request-id|ratelimit.*|server-timing")
"""Headers that may differ between two answers to the same question."""


async def test_head_has_the_headers_of_get_and_no_body(
    shared_app: FastAPI, client: AsyncClient, reads: list[str]
) -> None:
    # Not through the client, which throws the body of a HEAD away.
    for url in reads:
        got = await client.get(url, headers={"Accept-Encoding": "identity"})
        status, headers, body = await exchange(shared_app, "HEAD", url)

        assert (status, body) == (got.status_code, b""), url
        assert lasting(headers) == lasting(dict(got.headers)), url
        assert int(headers["content-length"]) == len(got.content), url


@pytest.mark.parametrize("url", ["/nothing", "/v1/exercises/nothing", "/v1/tips?limit=0"])
async def test_head_of_a_failure_is_as_get_without_a_body(
    url: str, shared_app: FastAPI, client: AsyncClient
) -> None:
    got = await client.get(url)

    status, headers, body = await exchange(shared_app, "HEAD", url)

    assert (status, body) == (got.status_code, b"")
    assert headers["content-type"] == "application/problem+json"


async def test_head_of_a_crash_has_no_body(app: FastAPI) -> None:
    app.add_api_route("/crash", crash)

    status, _, body = await exchange(app, "HEAD", "/crash")

    assert (status, body) == (500, b"")


async def test_options_names_what_every_path_takes(
    client: AsyncClient, document: dict[str, Any]
) -> None:
    for path, operations in document["paths"].items():
        taken = {method.upper() for method in operations}

        response = await client.options(path)

        assert (response.status_code, response.content) == (204, b""), path
        allowed = set(response.headers["Allow"].split(", "))
        assert allowed == taken | {"OPTIONS"} | ({"HEAD"} if "GET" in taken else set()), path


async def test_options_of_nothing_is_not_found(client: AsyncClient) -> None:
    response = await client.options("/v1/nothing")

    assert response.status_code == 404


async def test_a_page_of_another_origin_may_ask_whatever_a_path_takes(
    client: AsyncClient, document: dict[str, Any]
) -> None:
    for path, operations in document["paths"].items():
        for method in operations:
            asked = {
                "Origin": "https://app.example",
                "Access-Control-Request-Method": method.upper(),
                "Access-Control-Request-Headers": "content-type, accept-language, if-none-match",
            }

            response = await client.options(path, headers=asked)

            headers = response.headers
            assert response.status_code in (200, 204), path
            assert headers["Access-Control-Allow-Origin"] == "*", path
            assert method.upper() in headers["Access-Control-Allow-Methods"].split(", "), path
            allowed = headers["Access-Control-Allow-Headers"].lower().split(", ")
            assert {"content-type", "if-none-match"} <= set(allowed) or "*" in allowed, path
            assert "Access-Control-Allow-Credentials" not in headers, path


async def test_a_page_of_another_origin_may_read_every_answer(
    app: FastAPI, own_client: AsyncClient
) -> None:
    app.add_api_route("/crash", crash)

    for response in await one_of_each_kind(own_client, {"Origin": "https://app.example"}):
        told = response.headers.get("Access-Control-Allow-Origin")
        assert told == "*", f"{response.status_code} {response.url}"


async def test_a_page_of_another_origin_sees_what_it_needs_to_go_on(client: AsyncClient) -> None:
    response = await client.get("/v1/terms", headers={"Origin": "https://app.example"})

    exposed = response.headers["Access-Control-Expose-Headers"].lower().split(", ")
    assert {"etag", "link", "content-language"} <= set(exposed)


async def test_every_answer_is_safe_in_a_browser(app: FastAPI, own_client: AsyncClient) -> None:
    app.add_api_route("/crash", crash)

    for response in await one_of_each_kind(own_client):
        headers, told = response.headers, f"{response.status_code} {response.url}"
        assert headers.get("X-Content-Type-Options") == "nosniff", told
        assert headers.get("Referrer-Policy") == "no-referrer", told
        assert "default-src 'none'" in headers.get("Content-Security-Policy", ""), told
        assert "frame-ancestors 'none'" in headers.get("Content-Security-Policy", ""), told
        assert headers.get("Cross-Origin-Resource-Policy") == "cross-origin", told


async def test_every_read_of_content_may_be_kept_and_revalidated(
    client: AsyncClient, reads: list[str]
) -> None:
    for url in content(reads):
        first, again = await client.get(url), await client.get(url)

        headers = first.headers
        assert re.fullmatch(r'"[!#-~]+"', headers["ETag"]), url
        assert headers["ETag"] == again.headers["ETag"], url
        assert first.content == again.content, url
        assert "public" in headers["Cache-Control"], url
        lasting = "immutable" if url.startswith("/v1/figures/") else "max-age=300"
        assert lasting in headers["Cache-Control"], url
        assert {"Accept", "Accept-Encoding"} <= set(headers["Vary"].split(", ")), url
        assert headers["Content-Language"] == "en", url


async def test_the_explorer_and_its_document_are_revalidated_too(client: AsyncClient) -> None:
    for url in EXPLORER:
        etag = (await client.get(url)).headers.get("ETag", "no ETag")

        response = await client.get(url, headers={"If-None-Match": etag})

        assert response.status_code == 304, url


@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', '"a",W/"b" , W/{},"c"', "*"])
async def test_what_a_client_has_already_is_not_sent_again(
    known: str, client: AsyncClient, reads: list[str]
) -> None:
    for url in content(reads):
        got = await client.get(url)

        response = await client.get(
            url, headers={"If-None-Match": known.format(got.headers["ETag"])}
        )

        assert (response.status_code, response.content) == (304, b""), url
        for name in ("ETag", "Cache-Control", "Vary", "Content-Language"):
            assert response.headers[name] == got.headers[name], url


@pytest.mark.parametrize("known", ['"other"', 'W/"other"', "", '"', '"*"'])
async def test_what_a_client_has_of_something_else_does_not_count(
    known: str, client: AsyncClient
) -> None:
    response = await client.get("/v1/tips", headers={"If-None-Match": known})

    assert response.status_code == 200


async def test_each_page_and_each_format_has_an_etag_of_its_own(client: AsyncClient) -> None:
    responses = [
        await client.get(url, headers={"Accept": accept})
        for url in ("/v1/citations", "/v1/citations?limit=2", "/v1/citations?order=-slug")
        for accept in (
            "application/json",
            "application/x-bibtex",
            "application/x-research-info-systems",
            "application/vnd.citationstyles.csl+json",
        )
    ]

    assert len({response.headers["ETag"] for response in responses}) == 12


async def test_a_new_release_has_new_etags_for_what_it_changes(
    app: FastAPI, own_client: AsyncClient
) -> None:
    before = await own_client.get("/v1/meta")
    app.state.catalog = replace(app.state.catalog, release=app.state.catalog.release + 1)

    after = await own_client.get("/v1/meta", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/triage", {"answers": {}}),
        ("/v1/follow-up", {"answers": {}}),
        (
            "/fhir/Questionnaire/self-check/$evaluate",
            {"resourceType": "QuestionnaireResponse", "status": "completed"},
        ),
    ],
)
async def test_an_answer_about_health_is_kept_by_nobody(
    path: str, body: dict[str, object], client: AsyncClient
) -> None:
    response = await client.post(path, json=body, headers={"If-None-Match": "*"})

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Language"] == "en"
    assert "Accept-Language" in response.headers["Vary"]
    assert not {"ETag", "Last-Modified", "Expires"} & set(response.headers)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", "en"),
        ("en", "en"),
        ("es", "es"),
        ("es-MX, en;q=0.5", "es"),
        ("ES-mx", "es"),
        ("es-419", "es"),
        ("pt-BR", "pt-BR"),
        ("pt-br-x-private", "pt-BR"),
        ("pt", "en"),
        ("pt-PT", "en"),
        ("fr-CA, es;q=0.1", "es"),
        ("en;q=0.1, es;q=0.9", "es"),
        ("es;q=0.5, en;q=0.5", "es"),
        ("en;q=0.5, es;q=0.5", "en"),
        ("es ; q=0.7 , en ; q=0.3", "es"),
        ("*", "en"),
        ("fr, *;q=0.5", "en"),
        ("es;q=0, en", "en"),
        ("es;q=0", "en"),
        ("es;q=0.000", "en"),
        ("en;q=0, es;q=0.1", "es"),
        ("es;q=zq7", "en"),
        ("es;q=2", "en"),
        ("es;q=-1", "en"),
        ("es;q=nan", "en"),
        ("es;q=", "en"),
        (",;=,;;q,-,--,=es", "en"),
        ("\u00e9\u00f1;q=1", "en"),
        ("x-es", "en"),
        ("zh-Hant-CN-a-b-c, es;q=0.2", "es"),
        ("z" * 10_000, "en"),
        ("a-" * 5_000 + "b", "en"),
    ],
)
def test_the_language_is_looked_up_as_rfc_4647_says(wanted: str, found: str) -> None:
    assert choose(wanted, ("en", "es", "pt-BR")) == found


@pytest.mark.parametrize(
    "wanted", ["de-CH, en;q=0.5", "*", "en;q=0", "de", "%%%;;q=x", "en-GB", "fr;q=1, *;q=0"]
)
async def test_what_is_not_published_falls_back_to_english_visibly(
    wanted: str, client: AsyncClient
) -> None:
    response = await client.get("/v1/tips", headers={"Accept-Language": wanted})

    assert response.status_code == 200
    assert response.headers["Content-Language"] == "en"
    assert {item["language"] for item in response.json()["items"]} == {"en"}


@pytest.mark.parametrize(
    ("query", "wanted", "found"),
    [
        ("", "es", "es"),
        ("", "es-MX, en;q=0.5", "es"),
        ("", "en, es;q=0.9", "en"),
        ("?lang=es", "en", "es"),
        ("?lang=en", "es", "en"),
        ("?lang=es", "", "es"),
    ],
)
async def test_the_language_in_the_url_wins_over_the_header(
    query: str, wanted: str, found: str, catalog: Catalog
) -> None:
    app = create_app(Settings(), load=lambda: in_two_languages(catalog))

    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        response = await client.get(f"/v1/tips{query}", headers={"Accept-Language": wanted})

    assert response.headers["Content-Language"] == found


async def test_a_language_that_is_not_published_is_refused_everywhere(
    client: AsyncClient, reads: list[str], sends: list[str]
) -> None:
    for url in content(reads):
        if url.startswith("/fhir/"):
            continue  # has every language in it, and takes no `lang`
        response = await client.get(url, params={"lang": "tlh"})

        assert response.status_code == 422, url
        assert [e["pointer"] for e in response.json()["errors"]] == ["?lang"], url
    for url in sends:
        response = await client.post(url, params={"lang": "tlh"}, json={"answers": {}})

        assert response.status_code == 422, url


async def crash() -> None:
    raise RuntimeError


async def exchange(app: FastAPI, method: str, url: str) -> tuple[int, dict[str, str], bytes]:
    """What the app itself sends."""
    path, _, query = url.partition("?")
    received = [{"type": "http.request", "body": b"", "more_body": False}]
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        if not received:
            await asyncio.Event().wait()  # The client stays, silently.
        return received.pop()

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"test"), (b"accept", b"*/*")],
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
    }
    async with app.router.lifespan_context(app):
        with suppress(RuntimeError):  # A crash is answered, then raised again for the server's log.
            await app(scope, receive, send)
    start, *bodies = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, b"".join(message["body"] for message in bodies)


async def one_of_each_kind(
    client: AsyncClient, headers: dict[str, str] | None = None
) -> list[Response]:
    """An answer of every status and from every layer that can give one."""
    asked = {"Access-Control-Request-Method": "GET", "Origin": "https://app.example"}
    client.headers.update(headers or {})
    etag = (await client.get("/v1/tips")).headers["ETag"]
    return [
        await client.get("/v1/tips"),
        await client.get("/docs"),
        await client.get("/docs/init.js"),
        await client.get("/openapi.json"),
        await client.get("/livez"),
        await client.get("/v1/tips", headers={"If-None-Match": etag}),
        await client.head("/v1/tips"),
        await client.options("/v1/tips"),
        await client.options("/v1/tips", headers=asked),
        await client.post("/v1/triage", json={"answers": {}}),
        await client.post("/v1/triage", json={"answers": {"nothing": 1}}),
        await client.post("/v1/triage", content=b"{"),
        await client.post("/v1/triage", content=b" " * 5_000_000),
        await client.get("/v1/tips?nothing=1"),
        await client.get("/fhir/metadata"),
        await client.get("/fhir/nothing"),
        await client.post("/fhir/Questionnaire/self-check/$evaluate", content=b"{"),
        await client.get("/v1/tips", headers={"Accept": "text/plain"}),
        await client.get("/nothing"),
        await client.put("/v1/tips"),
        await client.get("/crash"),
    ]


def content(reads: list[str]) -> list[str]:
    return [url for url in reads if url.startswith(("/v1/", "/fhir/"))]


def lasting(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if not OF_THE_MOMENT.fullmatch(name)}


def in_two_languages(catalog: Catalog) -> Catalog:
    """The English texts, published as Spanish as well."""
    return replace(catalog, shelves={"en": catalog.shelves["en"], "es": catalog.shelves["en"]})
