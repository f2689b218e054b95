"""What there is: every name that a page may use for something of ours."""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from app.errors import KINDS
from app.settings import Settings
from tests.conftest import ROOT

PREFIX = "PLUMBLINE_"
WORD = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)+")


@cache
def document() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "openapi" / "v1.json").read_text())
    return read


@cache
def in_the_document() -> frozenset[str]:
    """Names of fields, parameters and tags, and every value of a closed vocabulary."""
    return frozenset(_names(document())) | frozenset(KINDS)


@cache
def settings() -> Mapping[str, str]:
    """Name in the environment → default, as a table shows it."""
    return {
        f"{PREFIX}{name.upper()}": "none" if field.default is None else str(field.default)
        for name, field in Settings.model_fields.items()
    }


@cache
def in_the_code() -> frozenset[str]:
    """Names of the program and of the client to copy, the words of their texts, and tests."""
    found = {path.stem for path in (ROOT / "tests").rglob("*.py")}
    for folder in ("app", "clients/python"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                found.update(_of_node(node))
    return frozenset(found)


@cache
def in_the_content() -> frozenset[str]:
    """Every word of seed/ that could be a slug."""
    texts = [path.read_text() for path in (ROOT / "seed").rglob("*.yaml")]
    files = [path.stem for path in (ROOT / "seed").rglob("*.yaml")]
    return frozenset(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", " ".join([*texts, *files])))


def unknown_path(path: str) -> str | None:
    """What is wrong with an address of ours; None: a request may go there."""
    bare, _, query = path.partition("?")
    bare = bare.partition("#")[0]
    if bare in UNDOCUMENTED or bare.startswith("/guide") or _is_pointer(bare):
        return None
    if any(one.endswith(f"}}{bare}") for one in document()["paths"]):
        return None  # what comes after an item's own address
    templates = [one for one in document()["paths"] if _fits(one, bare)]
    if not templates:
        return f"nothing is at {bare}"
    taken = {
        parameter["name"]
        for template in templates
        for operation in document()["paths"][template].values()
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query"
    }
    names = [part.partition("=")[0] for part in query.split("&") if part]
    return next((f"{bare} takes no `{name}`" for name in names if name not in taken), None)


UNDOCUMENTED = {
    *("/", "/docs", "/openapi.json", "/v1", "/openapi-3.0.json"),
    *("/.well-known/api-catalog", "/fhir", "/llms.txt", "/metrics"),
}


def _is_pointer(path: str) -> bool:
    """Whether it is a place in a body: `/answers/pain`."""
    return path.split("/")[1] == "answers"


def _fits(template: str, path: str) -> bool:
    ours, theirs = template.split("/"), path.split("/")
    return len(ours) == len(theirs) and all(
        one == other or (one.startswith("{") and bool(other))
        for one, other in zip(ours, theirs, strict=True)
    )


def _of_node(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return WORD.findall(node.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, bytes):
        return WORD.findall(node.value.decode("latin-1"))
    return []


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _names(item)
        return
    if not isinstance(value, dict):
        return
    yield from value.get("properties", {}) if isinstance(value.get("properties"), dict) else ()
    yield from (one for one in value.get("enum", []) if isinstance(one, str))
    yield from (one for one in value.get("tags", []) if isinstance(one, str))
    for key in ("name", "const", "operationId"):
        if isinstance(value.get(key), str):
            yield value[key]
    for item in value.values():
        yield from _names(item)
