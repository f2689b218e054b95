"""Exercises and routines, with every filter."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Query, Request, Response

from app import errors
from app.catalog import Catalog
from app.content.base import Item, Lang
from app.content.dose import Side
from app.content.exercise import Aim, Difficulty, ExerciseOut, Position
from app.content.guide import TermOut
from app.content.kinds import KIND
from app.content.routine import RoutineOut
from app.content.timeline import TimelineOut
from app.routes.lists import Cursor, Ids, Limit, Words, chosen, every, page
from app.routes.reply import JSON, Link, reply
from app.routes.request import CatalogDep, LanguageDep, accepts
from app.routes.shape import ShapeDep
from app.routes.shelves import (
    ITEM_ERRORS,
    LIST_ERRORS,
    SlugPath,
    found,
    item_model,
    listed,
    one,
    page_model,
)

router = APIRouter(prefix="/v1")

NONE = "none"
OR_AND = "Comma is or; the parameter given twice is and."
ALL = "Comma separated or given more than once; all of them count."


def _filter(description: str, example: str, how: str = OR_AND) -> Any:
    return Query(description=f"{description} {how}", examples=[[example]])


Values = list[str] | None
AimFilter = Annotated[Values, _filter("What it is for.", "strengthen")]
EquipmentFilter = Annotated[
    Values, _filter("What it needs; `none` is nothing at all.", "wall,none")
]
AvailableFilter = Annotated[
    Values, _filter("What there is; only items that need nothing else.", "mat,chair", ALL)
]
ConditionFilter = Annotated[
    Values,
    _filter(
        "Leave out what any of these speaks against, be it `avoid` or `ask_first`.", "pregnancy"
    ),
]
Seconds = Annotated[int | None, Query(ge=1, le=7_200, description="Not longer than this.")]

EXERCISE_ORDERS = {
    "slug": lambda _: "",
    "name": lambda e: str(e.name),
    "duration_s": lambda e: e.duration_s,
    "difficulty": lambda e: get_args(Difficulty).index(e.difficulty),
}
ExerciseOrder = Literal[
    "slug", "-slug", "name", "-name", "duration_s", "-duration_s", "difficulty", "-difficulty"
]
ROUTINE_ORDERS = {key: EXERCISE_ORDERS[key] for key in ("slug", "name", "duration_s")}
RoutineOrder = Literal["slug", "-slug", "name", "-name", "duration_s", "-duration_s"]


@router.get(
    "/exercises",
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
    position: Annotated[Values, _filter("The position it is done in.", "lying-side")] = None,
    equipment: EquipmentFilter = None,
    available_equipment: AvailableFilter = None,
    muscle: Annotated[Values, _filter("A muscle that works or is stretched.", "piriformis")] = None,
    difficulty: Annotated[Values, _filter("How hard it is.", "easy,moderate")] = None,
    side: Annotated[Values, _filter("One side or both.", "both-together")] = None,
    max_duration_s: Seconds = None,
    exclude_contraindication: ConditionFilter = None,
    q: Words = None,
    ids: Ids = None,
    order: Annotated[ExerciseOrder, Query(description="`-` reverses.")] = "slug",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Exercises that fit every filter given."""
    shelf = catalog.shelves[lang]["exercise"]
    muscles = _terms(catalog, lang, "muscle")
    tests: list[tuple[list[set[str]], Callable[[ExerciseOut, str], bool]]] = [
        (chosen(aim, "aim", get_args(Aim)), lambda e, v: v in e.aims),
        (chosen(position, "position", get_args(Position)), lambda e, v: e.position == v),
        (_equipment(catalog, lang, equipment), lambda e, v: _needs(e.equipment, v)),
        (
            chosen(muscle, "muscle", muscles),
            lambda e, v: v in (*e.muscles.primary, *e.muscles.secondary),
        ),
        (chosen(difficulty, "difficulty", get_args(Difficulty)), lambda e, v: e.difficulty == v),
        (chosen(side, "side", get_args(Side)), lambda e, v: e.side == v),
    ]
    available = _available(catalog, lang, available_equipment)
    excluded = _conditions(catalog, lang, exclude_contraindication)
    fitting: dict[str, Item] = {
        slug: e
        for slug, e in found(shelf, ids, q).items()
        if isinstance(e, ExerciseOut)
        and all(every(groups, lambda v, e=e, has=has: has(e, v)) for groups, has in tests)  # type: ignore[misc]
        and (available is None or set(e.equipment) <= available)
        and (max_duration_s is None or e.duration_s <= max_duration_s)
        and not excluded & {c.condition for c in e.contraindications}
    }
    slugs, following = page(fitting, order=order, keys=EXERCISE_ORDERS, limit=limit, cursor=cursor)
    return listed(request, catalog, lang, "exercise", slugs, following, shape)


@router.get(
    "/exercises/{slug}",
    response_model=item_model(KIND["exercise"]),
    responses=ITEM_ERRORS,
    tags=["exercises"],
)
async def get_exercise(
    request: Request, catalog: CatalogDep, lang: LanguageDep, shape: ShapeDep, slug: SlugPath
) -> Response:
    """One exercise: how to do it, how much, and whom it is not for."""
    return one(request, catalog, lang, "exercise", slug, shape)


@router.get(
    "/routines",
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
    order: Annotated[RoutineOrder, Query(description="`-` reverses.")] = "slug",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Routines that fit every filter given."""
    shelf = catalog.shelves[lang]["routine"]
    aims = chosen(aim, "aim", get_args(Aim))
    needed = _equipment(catalog, lang, equipment)
    available = _available(catalog, lang, available_equipment)
    excluded = _conditions(catalog, lang, exclude_contraindication)
    exercises = catalog.all(lang, "exercise", ExerciseOut)
    fitting: dict[str, Item] = {
        slug: r
        for slug, r in found(shelf, ids, q).items()
        if isinstance(r, RoutineOut)
        and every(aims, lambda v, r=r: v in r.aims)  # type: ignore[misc]
        and every(needed, lambda v, r=r: _needs(r.equipment, v))  # type: ignore[misc]
        and (available is None or set(r.equipment) <= available)
        and (max_duration_s is None or r.duration_s <= max_duration_s)
        and not excluded & _spoken_against(r, exercises)
    }
    slugs, following = page(fitting, order=order, keys=ROUTINE_ORDERS, limit=limit, cursor=cursor)
    return listed(request, catalog, lang, "routine", slugs, following, shape)


@router.get(
    "/routines/{slug}",
    response_model=item_model(KIND["routine"]),
    responses=ITEM_ERRORS,
    tags=["routines"],
)
async def get_routine(
    request: Request, catalog: CatalogDep, lang: LanguageDep, shape: ShapeDep, slug: SlugPath
) -> Response:
    """One routine: its steps, the plan over the weeks, and when to stop."""
    return one(request, catalog, lang, "routine", slug, shape)


@router.get(
    "/routines/{slug}/timeline",
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


def _terms(catalog: Catalog, lang: Lang, set_: str) -> set[str]:
    return {t.slug for t in catalog.all(lang, "term", TermOut).values() if t.set == set_}


def _equipment(catalog: Catalog, lang: Lang, values: Values) -> list[set[str]]:
    return chosen(values, "equipment", _terms(catalog, lang, "equipment") | {NONE})


def _needs(equipment: list[str], value: str) -> bool:
    return value in equipment or (value == NONE and not equipment)


def _available(catalog: Catalog, lang: Lang, values: Values) -> set[str] | None:
    if values is None:
        return None
    known = _terms(catalog, lang, "equipment") | {NONE}
    return set().union(*chosen(values, "available_equipment", known))


def _conditions(catalog: Catalog, lang: Lang, values: Values) -> set[str]:
    known = catalog.shelves[lang]["condition"].items
    return set().union(*chosen(values, "exclude_contraindication", known))


def _spoken_against(routine: RoutineOut, exercises: Mapping[str, ExerciseOut]) -> set[str]:
    steps = (step for phase in routine.phases for step in phase.steps)
    return {c.condition for s in steps for c in exercises[s.exercise].contraindications}
