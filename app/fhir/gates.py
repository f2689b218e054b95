"""When a form may show the tests of the body: only where no safety question is open.

A form is filled in before anything is evaluated, so it has to ask for this itself. `=` is all that
is used: what has no answer opens nothing, and no two programs disagree about it.
"""

from collections.abc import Iterator

from app.fhir.names import Json, options_of
from app.triage.model import Level, Question, RuleSet

Clause = frozenset[tuple[str, str]]
"""Questions with an option: one of them has to be chosen."""


def raised(rules: RuleSet) -> dict[tuple[str, str], Level]:
    """Question and option → the level that it has by itself."""
    found: dict[tuple[str, str], Level] = {}
    for rule in rules.rules:
        if rule.level is not None and len(rule.when) == 1:
            for option in rule.when[0].any_of:
                key = rule.when[0].question, option
                found[key] = max(rule.level, found.get(key, rule.level))
    return found


def clauses(rules: RuleSet) -> list[Clause]:
    """All of them hold where every safety question that the form asks for is answered, or not due,
    and none of the answers raises anything by itself. What a screen opens is not due then."""
    level, by_slug = raised(rules), {question.slug: question for question in rules.questions}
    opened = {slug for question in rules.questions for slug in question.screens}
    found: list[Clause] = []
    for question in rules.questions:
        fine = frozenset((question.slug, one) for one in _fine(question, level))
        if question.safety is None or question.slug in opened or len(fine) == len(question.options):
            continue
        found += [fine | spared for spared in _spared(question, by_slug)]
    return [one for one in found if not any(other < one for other in found)]


def _fine(question: Question, level: dict[tuple[str, str], Level]) -> Iterator[str]:
    for option in question.options:
        if not (question.screens and option.kind != "none") and (
            (question.slug, option.slug) not in level
        ):
            yield option.slug


def _spared(question: Question, by_slug: dict[str, Question]) -> list[Clause]:
    """It is not due where all of these hold; one that never does, for what is always due."""
    found: list[Clause] = []
    for due in question.asked_when:
        asked = by_slug[due.question]
        other = frozenset(
            (asked.slug, one.slug) for one in asked.options if one.slug not in due.any_of
        )
        found += [other | spared for spared in _spared(asked, by_slug)]
    return found or [frozenset()]


def gated(group: Json, wanted: list[Clause]) -> Json:
    """The group, enabled where all hold. FHIR has no `any` within an `all`, so each clause with
    several answers is a group of its own around it, without words."""
    single = [clause for clause in wanted if len(clause) == 1]
    if single:
        when = [one for clause in single for one in enabled_by(clause)]
        group = {**group, "enableWhen": when, "enableBehavior": "all"}
    around = group
    for number, clause in enumerate(one for one in wanted if len(one) > 1):
        around = {
            "linkId": gate_id(group["linkId"], number),
            "type": "group",
            "enableWhen": enabled_by(clause),
            "enableBehavior": "any",
            "item": [around],
        }
    return around


def gate_id(group: str, number: int) -> str:
    return f"{group}.gate-{number}"


def enabled_by(clause: Clause) -> list[Json]:
    return [
        {
            "question": question,
            "operator": "=",
            "answerCoding": {"system": options_of(question), "code": option},
        }
        for question, option in sorted(clause)
    ]
