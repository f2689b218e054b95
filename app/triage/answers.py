"""What a client sent, let through or refused. Nothing is guessed at, and nothing is repeated."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.triage.model import Answers, Question, RuleSet


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that cannot be understood: where it is, and what would be. Never what was sent."""

    pointer: str
    code: str
    detail: str


class AnswersRefused(ValueError):
    """A misspelt red flag must not read as "no red flag"."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(f"{len(refusals)} answers cannot be understood")
        self.refusals = refusals


def read_answers(rules: RuleSet, sent: Mapping[str, object]) -> Answers:
    """The answers as the engine takes them.

    Args:
        sent: question to an option, a list of options, or a whole number.

    Raises:
        AnswersRefused: naming every position that is wrong and what is allowed there.
    """
    questions = {question.slug: question for question in rules.questions}
    read: dict[str, frozenset[str] | int] = {}
    refusals: list[Refusal] = []
    for position, (slug, value) in enumerate(sent.items()):
        question = questions.get(slug)
        if question is None:
            refusals.append(_unknown_question(position, questions))
        elif isinstance(answer := _read(question, value), Refusal):
            refusals.append(answer)
        else:
            read[slug] = answer
    if refusals:
        raise AnswersRefused(refusals)
    return read


def _read(question: Question, value: object) -> frozenset[str] | int | Refusal:
    pointer = f"/answers/{question.slug}"
    if question.type == "scale":
        return _read_scale(question, value, pointer)
    chosen = [value] if isinstance(value, str) else value
    allowed = [option.slug for option in question.options]
    if not isinstance(chosen, list) or not all(isinstance(item, str) for item in chosen):
        return Refusal(
            pointer, "wrong_type", f"should be an option or a list of options: {', '.join(allowed)}"
        )
    for position, item in enumerate(chosen):
        if item not in allowed:
            at = pointer if isinstance(value, str) else f"{pointer}/{position}"
            return Refusal(at, "unknown_option", f"should be one of: {', '.join(allowed)}")
    return frozenset(chosen)


def _read_scale(question: Question, value: object, pointer: str) -> frozenset[str] | int | Refusal:
    """A whole number; in a list of one as well, since a phone holds every answer as a list."""
    if isinstance(value, list) and len(value) < 2:
        if not value:
            return frozenset()
        value = value[0]
    low, high = question.min or 0, question.max or 0
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        return Refusal(pointer, "wrong_number", f"should be a whole number from {low} to {high}")
    return value


def _unknown_question(position: int, questions: Mapping[str, Question]) -> Refusal:
    return Refusal(
        "/answers",
        "unknown_question",
        f"entry {position + 1} is not a question of this rule set; "
        f"its questions are: {', '.join(questions)}",
    )
