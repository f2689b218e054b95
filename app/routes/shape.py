"""What a client asks an answer to leave out (`fields`) or to bring along (`include`)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from app.catalog import Catalog
from app.content.base import Item, Lang, Served
from app.content.citation import CitationOut
from app.content.exercise import ExerciseOut
from app.content.guide import ContributorOut, TermOut
from app.content.kinds import KIND, Kind
from app.content.links import links
from app.content.references import TERM_SETS, referred
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.routes.lists import chosen
from app.routes.request import invalid

ALWAYS = ("slug", "language", "warnings", "contraindications", "stop_rules")
"""Whom it could harm and when to stop is not left out, whatever is asked for."""

ORDER = ("routine", "exercise", "warning", "condition", "contributor", "term", "citation")
INCLUDED: Mapping[str, tuple[str, ...]] = {
    "exercise": ("citation", "condition", "exercise", "term", "warning"),
    "routine": ("citation", "exercise", "term", "warning"),
    "cause": ("citation", "exercise", "routine"),
    "question-and-answer": ("citation", "contributor"),
}
"""What items of a kind may bring along; of any other kind, their sources."""


NAMED = "that the items name, by slug, each once; not there unless `include` asks for them."


class Included(BaseModel):
    """What the items name, by kind; only the kinds asked for are there."""

    routines: list[RoutineOut] = Field(default=[], description=f"The routines {NAMED}")
    exercises: list[ExerciseOut] = Field(default=[], description=f"The exercises {NAMED}")
    warnings: list[WarningOut] = Field(
        default=[], description=f"The warnings {NAMED} Show them with what names them."
    )
    conditions: list[ConditionOut] = Field(default=[], description=f"The conditions {NAMED}")
    contributors: list[ContributorOut] = Field(default=[], description=f"The people {NAMED}")
    terms: list[TermOut] = Field(
        default=[], description=f"The muscles, positions, aims and things {NAMED}"
    )
    citations: list[CitationOut] = Field(
        default=[], description=f"The sources {NAMED} Those of all that is brought along, too."
    )


def _only_when_asked(schema: dict[str, Any]) -> None:
    schema["required"] = [name for name in schema["required"] if name != "included"]


class Bringing(Served):
    """An answer that may bring other items along."""

    model_config = {**Served.model_config, "json_schema_extra": _only_when_asked}

    included: Included = Field(
        default=Included(),
        description="The items that were asked for with `include`; without it not there at all.",
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """As asked for, not checked yet."""

    fields: str | None
    include: str | None


WHOLE = Shape(None, None)


def _shape(
    fields: Annotated[
        str | None,
        Query(
            max_length=500,
            description="Only these fields, comma separated. What keeps people safe is always "
            f"there: {', '.join(f'`{name}`' for name in ALWAYS)}. A field left out is not "
            "there, whatever the schema requires.",
            examples=["review,rights"],
        ),
    ] = None,
    include: Annotated[
        str | None,
        Query(
            max_length=200,
            description="Kinds of items to bring along under `included`, comma separated, by the "
            "last part of their path: what the items name, and the sources of all of them.",
            examples=["citations"],
        ),
    ] = None,
) -> Shape:
    return Shape(fields, include)


ShapeDep = Annotated[Shape, Depends(_shape)]


def fewer_fields(kind: Kind, body: bytes, shape: Shape) -> bytes:
    """An item without the fields that were not asked for.

    Raises:
        InvalidRequest: a name in `fields` is none of the item's.
    """
    if shape.fields is None:
        return body
    (wanted,) = chosen([shape.fields], "fields", kind.out.model_fields)
    kept = wanted.union(ALWAYS)
    item = {name: value for name, value in json.loads(body).items() if name in kept}
    return json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode()


def only_for_json(shape: Shape) -> None:
    """Raises: InvalidRequest: fewer fields, or more items, are asked of another format."""
    for name in ("fields", "include"):
        if getattr(shape, name) is not None:
            raise invalid(f"?{name}", "only_for_json", "belongs to application/json only")


def with_included(
    catalog: Catalog, lang: Lang, kind: Kind, items: Iterable[Item], body: bytes, shape: Shape
) -> bytes:
    """An answer, a JSON object, with what `include` asks for at its end.

    Raises:
        InvalidRequest: a name in `include` is not a kind that these items may bring along.
    """
    if shape.include is None:
        return body
    kinds = {KIND[name].plural: name for name in INCLUDED.get(kind.name, ("citation",))}
    (wanted,) = chosen([shape.include], "include", kinds)
    brought = _brought(catalog, lang, list(items), {kinds[plural] for plural in wanted})
    parts = []
    for name, slugs in brought.items():
        fragments = catalog.shelves[lang][name].fragments
        found = b",".join(fragments[slug] for slug in slugs)
        parts.append(f'"{KIND[name].plural}":['.encode() + found + b"]")
    return body[:-1] + b',"included":{' + b",".join(parts) + b"}}"


def _brought(
    catalog: Catalog, lang: Lang, items: list[Item], wanted: set[str]
) -> dict[str, list[str]]:
    """Exercises and routines first, so that what these name in turn comes along."""
    brought: dict[str, list[str]] = {}
    for name in ORDER:
        if name in wanted:
            slugs = sorted({slug for item in items for slug in _named(item, name)})
            shelf = catalog.shelves[lang][name].items
            items = [*items, *(shelf[slug] for slug in slugs)]
            brought[name] = slugs
    return brought


def _named(item: Item, kind: str) -> Iterable[str]:
    if kind == "citation":
        return (link.slug for _, link in links(item))
    kinds = TERM_SETS if kind == "term" else (kind,)
    return (slug for of, _, slug in referred(item) if of in kinds)
