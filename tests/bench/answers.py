"""Answers of ours: each is looked at before anything is timed, then kept for the limit to send."""

import gzip
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import brotli

from tests.bench.load import Ask
from tests.bench.servers import Answer, Server
from tests.bench.targets import Target

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

KEPT = 128
"""Answers a target: enough for their sizes to be like those of all."""

DECODE: Mapping[str, Callable[[bytes], bytes]] = {
    "identity": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": zstd.decompress,
}
SENT_BY_BARE = ("content-type", "content-length", "content-encoding")


class WrongAnswer(Exception):
    """A server answers something else than what is measured."""


def mark(number: int) -> str:
    """In front of each path, for the limit to know which target is asked."""
    return f"/{number:02}"


def marked(asks: Sequence[Ask], number: int) -> list[Ask]:
    return [replace(ask, path=mark(number) + ask.path) for ask in asks]


def with_etag(target: Target, server: Server) -> Target:
    """The target with `If-None-Match`, where it asks whether something has changed."""
    if not target.unchanged:
        return target
    answer = server.ask(target.supply.take(1)[0].path, headers=target.headers)
    return replace(target, headers={**target.headers, "If-None-Match": answer.headers["etag"]})


def keep(target: Target, number: int, server: Server, folder: Path) -> list[dict[str, Any]]:
    """Check the answers to the first requests, and write them down for `apps.bare`.

    Raises:
        WrongAnswer: one of them is not what the target is about.
    """
    kept = []
    for index, ask in enumerate(target.supply.take(KEPT)):
        answer = server.ask(ask.path, target.method, target.headers, ask.body)
        if fault := wrong(target, answer):
            raise WrongAnswer(f"{target.name}: {ask.path} {ask.body}: {fault}")
        name = f"{number:02}-{index:03}.body"
        (folder / name).write_bytes(answer.body)
        headers = {key: answer.headers[key] for key in SENT_BY_BARE if key in answer.headers}
        kept.append({"status": answer.status, "headers": headers, "body": name})
    return kept


def wrong(target: Target, answer: Answer) -> str | None:
    """Why this is no answer to what the target asks."""
    if target.unchanged:
        same = answer.status == HTTPStatus.NOT_MODIFIED and not answer.body
        return None if same else f"should be an empty 304, is {answer.status}"
    if answer.status != HTTPStatus.OK:
        return f"should be 200, is {answer.status}: {answer.body[:200]!r}"
    if target.method == "HEAD":
        length = int(answer.headers.get("content-length", 0))
        return None if length and not answer.body else "should tell a length and have no body"
    coding = answer.headers.get("content-encoding", "identity")
    if coding != target.headers.get("Accept-Encoding", "identity"):
        return f"is sent as {coding}"
    said = json.loads(DECODE[coding](answer.body))
    language = target.headers.get("Accept-Language")
    if language not in (None, answer.headers["content-language"]):
        return f"should be in {language}"
    return None if said else "says nothing"


def check_same(bare: Server, target: Target, number: int, body: Path) -> None:
    """Raises: WrongAnswer: the limit sends something else than the file it was given."""
    sent = "{}" if target.method == "POST" else None
    answer = bare.ask(mark(number), target.method, target.headers, sent)
    if answer.body != body.read_bytes():
        raise WrongAnswer(f"{target.name}: the limit sends something else than ours")


def check_usual(people: Server, target: Target) -> None:
    """Raises: WrongAnswer: people's server does not answer what the target asks."""
    ask = target.supply.take(1)[0]
    answer = people.ask(ask.path, target.method, target.headers, ask.body)
    if answer.status != HTTPStatus.OK or not json.loads(answer.body):
        raise WrongAnswer(f"{target.name}: people's server answers {answer.status} to {ask.path}")
