"""Names for requests."""

import os
from collections.abc import Iterator

AT_ONCE = 256


def request_ids() -> Iterator[bytes]:
    """Random UUIDs (RFC 9562, version 4), without asking the system for each."""
    while True:
        random = os.urandom(16 * AT_ONCE).hex()
        for start in range(0, len(random), 32):
            a = random[start : start + 32]
            variant = "89ab"[int(a[16], 16) & 3]
            yield f"{a[:8]}-{a[8:12]}-4{a[13:16]}-{variant}{a[17:20]}-{a[20:]}".encode()
