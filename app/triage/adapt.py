"""A routine, without what the person must not be shown."""

from collections.abc import Mapping

from app.triage.model import (
    Adaptation,
    Exercise,
    OfferedRoutine,
    Phase,
    Routine,
    RuleSet,
    Step,
)

LEAST_MAIN_EXERCISES = 3


def adapt(rules: RuleSet, routine: Routine, conditions: tuple[str, ...]) -> OfferedRoutine | None:
    """Replace each exercise that a condition speaks against, or drop it.

    It is replaced by its first declared alternative that no condition speaks against and that is
    not in the routine already; alternatives of alternatives are not looked at. A phase left empty
    is left out.

    Returns:
        None when fewer than three main exercises are left: that is no routine any more.
    """
    return adapt_with({e.slug: e for e in rules.exercises}, routine, conditions)


def adapt_with(
    exercises: Mapping[str, Exercise], routine: Routine, conditions: tuple[str, ...]
) -> OfferedRoutine | None:
    """The same, where all exercises are at hand by their slugs."""
    used = {step.exercise for phase in routine.phases for step in phase.steps}
    adapted: dict[str, Adaptation] = {}
    for slug in [step.exercise for phase in routine.phases for step in phase.steps]:
        condition = _against(exercises[slug], conditions)
        if condition is None or slug in adapted:
            continue
        replacement = next(
            (
                a
                for a in exercises[slug].alternatives
                if a not in used and _against(exercises[a], conditions) is None
            ),
            None,
        )
        adapted[slug] = Adaptation(slug, replacement, condition)
        if replacement is not None:
            used.add(replacement)
    phases = tuple(
        Phase(phase.slug, steps)
        for phase in routine.phases
        if (steps := tuple(s for step in phase.steps for s in _step(exercises, step, adapted)))
    )
    main = {step.exercise for phase in phases if phase.slug == "main" for step in phase.steps}
    if len(main) < LEAST_MAIN_EXERCISES:
        return None
    return OfferedRoutine(routine.slug, phases, tuple(adapted.values()))


def _against(exercise: Exercise, conditions: tuple[str, ...]) -> str | None:
    """The first condition that speaks against it."""
    return next((c for c in conditions if c in exercise.avoid or c in exercise.ask_first), None)


def _step(
    exercises: Mapping[str, Exercise], step: Step, adapted: Mapping[str, Adaptation]
) -> tuple[Step, ...]:
    change = adapted.get(step.exercise)
    if change is None:
        return (step,)
    if change.replaced_by is None:
        return ()
    return (Step(change.replaced_by, exercises[change.replaced_by].dose),)
