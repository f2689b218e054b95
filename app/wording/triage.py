"""The answer to a self-check, in words."""

from collections.abc import Iterable

from app.content.base import Link, translation_review
from app.content.dose import StepDose
from app.content.exercise import Contraindication
from app.content.outcome import (
    AdaptationOut,
    BlockOut,
    CauseRef,
    ConditionRef,
    ExerciseStep,
    NoRoutineOut,
    OfferedPhase,
    OfferedRoutineOut,
    OutcomeOut,
)
from app.content.selfcheck import AdviceDocument
from app.content.timeline import Cue, beats, duration_s, timeline
from app.triage.model import (
    Answers,
    Block,
    Cause,
    Level,
    OfferedRoutine,
    Outcome,
    Step,
)
from app.wording.words import (
    FIT_NAMES,
    Words,
    advice_for,
    advice_out,
    because,
    level_name,
    questions,
    warnings,
)


def word_outcome(
    words: Words,
    outcome: Outcome,
    answers: Answers,
    region: str | None,
    *,
    timelines: bool = False,
) -> OutcomeOut:
    """Args: timelines: whether routines come with the cues that a player runs."""
    advice = _advice(words, outcome)
    return OutcomeOut(
        status="complete" if outcome.complete else "needs_answers",
        level=level_name(outcome.level) if outcome.level is not None else None,
        level_at_least=level_name(outcome.level_at_least),
        time_frame=advice.time_frame,
        advice=advice_out(words, advice, region),
        warnings=warnings(words, outcome.warnings),
        conditions=[
            ConditionRef(slug=c, name=words.conditions[c].name) for c in outcome.conditions
        ],
        causes=[_cause(words, cause) for cause in outcome.causes],
        routines=[_routine(words, routine, outcome, timelines) for routine in outcome.routines],
        no_routine=_no_routine(words, outcome),
        blocked=[_block(words, block) for block in outcome.blocked],
        ask_about=[_block(words, block) for block in outcome.ask_about],
        next=questions(words, outcome.next),
        optional=questions(words, outcome.optional),
        because=because(words, outcome, answers),
        ruleset=words.ruleset,
        content_release=words.release,
        language=words.language,
        translation_review=translation_review(words.language),
        disclaimer=words.check.disclaimer,
    )


def _advice(words: Words, outcome: Outcome) -> AdviceDocument:
    """While answers are missing, what they already fix is said."""
    if outcome.level is None and outcome.level_at_least == Level.SELF_CARE:
        return advice_for(words, "needs_answers")
    if outcome.no_routine == "all_blocked":
        return advice_for(words, "all_blocked")
    return advice_for(words, level_name(outcome.level_at_least))


def _cause(words: Words, cause: Cause) -> CauseRef:
    rules = {rule.slug: rule for rule in words.check.rules}
    named = [rules[slug] for slug in cause.rules]
    return CauseRef(
        slug=cause.slug,
        name=words.causes[cause.slug].name,
        fit=FIT_NAMES[cause.fit],
        because=[rule.text for rule in named],
        citations=_once(link for rule in named for link in rule.citations),
    )


def _routine(
    words: Words, offered: OfferedRoutine, outcome: Outcome, timelines: bool
) -> OfferedRoutineOut:
    routine = words.routines[offered.slug]
    phases = [
        OfferedPhase(slug=phase.slug, steps=[_step(words, step) for step in phase.steps])
        for phase in offered.phases
    ]
    steps = [step for phase in phases for step in phase.steps]
    own = [rule for rule in words.check.rules if rule.when and rule.slug in outcome.fired]
    why = [str(rule.text) for rule in own if routine.slug in rule.routines]
    return OfferedRoutineOut(
        slug=routine.slug,
        name=routine.name,
        why=why or [routine.summary],  # proposed to everybody: for no reason of their own
        phases=phases,
        adapted=[
            AdaptationOut(
                exercise=change.exercise,
                replaced_by=change.replaced_by,
                because=_against(words, change.exercise, change.condition).why,
            )
            for change in offered.adapted
        ],
        warnings=warnings(words, routine.warnings),
        stop_rules=routine.stop_rules,
        duration_s=duration_s(steps, words.exercises),
        days_per_week=routine.days_per_week,
        equipment=sorted({e for step in steps for e in words.exercises[step.exercise].equipment}),
        timeline=_timeline(words, phases) if timelines else None,
        citations=routine.citations,
    )


def _timeline(words: Words, phases: list[OfferedPhase]) -> list[Cue]:
    names = {slug: exercise.name for slug, exercise in words.exercises.items()}
    steps = [(phase.slug, phase.steps) for phase in phases]
    return timeline(steps, words.exercises, words.cues, names)


def _step(words: Words, step: Step) -> ExerciseStep:
    exercise = words.exercises[step.exercise]
    dose = StepDose(
        sets=step.dose.sets,
        reps=step.dose.reps,
        hold_s=step.dose.hold_s,
        rest_s=step.dose.rest_s,
    )
    return ExerciseStep(
        exercise=exercise.slug,
        name=exercise.name,
        dose=dose,
        duration_s=sum(beat[0] for beat in beats(dose, exercise)),
        warnings=warnings(words, exercise.warnings),
    )


def _no_routine(words: Words, outcome: Outcome) -> NoRoutineOut | None:
    if outcome.no_routine is None:
        return None
    entry = next(e for e in words.check.no_routine if e.code == outcome.no_routine)
    return NoRoutineOut(code=entry.code, text=entry.text)


def _block(words: Words, block: Block) -> BlockOut:
    against = _against(words, block.exercise, block.condition)
    return BlockOut(
        exercise=block.exercise,
        condition=block.condition,
        why=against.why,
        citations=against.citations,
    )


def _against(words: Words, exercise: str, condition: str) -> Contraindication:
    rows = words.exercises[exercise].contraindications
    return next(row for row in rows if row.condition == condition)


def _once(links: Iterable[Link]) -> list[Link]:
    return list({link.slug: link for link in links}.values())
