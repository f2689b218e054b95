"""What people type finds what they mean, first."""

from collections.abc import Mapping

import pytest

from app.content.base import Lang
from app.search import Hit, Index, hits
from tests.search.golden import CASES, Case

MISSPELT = [case for case in CASES if case.misspelt]


def test_the_golden_file_is_large_enough() -> None:
    assert sum(case.lang == "en" for case in CASES) >= 50
    assert sum(case.lang == "es" for case in CASES) >= 30
    assert len(MISSPELT) >= 15
    assert len({(case.lang, case.q) for case in CASES}) == len(CASES)


def test_what_must_come_first_always_does(indexes: Mapping[Lang, Index]) -> None:
    found = {case: hits(indexes[case.lang], case.q) for case in CASES}

    first = [case for case in CASES if place(case, found[case]) == 1]
    among_three = [case for case in CASES if place(case, found[case]) in (1, 2, 3)]
    wrong = {str(case): told(found[case]) for case in CASES if case not in first}
    assert (len(first), len(among_three), wrong) == (len(CASES), len(CASES), {})


@pytest.mark.parametrize("case", MISSPELT, ids=str)
def test_a_misspelling_finds_what_was_meant(case: Case, indexes: Mapping[Lang, Index]) -> None:
    assert told(hits(indexes[case.lang], case.q)[:1]) == [case.first]


def place(case: Case, found: list[Hit]) -> int | None:
    """Where the expected hit is, from 1."""
    for position, hit in enumerate(found, 1):
        if f"{hit.entry.kind}/{hit.entry.slug}" == case.first and case.at in (None, hit.entry.at):
            return position
    return None


def told(found: list[Hit]) -> list[str]:
    return [f"{hit.entry.kind}/{hit.entry.slug}" for hit in found[:3]]
