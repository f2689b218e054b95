"""Content codings: which one a client wants most, and the bytes in it, made once."""

import gzip
import sys
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Literal, get_args

import brotli

from app import errors
from app.routes.remember import remembered

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Coding = Literal["br", "zstd", "gzip"]
"""The smaller first: the one that is taken when a client likes several as much."""

KEPT: Mapping[Coding, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "zstd": lambda body: zstd.compress(body, 9),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
"""For what is made once and sent often: within 15 % of the smallest, at a hundredth of its time."""
AT_ONCE: Mapping[Coding, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=1),
    "zstd": lambda body: zstd.compress(body, 1),
    "gzip": lambda body: gzip.compress(body, 1, mtime=0),
}
"""For what is made for one client and kept by nobody."""

WORTH_IT_BYTES = 500
MOST_KEPT_BYTES = 32 << 20


def choose(accept_encoding: str | None, size: int) -> Coding | None:
    """The coding wanted most (RFC 9110, 12.5.3); None is the bytes as they are.

    Raises:
        NotAcceptable: the client takes neither these nor the bytes as they are.
    """
    if accept_encoding is None:
        return None
    chosen = _chosen(accept_encoding, size >= WORTH_IT_BYTES)
    if chosen == NEITHER:
        raise errors.NotAcceptable("this path answers in br, zstd, gzip or identity")
    return chosen


NEITHER: Literal["neither"] = "neither"


@remembered
def _chosen(accept_encoding: str, worth_it: bool) -> Coding | Literal["neither"] | None:
    weights = _weights(accept_encoding)
    any_other = weights.get("*", 0.0)
    wanted = {coding: weights.get(coding, any_other) for coding in get_args(Coding)}
    best: Coding = max(wanted, key=lambda coding: wanted[coding])
    plain = weights.get("identity", 0.0 if weights.get("*") == 0 else None)
    if worth_it and wanted[best] > 0 and wanted[best] >= (plain or 0):
        return best
    if plain != 0:
        return None
    return best if wanted[best] > 0 else NEITHER


def _weights(accept_encoding: str) -> dict[str, float]:
    weights = {}
    for part in accept_encoding.lower().split(",")[:50]:
        name, _, parameter = part.strip().partition(";")
        key, _, value = parameter.strip().partition("=")
        try:
            quality = float(value) if key.strip() == "q" else 1.0
        except ValueError:
            continue
        if name.strip() and 0 <= quality <= 1:
            weights[name.strip().removeprefix("x-")] = quality
    return weights


class Encoded:
    """Encoded bodies by what they are made of, the oldest forgotten first. They are named by their
    content, so a new release makes none of them wrong. Any thread may ask."""

    def __init__(self, most_bytes: int = MOST_KEPT_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, Coding], bytes] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def __call__(self, body: bytes, digest: str, coding: Coding) -> bytes:
        key = (digest, coding)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        encoded = KEPT[coding](body)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = encoded
                self._bytes += len(encoded)
            while self._bytes > self._most_bytes and len(self._kept) > 1:
                self._bytes -= len(self._kept.popitem(last=False)[1])
        return encoded
