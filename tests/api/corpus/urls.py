"""Where to ask: every URL that is published, and the ways to get a URL wrong."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.catalog import Catalog
from app.content.kinds import KINDS, Kind
from app.errors import KINDS as PROBLEMS
from app.fhir.shelf import shelves
from app.routes.figures import drawn_tests
from app.routes.pages import files
from tests.api.test_errors import CANARY

Document = dict[str, Any]

PAGES = ["/", "/docs", "/favicon.ico", "/guide/", "/guide/errors", "/guide/errors.md"]
DISCOVERY = ["/llms.txt", "/.well-known/api-catalog"]
EXPLORER = ["/openapi.json", *PAGES, *DISCOVERY, *(f"/static/{name}" for name in files())]
METHODS = ["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW", "get"]


def reads(document: Document) -> dict[str, Document]:
    """Path template → its GET."""
    return {path: its["get"] for path, its in document["paths"].items() if "get" in its}


def published(document: Document, catalog: Catalog) -> list[str]:
    """Every URL that answers 200 as it stands, of every item of every kind in every language."""
    every = [url for path in reads(document) for url in of_route(path, document, catalog)]
    found = [*every, *EXPLORER]
    for lang in catalog.published_languages:
        found += [with_query(url, f"lang={lang}") for url in every if url.startswith("/v1/")]
        token = catalog.copies[lang].token
        found += [f"/v1/changes?since={token}", f"/v1/bundle/manifest?since={token}"]
    return found


def of_route(path: str, document: Document, catalog: Catalog) -> list[str]:
    """Every URL of one path template, with an example for the parameters it cannot do without."""
    needed = [p for p in reads(document)[path].get("parameters", []) if p.get("required")]
    query = [f"{p['name']}={p['schema']['examples'][0]}" for p in needed if p["in"] == "query"]
    urls = [path]
    for parameter in needed:
        if parameter["in"] == "path":
            mark, values = f"{{{parameter['name']}}}", _values(path, parameter["name"], catalog)
            urls = [url.replace(mark, value) for url in urls for value in values]
    return [with_query(url, *query).replace(" ", "%20") for url in urls]


def kind_of(path: str) -> Kind | None:
    return next((kind for kind in KINDS if f"{path}/".startswith(f"/v1/{kind.plural}/")), None)


def with_query(url: str, *query: str) -> str:
    return url + ("&" if "?" in url else "?") + "&".join(query) if query else url


def without(url: str, *names: str) -> str:
    path, _, told = url.partition("?")
    kept = [part for part in told.split("&") if part and part.partition("=")[0] not in names]
    return with_query(path, *kept)


def misspelt(url: str) -> Iterator[str]:
    """A path, as people, proxies and scanners get it wrong."""
    path, _, query = url.partition("?")
    rest = f"?{query}" if query else ""
    head, _, last = path.rpartition("/")
    for wrong in (
        f"{path}/",
        f"/{path}",
        f"{head}//{last}",
        "".join((f"{head}/", *(f"%{ord(letter):02x}" for letter in last[:1]), last[1:])),
        f"{head}/./{last}",
        f"{head}/{CANARY}/../{last}",
        f"{head}/%2e%2e/{last}",
        f"{head}%2f{last}",
        f"{head}/{last.upper()}",
        f"{head}/{last};{CANARY}=1",
        f"{head}/{last}%20",
        f"{head}/{last}%00",
        f"{head}/{last}%0a",
        f"{head}/{last}%ff",
        f"{head}/{last}%",
        f"{head}/{last}%C3%B1",
        f"{head}/{CANARY}",
        f"{head.rpartition('/')[0]}/{CANARY}/{last}",
        f"{head}/{CANARY * 20}",
        f"{path}/{CANARY}",
        f"{path}.json",
        f"{head}/{last}%3flang=es",
    ):
        yield wrong + rest


UNKNOWN = [
    *("//", "", "*", "/v1", "/v1/", "/V1/exercises", "/v2/exercises", "/robots.txt"),
    *(f"/{CANARY}", f"/v1/{CANARY}?{CANARY}={CANARY}", "/v1/%00", "/%ff", "/v1/self-check/nothing"),
    *("/static/../openapi.json", "/static/%2e%2e/main.py", "/static/home.html", "/static/"),
    *("/problems/", "/.env"),
]


def _values(path: str, name: str, catalog: Catalog) -> Iterable[str]:
    if name == "code":
        return PROBLEMS
    if name == "number":
        return map(str, catalog.releases)
    if name == "id":
        return shelves(catalog).types[path.split("/")[2]]
    if name == "version":
        return [version for its, version in catalog.rule_sets if its == "self-check"]
    if name == "name":
        some = [d for d, drawing in catalog.pictures.items() if drawing.png][::100]
        return [f"{digest}.{kind}" for digest in some for kind in ("svg", "png")]
    if path.startswith("/v1/self-check/"):
        return drawn_tests(catalog, "en")
    kind = kind_of(path)
    return catalog.shelves["en"][kind.name].items if kind else []
