"""What people type finds what they mean, first."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.catalog import Catalog
from app.content.base import Item, Lang
from app.search import Hit, Index, build, entries, hits
from tests.search.golden import CASES, WANTED, Case

NOW = [case for case in CASES if not case.waits]
MISSPELT = [case for case in CASES if case.misspelt]


def test_the_golden_file_is_large_enough() -> None:
    assert sum(case.lang == "en" for case in NOW) >= 50
    assert sum(case.lang == "es" for case in NOW) >= 30
    assert len(MISSPELT) >= 15
    assert len({(case.lang, case.q) for case in CASES}) == len(CASES)


def test_what_must_come_first_always_does(indexes: Mapping[Lang, Index]) -> None:
    found = {case: hits(indexes[case.lang], case.q) for case in NOW}

    first = [case for case in NOW if place(case, found[case]) == 1]
    among_three = [case for case in NOW if place(case, found[case]) in (1, 2, 3)]
    wrong = {str(case): told(found[case]) for case in NOW if case not in first}
    assert (len(first), len(among_three), wrong) == (len(NOW), len(NOW), {})


@pytest.mark.parametrize("case", MISSPELT, ids=str)
def test_a_misspelling_finds_what_was_meant(case: Case, indexes: Mapping[Lang, Index]) -> None:
    assert told(hits(indexes[case.lang], case.q)[:1]) == [case.first]


def test_what_waits_for_words_is_found_once_the_content_has_them(catalog: Catalog) -> None:
    indexes = {lang: with_wanted_words(catalog, lang) for lang in ("en", "es")}

    found = {case: hits(indexes[case.lang], case.q) for case in CASES}

    assert {str(case): told(f) for case, f in found.items() if place(case, f) != 1} == {}


def place(case: Case, found: list[Hit]) -> int | None:
    """Where the expected hit is, from 1."""
    for position, hit in enumerate(found, 1):
        if f"{hit.entry.kind}/{hit.entry.slug}" == case.first and case.at in (None, hit.entry.at):
            return position
    return None


def told(found: list[Hit]) -> list[str]:
    return [f"{hit.entry.kind}/{hit.entry.slug}" for hit in found[:3]]


def with_wanted_words(catalog: Catalog, lang: Lang) -> Index:
    items: dict[str, dict[str, Item]] = {
        kind: dict(shelf.items) for kind, shelf in catalog.shelves[lang].items()
    }
    for wanted in WANTED:
        if wanted.lang == lang:
            item: Any = items[wanted.kind][wanted.slug]
            more = (
                {"aliases": [*item.aliases, *wanted.words]}
                if hasattr(item, "aliases")
                else {"text": f"{item.text} {' '.join(wanted.words)}."}
            )
            items[wanted.kind][wanted.slug] = item.model_copy(update=more)
    check = catalog.checks["self-check", catalog.in_force["self-check"], lang]
    return build(entries(items, check, lang), lang)
