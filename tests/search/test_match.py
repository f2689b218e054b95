"""What a typed word may mean, and what it must not."""

import pytest

from app.search import Index, hits
from app.search.match import meaning, put_together


@pytest.mark.parametrize(("typed", "meant"), [("pir", "piriformis"), ("can", "cancer")])
def test_the_last_word_may_be_a_beginning(typed: str, meant: str, english: Index) -> None:
    stem = english.stems[meant]

    assert stem in meaning(english, typed, last=True)
    assert stem not in meaning(english, typed, last=False)


def test_what_is_a_word_as_it_stands_means_that_first(english: Index) -> None:
    meant = meaning(english, "glute", last=True)

    assert meant[english.stems["glute"]] == 1
    assert all(sure < 1 for stem, sure in meant.items() if stem != english.stems["glute"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("pregnant", "pregnancy"), ("pelvic", "pelvis"), ("clicking", "clicky")],
)
def test_a_word_means_those_of_its_family_too(typed: str, meant: str, english: Index) -> None:
    assert english.stems[meant] in meaning(english, typed, last=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hipp", "hip"), ("kene", "knee"), ("scolisis", "scoliosis"), ("scoliossiss", "scoliosis")],
)
def test_an_error_is_forgiven_in_four_letters_and_two_in_eight(
    typed: str, meant: str, english: Index
) -> None:
    assert english.stems[meant] in meaning(english, typed, last=False)


@pytest.mark.parametrize("typed", ["kne", "kkene", "911x", "113", "1120", "scoliossisss", "x"])
def test_short_words_numbers_and_more_errors_are_not_guessed_at(typed: str, english: Index) -> None:
    meant = meaning(english, typed, last=False)

    assert not {english.stems["knee"], english.stems["scoliosis"], "112", "911"} & set(meant)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["ham", "string", "stretch"], ["hamstring", "stretch"]),
        (["hip", "rolls"], ["hip", "rolls"]),
        (["hip"], ["hip"]),
    ],
)
def test_a_word_typed_in_two_is_put_together(
    typed: list[str], said: list[str], english: Index
) -> None:
    assert list(put_together(english, typed)) == said


@pytest.mark.parametrize("typed", ["xray", "x-ray", "x ray", "X Ray"])
def test_a_hyphen_may_be_left_out_or_be_a_space(typed: str, english: Index) -> None:
    assert len(hits(english, typed)) > 5


@pytest.mark.parametrize("q", ["hip pain", "scoliosis", "squat", "hip dysplasia", "leg length"])
def test_a_source_does_not_come_before_what_we_say_ourselves(q: str, english: Index) -> None:
    found = [hit.entry.kind for hit in hits(english, q)]

    assert found[0] != "citation"
    assert "citation" in found or q == "squat"


def test_a_word_that_everything_has_does_not_make_a_hit(english: Index) -> None:
    hip, flexors = hits(english, "hip"), hits(english, "tight hip flexors")

    assert len(flexors) < len(hip) / 3


@pytest.mark.parametrize("q", ["broken leg numb", "cannot walk after fall", "pop in replaced hip"])
def test_a_warning_comes_before_an_exercise_for_what_may_be_dangerous(
    q: str, english: Index
) -> None:
    kinds = [hit.entry.kind for hit in hits(english, q)]

    assert kinds[0] == "warning"
