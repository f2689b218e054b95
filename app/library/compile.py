"""From documents to the rule set the engine runs."""

from collections.abc import Mapping

from app.content.base import Authored
from app.content.dose import StepDose, starting_dose
from app.content.exercise import ExerciseDocument
from app.content.routine import RoutineDocument
from app.content.safety import Severity, WarningDocument
from app.content.selfcheck import CheckDocument, QuestionDocument, RuleDocument
from app.triage.document import named
from app.triage.model import (
    Action,
    Condition,
    Dose,
    Exercise,
    Fit,
    Level,
    Option,
    Phase,
    Question,
    Routine,
    Rule,
    RuleSet,
    Step,
)

Documents = Mapping[str, Mapping[str, Authored]]
"""Kind → slug → document."""

SEVERITIES: tuple[Severity, ...] = ("emergency", "urgent", "important", "advice", "reassurance")


def compile_rules(check: CheckDocument, documents: Documents) -> RuleSet:
    """Everything that decides, and nothing that only explains."""
    content = documents if check.name == "self-check" else {"warning": documents["warning"]}
    return RuleSet(
        name=check.name,
        version=check.version,
        questions=tuple(_question(q) for s in check.sections for q in s.questions),
        rules=tuple(_rule(r) for r in check.rules),
        warnings=_by_severity(_used_warnings(check, content["warning"])),
        conditions=tuple(content.get("condition", ())),
        causes=tuple(content.get("cause", ())),
        exercises=tuple(
            _exercise(slug, document)
            for slug, document in content.get("exercise", {}).items()
            if isinstance(document, ExerciseDocument)
        ),
        routines=tuple(
            _routine(slug, document)
            for slug, document in _most_particular_first(check, content.get("routine", {}))
            if isinstance(document, RoutineDocument)
        ),
    )


def _most_particular_first(
    check: CheckDocument, routines: Mapping[str, Authored]
) -> list[tuple[str, Authored]]:
    """The fewer rules propose a routine, the more it is meant for somebody like this."""
    rules = [routine for rule in check.rules for routine in rule.routines]
    return sorted(routines.items(), key=lambda item: (rules.count(item[0]), item[0]))


def _used_warnings(
    check: CheckDocument, warnings: Mapping[str, Authored]
) -> Mapping[str, Authored]:
    """The self-check carries every warning; the follow-up those its rules name."""
    if check.name == "self-check":
        return warnings
    named_ = {slug for rule in check.rules for slug in rule.warnings}
    return {slug: document for slug, document in warnings.items() if slug in named_}


def _by_severity(warnings: Mapping[str, Authored]) -> tuple[str, ...]:
    """The order people see them in; within a severity, as the file lists them."""
    severity = {slug: w.severity for slug, w in warnings.items() if isinstance(w, WarningDocument)}
    return tuple(sorted(severity, key=lambda slug: SEVERITIES.index(severity[slug])))


def _question(q: QuestionDocument) -> Question:
    options = q.options if isinstance(q.options, list) else []
    return Question(
        slug=q.slug,
        type=q.type,
        options=tuple(Option(o.slug, o.kind, o.rank) for o in options),
        min=q.min,
        max=q.max,
        safety=named(Level, q.safety),
        screens=tuple(q.screens),
        asked_when=tuple(Condition(w.question, frozenset(w.any_of), None) for w in q.asked_when),
        not_when=tuple(q.not_when),
        physical=q.physical,
    )


def _rule(r: RuleDocument) -> Rule:
    return Rule(
        slug=r.slug,
        when=tuple(
            Condition(question, frozenset(wanted), None)
            if isinstance(wanted, list)
            else Condition(question, frozenset(), wanted.at_least)
            for question, wanted in r.when.items()
        ),
        level=named(Level, r.level),
        action=named(Action, r.action),
        warnings=tuple(r.warnings),
        conditions=tuple(r.conditions),
        causes=tuple((c.slug, Fit[c.fit.upper()]) for c in r.causes),
        routines=tuple(r.routines),
    )


def _exercise(slug: str, e: ExerciseDocument) -> Exercise:
    def against(action: str) -> tuple[str, ...]:
        return tuple(c.condition for c in e.contraindications if c.action == action)

    return Exercise(
        slug=slug,
        dose=_dose(starting_dose(e.dose)),
        avoid=against("avoid"),
        ask_first=against("ask_first"),
        alternatives=tuple(e.alternatives),
        warnings=tuple(e.warnings),
    )


def _routine(slug: str, r: RoutineDocument) -> Routine:
    return Routine(
        slug=slug,
        phases=tuple(
            Phase(p.slug, tuple(Step(s.exercise, _dose(s.dose)) for s in p.steps)) for p in r.phases
        ),
        warnings=tuple(r.warnings),
        stop_rules=tuple(rule.slug for rule in r.stop_rules),
    )


def _dose(dose: StepDose) -> Dose:
    return Dose(dose.sets, dose.reps, dose.hold_s, dose.rest_s)
