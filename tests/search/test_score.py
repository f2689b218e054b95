"""What search does not look at would have changed nothing."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.base import Lang
from app.search import Index, words
from app.search.asked import KEPT_AMOUNTS, understood
from app.search.index import GAP, in_twos
from app.search.score import scores
from app.search.words import telling
from tests.search.golden import CASES, Case
from tests.search.plainly import scores_plainly

COMMON = ("hip", "hips", "pain", "leg", "stretch", "exercise", "back", "side", "scoliosis", "of")


@pytest.mark.parametrize("case", CASES[::7], ids=str)
def test_every_hit_has_the_score_that_it_has_by_itself(
    case: Case, indexes: Mapping[Lang, Index]
) -> None:
    index = indexes[case.lang]

    assert found(index, case.q) == pytest.approx(scores_plainly(index, case.q), abs=1e-12)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_hit_of_any_words_has_the_score_that_it_has_by_itself(
    data: st.DataObject, english: Index
) -> None:
    word = st.sampled_from(COMMON) | st.sampled_from(english.vocabulary)
    query = " ".join(data.draw(st.lists(word, min_size=1, max_size=6)))
    query = query[: data.draw(st.integers(1, len(query)))]

    assert found(english, query) == pytest.approx(scores_plainly(english, query), abs=1e-12)


@pytest.mark.parametrize(
    ("one", "other", "near"), [("a", "b", True), ("a", "c", True), ("a", "d", False)]
)
def test_words_are_near_with_one_between_them_and_not_with_two(
    one: str, other: str, near: bool
) -> None:
    text = in_twos("abcd")

    assert (one + other in text) == near


@pytest.mark.parametrize("texts", [("a", "b"), ("xa", "b"), ("xa", "by"), ("a", "", "b")])
def test_words_of_two_texts_are_not_near(texts: tuple[str, ...]) -> None:
    assert "ab" not in in_twos(GAP.join(texts))


def test_only_words_of_ours_and_their_beginnings_are_kept(english: Index) -> None:
    for query in ("zq7canary", "zq7canary hip", "hip zq7", "scolisis", "hip pa", "stret"):
        found(english, query)

    kept = {word for word, _ in english.asked}
    assert {"hip", "pa", "stret"} <= kept
    assert all(any(ours.startswith(word) for ours in english.vocabulary) for word in kept)


def test_what_is_kept_has_an_end(english: Index) -> None:
    for word in english.vocabulary:
        found(english, word)

    assert len(english.asked) <= 1 + KEPT_AMOUNTS / len(english.entries)


def found(index: Index, query: str) -> dict[int, float]:
    typed = list(dict.fromkeys(telling(words(query), index.lang)))
    return scores(index, understood(index, typed)) if typed else {}
