"""A routine, without what the person must not be shown."""

from app.triage.model import Adaptation, OfferedRoutine, Phase, Routine, RuleSet, Step

LEAST_MAIN_EXERCISES = 3


def adapt(rules: RuleSet, routine: Routine, conditions: tuple[str, ...]) -> OfferedRoutine | None:
    """Replace each exercise that a condition speaks against, or drop it.

    It is replaced by its first declared alternative that no condition speaks against and that is
    not in the routine already; alternatives of alternatives are not looked at. A phase left empty
    is left out.

    Returns:
        None when fewer than three main exercises are left: that is no routine any more.
    """
    exercises = {exercise.slug: exercise for exercise in rules.exercises}
    against = {
        slug: next((c for c in conditions if c in e.avoid or c in e.ask_first), None)
        for slug, e in exercises.items()
    }
    used = {step.exercise for phase in routine.phases for step in phase.steps}
    adapted: dict[str, Adaptation] = {}
    for slug in [step.exercise for phase in routine.phases for step in phase.steps]:
        condition = against[slug]
        if condition is None or slug in adapted:
            continue
        replacement = next(
            (a for a in exercises[slug].alternatives if against[a] is None and a not in used), None
        )
        adapted[slug] = Adaptation(slug, replacement, condition)
        if replacement is not None:
            used.add(replacement)
    phases = tuple(
        Phase(phase.slug, steps)
        for phase in routine.phases
        if (steps := tuple(s for step in phase.steps for s in _step(rules, step, adapted)))
    )
    main = {step.exercise for phase in phases if phase.slug == "main" for step in phase.steps}
    if len(main) < LEAST_MAIN_EXERCISES:
        return None
    return OfferedRoutine(routine.slug, phases, tuple(adapted.values()))


def _step(rules: RuleSet, step: Step, adapted: dict[str, Adaptation]) -> tuple[Step, ...]:
    change = adapted.get(step.exercise)
    if change is None:
        return (step,)
    if change.replaced_by is None:
        return ()
    dose = next(e.dose for e in rules.exercises if e.slug == change.replaced_by)
    return (Step(change.replaced_by, dose),)
