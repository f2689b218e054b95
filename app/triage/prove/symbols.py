"""What really runs, as formulas over symbolic answers.

Written apart from `engine` on purpose: a test draws thousands of answers and compares the two, so
that a slip in either shows.
"""

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Any, TypeAlias

import z3

from app.triage.adapt import LEAST_MAIN_EXERCISES
from app.triage.model import Action, Condition, Exercise, Level, Question, Routine, RuleSet

Formula: TypeAlias = Any
"""A z3 truth value; z3 has no types of its own to check against."""


def any_of(formulas: Iterable[Formula]) -> Formula:
    return z3.Or(*formulas)


def all_of(formulas: Iterable[Formula]) -> Formula:
    return z3.And(*formulas)


class Adapted:
    """One routine after adaptation: which exercise stands where, and whether enough are left."""

    def __init__(
        self, routine: Routine, exercises: Mapping[str, Exercise], against: Mapping[str, Formula]
    ) -> None:
        steps = dict.fromkeys(s.exercise for p in routine.phases for s in p.steps)
        used: dict[str, Formula] = {slug: z3.BoolVal(True) for slug in steps}
        self.kept: dict[str, Formula] = {slug: z3.Not(against[slug]) for slug in steps}
        self.replaced: dict[str, dict[str, Formula]] = {}
        for slug in steps:
            picks: dict[str, Formula] = {}
            earlier: list[Formula] = []
            for alternative in exercises[slug].alternatives:
                in_use = used.get(alternative, z3.BoolVal(False))
                free = z3.And(z3.Not(against[alternative]), z3.Not(in_use))
                picks[alternative] = z3.And(against[slug], free, *(z3.Not(e) for e in earlier))
                earlier.append(free)
            for alternative, pick in picks.items():
                used[alternative] = z3.Or(used.get(alternative, z3.BoolVal(False)), pick)
            self.replaced[slug] = picks
        main_phases = (p for p in routine.phases if p.slug == "main")
        main = dict.fromkeys(s.exercise for p in main_phases for s in p.steps)
        filled = [z3.Or(self.kept[slug], *self.replaced[slug].values()) for slug in main]
        self.enough: Formula = z3.AtLeast(*filled, LEAST_MAIN_EXERCISES)

    @cache  # noqa: B019
    def shows(self, exercise: str) -> Formula:
        """Whether `exercise` is in it, in its own place or in another's."""
        places = [picks[exercise] for picks in self.replaced.values() if exercise in picks]
        return z3.Or(self.kept.get(exercise, z3.BoolVal(False)), *places)


class Symbols:
    """The outcome of `rules` for answers nobody has given yet.

    Args:
        name: tells two sets of answers apart, to compare them.
    """

    def __init__(self, rules: RuleSet, name: str = "a") -> None:
        self.rules = rules
        self.questions = {question.slug: question for question in rules.questions}
        self.chosen = {
            (q.slug, o.slug): z3.Bool(f"{name}:{q.slug}={o.slug}")
            for q in rules.questions
            for o in q.options
        }
        scales = [q for q in rules.questions if q.type == "scale"]
        self.given = {q.slug: z3.Bool(f"{name}:{q.slug}?") for q in scales}
        self.number = {q.slug: z3.Int(f"{name}:{q.slug}#") for q in scales}
        self.bounds: list[Formula] = [
            z3.And(self.number[q.slug] >= (q.min or 0), self.number[q.slug] <= (q.max or 0))
            for q in scales
        ]

    def said(self, question: str, option: str) -> Formula:
        """`none` beside anything else is not a `none`."""
        options = self.questions[question].options
        if any(o.slug == option and o.kind == "none" for o in options):
            others = [self.chosen[question, o.slug] for o in options if o.kind != "none"]
            return z3.And(self.chosen[question, option], z3.Not(z3.Or(*others)))
        return self.chosen[question, option]

    def answered(self, question: Question) -> Formula:
        if question.type == "scale":
            return self.given[question.slug]
        return any_of(self.chosen[question.slug, o.slug] for o in question.options)

    def holds(self, condition: Condition) -> Formula:
        if condition.at_least is not None:
            slug = condition.question
            return z3.And(self.given[slug], self.number[slug] >= condition.at_least)
        return any_of(self.said(condition.question, o) for o in sorted(condition.any_of))

    @cached_property
    def fired(self) -> dict[str, Formula]:
        return {r.slug: all_of(self.holds(c) for c in r.when) for r in self.rules.rules}

    @cache  # noqa: B019  a model lives as long as its proof
    def level_at_least(self, level: Level) -> Formula:
        raising = (r for r in self.rules.rules if r.level is not None and r.level >= level)
        return any_of(self.fired[r.slug] for r in raising)

    def action_at_least(self, action: Action) -> Formula:
        asking = (r for r in self.rules.rules if r.action is not None and r.action >= action)
        return any_of(self.fired[r.slug] for r in asking)

    @cached_property
    def warned(self) -> dict[str, Formula]:
        return {w: self._added(w, "warnings") for w in self.rules.warnings}

    @cached_property
    def named(self) -> dict[str, Formula]:
        return {c: self._added(c, "conditions") for c in self.rules.conditions}

    @cached_property
    def proposed(self) -> dict[str, Formula]:
        return {r.slug: self._added(r.slug, "routines") for r in self.rules.routines}

    @cache  # noqa: B019
    def cause(self, slug: str, fit: int) -> Formula:
        return any_of(
            self.fired[r.slug]
            for r in self.rules.rules
            if any(s == slug and f >= fit for s, f in r.causes)
        )

    def _added(self, slug: str, effect: str) -> Formula:
        return any_of(self.fired[r.slug] for r in self.rules.rules if slug in getattr(r, effect))

    @cached_property
    def due(self) -> dict[str, Formula]:
        return {
            q.slug: any_of(self.holds(c) for c in q.asked_when)
            if q.asked_when
            else z3.BoolVal(True)
            for q in self.rules.questions
        }

    @cached_property
    def asked_next(self) -> dict[str, Formula]:
        """The questions of `next`."""
        emergency = self.level_at_least(Level.EMERGENCY)
        return {
            q.slug: z3.And(self.due[q.slug], z3.Not(self.answered(q)), z3.Not(emergency))
            for q in self.rules.questions
            if q.safety is not None
        }

    @cached_property
    def complete(self) -> Formula:
        return z3.Not(any_of(self.asked_next.values()))

    @cached_property
    def well(self) -> Formula:
        """Complete and `SELF_CARE`."""
        return z3.And(self.complete, z3.Not(self.level_at_least(Level.CLINICIAN_FIRST)))

    @cached_property
    def optional(self) -> dict[str, Formula]:
        return {
            q.slug: z3.And(
                self.well,
                self.due[q.slug],
                z3.Not(self.answered(q)),
                *(z3.Not(self.named[c]) for c in q.not_when),
            )
            for q in self.rules.questions
            if q.safety is None
        }

    @cached_property
    def against(self) -> dict[str, Formula]:
        return {
            e.slug: any_of(self.named[c] for c in (*e.avoid, *e.ask_first))
            for e in self.rules.exercises
        }

    @cached_property
    def adapted(self) -> dict[str, Adapted]:
        exercises = {e.slug: e for e in self.rules.exercises}
        return {r.slug: Adapted(r, exercises, self.against) for r in self.rules.routines}

    @cached_property
    def offered(self) -> dict[str, Formula]:
        return {
            slug: z3.And(self.well, self.proposed[slug], adapted.enough)
            for slug, adapted in self.adapted.items()
        }

    def shown(self, exercise: str) -> Formula:
        """Whether any offered routine has this exercise in it."""
        return any_of(
            z3.And(self.offered[slug], adapted.shows(exercise))
            for slug, adapted in self.adapted.items()
        )
