"""What a client may mean by each query parameter, as the document and the catalog have it; and
cursors and tokens that were never given out."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from app.catalog import Catalog
from app.content.cause import ASPECTS
from app.content.citation import CitationKind
from app.content.dose import Side
from app.content.exercise import Aim, Difficulty, Position
from app.content.guide import TermOut
from app.content.kinds import Kind
from app.routes.shape import INCLUDED
from app.search import KIND_ORDER
from tests.api.corpus.urls import Document, kind_of
from tests.api.test_errors import CANARY

Meant = Mapping[str, list[str]]
"""Parameter → values."""

IN_2100 = 4_102_444_800
"""In seconds since 1970: a release that is about to be loaded, whenever this is asked."""


def meant_by(path: str, operation: Document, catalog: Catalog) -> Meant:
    parameters = [p for p in operation.get("parameters", []) if p["in"] == "query"]
    kind = kind_of(path)
    known = _facts(catalog) | _of(kind, catalog)
    known["kind"] = list(get_args(CitationKind) if kind else KIND_ORDER)
    if kind:
        known["from"] = ["09:00", "16:30", "9:00"]
    return {p["name"]: known.get(p["name"]) or _by_schema(p["schema"]) for p in parameters}


def _by_schema(schema: Document) -> list[str]:
    if "enum" in schema:
        return [str(value) for value in schema["enum"]]
    if "minimum" in schema:
        return [str(n) for n in (schema["minimum"], schema["maximum"], schema["minimum"] + 2)]
    if "boolean" in schema["type"]:
        return ["true", "false", "1", "no"]
    return [str(example) for example in schema["examples"]]


def _facts(catalog: Catalog) -> dict[str, list[str]]:
    terms = catalog.all("en", "term", TermOut).values()
    equipment = [*(t.slug for t in terms if t.set == "equipment"), "none"]
    versions = [version for name, version in catalog.rule_sets if name == "self-check"]
    return {
        "aim": list(get_args(Aim)),
        "position": list(get_args(Position)),
        "difficulty": [*get_args(Difficulty), "easy,moderate"],
        "side": list(get_args(Side)),
        "equipment": equipment,
        "available_equipment": [*equipment, ",".join(equipment)],
        "muscle": [t.slug for t in terms if t.set == "muscle"],
        "exclude_contraindication": list(catalog.shelves["en"]["condition"].items),
        "max_duration_s": ["1", "60", "300", "600", "7200"],
        "limit": ["1", "2", "20", "99", "100", "101", "500", "501"],
        "q": [
            "hip",
            "hip flex",
            "st",
            "CADERA",
            "\u00bfcadera?",
            "tight hip flexers",
            "7",
            "!?",
            "a",
        ],
        "lang": [*catalog.published_languages, "pt"],
        "aspects": [*ASPECTS, ",".join(ASPECTS)],
        "from": [*versions, "9.9.9"],
        "to": [*versions, "0.0.0"],
        "days": ["MO,WE,FR", "SU", "mo", "MO,MO", "MO,TU,WE,TH,FR,SA,SU", "MO, TH"],
        "start": ["2026-11-23", "2000-01-01", "2199-12-31", "1999-12-31", "2026-02-30", "20261123"],
        "time": ["08:00", "23:59", "24:00", "8:00", "08:00:00"],
        "until": ["17:00", "09:00", "08:59", "\u0661\u0667:00"],
        "cursor": [*_cursors()],
        "since": [*_tokens(catalog)],
    }


def _of(kind: Kind | None, catalog: Catalog) -> dict[str, list[str]]:
    """What depends on the kind that the path is of."""
    if kind is None:
        return {}
    slugs = list(catalog.shelves["en"][kind.name].items) or [CANARY]
    plurals = [*INCLUDED.get(kind.name, ()), "citation"]
    fields = list(kind.out.model_fields)
    return {
        "ids": [slugs[0], slugs[-1], ",".join(slugs[:5])],
        "fields": [fields[0], ",".join(fields[:4]), ",".join(fields)],
        "include": [*(f"{name}s" for name in plurals), "citations,exercises", "all"],
    }


def _cursors() -> Iterator[str]:
    """None was given out; some can be read."""
    for value in (
        ["slug", "", "m"],
        ["-slug", "", "m"],
        ["name", "Clam", "clamshell"],
        ["duration_s", 60, "m"],
        ["duration_s", True, "m"],
        ["score", -0.5, "01 m"],
        ["slug", [], CANARY],
        ["slug", "", 1],
        [CANARY],
        {CANARY: 1},
    ):
        yield _base64(value)
    yield from ("AAAA", "a", "=", "%%%", base64.urlsafe_b64encode(b"[" * 90).decode())


def _tokens(catalog: Catalog) -> Iterator[str]:
    for copy in catalog.copies.values():
        token = copy.token
        raw: list[Any] = [token.language, token.history, token.seen, token.seen_at]
        digest, place = token.seen_digest, list(token.position)
        yield str(token)
        yield _base64([*raw, digest, [0, "", ""]])
        yield _base64([*raw, digest, [1, "exercise", "m"]])
        yield _base64([*raw, "another", place])
        yield _base64([token.language, "another", *raw[2:], digest, place])
        yield _base64(["pt", *raw[1:], digest, place])
        yield _base64([*raw[:2], token.seen + 1, 0, digest, place])
        yield _base64([*raw[:2], token.seen + 1, IN_2100, digest, place])
        yield _base64([*raw, digest])
        yield str(token)[:-3]


def _base64(value: object) -> str:
    raw = json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
