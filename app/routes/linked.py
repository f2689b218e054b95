"""Content as JSON-LD, where `Accept` asks for it."""

import asyncio
import json
from typing import Any, TypeVar

from fastapi import Request

from app.catalog import Catalog
from app.content.base import Item, Lang
from app.content.cause import CauseOut
from app.content.citation import CitationOut
from app.content.exercise import ExerciseOut
from app.content.guide import AnswerOut, ContributorOut, KeyPointOut, TermOut, TipOut
from app.content.kinds import Kind
from app.content.routine import RoutineOut
from app.content.safety import ConditionOut, WarningOut
from app.linked import WRITERS, faq_document, guide_document, item_document
from app.linked.around import Around
from app.linked.guide import Guide
from app.routes.reply import JSON, Link, Representation, reply
from app.routes.request import accepts

Out = TypeVar("Out", bound=Item)

FAQ = "question-and-answer"
LD_JSON = "application/ld+json"
"""Not in the OpenAPI document: a second JSON media type for an operation becomes a union in
generated TypeScript, and code that compiled before reads no field of it any more."""


def media_types(kind: Kind) -> tuple[str, ...]:
    """What an item of this kind comes in, JSON first."""
    return (JSON, LD_JSON) if kind.out in WRITERS else (JSON,)


def list_types(kind: str) -> tuple[str, ...]:
    """What a list comes in: only the questions and answers are a page that schema.org knows."""
    return (JSON, LD_JSON) if kind == FAQ else (JSON,)


def wants_linked(request: Request, kind: Kind) -> bool:
    """Raises: NotAcceptable: it wants neither this nor JSON."""
    return accepts(request, *media_types(kind)) == LD_JSON


def around(catalog: Catalog, lang: Lang) -> Around:
    return Around(
        language=lang,
        exercises=catalog.all(lang, "exercise", ExerciseOut),
        routines=catalog.all(lang, "routine", RoutineOut),
        warnings=catalog.all(lang, "warning", WarningOut),
        conditions=catalog.all(lang, "condition", ConditionOut),
        citations=catalog.all(lang, "citation", CitationOut),
        terms=catalog.all(lang, "term", TermOut),
    )


def linked_item(
    request: Request, catalog: Catalog, lang: Lang, item: Item, links: list[Link]
) -> Representation:
    """An item, as a document with every source that it names."""
    return linked(request, item_document(item, around(catalog, lang)), lang, links)


async def whole_guide(
    request: Request, catalog: Catalog, lang: Lang, disclaimer: str
) -> Representation:
    """Made beside other requests: it takes as long as hundreds of them."""
    body = await asyncio.to_thread(_guide, catalog, lang, disclaimer)
    return reply(request, body, lang, LD_JSON)


def linked_answers(
    request: Request,
    catalog: Catalog,
    lang: Lang,
    slugs: list[str],
    links: list[Link],
    *,
    about_somebody: bool,
) -> Representation:
    """One page of the questions and answers."""
    every = catalog.all(lang, "question-and-answer", AnswerOut)
    answers = [every[slug] for slug in slugs]
    document = faq_document(request.scope["path"], answers, around(catalog, lang))
    return linked(request, document, lang, links, about_somebody=about_somebody)


def linked(
    request: Request,
    document: dict[str, Any],
    lang: Lang,
    links: list[Link] | None = None,
    *,
    about_somebody: bool = False,
) -> Representation:
    told = links or []
    return reply(request, _bytes(document), lang, LD_JSON, told, about_somebody=about_somebody)


def _guide(catalog: Catalog, lang: Lang, disclaimer: str) -> bytes:
    def every(kind: str, shape: type[Out]) -> list[Out]:
        return list(catalog.all(lang, kind, shape).values())

    guide = Guide(
        disclaimer=disclaimer,
        key_points=every("key-point", KeyPointOut),
        exercises=every("exercise", ExerciseOut),
        routines=every("routine", RoutineOut),
        causes=every("cause", CauseOut),
        answers=every("question-and-answer", AnswerOut),
        tips=every("tip", TipOut),
        warnings=every("warning", WarningOut),
        contributors=every("contributor", ContributorOut),
    )
    return _bytes(guide_document(guide, around(catalog, lang)))


def _bytes(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
