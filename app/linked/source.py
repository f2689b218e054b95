"""A source as the kind of work it is."""

from collections.abc import Iterator
from typing import Any

from app.content.citation import CitationOut
from app.linked.around import Around
from app.linked.words import Node

TYPES = {"journal-article": "ScholarlyArticle", "news": "NewsArticle"}
STANDS_IN = {"journal-article": "Periodical", "news": "Newspaper"}
CITATIONS = "/v1/citations/"


def source(citation: CitationOut) -> Node:
    """Somebody's work: its title and address, and nothing of ours about its licence."""
    node: Node = {
        "@type": TYPES.get(citation.kind, "WebPage"),
        "@id": f"{CITATIONS}{citation.slug}",
        "name": citation.title,
        "url": citation.url,
        "publisher": {"@type": "Organization", "name": citation.publisher},
    }
    if citation.kind in STANDS_IN:
        node["isPartOf"] = {"@type": STANDS_IN[citation.kind], "name": citation.publisher}
    if citation.year is not None:
        node["datePublished"] = str(citation.year)
    if citation.doi is not None:
        node["sameAs"] = f"https://doi.org/{citation.doi}"
        node["identifier"] = {"@type": "PropertyValue", "propertyID": "DOI", "value": citation.doi}
    return node


def with_sources(node: Node, around: Around) -> Node:
    """The node, its own `citation` followed by every source that anything in it names, whole and
    each once."""
    slugs = sorted(set(_named(node)))
    whole = [source(around.citations[slug]) for slug in slugs]
    return {**node, "citation": [*node.get("citation", []), *whole]} if whole else node


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _named(item)
    elif isinstance(value, dict):
        if set(value) == {"@id"} and value["@id"].startswith(CITATIONS):
            yield value["@id"].removeprefix(CITATIONS)
        for item in value.values():
            yield from _named(item)
