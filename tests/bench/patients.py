"""Answers to send to triage: people made from the rules, and people drawn from a population."""

from collections.abc import Iterator

from app.triage.answers import read_answers
from app.triage.engine import evaluate
from app.triage.model import RuleSet
from app.triage.people import people
from tests.triage.population import read_prevalences, simulate

DRAWN = 300

Said = dict[str, list[str] | int]


def finished(rules: RuleSet) -> list[Said]:
    """People who have answered all that is asked of them: well ones, red flags, findings, and
    those for whom exercises have to be left out."""
    made = (dict(said) for _, said in people(rules) if evaluate(rules, said).complete)
    as_sent = [{slug: _sent(value) for slug, value in said.items()} for said in made]
    return as_sent + [visit[-1] for visit in _visits(rules)]


def one_by_one(rules: RuleSet) -> list[Said]:
    """What an app sends after each question, of many interviews."""
    return [said for visit in _visits(rules) for said in visit]


def _visits(rules: RuleSet) -> Iterator[list[Said]]:
    for visit in simulate(rules, read_prevalences(), count=DRAWN):
        said: Said = {}
        steps = [said]
        while questions := evaluate(rules, read_answers(rules, said)).next:
            truth = visit.truth[questions[0]]
            said = {**said, questions[0]: truth if isinstance(truth, int) else [truth]}
            steps.append(said)
        yield steps


def _sent(value: frozenset[str] | int) -> list[str] | int:
    return value if isinstance(value, int) else sorted(value)
