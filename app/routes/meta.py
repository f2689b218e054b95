"""What this is: release, languages, the whole guide, problems and health."""

import json
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi import Path as PathParameter

from app import errors
from app.catalog import Catalog
from app.content.base import translation_review
from app.content.kinds import KINDS
from app.content.meta import GuideOut, Health, LanguagePage, MetaOut, ProblemKind, Ready
from app.content.said import RuleSetRef
from app.routes import linked
from app.routes.lists import Cursor, Limit, page
from app.routes.reply import JSON, TO_CATALOG, reply
from app.routes.request import CatalogDep, LanguageDep, accepts

router = APIRouter()

API_VERSION = "1"
READ_ERRORS = errors.declare(errors.UnknownParameter, errors.NotAcceptable, errors.InvalidRequest)
HEALTH_ERRORS = errors.declare(errors.UnknownParameter, errors.NotAcceptable)
GUIDE_ORDER = {
    "key_points": "key-point",
    "exercises": "exercise",
    "routines": "routine",
    "causes": "cause",
    "questions_and_answers": "question-and-answer",
    "tips": "tip",
    "warnings": "warning",
    "contributors": "contributor",
    "references": "citation",
}


@router.get(
    "/v1/meta",
    summary="See which release is served",
    response_model=MetaOut,
    responses=READ_ERRORS,
    tags=["about"],
)
async def get_meta(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """Which API, which content release, which rules, and how much of it is known or reviewed. It is
    small: ask it to see whether anything has changed."""
    accepts(request, JSON)
    shelves = catalog.shelves[lang]
    body = MetaOut(
        api_version=API_VERSION,
        content_release=catalog.release,
        content_digest=catalog.digest,
        published_at=catalog.published_at,
        self_check=_in_force(catalog, "self-check"),
        follow_up=_in_force(catalog, "follow-up"),
        languages=list(catalog.published_languages),
        counts={kind.plural: len(shelves[kind.name].items) for kind in KINDS},
        statements=dict(catalog.statements),
        clinically_reviewed=catalog.clinically_reviewed,
    )
    return reply(request, body.model_dump_json().encode(), lang, links=[TO_CATALOG])


@router.get(
    "/v1/languages",
    summary="List languages",
    response_model=LanguagePage,
    responses=READ_ERRORS,
    tags=["about"],
)
async def list_languages(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Every language, drafts too, how much of it is translated, and who reviewed it: nobody, so
    far. Offer people those that are published."""
    accepts(request, JSON)
    slugs, following = page(catalog.languages, limit=limit, cursor=cursor)
    body = LanguagePage(items=[catalog.languages[slug] for slug in slugs], next=following)
    return reply(request, body.model_dump_json().encode(), lang)


@router.get(
    "/v1/guide",
    summary="Get the whole guide",
    response_model=GuideOut,
    responses=READ_ERRORS,
    tags=["guide"],
)
async def get_guide(request: Request, catalog: CatalogDep, lang: LanguageDep) -> Response:
    """The whole guide in reading order: what to know, check, exercises, causes, answers, tips,
    warnings, references. It is large; an app that works offline fetches the bundle instead. Also as
    JSON-LD, in the words of schema.org and without the questions."""
    media_type = accepts(request, JSON, linked.LD_JSON)
    asked = json.loads(catalog.copies[lang].entries["questionnaire", "self-check"])
    if media_type == linked.LD_JSON:
        return await linked.whole_guide(request, catalog, lang, asked["disclaimer"])
    head = {
        "language": lang,
        "translation_review": translation_review(lang),
        "content_release": catalog.release,
        "disclaimer": asked["disclaimer"],
    }
    parts = [f'"{key}":{json.dumps(value)}'.encode() for key, value in head.items()]
    for key, kind in GUIDE_ORDER.items():
        items = b",".join(catalog.shelves[lang][kind].fragments.values())
        parts.append(f'"{key}":['.encode() + items + b"]")
        if key == "key_points":
            sections = json.dumps(asked["sections"], ensure_ascii=False, separators=(",", ":"))
            parts.append(b'"self_check":' + sections.encode())
    return reply(request, b"{" + b",".join(parts) + b"}", lang)


@router.get(
    "/livez", summary="See whether the process is alive", responses=HEALTH_ERRORS, tags=["health"]
)
async def get_livez(request: Request) -> Health:
    """Whether the process answers at all. For whoever restarts it when it does not."""
    accepts(request, JSON)
    return Health(status="alive")


@router.get(
    "/readyz",
    summary="See whether it is ready to serve",
    responses=HEALTH_ERRORS | errors.declare(errors.NotReady),
    tags=["health"],
)
async def get_readyz(request: Request, catalog: CatalogDep) -> Ready:
    """Whether a whole release is loaded, and which. 503 until it is: for a load balancer."""
    accepts(request, JSON)
    return Ready(status="ready", content_release=catalog.release)


@router.get(
    "/problems/{code}",
    summary="Get what a problem means",
    response_model=ProblemKind,
    responses=HEALTH_ERRORS | errors.declare(errors.NotFound, errors.InvalidRequest),
    tags=["about"],
)
async def get_problem(
    code: Annotated[
        str, PathParameter(max_length=64, description="The `code` of a problem that you received.")
    ],
    request: Request,
) -> ProblemKind:
    """What a kind of problem means: where `type` of a problem points to. 404 for an unknown code
    names all there are."""
    accepts(request, JSON)
    kind = errors.KINDS.get(code)
    if kind is None:
        known = ", ".join(sorted(errors.KINDS))
        raise errors.NotFound(f"no problem has this code; there are: {known}")
    return ProblemKind(code=code, status=kind.status.value, meaning=(kind.__doc__ or "").strip())


def _in_force(catalog: Catalog, name: str) -> RuleSetRef:
    return catalog.rule_sets[name, catalog.in_force[name]].ref
