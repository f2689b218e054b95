"""What can be found, by which words, and what a list of results shows of it."""

from collections.abc import Mapping
from datetime import date

import pytest

from app.catalog import Catalog
from app.content.base import Lang
from app.content.guide import ContactOut
from app.content.kinds import KINDS
from app.content.notice import NoticeOut
from app.search import KIND_ORDER, Index, build, entries, hits
from app.search.countries import COUNTRIES
from app.search.entry import TITLE_CHARACTERS


def test_everything_but_the_safety_case_and_labels_can_be_found(
    catalog: Catalog, indexes: Mapping[Lang, Index]
) -> None:
    for lang, index in indexes.items():
        there = {(entry.kind, entry.slug) for entry in index.entries}
        wanted = {
            (kind, slug)
            for kind, shelf in catalog.shelves[lang].items()
            for slug, item in shelf.items.items()
            if kind != "safety-case" and getattr(item, "set", None) != "label"
        }
        check = catalog.checks["self-check", catalog.in_force["self-check"], lang]
        asked = {("question", q.slug) for section in check.sections for q in section.questions}

        assert there == wanted | asked
    assert set(KIND_ORDER) == {kind.name for kind in KINDS} - {"safety-case"} | {"question"}


def test_what_speaks_against_an_exercise_does_not_find_it(english: Index) -> None:
    for word in ("sciatica", "osteoporosis", "pregnancy"):
        numbers = english.postings[english.stems[word]].numbers
        found = [english.entries[n].slug for n in numbers]
        kinds = {english.entries[n].kind for n in numbers}

        assert "exercise" not in kinds, (word, found)


def test_what_a_list_of_results_shows_is_short(indexes: Mapping[Lang, Index]) -> None:
    for index in indexes.values():
        for entry in index.entries:
            assert 0 < len(entry.summary) <= 200, entry
            assert entry.title, entry
            assert entry.kind != "warning" or len(entry.title) <= TITLE_CHARACTERS


def test_a_notice_is_found_by_its_title(catalog: Catalog) -> None:
    notice = NoticeOut.model_validate(
        {
            "slug": "a-recall",
            "language": "en",
            "authorship": "machine_drafted",
            "translation_review": "source",
            "kind": "recall",
            "published_on": date(2027, 1, 15),
            "recalls": None,
            "contact": "us",
            "title": "The first rules are recalled",
            "text": "Do not use them any more.",
        }
    )
    items = {kind: shelf.items for kind, shelf in catalog.shelves["en"].items()}
    check = catalog.checks["self-check", catalog.in_force["self-check"], "en"]

    index = build(entries({**items, "notice": {"a-recall": notice}}, check, "en"), "en")

    first = hits(index, "recalled rules")[0].entry
    assert (first.kind, first.path) == ("notice", "/v1/notices/a-recall")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_country_we_know_a_number_of_has_a_name(lang: Lang, catalog: Catalog) -> None:
    contacts = catalog.all(lang, "emergency-contact", ContactOut).values()

    regions = {contact.region for contact in contacts if contact.region}
    assert regions == set(COUNTRIES[lang])
