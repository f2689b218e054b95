"""All entries of a release in one file."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from app.serving.entries import ENTRY_KINDS, Entries

FORMAT = 1
"""Of the file. An app that does not know it should not read on."""


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    entries: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Bundle:
    body: bytes
    sha256: str
    parts: tuple[Part, ...]


def bundle(head: Mapping[str, object], entries: Entries) -> Bundle:
    """One JSON object: `head`, then `entries` by kind and slug, every kind always there."""
    kinds: dict[str, list[bytes]] = {kind: [] for kind in ENTRY_KINDS}
    for (kind, slug), body in entries.items():
        kinds[kind].append(json.dumps(slug).encode() + b":" + body)
    written = {kind: b"{" + b",".join(items) + b"}" for kind, items in kinds.items()}
    shelves = b",".join(json.dumps(kind).encode() + b":" + body for kind, body in written.items())
    start = json.dumps({"format": FORMAT, **head}, separators=(",", ":"), ensure_ascii=False)
    body = start.encode()[:-1] + b',"entries":{' + shelves + b"}}"
    parts = tuple(Part(kind, len(kinds[kind]), len(written[kind])) for kind in kinds)
    return Bundle(body, hashlib.sha256(body).hexdigest(), parts)
