"""The words around the content: none missing, and the same left open in every language."""

import re
import shutil
from pathlib import Path

import pytest

from app.content.base import Known
from app.content.guide import TermOut
from app.library import BrokenSeed, Library, read_library
from app.paper.handout import SEVERITIES, Handout
from tests.conftest import ROOT, SEED
from tests.paper.conftest import Handouts

COUNTED = ("minutes", "days", "weeks", "dose-times", "dose-hold", "dose-rest")


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A copy of the real content, to break."""
    return Path(shutil.copytree(SEED, tmp_path / "seed"))


@pytest.mark.parametrize("wrong", ["{} semanas", "{m} semanas", "semanas", "{n} {n} semanas"])
def test_a_translation_leaves_open_what_the_english_does(wrong: str, seed: Path) -> None:
    path = seed / "translations" / "es" / "terms.yaml"
    before = path.read_text()
    assert before.count('es: "{n} semanas"') == 1
    path.write_text(before.replace('es: "{n} semanas"', f'es: "{wrong}"'))

    with pytest.raises(BrokenSeed) as broken:
        read_library(seed)

    line = before[: before.index('- en: "{n} weeks"')].count("\n") + 1
    fault = "the placeholders differ; the English has {n}"
    assert f"translations/es/terms.yaml:{line}: {fault}" in [str(f) for f in broken.value.faults]


def test_placeholders_may_stand_in_another_order(handouts: Handouts) -> None:
    for lang in ("en", "es"):
        term = handouts[lang, "desk-break"].terms["about-rights"]

        assert sorted(re.findall(r"\{\w+\}", term.name)) == ["{attribution}", "{licence}"]


def test_one_is_one_and_more_are_many(desk_break: Handout, handouts: Handouts) -> None:
    spanish = handouts["es", "desk-break"]

    assert [desk_break.count("weeks", n) for n in (1, 2, 12)] == ["1 week", "2 weeks", "12 weeks"]
    assert [spanish.count("days", n) for n in (1, 5)] == ["1 día a la semana", "5 días a la semana"]
    for stem in COUNTED:
        for handout in (desk_break, spanish):
            assert handout.count(stem, 1) != handout.count(stem, 2).replace("2", "1"), stem


def test_every_value_of_every_vocabulary_has_a_word(handouts: Handouts) -> None:
    wanted = [
        *(("severity", severity) for severity in SEVERITIES),
        *(("known", known) for known in Known),
        *(("grade", grade) for grade in ("none", "very-low", "low", "moderate")),
        *(("phase", phase) for phase in ("warm_up", "main", "cool_down")),
    ]
    for handout in handouts.values():
        assert all(handout.choice(prefix, value) for prefix, value in wanted)


def test_every_label_is_said_somewhere(library: Library) -> None:
    """What nobody says any more is taken out, not translated for ever."""
    said = "\n".join(
        path.read_text()
        for folder in ("fhir", "paper", "templates", "wording")
        for path in (ROOT / "app" / folder).iterdir()
        if path.is_file()
    )
    terms = library.documents["term"]
    labels = [slug for slug, term in terms.items() if getattr(term, "set", None) == "label"]

    chosen = ("severity-", "known-", "grade-", "phase-", "form-self-check", "form-follow-up")
    unsaid = [
        slug
        for slug in labels
        if not slug.startswith(chosen)
        and f'"{re.sub("-(one|many)$", "", slug)}"' not in said
        and f'"{slug}"' not in said
    ]
    assert labels
    assert unsaid == []


def test_a_label_is_a_term_like_any_other(desk_break: Handout) -> None:
    label = desk_break.terms["page-warnings"]

    assert isinstance(label, TermOut)
    assert (label.set, label.name) == ("label", "Warnings")
