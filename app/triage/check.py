"""What is wrong with a rule set, found without a single patient."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.triage.adapt import LEAST_MAIN_EXERCISES
from app.triage.model import Condition, Level, Option, Question, Routine, Rule, RuleSet

Part = Literal["question", "rule", "routine", "exercise", "warning", "condition", "cause"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence about one part of the rule set."""

    part: Part
    slug: str
    message: str


def problems(rules: RuleSet) -> Iterator[Problem]:
    """Yield what must be mended before the rule set may be published."""
    questions = {question.slug: question for question in rules.questions}
    yield from _twice("question", [q.slug for q in rules.questions])
    yield from _twice("rule", [r.slug for r in rules.rules])
    for question in rules.questions:
        yield from _question(question, questions)
        yield from _unused_options(question, rules)
    for rule in rules.rules:
        yield from _rule(rule, questions)
    yield from _unknown(rules)
    for routine in rules.routines:
        yield from _routine(routine)
    yield from _unreachable(rules)


def _twice(part: Part, slugs: list[str]) -> Iterator[Problem]:
    for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        yield Problem(part, slug, "the slug is used twice")


def _question(question: Question, questions: dict[str, Question]) -> Iterator[Problem]:
    def problem(message: str) -> Problem:
        return Problem("question", question.slug, message)

    kinds = {option.kind for option in question.options}
    if question.physical and (question.safety is not None or "not_done" not in kinds):
        yield problem("a physical test is never a safety question and has a `not_done` option")
    if question.safety is not None and question.type != "scale":
        if "none" not in kinds:
            yield problem("a safety question needs an option of kind `none`")
        if "unsure" not in kinds and not question.screens and not _unordered(question):
            yield problem("a safety question needs an option of kind `unsure`")
    for condition in question.asked_when:
        yield from _condition("question", question.slug, condition, questions)
    yield from _screen(question, questions)


def _screen(question: Question, questions: dict[str, Question]) -> Iterator[Problem]:
    def problem(message: str) -> Problem:
        return Problem("question", question.slug, message)

    for slug in question.screens:
        gated = questions.get(slug)
        if gated is None:
            yield problem(f"it screens for '{slug}', which is not a question")
        elif not any(c.question == question.slug for c in gated.asked_when):
            yield problem(f"it screens for '{slug}', which it does not open")
        elif (gated.safety or Level.SELF_CARE) > (question.safety or Level.SELF_CARE):
            yield problem(f"it is less urgent than '{slug}', which it screens for")


def _unordered(question: Question) -> bool:
    """Findings like age bands: no answer lies below them all, so none could be "unsure"."""
    findings = [o for o in question.options if o.kind == "finding"]
    return len(findings) > 1 and all(o.rank is None for o in findings)


def _condition(
    part: Part,
    slug: str,
    condition: Condition,
    questions: dict[str, Question],
) -> Iterator[Problem]:
    question = questions.get(condition.question)
    if question is None:
        yield Problem(part, slug, f"no question '{condition.question}'")
        return
    known = {option.slug for option in question.options}
    for option in sorted(condition.any_of - known):
        yield Problem(part, slug, f"'{question.slug}' has no option '{option}'")
    if (condition.at_least is not None) != (question.type == "scale"):
        yield Problem(part, slug, f"`at_least` is for a scale; '{question.slug}' is not asked so")
    elif condition.at_least is None and not condition.any_of:
        yield Problem(part, slug, f"names no option of '{question.slug}', so it never holds")
    elif condition.at_least is not None and condition.at_least > (question.max or 0):
        yield Problem(part, slug, f"'{question.slug}' never reaches {condition.at_least}")


def _rule(rule: Rule, questions: dict[str, Question]) -> Iterator[Problem]:
    for condition in rule.when:
        yield from _condition("rule", rule.slug, condition, questions)
    if rule.level is not None and rule.level >= Level.URGENT and not rule.warnings:
        yield Problem("rule", rule.slug, f"raises to {rule.level.name.lower()} without a warning")
    adds_safety = rule.level is not None or rule.warnings or rule.conditions or rule.action
    if adds_safety and any(
        o.slug in c.any_of and o.kind == "none"
        for c in rule.when
        if c.question in questions
        for o in questions[c.question].options
    ):
        yield Problem(
            "rule", rule.slug, "a condition on a `none` option may only add routines and causes"
        )


def _unknown(rules: RuleSet) -> Iterator[Problem]:
    """A name that is not in the rule set would silently be left out of every outcome."""
    known: dict[str, set[str]] = {
        "warning": set(rules.warnings),
        "condition": set(rules.conditions),
        "cause": set(rules.causes),
        "routine": {routine.slug for routine in rules.routines},
    }
    named: list[tuple[Part, str, str, Iterable[str]]] = [
        *(("question", q.slug, "condition", q.not_when) for q in rules.questions),
        *(("rule", r.slug, "warning", r.warnings) for r in rules.rules),
        *(("rule", r.slug, "condition", r.conditions) for r in rules.rules),
        *(("rule", r.slug, "cause", [slug for slug, _ in r.causes]) for r in rules.rules),
        *(("rule", r.slug, "routine", r.routines) for r in rules.rules),
    ]
    for part, owner, kind, slugs in named:
        for slug in slugs:
            if slug not in known[kind]:
                yield Problem(part, owner, f"no {kind} '{slug}' in this rule set")


def _unused_options(question: Question, rules: RuleSet) -> Iterator[Problem]:
    used = {
        option
        for condition in (
            *(c for rule in rules.rules for c in rule.when),
            *(c for other in rules.questions for c in other.asked_when),
        )
        if condition.question == question.slug
        for option in condition.any_of
    }
    for option in question.options:
        if option.kind in ("finding", "unsure") and option.slug not in used:
            yield Problem("question", question.slug, f"no rule uses '{option.slug}'")
    unsure = next((o for o in question.options if o.kind == "unsure"), None)
    if unsure and question.safety is not None and question.safety >= Level.URGENT:
        yield from _unsure(question, question.safety, unsure, rules)


def _unsure(question: Question, safety: Level, unsure: Option, rules: RuleSet) -> Iterator[Problem]:
    """Doubt about a red flag is one level below it, at the least."""
    opens = any(
        c.question == question.slug and unsure.slug in c.any_of
        for other in rules.questions
        for c in other.asked_when
    )
    alone = [
        r
        for r in rules.rules
        if len(r.when) == 1
        and r.when[0].question == question.slug
        and unsure.slug in r.when[0].any_of
    ]
    raised = max((r.level for r in alone if r.level is not None), default=Level.SELF_CARE)
    if raised < safety - 1 and not opens and not any(r.conditions for r in alone):
        least = Level(safety - 1).name.lower()
        yield Problem("question", question.slug, f"`unsure` should raise to {least} at least")


def _unreachable(rules: RuleSet) -> Iterator[Problem]:
    """What is in the rule set and never reaches anybody."""
    steps = {s.exercise for r in rules.routines for p in r.phases for s in p.steps}
    stand_ins = {a for e in rules.exercises if e.slug in steps for a in e.alternatives}
    told = {w for r in rules.rules for w in r.warnings}
    told |= {w for e in rules.exercises for w in e.warnings}
    told |= {w for r in rules.routines for w in r.warnings}
    named = {c for r in rules.rules for c in r.conditions}
    causes = {slug for r in rules.rules for slug, _ in r.causes}
    proposed = {slug for r in rules.rules for slug in r.routines}
    reached: tuple[tuple[Part, Iterable[str], set[str], str], ...] = (
        ("warning", rules.warnings, told, "nobody ever gets to see it"),
        ("condition", rules.conditions, named, "no answer names it"),
        ("cause", rules.causes, causes, "no rule names it"),
        ("exercise", (e.slug for e in rules.exercises), steps | stand_ins, "no routine uses it"),
        ("routine", (r.slug for r in rules.routines), proposed, "no rule proposes it"),
    )
    for part, slugs, reachable, message in reached:
        for slug in slugs:
            if slug not in reachable:
                yield Problem(part, slug, message)


def _routine(routine: Routine) -> Iterator[Problem]:
    main = {s.exercise for p in routine.phases if p.slug == "main" for s in p.steps}
    if len(main) < LEAST_MAIN_EXERCISES:
        yield Problem("routine", routine.slug, f"has {len(main)} main exercises, not three")
