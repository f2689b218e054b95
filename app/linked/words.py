"""The pieces that nodes are made of: a work, a part of it, and what it rests on."""

from collections.abc import Iterable, Sequence
from typing import Any, get_args

from app.content.base import OURS, Facts, Item, Link, Review, Rights
from app.content.exercise import Contraindication
from app.content.safety import Severity, WarningOut
from app.linked.around import Around

Node = dict[str, Any]

CONTEXT = "https://schema.org"
"""A name. Nobody fetches it here."""
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
SEVERITIES = get_args(Severity)
ACTIONS = {"avoid": "page-avoid", "ask_first": "page-ask"}


def work(kind: str, path: str, item: Item) -> Node:
    """What any creative work of ours says of itself.

    `creativeWorkStatus` repeats what JSON has: how it was made, and that nobody reviewed it.
    """
    review: Review = getattr(item, "review", Review())
    return {
        "@type": kind,
        "@id": path,
        "url": path,
        "identifier": item.slug,
        "inLanguage": item.language,
        "creativeWorkStatus": [
            f"authorship: {item.authorship}",
            f"review: {review.status}",
            f"translation_review: {item.translation_review}",
        ],
        **_rights(item.rights if isinstance(item, Facts) else OURS),
    }


def page(path: str, item: Item) -> Node:
    """A page about something medical. It says that it was reviewed only where it was."""
    node = work("MedicalWebPage", path, item)
    review: Review = getattr(item, "review", Review())
    if review.reviewed_on is not None:
        node["lastReviewed"] = review.reviewed_on.isoformat()
        node["reviewedBy"] = [{"@type": "Person", "name": name} for name in review.reviewers]
    return node


def part(
    place: str,
    text: str,
    links: Iterable[Link],
    *,
    name: str | None = None,
    keywords: Sequence[str] = (),
) -> Node:
    """One statement with its sources.

    Args:
        place: path and, after a `#`, where in the item it is, as in `cited_by` of a source.
    """
    told = {"name": name, "keywords": list(keywords)}
    return {
        "@type": "WebPageElement",
        "@id": place,
        **{key: value for key, value in told.items() if value},
        "text": text,
        "citation": cited(links),
    }


def cited(links: Iterable[Link]) -> list[Node]:
    """Sources as roles, for how a source is known belongs to the link and not to the source."""
    return [
        {
            "@type": "Role",
            "roleName": link.known.value,
            **({"description": link.basis} if link.basis else {}),
            "citation": {"@id": f"/v1/citations/{link.slug}"},
        }
        for link in links
    ]


def warning_part(warning: WarningOut, around: Around) -> Node:
    """A warning, whole: how much it presses, and whether it has to be confirmed."""
    keywords = ["warning", warning.severity]
    if warning.must_acknowledge:
        keywords.append("must_acknowledge")
    return {
        **work("WebPageElement", f"/v1/warnings/{warning.slug}", warning),
        "name": around.label(f"severity-{warning.severity}"),
        "keywords": keywords,
        "text": warning.text,
        "description": warning.applies_when,
        "citation": cited(warning.citations),
    }


def warning_parts(slugs: Iterable[str], around: Around) -> list[Node]:
    """Each once, the most severe first."""
    warnings = [around.warnings[slug] for slug in dict.fromkeys(slugs)]
    warnings.sort(key=lambda warning: SEVERITIES.index(warning.severity))
    return [warning_part(warning, around) for warning in warnings]


def contraindication_part(place: str, row: Contraindication, around: Around) -> Node:
    """Who should not do it, or only once a clinician allows it, and why."""
    condition = around.conditions[row.condition]
    node = part(
        place,
        f"{condition.name}: {row.why}",
        row.citations,
        name=around.label(ACTIONS[row.action]),
        keywords=["contraindication", row.action],
    )
    node["about"] = {
        "@type": "MedicalContraindication",
        "@id": f"/v1/conditions/{condition.slug}#condition",
        "name": condition.name,
    }
    return node


def in_order(parts: Iterable[Node]) -> list[Node]:
    """Each with its `position`, counted from 1: as triples a list has no order."""
    return [{**part, "position": number} for number, part in enumerate(parts, start=1)]


def own_in_order(path: str, parts: Iterable[Node]) -> list[Node]:
    """The same for parts some of which are in other lists too: those become parts of `path`, based
    on what they are elsewhere, for in one graph a node has one position."""
    return [
        part
        if part["@id"].startswith(f"{path}#")
        else {**part, "@id": f"{path}#parts.{part['position']}", "isBasedOn": {"@id": part["@id"]}}
        for part in in_order(parts)
    ]


def between(least: int, most: int, **unit: str) -> Node:
    """A quantity that sources put between two numbers."""
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, **unit}


def at_most(most: int, **unit: str) -> Node:
    """A quantity with no least."""
    return {"@type": "QuantitativeValue", "maxValue": most, **unit}


def seconds(number: int) -> str:
    """As ISO 8601 has it."""
    return f"PT{number}S"


def _rights(rights: Rights) -> Node:
    if rights == OURS:
        return {"license": CC_BY, "creditText": rights.attribution}
    terms = {"@type": "CreativeWork", "name": rights.licence}
    if rights.note:
        terms["description"] = rights.note
    return {"license": terms, "creditText": rights.attribution}
