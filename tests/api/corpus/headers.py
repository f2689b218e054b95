"""Header lines in every state that clients, proxies and attackers leave them in."""

from random import Random

from tests.api.corpus.asked import Headers
from tests.api.test_errors import CANARY

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def drawn(random: Random) -> Headers:
    """What a client asks for besides, most often something that can be answered."""
    weighed = ((LANGUAGES, 0.8), (ENCODINGS, 0.6), (ACCEPTS, 0.15))
    tables = [table for table, weight in weighed if random.random() < weight]
    return [line for table in tables for line in random.choice(table)]


def _each(name: str, *values: str) -> list[Headers]:
    return [[(name, value)] for value in values]


LANGUAGES: list[Headers] = [
    *_each("accept-language", "", "en", "es", "ES-mx", "es-419", "de", "es-MX, en;q=0.5"),
    *_each("accept-language", "en;q=0.1, es;q=0.9", "es;q=0, en", "es;q=0", "*", "fr, *;q=0.5"),
    *_each("accept-language", "es;q=2", "es;q=x", "es ; q=0.7 , en ; q=0.3", ",;=,;;q,-,--,=es"),
    *_each("accept-language", "\u00e9\u00f1;q=1", CANARY, "z" * 9_000, "a-" * 4_000 + "b"),
    *_each("accept-language", "fr, " * 60 + "es", "es\t", "es;Q=0.5, en;q=0.4", "es;q=nan"),
    [("accept-language", "es"), ("accept-language", "en")],
    [("accept-language", "de"), ("accept-language", "es")],
]
ENCODINGS: list[Headers] = [
    *_each("accept-encoding", "", "br", "zstd", "gzip", "identity", "GZIP", "x-gzip", "deflate"),
    *_each("accept-encoding", "gzip, deflate, br, zstd", "gzip;q=0.8, br;q=0.5", "*", "*;q=0"),
    *_each("accept-encoding", "gzip;q=0.5, zstd;q=0.5", "br;q=0, *", "*;q=0.5, gzip", "br;q=a"),
    *_each("accept-encoding", "identity, gzip;q=0.5", "identity;q=0.3, gzip;q=0.5", "br;q=2"),
    *_each("accept-encoding", "identity;q=0", "identity;q=0, gzip", "*;q=0, identity", "gzip;q=0"),
    *_each("accept-encoding", "*;q=0, gzip;q=0.001", "gzip;q=", ",,;q=0,=", CANARY, "br, " * 2_000),
    [("accept-encoding", "gzip"), ("accept-encoding", "br")],
    [("accept-encoding", "*;q=0"), ("accept-encoding", "gzip")],
]
ACCEPTS: list[Headers] = [
    *_each("accept", "", "*/*", "application/json", "APPLICATION/JSON", "application/*", "text/*"),
    *_each("accept", "text/html, application/json;q=0.9, */*;q=0.1", "text/calendar", "text/html"),
    *_each("accept", "application/x-bibtex", "application/x-research-info-systems", "image/*"),
    *_each("accept", "application/vnd.citationstyles.csl+json", "application/json;q=0"),
    *_each("accept", "application/ld+json", "application/ld+json;q=0.4, application/json;q=0.3"),
    *_each("accept", "application/json;q=0.1, application/x-bibtex;q=0.2", "*/*;q=0", "*"),
    *_each("accept", "application/json;charset=utf-8", "application/json;q=nan", ";,=;q"),
    *_each("accept", f"text/{CANARY}", "\u00e9/\u00f1", "application/json, " * 400, "*/*;q=9"),
    [("accept", "text/html"), ("accept", "application/json;q=0.5")],
]
ODD: list[Headers] = [
    *_each("x-request-id", "abc-123", "f" * 64, "", "a b", "f" * 65, "x\u00e9", f"<{CANARY}>"),
    [("x-request-id", "first"), ("x-request-id", "second")],
    *_each("traceparent", TRACE, TRACE.upper(), "ff" + TRACE[2:], TRACE + "-00", CANARY, ""),
    [("traceparent", TRACE), ("traceparent", TRACE)],
    *_each("content-length", "0", "65536", "65537", "00065537", "9" * 400, "-1", "x", "\u00b2"),
    *_each("content-type", "text/plain", "application/json", CANARY),
    *_each("range", "bytes=0-9", "bytes=-1", CANARY),
    *_each(
        "host", "", "example.org", "example.org:99999", CANARY, f"{CANARY}/a?b#c", "a b", "[::1"
    ),
    *_each("origin", "https://app.example", "null", CANARY),
    *_each("expect", "100-continue"),
    *_each("authorization", f"Bearer {CANARY}"),
    *_each("x-forwarded-for", "192.0.2.1, 198.51.100.2"),
    *_each("x-forwarded-prefix", f"/{CANARY}"),
    *_each("x-http-method-override", "DELETE"),
    *_each("cookie", f"{CANARY}={CANARY}", "\u00fe\u00ff", "a" * 16_000),
    *_each("if-none-match", "*", '"other"', 'W/"other"', "", '"', CANARY, '"\u00e9"', '"a",' * 999),
    *_each("if-modified-since", "yesterday", "", "Sun, 99 Nov 2026 99:00:00 GMT", CANARY),
    *_each("if-modified-since", "Sun, 22 Nov 2099 12:00:00 GMT", "Sun, 22 Nov 1999 12:00:00 GMT"),
    *_each("if-modified-since", "Sun, 22 Nov 2026 13:00:00 +0100", "Sun, 22 Nov 2026 12:00:00"),
    *_each("if-match", '"other"'),
    *_each("if-unmodified-since", "Sun, 22 Nov 1999 12:00:00 GMT"),
    [(f"x-{number}", CANARY) for number in range(90)],
    [("X-MiXeD-CaSe", CANARY), ("Accept-Language", "es")],
]
PREFLIGHT: Headers = [
    ("origin", "https://app.example"),
    ("access-control-request-method", "GET"),
    ("access-control-request-headers", "content-type, if-none-match"),
]
ALL: list[Headers] = [*LANGUAGES, *ENCODINGS, *ACCEPTS, *ODD]
