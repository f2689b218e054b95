"""Where the items of a questionnaire stand, and how those are called that take no answer, of any
version of its rules."""

from collections.abc import Iterator

from app.content.selfcheck import CheckDocument
from app.fhir.alarms import FIRST, PRESSING, alarm_id
from app.fhir.beside import beside_ids
from app.fhir.gates import clauses, gate_id
from app.fhir.questionnaire import has_tests, section_id
from app.triage.model import RuleSet


def unanswered(check: CheckDocument, rules: RuleSet) -> Iterator[str]:
    """Sections and what is around them, and every line that is shown."""
    yield from FIRST
    gates = _gates(rules)
    for section in check.sections:
        yield section_id(section)
        if has_tests(section):
            yield from (gate_id(section_id(section), number) for number in range(gates))
        for question in section.questions:
            yield from beside_ids(question)
            if question.safety == "emergency":
                yield from (alarm_id(question.slug, name) for _, name in PRESSING)


def depths(check: CheckDocument, rules: RuleSet) -> dict[str, int]:
    """Question → in how many groups it stands."""
    gates = _gates(rules)
    return {
        question.slug: 1 + gates if has_tests(section) else 1
        for section in check.sections
        for question in section.questions
    }


def _gates(rules: RuleSet) -> int:
    return sum(len(clause) > 1 for clause in clauses(rules))
