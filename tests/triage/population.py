"""Ten thousand people who come with a mild ache or uneven hips, interviewed as an app would.

It says what the rules do to everybody, where a case says what they do to one. It is no evidence
about anybody's health: `population.yaml` states where every number comes from, and most are ours.

    python -m tests.triage.population
"""

import statistics
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Literal

import yaml

from app.library import read_library
from app.triage.answers import read_answers
from app.triage.engine import evaluate
from app.triage.model import Level, Outcome, Question, RuleSet

COUNT = 10_000
SEED = 20_261_122
DOES_CHECKS = 0.1  # Assumed: one in ten who gets exercises also does the checks at home.

Said = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Prevalence:
    """How often people say this, and how that is known."""

    questions: tuple[str, ...]
    option: str | int
    probability: float
    known: Literal["read", "mirror", "unverified", "derived", "assumed"]
    because: str
    citations: tuple[str, ...] = ()
    among: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Only of people who said one of these to each of these earlier questions."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's way through the check."""

    truth: Said
    """What the person would say to every question, asked or not."""
    outcome: Outcome
    taps: int
    """Questions answered until the outcome was there."""
    after_checks: Outcome | None
    """For those who go on to the optional questions and the checks at home."""


def read_prevalences() -> tuple[Prevalence, ...]:
    path = Path(__file__).parent / "population.yaml"
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return tuple(
        Prevalence(
            **{**e, "questions": tuple(e["questions"]), "citations": tuple(e.get("citations", ()))}
        )
        for e in entries
    )


def simulate(
    rules: RuleSet, prevalences: Sequence[Prevalence], *, count: int = COUNT, seed: int = SEED
) -> list[Visit]:
    """The same visits for the same arguments, on any machine."""
    random = Random(seed)
    interview = _Interview(rules)
    about = {
        question: [p for p in prevalences if question.slug in p.questions]
        for question in rules.questions
    }
    return [_visit(interview, _draw(about, random), random) for _ in range(count)]


def red_flags(rules: RuleSet) -> tuple[Question, ...]:
    """Questions a screen opens, whose "yes" is an emergency or urgent."""
    return tuple(
        question
        for question in rules.questions
        if question.safety in (Level.EMERGENCY, Level.URGENT)
        and "yes" in {option.slug for option in question.options}
    )


def says_a_red_flag(rules: RuleSet, visit: Visit) -> bool:
    return any(visit.truth[flag.slug] == "yes" for flag in red_flags(rules))


def has_only_a_mild_ache(rules: RuleSet, visit: Visit) -> bool:
    """An adult with mild pain and nothing else; an ache of over three months has been seen."""
    return (
        visit.truth["pain"] == "mild"
        and visit.truth["how-long"] != "over-3-months-not-assessed"
        and _says_nothing_else(rules, visit)
    )


def is_well(rules: RuleSet, visit: Visit) -> bool:
    """An adult without pain or with only a mild ache, for whom no screen opens."""
    no_pain = visit.truth["pain"] == "none" and _says_nothing_else(rules, visit)
    return no_pain or has_only_a_mild_ache(rules, visit)


def table(rules: RuleSet, prevalences: Sequence[Prevalence], visits: Sequence[Visit]) -> str:
    """What came of them, for people to read."""
    levels = Counter(visit.outcome.level for visit in visits)
    mild = [v for v in visits if v.truth["pain"] == "mild" and not says_a_red_flag(rules, v)]
    only = [v for v in visits if has_only_a_mild_ache(rules, v)]
    checked = [v for v in visits if v.after_checks is not None]
    kept = [v for v in checked if v.after_checks and v.after_checks.routines]
    known = Counter(p.known for p in prevalences)
    sources = sorted(
        {(slug, on) for p in prevalences for slug in p.citations for on in p.questions}
    )
    lines = [
        f"{len(visits)} people, {rules.name} {rules.version}",
        *(_row(level.name.lower(), levels[level], len(visits)) for level in reversed(Level)),
        "reach exercises",
        _row("everybody", _reached(visits), len(visits)),
        _row("mild ache, no red flag", _reached(mild), len(mild)),
        _row("only a mild ache", _reached(only), len(only)),
        _row("still, after checks at home", len(kept), len(checked)),
        "questions answered by the well",
        _taps([v.taps for v in visits if is_well(rules, v)]),
        "how the prevalences are known",
        "  " + ", ".join(f"{count} {how}" for how, count in known.most_common()),
        *(f"  {question}: {slug}" for slug, question in sources),
    ]
    return "\n".join(lines)


def main() -> None:
    rules = read_library(Path(__file__).parents[2] / "seed").rule_sets["self-check"]
    prevalences = read_prevalences()
    sys.stdout.write(table(rules, prevalences, simulate(rules, prevalences)) + "\n")


class _Interview:
    """The rules, asked once for each set of answers: most people start alike."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self._heard: dict[frozenset[tuple[str, str | int]], Outcome] = {}

    def outcome(self, said: Said) -> Outcome:
        key = frozenset(said.items())
        if key not in self._heard:
            self._heard[key] = evaluate(self.rules, read_answers(self.rules, said))
        return self._heard[key]


def _visit(interview: _Interview, truth: Said, random: Random) -> Visit:
    """`next`, first question first, until nothing is left to ask."""
    does_checks = random.random() < DOES_CHECKS
    said: Said = {}
    while questions := (outcome := interview.outcome(said)).next:
        said[questions[0]] = truth[questions[0]]
    taps = len(said)
    if not (does_checks and outcome.routines):
        return Visit(truth, outcome, taps, None)
    after = outcome
    while after.optional:
        said[after.optional[0]] = truth[after.optional[0]]
        after = evaluate(interview.rules, read_answers(interview.rules, said))
    return Visit(truth, outcome, taps, after)


def _draw(about: Mapping[Question, Sequence[Prevalence]], random: Random) -> Said:
    """What one person would say to every question; a screen opens for one of its flags."""
    truth: Said = {}
    for question, prevalences in about.items():
        truth[question.slug] = _drawn(question, truth, prevalences, random.random())
    for question in about:
        if any(truth[flag] != "none" for flag in question.screens):
            truth[question.slug] = "one-or-more"
    return truth


def _drawn(
    question: Question, truth: Said, prevalences: Sequence[Prevalence], chance: float
) -> str | int:
    for prevalence in prevalences:
        if all(truth[slug] in options for slug, options in prevalence.among.items()):
            chance -= prevalence.probability
            if chance < 0:
                return prevalence.option
    return _nothing(question)


def _nothing(question: Question) -> str | int:
    if question.type == "scale":
        return question.min or 0
    return next(option.slug for option in question.options if option.kind == "none")


def _says_nothing_else(rules: RuleSet, visit: Visit) -> bool:
    """An adult, to whom every other safety question gets its `none`."""
    besides = ("who", "age", "pain", "how-long")
    return visit.truth["age"] not in ("under-8", "8-to-17") and all(
        visit.truth[question.slug] == _nothing(question)
        for question in rules.questions
        if question.safety is not None and question.slug not in besides
    )


def _reached(visits: Sequence[Visit]) -> int:
    return sum(bool(visit.outcome.routines) for visit in visits)


def _row(name: str, count: int, of: int) -> str:
    return f"  {name:<28}{count:>6}  {count / of:6.1%} of {of}"


def _taps(taps: Sequence[int]) -> str:
    percentile_95 = statistics.quantiles(taps, n=20)[-1]
    return (
        f"  median {statistics.median(taps):g}, 95th percentile {percentile_95:g}, "
        f"most {max(taps)} ({len(taps)} people)"
    )


if __name__ == "__main__":
    main()
