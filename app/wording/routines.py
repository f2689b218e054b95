"""A routine that is offered to somebody, in words: `OfferedRoutineOut`."""

from functools import partial
from typing import NamedTuple

from pydantic_core import to_json

from app.content.dose import StepDose
from app.content.offered import AdaptationOut
from app.content.timeline import beats, timeline
from app.triage.model import Adaptation, OfferedRoutine, Outcome, Phase, Step
from app.wording.phrases import Once, Phrases, against, dump, fields, listed
from app.wording.words import Words

REST = (
    b'"phases":[%b],"adapted":[%b],%b,"duration_s":%d,%b,"equipment":%b,"timeline":%b,'
    b'"citations":%b'
)


class Written(NamedTuple):
    """A step."""

    body: bytes
    duration_s: int
    equipment: tuple[str, ...]


class Fixed(NamedTuple):
    """What is the same of a routine for everybody it is offered to, in its order."""

    until_why: bytes
    summary: bytes
    until_duration: bytes
    until_equipment: bytes
    citations: bytes


class Routines:
    """Of one rule set in one language."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._fixed = Once(partial(_fixed, phrases))
        self._step = Once(partial(_step, phrases))
        self._adapted = Once(partial(_adaptation, phrases.words))
        self._whole: dict[str, bytes] = {}
        self._because = [
            (rule.slug, rule.routines, to_json(rule.text))
            for rule in phrases.words.check.rules
            if rule.when and rule.routines
        ]

    def write(self, offered: OfferedRoutine, outcome: Outcome, *, timelines: bool) -> bytes:
        fixed = self._fixed[offered.slug]
        why = [
            text
            for rule, routines, text in self._because
            if rule in outcome.fired and offered.slug in routines
        ]
        if offered.adapted or timelines:
            rest = self._rest(offered, fixed, timelines=timelines)
        else:
            rest = self._whole.get(offered.slug) or self._rest(offered, fixed, timelines=False)
            self._whole[offered.slug] = rest
        # Proposed to everybody: for no reason of their own.
        return b'{%b,"why":[%b],%b}' % (fixed.until_why, b",".join(why) or fixed.summary, rest)

    def _rest(self, offered: OfferedRoutine, fixed: Fixed, *, timelines: bool) -> bytes:
        phases, seconds, equipment = [], 0, set[str]()
        for phase in offered.phases:
            steps = [self._step[step] for step in phase.steps]
            seconds += sum([step.duration_s for step in steps])
            equipment.update(*[step.equipment for step in steps])
            bodies = b",".join([step.body for step in steps])
            phases.append(b'{"slug":"%b","steps":[%b]}' % (phase.slug.encode(), bodies))
        return REST % (
            b",".join(phases),
            b",".join([self._adapted[change] for change in offered.adapted]),
            fixed.until_duration,
            seconds,
            fixed.until_equipment,
            to_json(sorted(equipment)),
            self._timeline(offered.phases) if timelines else b"null",
            fixed.citations,
        )

    def _timeline(self, phases: tuple[Phase, ...]) -> bytes:
        words = self._phrases.words
        steps = [(phase.slug, [_named(step) for step in phase.steps]) for phase in phases]
        names = {
            step.exercise: words.exercises[step.exercise].name for _, of in steps for step in of
        }
        return to_json(timeline(steps, words.exercises, words.cues, names))


def _fixed(phrases: Phrases, slug: str) -> Fixed:
    routine = phrases.words.routines[slug]
    return Fixed(
        fields(slug=to_json(routine.slug), name=to_json(routine.name)),
        to_json(routine.summary),
        fields(
            warnings=listed([phrases.warning[slug] for slug in routine.warnings]),
            stop_rules=to_json(routine.stop_rules),
        ),
        fields(days_per_week=to_json(routine.days_per_week)),
        to_json(routine.citations),
    )


def _adaptation(words: Words, change: Adaptation) -> bytes:
    why = against(words, change.exercise, change.condition).why
    return dump(
        AdaptationOut(exercise=change.exercise, replaced_by=change.replaced_by, because=why)
    )


def _step(phrases: Phrases, step: Step) -> Written:
    exercise = phrases.words.exercises[step.exercise]
    dose = _dose(step)
    seconds = sum(beat[0] for beat in beats(dose, exercise))
    body = fields(
        exercise=to_json(exercise.slug),
        name=to_json(exercise.name),
        dose=to_json(dose),
        duration_s=to_json(seconds),
        warnings=listed([phrases.warning[slug] for slug in exercise.warnings]),
    )
    return Written(b"{" + body + b"}", seconds, tuple(exercise.equipment))


class _Named(NamedTuple):
    exercise: str
    dose: StepDose


def _named(step: Step) -> _Named:
    return _Named(step.exercise, _dose(step))


def _dose(step: Step) -> StepDose:
    dose = step.dose
    return StepDose(sets=dose.sets, reps=dose.reps, hold_s=dose.hold_s, rest_s=dose.rest_s)
