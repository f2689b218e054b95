"""The adaptive interview: a few questions for the well, an end at once for an emergency, and the
same answer as for somebody who says it all at once."""

from random import Random

from app.library import Library
from app.triage.engine import evaluate
from app.triage.model import Answers, Outcome, Question, RuleSet


def test_a_session_of_calls_ends_as_one_complete_call_does(library: Library) -> None:
    rules = library.rule_sets["self-check"]
    random = Random(20261122)

    for _ in range(300):
        said, outcomes = _interview(rules, random, trouble=random.choice((0.0, 0.05, 0.5)))
        at_once = evaluate(rules, dict(random.sample(sorted(said.items()), len(said))))
        assert at_once == outcomes[-1]
        assert at_once.complete
        levels = [outcome.level_at_least for outcome in outcomes]
        assert levels == sorted(levels)


def test_the_most_dangerous_question_is_asked_first(library: Library) -> None:
    rules = library.rule_sets["self-check"]
    safety = {question.slug: question.safety or 0 for question in rules.questions}
    random = Random(7)

    for _ in range(50):
        _, outcomes = _interview(rules, random, trouble=0.2)
        for outcome in outcomes:
            dangers = [safety[slug] for slug in outcome.next]
            assert dangers == sorted(dangers, reverse=True)


def test_screens_spare_the_well_most_questions(library: Library) -> None:
    rules = library.rule_sets["self-check"]
    gated = {slug for question in rules.questions for slug in question.screens}
    always = [q for q in rules.questions if q.safety is not None and not q.asked_when]
    singly = [q for q in always if not q.screens]
    singly += [q for q in rules.questions if q.slug in gated and _opened_by(q) <= _slugs(always)]

    asked, _ = _interview(rules, Random(1), trouble=0.0)

    assert len(asked) <= 13
    assert len(singly) > 4 * len(asked)


def test_an_emergency_ends_the_interview_at_once(library: Library) -> None:
    rules = library.rule_sets["self-check"]

    outcome = evaluate(rules, {"saddle-numbness": frozenset({"yes"})})

    assert (outcome.complete, outcome.next, outcome.routines) == (True, (), ())


def _interview(rules: RuleSet, random: Random, *, trouble: float) -> tuple[Answers, list[Outcome]]:
    """Answers what `next` asks first, until nothing is asked any more."""
    questions = {question.slug: question for question in rules.questions}
    said: dict[str, frozenset[str] | int] = {}
    outcomes = [evaluate(rules, said)]
    while outcomes[-1].next:
        question = questions[outcomes[-1].next[0]]
        well = [o.slug for o in question.options if o.kind == "none"]
        anything = [o.slug for o in question.options]
        chosen = anything if random.random() < trouble else well
        said[question.slug] = frozenset({random.choice(chosen)})
        outcomes.append(evaluate(rules, said))
    return said, outcomes


def _opened_by(question: Question) -> set[str]:
    return {condition.question for condition in question.asked_when}


def _slugs(questions: list[Question]) -> set[str]:
    return {question.slug for question in questions}
