"""A source as a `RelatedArtifact`, with how we know that it says what it is cited for."""

from collections.abc import Iterable, Mapping

from app.content.base import Link
from app.content.citation import CitationOut
from app.fhir.names import Json, extension


def cite(link: Link, source: CitationOut) -> Json:
    known = [{"url": "how", "valueCode": link.known.value}]
    if link.basis is not None:
        known.append({"url": "basis", "valueString": link.basis})
    return {
        "extension": [extension("known", extension=known)],
        "type": "citation",
        "label": link.slug,
        "display": source.title,
        "url": source.url,
    }


def cites(links: Iterable[Link], sources: Mapping[str, CitationOut]) -> list[Json]:
    """The same where FHIR has no place for sources: as extensions."""
    return [
        extension("cites", valueRelatedArtifact=cite(link, sources[link.slug])) for link in links
    ]
