"""Whether the rules are whole, and whether they meet the safety requirements."""

import itertools
from collections.abc import Iterator, Mapping

from app.content.base import Authored
from app.content.exercise import ExerciseDocument
from app.content.links import links
from app.content.requirement import CarriedBy, Requirement
from app.content.routine import RoutineDocument
from app.content.selfcheck import AtLeast, CheckDocument
from app.library.check import did_you_mean
from app.library.read import Shelf
from app.library.source import Fault, Place, Source
from app.triage.answers import AnswersRefused, read_answers
from app.triage.check import Problem, problems
from app.triage.document import named
from app.triage.engine import evaluate
from app.triage.model import Level, RuleSet


def rule_faults(shelf: Shelf, rule_sets: Mapping[str, RuleSet]) -> Iterator[Fault]:
    for name, check in shelf.checks.items():
        yield from _check_references(name, check, shelf)
        if shelf.whole:
            for problem in problems(rule_sets[name]):
                yield _placed(problem, name, check, shelf)
    if shelf.whole:
        yield from _requirements(shelf, rule_sets["self-check"])


def _check_references(name: str, check: CheckDocument, shelf: Shelf) -> Iterator[Fault]:
    questions, rules = shelf.check_sources[name]
    citations = shelf.slugs["citation"]
    for source, part in (
        (questions, {"sections": check.sections}),
        (rules, {"rules": check.rules}),
    ):
        for place, link in links(part):
            if link.slug not in citations:
                better = did_you_mean(link.slug, citations)
                yield source.fault(place, f"no citation '{link.slug}'{better}")
    for index, rule in enumerate(check.rules):
        for kind, field, slugs in (
            ("warning", "warnings", rule.warnings),
            ("condition", "conditions", rule.conditions),
            ("routine", "routines", rule.routines),
            ("cause", "causes", [cause.slug for cause in rule.causes]),
        ):
            for slug in slugs:
                if slug not in shelf.slugs[kind]:
                    better = did_you_mean(slug, shelf.slugs[kind])
                    message = f"rule '{rule.slug}': no {kind} '{slug}'{better}"
                    yield rules.fault(("rules", index, field), message)
    always = {w for rule in check.rules if not rule.when for w in rule.warnings}
    for slug in check.mandatory_warnings:
        if slug not in always:
            message = f"'{slug}' is mandatory, but no rule without `when` adds it"
            yield rules.fault(("mandatory_warnings",), message)


def _placed(problem: Problem, name: str, check: CheckDocument, shelf: Shelf) -> Fault:
    questions, rules = shelf.check_sources[name]
    message = f"{problem.part} '{problem.slug}': {problem.message}"
    if problem.part == "question":
        for s, section in enumerate(check.sections):
            for q, question in enumerate(section.questions):
                if question.slug == problem.slug:
                    return questions.fault(("sections", s, "questions", q), message)
    for index, rule in enumerate(check.rules):
        if problem.part == "rule" and rule.slug == problem.slug:
            return rules.fault(("rules", index), message)
    entry = shelf.entries.get(problem.part, {}).get(problem.slug)
    return entry.fault((), message) if entry else Fault(questions.file, 1, message)


def _requirements(shelf: Shelf, rules: RuleSet) -> Iterator[Fault]:
    document, source = shelf.requirements, shelf.requirements_source
    if document is None or source is None:
        return
    met = {requirement.row for requirement in document.requirements}
    for index, row in enumerate(document.rows):
        if row not in met:
            yield source.fault(("rows", index), f"row '{row}' has no requirement")
    for index, requirement in enumerate(document.requirements):
        place: Place = ("requirements", index)
        if requirement.row not in document.rows:
            yield source.fault((*place, "row"), f"'{requirement.row}' is not among `rows`")
        if bool(requirement.when) == (requirement.carried_by is not None):
            yield source.fault(place, "give either `when` or `carried_by`")
        yield from _slugs(requirement, place, source, shelf)
        yield from _held(requirement, place, source, rules)
        if requirement.carried_by is not None:
            yield from _carried(requirement, requirement.carried_by, place, source, shelf)


def _slugs(requirement: Requirement, place: Place, source: Source, shelf: Shelf) -> Iterator[Fault]:
    for kind, field in (("warning", "warnings"), ("exercise", "never")):
        for slug in getattr(requirement, field):
            if slug not in shelf.slugs[kind]:
                better = did_you_mean(slug, shelf.slugs[kind])
                yield source.fault((*place, field), f"no {kind} '{slug}'{better}")


def _held(
    requirement: Requirement, place: Place, source: Source, rules: RuleSet
) -> Iterator[Fault]:
    """Rules only add, so what holds for these answers alone holds whatever else is said."""
    for index, alternative in enumerate(requirement.when):
        at = (*place, "when", index)
        for answers in _each_choice(alternative):
            try:
                outcome = evaluate(rules, read_answers(rules, answers))
            except AnswersRefused as exc:
                for refusal in exc.refusals:
                    yield source.fault(at, f"{refusal.pointer}: {refusal.detail}")
                continue
            said = ", ".join(f"{q}: {a}" for q, a in answers.items()) or "any answer"
            least = named(Level, requirement.level) or Level.SELF_CARE
            if outcome.level_at_least < least:
                got = outcome.level_at_least.name.lower()
                yield source.fault(at, f"not met: {said} gives {got}, not {requirement.level}")
            for slug in requirement.warnings:
                if slug not in outcome.warnings:
                    yield source.fault(at, f"not met: {said} does not warn '{slug}'")
            kept_away = {b.exercise for b in (*outcome.blocked, *outcome.ask_about)}
            if outcome.level_at_least == Level.SELF_CARE:
                for slug in set(requirement.never) - kept_away:
                    yield source.fault(at, f"not met: {said} does not keep '{slug}' away")


def _each_choice(
    alternative: Mapping[str, list[str] | AtLeast],
) -> Iterator[dict[str, object]]:
    choices = [
        [(q, o) for o in wanted] if isinstance(wanted, list) else [(q, wanted.at_least)]
        for q, wanted in alternative.items()
    ]
    for combination in itertools.product(*choices):
        yield dict(combination)


def _carried(
    requirement: Requirement, by: CarriedBy, place: Place, source: Source, shelf: Shelf
) -> Iterator[Fault]:
    """Warnings that ride on the content instead of on an answer."""
    kind = "routine" if by == "every-routine" else "exercise"
    for slug, entry in shelf.entries[kind].items():
        document = entry.document
        if not _concerned(document, by):
            continue
        for warning in requirement.warnings:
            if warning not in getattr(document, "warnings", []):
                message = f"not met: {kind} '{slug}' does not bring warning '{warning}'"
                yield source.fault(place, message)


def _concerned(document: Authored, by: CarriedBy) -> bool:
    if isinstance(document, RoutineDocument):
        return True
    assert isinstance(document, ExerciseDocument)
    if by == "strength-exercises":
        return "strengthen" in document.aims
    if by == "aaos-exercises":
        return any(link.slug == "aaos-hip-conditioning-program" for link in document.citations)
    return True
