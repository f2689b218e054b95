"""What `./dev bench` rests on. Nothing here is timed, and nothing needs wrk."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median

import pytest
from httpx import ASGITransport, AsyncClient
from sqlmodel import Session

from app.catalog import load_catalog
from app.content.links import links
from app.content.references import TERM_SETS, referred
from app.content.words import split
from app.db import open_engine
from app.library import Library, unproved
from app.main import create_app
from app.migrate import migrate
from app.publish import publish
from app.settings import Settings
from app.triage.check import problems
from tests.bench.answers import mark
from tests.bench.apps.bare import Bare, read_answers
from tests.bench.asks import Same, new_filters, new_searches
from tests.bench.client import Tally, formatted, load, result
from tests.bench.grown import grown, proved, slugs
from tests.bench.load import Ask, Run
from tests.bench.rounds import Contest, Sample, paired, summarised
from tests.bench.servers import Server
from tests.bench.targets import Target
from tests.bench.vocabulary import vocabulary
from tests.conftest import NOW

A_BATCH = 26
"""New exercises that come into the rules together."""


def test_grown_content_refers_to_nothing_that_is_not_there(library: Library) -> None:
    more = grown(library, 200)

    known = {kind: set(documents) for kind, documents in more.documents.items()}
    for document in more.documents["exercise"].values():
        assert {link.slug for _, link in links(document)} <= known["citation"]
        for kind, _, slug in referred(document):
            assert slug in known["term" if kind in TERM_SETS else kind]
    assert known["exercise"] == set(slugs(library, 200))
    assert len(known["exercise"]) == 200
    assert list(problems(more.rule_sets["self-check"])) == []


def test_grown_content_is_whole_in_every_published_language(library: Library) -> None:
    more = grown(library, 50)

    for slug, document in more.documents["exercise"].items():
        places = split(document)[1]
        assert places.keys() == more.translations["es"]["exercise", slug].keys()


def test_grown_content_is_the_same_every_time(library: Library) -> None:
    assert grown(library, 40) == grown(library, 40)


def test_grown_rules_may_be_published_once_they_are_proved(library: Library) -> None:
    more = grown(library, len(library.documents["exercise"]) + A_BATCH)
    before = list(unproved(more))

    after = list(unproved(proved(more)))

    assert len(before) == 1
    assert "changed since it was proved" in before[0]
    assert after == []


async def test_grown_content_is_published_and_served(library: Library, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/plumbline.db"
    migrate(url)
    engine = open_engine(url)
    more = grown(library, 50)
    new = next(slug for slug in more.documents["exercise"] if slug.endswith("-22"))

    publish(engine, more, NOW)

    with Session(engine) as session:
        catalog = load_catalog(session)
    app = create_app(Settings(), load=lambda: catalog)
    async with app.router.lifespan_context(app):
        transport = ASGITransport(app)
        async with AsyncClient(transport=transport, base_url="http://test") as client:
            english = (await client.get(f"/v1/exercises/{new}")).json()
            spanish = (await client.get(f"/v1/exercises/{new}?lang=es")).json()
            exercises = (await client.get("/v1/meta")).json()["counts"]["exercises"]
    assert exercises == 50
    assert english["name"] != spanish["name"]
    assert len(english["steps"]) == len(spanish["steps"])


def test_a_new_request_never_comes_twice(library: Library) -> None:
    of = vocabulary(library)

    for supply in (new_filters(of), new_searches(of)):
        asked = [*supply.take(2_000), *supply.take(2_000)]
        assert len({ask.path for ask in asked}) == 4_000


@pytest.fixture
async def answered() -> AsyncIterator[tuple[int, list[bytes]]]:
    """The port of a server that keeps every first line it is sent, and answers it; 404 to /lost."""
    heard: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _request(reader):
            heard.append(head.split(b"\r\n")[0])
            status = b"404 Not Found" if b"/lost" in head else b"200 OK"
            body = b"" if head.startswith(b"HEAD") else b"whole"
            writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 5\r\n\r\n" + body)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], heard


async def _request(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


async def _asked(port: int, method: str, *paths: str, times: int) -> Tally:
    """One connection asks so many times."""
    left = iter([True] * times + [False])
    requests = [formatted(method, path, {}) for path in paths]
    return await load(port, 1, requests, 0, lambda: next(left), bodies=method != "HEAD")


async def test_our_client_counts_what_the_server_was_asked(
    answered: tuple[int, list[bytes]],
) -> None:
    port, heard = answered

    tally = await _asked(port, "GET", "/one", "/two", times=5)

    said = result(tally, 2.0)
    assert heard == [
        f"GET /{path} HTTP/1.1".encode() for path in ("one", "two", "one", "two", "one")
    ]
    assert (said["requests"], said["errors"]) == (5, 0)
    assert said["bytes"] == 5 * len(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole")
    assert 0 < said["p50_us"] <= said["p99_us"] <= said["max_us"]


async def test_our_client_counts_failures(answered: tuple[int, list[bytes]]) -> None:
    port, _ = answered

    tally = await _asked(port, "GET", "/lost", "/found", times=4)

    assert tally.errors == 2


async def test_our_client_waits_for_no_body_after_head(answered: tuple[int, list[bytes]]) -> None:
    port, heard = answered

    tally = await _asked(port, "HEAD", "/one", times=3)

    assert len(heard) == len(tally.latencies_us) == 3


async def test_the_limit_sends_what_it_was_given_in_turn(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"first")
    (tmp_path / "b").write_bytes(b"other")
    headers = {"content-type": "application/json", "content-length": "5"}
    kept = [{"status": 200, "headers": headers, "body": name} for name in ("a", "b")]
    (tmp_path / "answers.json").write_text(json.dumps({mark(7): kept}))

    transport = ASGITransport(Bare(read_answers(tmp_path)))
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        sent = [await client.post(f"{mark(7)}/v1/triage", content="{}") for _ in range(3)]

    assert [answer.content for answer in sent] == [b"first", b"other", b"first"]
    assert sent[0].headers["content-type"] == "application/json"


def test_ratios_are_taken_round_by_round() -> None:
    # A noisy second round slows both alike; the ratio of medians would be 2 / 3.
    assert paired([2.0, 10.0, 2.0], [1.0, 5.0, 3.0]) == median([2.0, 2.0, 2 / 3])


def test_a_row_says_how_far_ours_is_from_the_limit() -> None:
    servers = [Server(name, 1, 1, 0.0) for name in ("bare", "ours", "people")]
    contest = Contest(Target("detail", Same([Ask("/")]), least=0.85), 0, servers)
    for name, requests, cpu_us in (("bare", 900, 50), ("ours", 600, 100), ("people", 10, 4_000)):
        contest.samples[name] = [_sample(requests, cpu_us)] * 3

    row = summarised(contest)

    assert row.ratio == pytest.approx(600 / 900)
    assert row.cpu_ratio == pytest.approx(0.5)
    assert row.times_people == pytest.approx(40)
    assert row.bytes == 8
    assert row.speed == {"bare": 450, "ours": 300, "people": 5}


def _sample(requests: int, cpu_us: float) -> Sample:
    run = Run(requests, 2.0, requests * 8, 0, p50_us=1.0, p99_us=2.0, max_us=3.0)
    return Sample(run, cpu_us, stolen=0.0)
