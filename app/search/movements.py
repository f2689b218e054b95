"""Exercises and routines as they are found: never by what speaks against them, or "sciatica" would
offer the exercises that are wrong for it."""

from app.content.exercise import ExerciseOut
from app.content.routine import RoutineOut
from app.search.around import Around, path
from app.search.called import called
from app.search.entry import Entry, codes, names_in, shortened

NOTHING = "none"
"""The equipment of what needs nothing, as the filters call it."""


def exercise(item: ExerciseOut, around: Around) -> Entry:
    muscles = item.muscles
    return Entry(
        kind="exercise",
        slug=item.slug,
        title=item.name,
        summary=shortened(item.summary),
        path=path("exercise", item.slug),
        codes=codes(item.slug),
        names=(*names_in(item.name), *item.aliases, *around.said(item.slug)),
        gist=(item.summary,),
        terms=(
            *around.named([*muscles.primary, *item.aims, item.position, *item.equipment]),
            *called("exercise", around.lang),
            *(() if item.equipment else called(NOTHING, around.lang)),
        ),
        text=(
            *item.steps,
            *(mistake.text for mistake in item.mistakes),
            *(variant.text for variant in (*item.easier, *item.harder)),
            *around.named(muscles.secondary),
            *around.in_everyday_words([*muscles.primary, item.position]),
        ),
        facets={
            "aim": tuple(item.aims),
            "position": (item.position,),
            "equipment": tuple(item.equipment) or (NOTHING,),
            "difficulty": (item.difficulty,),
        },
    )


def routine(item: RoutineOut, around: Around) -> Entry:
    steps = [step.exercise for phase in item.phases for step in phase.steps]
    return Entry(
        kind="routine",
        slug=item.slug,
        title=item.name,
        summary=shortened(item.summary),
        path=path("routine", item.slug),
        codes=codes(item.slug),
        names=(*names_in(item.name), *around.said(item.slug)),
        gist=(item.summary, item.for_whom),
        terms=(
            *around.named([*item.aims, *item.equipment]),
            *called("routine", around.lang),
            *(() if item.equipment else called(NOTHING, around.lang)),
        ),
        text=(
            *(stage.text for stage in item.progression),
            *around.exercised(steps),
        ),
        facets={"aim": tuple(item.aims), "equipment": tuple(item.equipment) or (NOTHING,)},
    )
