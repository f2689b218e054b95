"""A 12-year-old reads it: Flesch-Kincaid grades of everything people read, in English.

Grade = 0.39 words/sentence + 11.8 syllables/word - 15.59 (Kincaid et al. 1975). Grade 7 is a
12-year-old's. It measures length of words and sentences, not sense.
"""

import re
from collections.abc import Iterator

import pytest

from app.content.words import split
from app.library import Library

OF_AN_ITEM, OF_A_TEXT = 7.0, 12.0
ENOUGH_WORDS, ENOUGH_WORDS_IN_ALL = 10, 40
"""Of fewer words a grade says nothing."""
LONGEST_SENTENCE = 30

FOR_ASSESSORS = "safety-case"
NAMES_AND_TITLES = "contributor"
WORD = re.compile(r"[A-Za-z][A-Za-z']*")
END = re.compile(r"[.!?:;](?:\s|$)")


def sentences(text: str) -> list[list[str]]:
    return [words for part in END.split(text) if (words := WORD.findall(part))]


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e. Over all our words 0.6 % fewer than the CMU
    pronouncing dictionary counts (1.307 and 1.315 a word)."""
    bare = re.sub(r"[^a-z]", "", word.lower())
    if len(bare) <= 3:
        return 1
    if not re.search(r"[td]ed$", bare):
        bare = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", bare)
    return max(1, len(re.findall(r"[aeiouy]{1,2}", bare.removeprefix("y"))))


def grade(texts: list[str]) -> float:
    parts = [words for text in texts for words in sentences(text)]
    words = [word for part in parts for word in part]
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def read_by_people(library: Library) -> Iterator[tuple[str, list[str]]]:
    """Item → its texts; the reasoning behind a `derived` source is for those who check it."""
    documents = {
        f"{kind}/{slug}": document
        for kind, shelf in library.documents.items()
        for slug, document in shelf.items()
    } | dict(library.checks)
    for name, document in documents.items():
        texts = [
            text
            for place, text in split(document)[1].items()
            if WORD.search(text) and not place.endswith("basis")
        ]
        if texts:
            yield name, texts


def test_a_twelve_year_old_reads_every_item(library: Library) -> None:
    too_hard = {
        name: round(grade(texts), 1)
        for name, texts in read_by_people(library)
        if not name.startswith(NAMES_AND_TITLES)
        and sum(len(WORD.findall(text)) for text in texts) >= ENOUGH_WORDS_IN_ALL
        and grade(texts) > OF_AN_ITEM
    }
    assert too_hard == {}


def test_no_single_text_is_much_harder(library: Library) -> None:
    too_hard = {
        text: round(grade([text]), 1)
        for name, texts in read_by_people(library)
        if not name.startswith(FOR_ASSESSORS)
        for text in texts
        if len(WORD.findall(text)) >= ENOUGH_WORDS and grade([text]) > OF_A_TEXT
    }
    assert too_hard == {}


def test_no_sentence_needs_a_second_breath(library: Library) -> None:
    long = [
        text
        for name, texts in read_by_people(library)
        if not name.startswith(FOR_ASSESSORS)
        for text in texts
        if any(len(words) > LONGEST_SENTENCE for words in sentences(text))
    ]
    assert long == []


@pytest.mark.parametrize(
    ("text", "lowest", "highest"),
    [
        ("Lie on your back. Bend your knees.", -5, 2),
        ("See a doctor within 48 hours if the pain wakes you at night.", 2, 7),
        (
            "Contraindications necessitate individualised musculoskeletal rehabilitation under "
            "specialist multidisciplinary supervision.",
            20,
            60,
        ),
    ],
)
def test_the_grade_tells_plain_words_from_hard_ones(
    text: str, lowest: float, highest: float
) -> None:
    assert lowest <= grade([text]) <= highest
