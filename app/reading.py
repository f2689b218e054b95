"""A rule set as plain sentences, ordered by level, for a clinician to read and mark up."""

from collections.abc import Iterator, Mapping

from app.content.selfcheck import AtLeast, CheckDocument, QuestionDocument, RuleDocument
from app.library import Library

LEVELS = {
    "emergency": "Emergency: ambulance or emergency department now",
    "urgent": "Urgent: medical help the same day",
    "clinician_first": "A clinician first, before any exercise",
    None: "No level: warnings, conditions, causes and routines only",
}


def read_aloud(library: Library, check: CheckDocument) -> Iterator[str]:
    """One paragraph a rule: when it holds, what follows, why, and where that comes from."""
    questions = {q.slug: q for section in check.sections for q in section.questions}
    yield f"# {check.name} {check.version}: {len(check.rules)} rules"
    yield "Nobody has reviewed these rules. All that hold count; none takes anything away."
    for level, title in LEVELS.items():
        rules = [rule for rule in check.rules if rule.level == level]
        if rules:
            yield f"## {title} ({len(rules)})"
            yield from (_rule(rule, questions, library) for rule in rules)


def _rule(rule: RuleDocument, questions: Mapping[str, QuestionDocument], library: Library) -> str:
    lines = [f"[ ] {rule.slug}"]
    lines += [f"    When: {_condition(questions[q], wanted)}" for q, wanted in rule.when.items()]
    if not rule.when:
        lines.append("    When: always")
    lines += [f"    Then: {then}" for then in _effects(rule)]
    lines.append(f"    Why:  {rule.text}")
    for link in rule.citations:
        publisher = getattr(library.documents["citation"][link.slug], "publisher", "")
        basis = f" ({link.basis})" if link.basis else ""
        lines.append(f"    From: {publisher}, {link.slug} [{link.known.value}]{basis}")
    return "\n".join(lines)


def _condition(question: QuestionDocument, wanted: list[str] | AtLeast) -> str:
    if isinstance(wanted, AtLeast):
        return f"“{question.text}” is answered with {wanted.at_least} or more"
    options = question.options if isinstance(question.options, list) else []
    said = [f"“{option.text}”" for option in options if option.slug in wanted]
    return f"“{question.text}” is answered with {' or '.join(said)}"


def _effects(rule: RuleDocument) -> Iterator[str]:
    if rule.level is not None:
        yield f"at least {rule.level}"
    if rule.action is not None:
        yield f"at least {rule.action}"
    for name, slugs in (
        ("warn", rule.warnings),
        ("name the condition", rule.conditions),
        ("propose", rule.routines),
    ):
        if slugs:
            yield f"{name}: {', '.join(slugs)}"
    for cause in rule.causes:
        yield f"{cause.slug} {'fits' if cause.fit == 'fits' else 'may fit'}"
