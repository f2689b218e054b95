"""`evaluate`: the whole meaning of a rule set, in one page."""

from collections.abc import Iterable

from app.triage.adapt import adapt
from app.triage.model import (
    Action,
    Answers,
    Block,
    Cause,
    Condition,
    Fit,
    Level,
    NoRoutine,
    OfferedRoutine,
    Outcome,
    Question,
    Rule,
    RuleSet,
)


def evaluate(rules: RuleSet, answers: Answers) -> Outcome:
    """Apply every rule to `answers`, which `answers.read_answers` has let through.

    All rules are looked at, always; none shadows another, and what they say adds up. A routine is
    offered only when every due safety question is answered and the level is `SELF_CARE`.
    """
    said = {slug: _findings_win(rules, slug, chosen) for slug, chosen in answers.items()}
    fired = tuple(rule for rule in rules.rules if all(holds(c, said) for c in rule.when))
    level = max((r.level for r in fired if r.level is not None), default=Level.SELF_CARE)
    conditions = _in_order(rules.conditions, (c for r in fired for c in r.conditions))
    open_ = () if level == Level.EMERGENCY else open_safety_questions(rules, said)
    well = not open_ and level == Level.SELF_CARE
    offered = _offered(rules, fired, conditions) if well else ()
    return Outcome(
        complete=not open_,
        level=None if open_ else level,
        level_at_least=level,
        action=max((r.action for r in fired if r.action is not None), default=Action.GO_ON),
        warnings=_in_order(rules.warnings, (w for r in fired for w in r.warnings)),
        conditions=conditions,
        causes=causes(rules, fired),
        routines=offered,
        no_routine=no_routine(bool(open_), level, offered),
        blocked=_blocks(rules, conditions, "avoid"),
        ask_about=_blocks(rules, conditions, "ask_first"),
        next=tuple(q.slug for q in open_),
        optional=_optional(rules, said, conditions) if well else (),
        fired=tuple(rule.slug for rule in fired),
    )


def holds(condition: Condition, said: Answers) -> bool:
    answer = said.get(condition.question, frozenset())
    if isinstance(answer, int):
        return condition.at_least is not None and answer >= condition.at_least
    return not condition.any_of.isdisjoint(answer)


def due(question: Question, said: Answers) -> bool:
    return not question.asked_when or any(holds(c, said) for c in question.asked_when)


def open_safety_questions(rules: RuleSet, said: Answers) -> tuple[Question, ...]:
    """Due and unanswered, most dangerous first: silence is not a "no"."""
    missing = [
        q for q in rules.questions if q.safety is not None and due(q, said) and _silent(q, said)
    ]
    return tuple(sorted(missing, key=lambda q: -(q.safety or 0)))  # stable: then as they stand


def _silent(question: Question, said: Answers) -> bool:
    return said.get(question.slug, frozenset()) == frozenset()


def _findings_win(rules: RuleSet, slug: str, chosen: frozenset[str] | int) -> frozenset[str] | int:
    """`none` beside a finding or a doubt is not a `none`."""
    if isinstance(chosen, int):
        return chosen
    question = next(q for q in rules.questions if q.slug == slug)
    said = frozenset(o.slug for o in question.options if o.slug in chosen and o.kind != "none")
    return said or chosen


def causes(rules: RuleSet, fired: tuple[Rule, ...]) -> tuple[Cause, ...]:
    """The best fit first, then as the rule set lists them."""
    named = [(slug, fit, r.slug) for r in fired for slug, fit in r.causes]
    causes = [
        Cause(
            slug,
            max(fit for s, fit, _ in named if s == slug),
            tuple(rule for s, _, rule in named if s == slug),
        )
        for slug in _in_order(rules.causes, (s for s, _, _ in named))
    ]
    return tuple(sorted(causes, key=lambda cause: cause.fit != Fit.FITS))


def _blocks(rules: RuleSet, conditions: tuple[str, ...], action: str) -> tuple[Block, ...]:
    return tuple(
        Block(exercise.slug, condition)
        for exercise in rules.exercises
        for condition in conditions
        if condition in getattr(exercise, action)
    )


def _offered(
    rules: RuleSet, fired: tuple[Rule, ...], conditions: tuple[str, ...]
) -> tuple[OfferedRoutine, ...]:
    """What the person's own answers propose comes before what is proposed to everybody."""
    own = {slug for rule in fired if rule.when for slug in rule.routines}
    everybody = {slug for rule in fired for slug in rule.routines} - own
    adapted = (
        adapt(rules, routine, conditions)
        for proposed in (own, everybody)
        for routine in rules.routines
        if routine.slug in proposed
    )
    return tuple(routine for routine in adapted if routine is not None)


def no_routine(
    unfinished: bool, level: Level, offered: tuple[OfferedRoutine, ...]
) -> NoRoutine | None:
    if level > Level.SELF_CARE:
        return "see_someone_first"
    if unfinished:
        return "not_finished"
    return None if offered else "all_blocked"


def _optional(rules: RuleSet, said: Answers, conditions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        q.slug
        for q in rules.questions
        if q.safety is None
        and due(q, said)
        and _silent(q, said)
        and not set(q.not_when) & set(conditions)
    )


def _in_order(order: tuple[str, ...], chosen: Iterable[str]) -> tuple[str, ...]:
    among = set(chosen)
    return tuple(slug for slug in order if slug in among)
