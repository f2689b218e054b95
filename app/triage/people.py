"""People to try a rule set on, always the same: every option, rule, boundary, silence and
contradiction in turn, then some drawn by lot. They are made from the rules and resemble nobody.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from random import Random

from app.triage.engine import evaluate, open_safety_questions
from app.triage.model import Condition, Fit, Level, Question, Rule, RuleSet

Said = Mapping[str, frozenset[str] | int]
DRAWN = 200
SEED = 20261122
"""Fixed, so that people change only when the rules do."""


def people(rules: RuleSet) -> Iterator[tuple[str, Said]]:
    """Each with a name of their own; two may have said the same."""
    yield "nothing said", {}
    yield "every question skipped", {q.slug: frozenset() for q in rules.questions}
    yield "well", _completed(rules, {})
    for question in rules.questions:
        yield from _about(rules, question)
    for rule in rules.rules:
        yield from _firing(rules, rule)
    yield from _fitting(rules)
    yield from _drawn(rules)


def _about(rules: RuleSet, question: Question) -> Iterator[tuple[str, Said]]:
    """Each answer alone and with all else well; silence; `none` beside something else."""
    slug, opened = question.slug, _opened(rules, question)
    for answer, name in _answers(rules, question):
        yield f"{slug} {name}, nothing else said", {slug: answer}
        yield f"{slug} {name}, else well", _completed(rules, {**opened, slug: answer})
    silent = {**_completed(rules, opened), slug: frozenset[str]()}
    yield f"{slug} asked and not answered, else well", silent
    nothing = [o.slug for o in question.options if o.kind == "none"][:1]
    for option in question.options:
        if nothing and option.kind != "none":
            both = frozenset({*nothing, option.slug})
            yield f"{slug} {nothing[0]} together with {option.slug}", {**opened, slug: both}


def _answers(rules: RuleSet, question: Question) -> Iterator[tuple[frozenset[str] | int, str]]:
    """Every option; of a scale, its ends and both sides of every boundary."""
    for option in question.options:
        yield frozenset({option.slug}), option.slug
    if question.min is None or question.max is None:
        return
    used = [c for r in rules.rules for c in r.when] + [
        c for q in rules.questions for c in q.asked_when
    ]
    least = {c.at_least for c in used if c.question == question.slug and c.at_least is not None}
    for number in sorted({question.min, question.max, *least, *(n - 1 for n in least)}):
        if question.min <= number <= question.max:
            yield number, str(number)


def _firing(rules: RuleSet, rule: Rule) -> Iterator[tuple[str, Said]]:
    """Somebody for whom the rule holds; where it names a condition, also with every wish, so that
    routines have to be adapted."""
    said = _meeting(rules, rule)
    yield f"rule {rule.slug}", _completed(rules, said)
    for condition in rule.when if rule.conditions else ():
        for option in sorted(condition.any_of):
            wishing = {**_wishes(rules), **said, condition.question: frozenset({option})}
            yield f"rule {rule.slug} by {option}, with every wish", _completed(rules, wishing)


def _fitting(rules: RuleSet) -> Iterator[tuple[str, Said]]:
    """Two rules at a time that say a cause fits, so that causes have to be put in order."""
    fitting = [rule for rule in rules.rules if any(fit == Fit.FITS for _, fit in rule.causes)]
    for one, other in combinations(fitting, 2):
        both = {**_meeting(rules, one), **_meeting(rules, other)}
        yield f"rules {one.slug} and {other.slug}", _completed(rules, both)


def _meeting(rules: RuleSet, rule: Rule) -> Said:
    said: Said = {}
    for condition in rule.when:
        said = {**_opened(rules, _question(rules, condition.question)), **said}
    return {**said, **{condition.question: _met(condition) for condition in rule.when}}


def _drawn(rules: RuleSet) -> Iterator[tuple[str, Said]]:
    """One to five things said at random, most often nothing grave; a third is left unfinished."""
    random = Random(SEED)
    every = [(q, answer) for q in rules.questions for answer, _ in _answers(rules, q)]
    mild = [
        (q, answer)
        for q, answer in every
        if evaluate(rules, {q.slug: answer}).level_at_least == Level.SELF_CARE
    ]
    for number in range(1, DRAWN + 1):
        said: dict[str, frozenset[str] | int] = dict(_wishes(rules)) if number % 2 else {}
        for question, answer in random.choices(
            every if number % 4 == 0 else mild, k=number % 5 + 1
        ):
            said = {**said, **_opened(rules, question), question.slug: answer}
        completed = _completed(rules, said)
        kept = random.sample(sorted(completed), k=max(1, len(completed) * 2 // 3))
        unfinished = {slug: completed[slug] for slug in kept}
        yield f"drawn by lot, {number}", completed if number % 3 else unfinished


def _wishes(rules: RuleSet) -> Said:
    """Answers that only propose routines, all at once."""
    wishes: dict[str, frozenset[str]] = {}
    for rule in rules.rules:
        if rule.routines and rule.level is None and not rule.conditions and len(rule.when) == 1:
            question = _question(rules, rule.when[0].question)
            if question.type == "multiple" and question.safety is None:
                slug = question.slug
                wishes[slug] = wishes.get(slug, frozenset()) | rule.when[0].any_of
    return wishes


def _opened(rules: RuleSet, question: Question) -> Said:
    """What has to be said for the question to be due."""
    for condition in question.asked_when:
        opener = _question(rules, condition.question)
        return {**_opened(rules, opener), opener.slug: _met(condition)}
    return {}


def _completed(rules: RuleSet, said: Said) -> Said:
    """The same person, who answers whatever else has to be asked as mildly as can be."""
    while open_ := open_safety_questions(rules, said):
        said = {**said, **{question.slug: _mildest(question) for question in open_}}
    return said


def _mildest(question: Question) -> frozenset[str] | int:
    if question.type == "scale":
        return question.min or 0
    nothing = [option.slug for option in question.options if option.kind == "none"]
    return frozenset([*nothing, question.options[0].slug][:1])


def _met(condition: Condition) -> frozenset[str] | int:
    if condition.at_least is not None:
        return condition.at_least
    return frozenset({min(condition.any_of)})


def _question(rules: RuleSet, slug: str) -> Question:
    return next(question for question in rules.questions if question.slug == slug)
