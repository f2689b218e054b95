"""What a cache needs: validators, freshness, codings, and exactly what an answer varies by."""

import gzip
from datetime import timedelta
from email.utils import format_datetime

import brotli
import pytest
from backports import zstd
from httpx import AsyncClient, Response
from hypothesis import given
from hypothesis import strategies as st

from app import errors
from app.routes.encoding import KEPT, Encoded, choose
from app.settings import Settings
from tests.conftest import NOW

LIST, ITEM = "/v1/exercises", "/v1/exercises/clamshell"
DECODE = {"br": brotli.decompress, "zstd": zstd.decompress, "gzip": gzip.decompress}
CODINGS = sorted(DECODE)
RELEASED = format_datetime(NOW, usegmt=True)


async def raw(client: AsyncClient, url: str, **headers: str) -> tuple[Response, bytes]:
    """The answer and its bytes as sent, not as decoded."""
    async with client.stream("GET", url, headers=headers) as response:
        return response, b"".join([part async for part in response.aiter_raw()])


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("url", [LIST, ITEM, "/v1/guide", "/v1/self-check/vectors"])
async def test_each_coding_is_the_same_content_and_much_smaller(
    url: str, coding: str, client: AsyncClient
) -> None:
    plain, body = await raw(client, url, **{"Accept-Encoding": "identity"})
    response, encoded = await raw(client, url, **{"Accept-Encoding": coding})

    assert "Content-Encoding" not in plain.headers
    assert response.headers["Content-Encoding"] == coding
    assert int(response.headers["Content-Length"]) == len(encoded) < len(body) / 2
    assert DECODE[coding](encoded) == body


async def test_each_coding_has_an_etag_of_its_own_and_is_revalidated_by_it(
    client: AsyncClient,
) -> None:
    tags = {}
    for coding in [*CODINGS, "identity"]:
        wanted = {"Accept-Encoding": coding}
        tags[coding] = (await client.get(LIST, headers=wanted)).headers["ETag"]

        again = await client.get(LIST, headers={**wanted, "If-None-Match": tags[coding]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == tags[coding]
    assert len(set(tags.values())) == 4

    other = {"Accept-Encoding": "br", "If-None-Match": tags["gzip"]}
    assert (await client.get(LIST, headers=other)).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, None),
        ("", None),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=0.8, br;q=0.5", "gzip"),
        ("gzip;q=0.5, zstd;q=0.5", "zstd"),
        ("*", "br"),
        ("br;q=0, *", "zstd"),
        ("*;q=0.5, gzip", "gzip"),
        ("identity", None),
        ("identity, gzip;q=0.5", None),
        ("identity;q=0.3, gzip;q=0.5", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("*;q=0, identity", None),
        ("deflate", None),
        ("br;q=0", None),
        ("br;q=2, gzip;q=-1", None),
        ("br;q=a", None),
    ],
)
def test_the_coding_wanted_most_is_chosen(wanted: str | None, found: str | None) -> None:
    assert choose(wanted, 10_000) == found


@pytest.mark.parametrize("wanted", ["*;q=0", "identity;q=0", "deflate, identity;q=0", "*;q=0, a"])
async def test_who_takes_no_coding_we_have_is_told_so(wanted: str, client: AsyncClient) -> None:
    with pytest.raises(errors.NotAcceptable):
        choose(wanted, 10_000)

    response = await client.get(LIST, headers={"Accept-Encoding": wanted})
    assert response.status_code == 406
    assert response.json()["detail"] == "this path answers in br, zstd, gzip or identity"


def test_what_is_too_small_to_gain_is_sent_as_it_is() -> None:
    assert choose("gzip", 400) is None
    assert choose("gzip, identity;q=0", 400) == "gzip"


@given(st.text(max_size=40))
def test_no_accept_encoding_is_a_crash(wanted: str) -> None:
    try:
        assert choose(wanted, 10_000) in (None, "br", "zstd", "gzip")
    except errors.NotAcceptable:
        assert "0" in wanted


def test_a_body_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded, made = Encoded(), []
    monkeypatch.setitem(KEPT, "gzip", lambda body: made.append(body) or body)  # type: ignore[func-returns-value]

    assert [encoded(b"body", "digest", "gzip") for _ in range(3)] == [b"body"] * 3
    assert made == [b"body"]


def test_what_is_encoded_takes_no_more_memory_than_it_may() -> None:
    encoded = Encoded(most_bytes=1_000)
    bodies = [bytes([n]) * 10 + str(n).encode() * 300 for n in range(250)]
    sizes = [len(encoded(body, str(n), "br")) for n, body in enumerate(bodies)]

    assert sum(sizes) > 1_000
    assert encoded._bytes == sum(map(len, encoded._kept.values())) <= 1_000


async def test_how_long_an_answer_may_be_kept_also_while_we_are_away(client: AsyncClient) -> None:
    said = (await client.get(ITEM)).headers["Cache-Control"]

    assert said == "public, max-age=300, stale-while-revalidate=3600, stale-if-error=604800"
    assert Settings().stale_if_error_s == 7 * 24 * 3600


@pytest.mark.parametrize(
    ("url", "by"),
    [
        (LIST, "Accept, Accept-Encoding, Accept-Language"),
        (ITEM, "Accept, Accept-Encoding, Accept-Language"),
        (f"{ITEM}?lang=en", "Accept, Accept-Encoding"),
        ("/v1/self-check/rules", "Accept, Accept-Encoding"),
        ("/docs", "Accept-Encoding"),
    ],
)
async def test_vary_names_exactly_what_the_answer_was_chosen_by(
    url: str, by: str, client: AsyncClient
) -> None:
    assert (await client.get(url)).headers["Vary"] == by


@pytest.mark.parametrize("url", [LIST, ITEM, f"{LIST}?aim=strengthen"])
async def test_content_is_as_old_as_its_release(url: str, client: AsyncClient) -> None:
    assert (await client.get(url)).headers["Last-Modified"] == RELEASED


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (RELEASED, 304),
        (format_datetime(NOW + timedelta(seconds=1), usegmt=True), 304),
        (format_datetime(NOW - timedelta(seconds=1), usegmt=True), 200),
        ("Sun, 22 Nov 2026 13:00:00 +0100", 304),
        ("yesterday", 200),
        ("", 200),
        ("Sun, 99 Nov 2026 99:00:00 GMT", 200),
    ],
)
async def test_what_has_not_changed_since_is_not_sent_again(
    since: str, status: int, client: AsyncClient
) -> None:
    response = await client.get(ITEM, headers={"If-Modified-Since": since})

    assert response.status_code == status


async def test_an_etag_counts_before_a_date(client: AsyncClient) -> None:
    headers = {"If-None-Match": '"another"', "If-Modified-Since": RELEASED}

    assert (await client.get(ITEM, headers=headers)).status_code == 200


@pytest.mark.parametrize("coding", CODINGS)
async def test_an_answer_about_health_is_encoded_too_and_kept_by_nobody(
    coding: str, client: AsyncClient
) -> None:
    wanted = {"Accept-Encoding": coding}
    async with client.stream(
        "POST", "/v1/triage", json={"answers": {}}, headers=wanted
    ) as response:
        body = b"".join([part async for part in response.aiter_raw()])

    assert response.headers["Content-Encoding"] == coding
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Vary"] == "Accept, Accept-Encoding, Accept-Language"
    assert b'"status":"needs_answers"' in DECODE[coding](body)


@pytest.mark.parametrize("given", ["abc-123", "A_b.9", "f" * 64])
async def test_a_request_keeps_the_name_it_was_given(given: str, client: AsyncClient) -> None:
    response = await client.get(ITEM, headers={"X-Request-Id": given})

    assert response.headers["X-Request-Id"] == given


@pytest.mark.parametrize("given", ["", "a b", "f" * 65, "x\u00e9", "<script>", "a\tb"])
async def test_what_is_no_name_is_replaced_by_one(given: str, client: AsyncClient) -> None:
    response = await client.get(ITEM, headers={b"X-Request-Id": given.encode("latin-1")})

    assert len(response.headers["X-Request-Id"]) == 36
    assert response.headers["X-Request-Id"] != given


async def test_a_problem_names_its_request(client: AsyncClient) -> None:
    response = await client.get("/nothing")

    assert response.json()["instance"] == f"urn:uuid:{response.headers['X-Request-Id']}"


TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (TRACE, TRACE),
        (TRACE.upper(), None),
        ("00-" + "0" * 32 + "-b7ad6b7169203331-01", None),
        ("ff" + TRACE[2:], None),
        ("nonsense", None),
    ],
)
async def test_a_trace_is_passed_through(given: str, told: str | None, client: AsyncClient) -> None:
    response = await client.get(ITEM, headers={"traceparent": given})

    assert response.headers.get("traceparent") == told
