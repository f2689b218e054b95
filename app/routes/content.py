"""Exercises and routines, with every filter."""

from collections.abc import Collection, Iterable
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Query, Request, Response

from app import errors
from app.catalog import Catalog
from app.catalog.filters import NONE
from app.catalog.order import Wanted
from app.content.base import Lang
from app.content.dose import Side
from app.content.exercise import Aim, Difficulty, Position
from app.content.kinds import KIND
from app.content.timeline import TimelineOut
from app.routes.lists import Cursor, Ids, Limit, Words, chosen, listed_page
from app.routes.reply import JSON, Link, reply
from app.routes.request import CatalogDep, LanguageDep, accepts
from app.routes.shape import ShapeDep
from app.routes.shelves import (
    ITEM_ERRORS,
    LIST_ERRORS,
    SlugPath,
    item_model,
    listed,
    one,
    page_model,
    some,
)

router = APIRouter(prefix="/v1")

OR = "Comma separated: any of them will do."
OR_AND = "Comma separated: any of them will do. Given twice: each of the two has to fit."
ALL = "Comma separated or given more than once: all of them count."


def _filter(description: str, example: str, how: str = OR_AND) -> Any:
    return Query(description=f"{description} {how}", examples=[[example]])


def _of(values: Any) -> str:
    return ", ".join(f"`{value}`" for value in get_args(values))


Values = list[str] | None
AIMS, POSITIONS, DIFFICULTIES, SIDES = map(get_args, (Aim, Position, Difficulty, Side))
AimFilter = Annotated[Values, _filter(f"Only items for this aim: {_of(Aim)}.", "strengthen")]
EquipmentFilter = Annotated[
    Values,
    _filter(
        "Only items that need this: slugs of `/v1/terms`, or `none` for nothing at all.",
        "wall,none",
    ),
]
AvailableFilter = Annotated[
    Values,
    _filter(
        "What the person has: only items that need nothing else. Slugs of `/v1/terms`, or `none`.",
        "mat,chair",
        ALL,
    ),
]
ConditionFilter = Annotated[
    Values,
    _filter(
        "Leave out what any of these conditions speaks against, be it `avoid` or `ask_first`: "
        "slugs of `/v1/conditions`. It takes the place of no self-check.",
        "pregnancy",
        ALL,
    ),
]
Seconds = Annotated[
    int | None,
    Query(
        ge=1,
        le=7_200,
        description="Only items that take so many seconds at the most, at the starting dose: 1 to "
        "7,200.",
        examples=[900],
    ),
]
ORDERED = "What the list is ordered by; a `-` in front reverses it. Equals come by slug."

ExerciseOrder = Literal[
    "slug", "-slug", "name", "-name", "duration_s", "-duration_s", "difficulty", "-difficulty"
]
RoutineOrder = Literal["slug", "-slug", "name", "-name", "duration_s", "-duration_s"]


@router.get(
    "/exercises",
    summary="List exercises",
    response_model=page_model(KIND["exercise"]),
    responses=LIST_ERRORS,
    tags=["exercises"],
)
async def list_exercises(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    shape: ShapeDep,
    aim: AimFilter = None,
    position: Annotated[
        Values, _filter(f"Only what is done in this position: {_of(Position)}.", "lying-side", OR)
    ] = None,
    equipment: EquipmentFilter = None,
    available_equipment: AvailableFilter = None,
    muscle: Annotated[
        Values,
        _filter(
            "Only what works or stretches this muscle: slugs of `/v1/terms`, set `muscle`.",
            "piriformis",
        ),
    ] = None,
    difficulty: Annotated[
        Values, _filter(f"Only what is so hard: {_of(Difficulty)}.", "easy,moderate", OR)
    ] = None,
    side: Annotated[
        Values, _filter(f"Only what is done so: {_of(Side)}.", "both-together", OR)
    ] = None,
    max_duration_s: Seconds = None,
    exclude_contraindication: ConditionFilter = None,
    q: Words = None,
    ids: Ids = None,
    order: Annotated[ExerciseOrder, Query(description=ORDERED)] = "slug",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Exercises that fit every filter given, page by page. A list is to be read; what suits a
    person is for triage to say."""
    wanted = Wanted(
        any_of=[
            *_any_of("aim", aim, AIMS),
            *_any_of("position", position, POSITIONS),
            *_any_of("equipment", equipment, _equipment(catalog, lang, equipment)),
            *_any_of("muscle", muscle, _terms(catalog, lang, "muscle", muscle)),
            *_any_of("difficulty", difficulty, DIFFICULTIES),
            *_any_of("side", side, SIDES),
        ],
        none_of=[
            *_unavailable(catalog, lang, "exercise", available_equipment),
            *_excluded(catalog, lang, exclude_contraindication),
        ],
        at_most=[] if max_duration_s is None else [("duration_s", max_duration_s)],
        words=q or "",
        slugs=some(catalog.shelves[lang]["exercise"], ids),
    )
    listing = catalog.listings[lang, "exercise"]
    slugs, following = listed_page(listing, wanted, order, limit, cursor)
    about = (q, exclude_contraindication)
    return listed(request, catalog, lang, "exercise", slugs, following, shape, *about)


@router.get(
    "/exercises/{slug}",
    summary="Get one exercise",
    response_model=item_model(KIND["exercise"]),
    responses=ITEM_ERRORS,
    tags=["exercises"],
)
async def get_exercise(
    request: Request, catalog: CatalogDep, lang: LanguageDep, shape: ShapeDep, slug: SlugPath
) -> Response:
    """One exercise: how to do it, how much, and whom it is not for. Show its warnings and its
    contraindications with it; `include=warnings,conditions` brings their words. Also as JSON-LD, in
    the words of schema.org."""
    return one(request, catalog, lang, "exercise", slug, shape)


@router.get(
    "/routines",
    summary="List routines",
    response_model=page_model(KIND["routine"]),
    responses=LIST_ERRORS,
    tags=["routines"],
)
async def list_routines(
    request: Request,
    catalog: CatalogDep,
    lang: LanguageDep,
    shape: ShapeDep,
    aim: AimFilter = None,
    equipment: EquipmentFilter = None,
    available_equipment: AvailableFilter = None,
    max_duration_s: Seconds = None,
    exclude_contraindication: ConditionFilter = None,
    q: Words = None,
    ids: Ids = None,
    order: Annotated[RoutineOrder, Query(description=ORDERED)] = "slug",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Routines that fit every filter given, page by page. A list is to be read; what suits a person
    is for triage to say, which also adapts it."""
    wanted = Wanted(
        any_of=[
            *_any_of("aim", aim, AIMS),
            *_any_of("equipment", equipment, _equipment(catalog, lang, equipment)),
        ],
        none_of=[
            *_unavailable(catalog, lang, "routine", available_equipment),
            *_excluded(catalog, lang, exclude_contraindication),
        ],
        at_most=[] if max_duration_s is None else [("duration_s", max_duration_s)],
        words=q or "",
        slugs=some(catalog.shelves[lang]["routine"], ids),
    )
    listing = catalog.listings[lang, "routine"]
    slugs, following = listed_page(listing, wanted, order, limit, cursor)
    about = (q, exclude_contraindication)
    return listed(request, catalog, lang, "routine", slugs, following, shape, *about)


@router.get(
    "/routines/{slug}",
    summary="Get one routine",
    response_model=item_model(KIND["routine"]),
    responses=ITEM_ERRORS,
    tags=["routines"],
)
async def get_routine(
    request: Request, catalog: CatalogDep, lang: LanguageDep, shape: ShapeDep, slug: SlugPath
) -> Response:
    """One routine: its steps, the plan over the weeks, and when to stop. Show its warnings and stop
    rules with it; `include=warnings,exercises` brings their words. Also as JSON-LD, in the words of
    schema.org."""
    return one(request, catalog, lang, "routine", slug, shape)


@router.get(
    "/routines/{slug}/timeline",
    summary="Get a routine as timed cues",
    response_model=TimelineOut,
    responses=ITEM_ERRORS,
    tags=["routines"],
)
async def get_routine_timeline(
    request: Request, catalog: CatalogDep, lang: LanguageDep, slug: SlugPath
) -> Response:
    """The routine as a flat list of timed cues that a player can run. It is the routine as
    published: where triage adapted it for somebody, play the `timeline` of that answer instead."""
    accepts(request, JSON)
    body = catalog.copies[lang].entries.get(("timeline", slug))
    if body is None:
        raise errors.UnknownSlug("no routine has this slug; /v1/routines lists them")
    return reply(request, body, lang, links=[Link(f"/v1/routines/{slug}", "up")])


def _terms(catalog: Catalog, lang: Lang, set_: str, values: Values) -> Collection[str]:
    """The terms of a set, where values of it were sent."""
    return set() if values is None else catalog.listings[lang, "term"].slugs("set", set_)


def _equipment(catalog: Catalog, lang: Lang, values: Values) -> Collection[str]:
    return {NONE, *_terms(catalog, lang, "equipment", values)}


def _any_of(
    name: str, values: Values, allowed: Collection[str]
) -> Iterable[tuple[str, Iterable[str]]]:
    return ((name, group) for group in chosen(values, name, allowed)) if values else ()


def _unavailable(
    catalog: Catalog, lang: Lang, kind: str, values: Values
) -> Iterable[tuple[str, Iterable[str]]]:
    """What there is not, and what an item must not need."""
    if values is None:
        return []
    known = _equipment(catalog, lang, values)
    there = set().union(*chosen(values, "available_equipment", known))
    return [("equipment", catalog.listings[lang, kind].values("equipment") - there - {NONE})]


def _excluded(catalog: Catalog, lang: Lang, values: Values) -> Iterable[tuple[str, Iterable[str]]]:
    known = catalog.shelves[lang]["condition"].fragments
    return [("condition", group) for group in chosen(values, "exclude_contraindication", known)]
