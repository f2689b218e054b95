"""A routine that is offered to somebody, in words: `OfferedRoutineOut`."""

from typing import NamedTuple

from pydantic_core import to_json

from app.content.dose import StepDose
from app.content.outcome import AdaptationOut
from app.content.timeline import beats, timeline
from app.triage.model import Adaptation, OfferedRoutine, Outcome, Phase, Step
from app.wording.phrases import Once, Phrases, dump, fields, listed


class Written(NamedTuple):
    """A step."""

    body: bytes
    duration_s: int
    equipment: tuple[str, ...]


class Routines:
    """Of one rule set in one language."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._step: Once[Step, Written] = Once(self._write_step)
        self._whole: dict[str, bytes] = {}
        self._because = [
            (rule.slug, rule.routines, rule.text)
            for rule in phrases.words.check.rules
            if rule.when and rule.routines
        ]

    def write(self, offered: OfferedRoutine, outcome: Outcome, *, timelines: bool) -> bytes:
        why = [
            t
            for slug, routines, t in self._because
            if slug in outcome.fired and offered.slug in routines
        ]
        routine = self._phrases.words.routines[offered.slug]
        # Proposed to everybody: for no reason of their own.
        head = fields(
            slug=to_json(routine.slug),
            name=to_json(routine.name),
            why=to_json(why or [routine.summary]),
        )
        if offered.adapted or timelines:
            rest = self._rest(offered, timelines=timelines)
        else:
            if offered.slug not in self._whole:
                self._whole[offered.slug] = self._rest(offered, timelines=False)
            rest = self._whole[offered.slug]
        return b"".join((b"{", head, b",", rest, b"}"))

    def _rest(self, offered: OfferedRoutine, *, timelines: bool) -> bytes:
        say, routine = self._phrases, self._phrases.words.routines[offered.slug]
        steps = [self._step[step] for phase in offered.phases for step in phase.steps]
        return fields(
            phases=listed([self._phase(phase) for phase in offered.phases]),
            adapted=listed([self._adaptation(change) for change in offered.adapted]),
            warnings=listed([say.warning[slug] for slug in routine.warnings]),
            stop_rules=to_json(routine.stop_rules),
            duration_s=to_json(sum(step.duration_s for step in steps)),
            days_per_week=to_json(routine.days_per_week),
            equipment=to_json(sorted({e for step in steps for e in step.equipment})),
            timeline=self._timeline(offered.phases) if timelines else b"null",
            citations=to_json(routine.citations),
        )

    def _phase(self, phase: Phase) -> bytes:
        steps = listed([self._step[step].body for step in phase.steps])
        return b"{" + fields(slug=to_json(phase.slug), steps=steps) + b"}"

    def _adaptation(self, change: Adaptation) -> bytes:
        why = self._phrases.against(change.exercise, change.condition).why
        return dump(
            AdaptationOut(exercise=change.exercise, replaced_by=change.replaced_by, because=why)
        )

    def _timeline(self, phases: tuple[Phase, ...]) -> bytes:
        words = self._phrases.words
        steps = [(phase.slug, [_named(step) for step in phase.steps]) for phase in phases]
        names = {
            step.exercise: words.exercises[step.exercise].name for _, of in steps for step in of
        }
        return to_json(timeline(steps, words.exercises, words.cues, names))

    def _write_step(self, step: Step) -> Written:
        exercise = self._phrases.words.exercises[step.exercise]
        dose = _dose(step)
        seconds = sum(beat[0] for beat in beats(dose, exercise))
        body = fields(
            exercise=to_json(exercise.slug),
            name=to_json(exercise.name),
            dose=to_json(dose),
            duration_s=to_json(seconds),
            warnings=listed([self._phrases.warning[slug] for slug in exercise.warnings]),
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
