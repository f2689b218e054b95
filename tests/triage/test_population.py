"""What the rules do to ten thousand people, and that the people are made as stated."""

from collections import Counter

import pytest

from app.library import Library
from app.triage.model import RuleSet
from tests.triage.population import (
    Prevalence,
    Visit,
    has_only_a_mild_ache,
    is_well,
    read_prevalences,
    red_flags,
    says_a_red_flag,
    simulate,
    table,
)

Prevalences = tuple[Prevalence, ...]


@pytest.fixture(scope="module")
def rules(library: Library) -> RuleSet:
    return library.rule_sets["self-check"]


@pytest.fixture(scope="module")
def prevalences() -> Prevalences:
    return read_prevalences()


@pytest.fixture(scope="module")
def visits(rules: RuleSet, prevalences: Prevalences) -> list[Visit]:
    return simulate(rules, prevalences)


def test_nobody_who_says_a_red_flag_reaches_an_exercise(
    rules: RuleSet, visits: list[Visit]
) -> None:
    ill = [visit for visit in visits if says_a_red_flag(rules, visit)]

    assert len(ill) > 300
    assert [visit for visit in ill if visit.outcome.routines or visit.after_checks] == []


def test_everybody_with_only_a_mild_ache_reaches_exercises(
    rules: RuleSet, visits: list[Visit]
) -> None:
    mild = [visit for visit in visits if has_only_a_mild_ache(rules, visit)]

    assert len(mild) > 1_000
    assert [visit for visit in mild if not visit.outcome.routines] == []


def test_most_people_with_a_mild_ache_reach_exercises(visits: list[Visit]) -> None:
    mild = [visit for visit in visits if visit.truth["pain"] == "mild"]

    reached = [visit for visit in mild if visit.outcome.routines]

    assert len(reached) > 0.5 * len(mild)


def test_the_check_is_quick_for_the_well(rules: RuleSet, visits: list[Visit]) -> None:
    taps = [visit.taps for visit in visits if is_well(rules, visit)]

    assert len(taps) > 1_000
    assert max(taps) <= 15


def test_nobody_who_came_to_an_end_is_left_without_a_level(visits: list[Visit]) -> None:
    assert [visit for visit in visits if visit.outcome.level is None] == []


def test_the_same_seed_gives_the_same_levels(rules: RuleSet, prevalences: Prevalences) -> None:
    one, other = (simulate(rules, prevalences, count=300, seed=7) for _ in range(2))

    assert Counter(v.outcome.level for v in one) == Counter(v.outcome.level for v in other)
    assert table(rules, prevalences, one) == table(rules, prevalences, other)


def test_every_prevalence_names_answers_that_exist(
    rules: RuleSet, prevalences: Prevalences
) -> None:
    options = {q.slug: {o.slug for o in q.options} for q in rules.questions}
    numbers = {q.slug: range(q.min or 0, (q.max or 0) + 1) for q in rules.questions}

    for prevalence in prevalences:
        for slug in prevalence.questions:
            assert prevalence.option in options[slug] or prevalence.option in numbers[slug]
        for slug, among in prevalence.among.items():
            assert set(among) <= options[slug]


def test_every_prevalence_says_how_it_is_known(library: Library, prevalences: Prevalences) -> None:
    for prevalence in prevalences:
        assert 0 < prevalence.probability <= 1
        assert prevalence.because.endswith(".")
        assert bool(prevalence.citations) == (prevalence.known != "assumed"), prevalence
        assert set(prevalence.citations) <= library.documents["citation"].keys()


def test_the_shares_of_one_question_never_exceed_everybody(
    rules: RuleSet, prevalences: Prevalences, visits: list[Visit]
) -> None:
    for question in rules.questions:
        about = [p for p in prevalences if question.slug in p.questions]
        for visit in visits[:500]:
            fitting = (
                p.probability
                for p in about
                if all(visit.truth[slug] in options for slug, options in p.among.items())
            )
            assert sum(fitting) <= 1 + 1e-9, question.slug


def test_every_red_flag_is_said_by_somebody(rules: RuleSet, prevalences: Prevalences) -> None:
    said = {slug for p in prevalences for slug in p.questions if p.option == "yes"}

    assert {flag.slug for flag in red_flags(rules)} - said == set()
