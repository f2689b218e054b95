"""What holds of search whatever is typed and whatever the content says."""

import unicodedata
from collections.abc import Mapping
from unicodedata import combining

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalog import Catalog
from app.content.base import Lang
from app.search import KIND_ORDER, Hit, Index, build, entries, hits, words
from app.search.words import plain, telling

ALWAYS = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LANGS = st.sampled_from(["en", "es"])


@ALWAYS
@given(lang=LANGS, q=st.text(max_size=100) | st.text("aehilnopst gru", max_size=60))
def test_any_text_is_answered_and_always_alike(
    indexes: Mapping[Lang, Index], lang: Lang, q: str
) -> None:
    found = hits(indexes[lang], q)

    assert found == hits(indexes[lang], q)
    assert found == sorted(found, key=in_order)
    assert all(0 <= hit.score <= 1 for hit in found)
    assert len({(hit.entry.kind, hit.entry.slug) for hit in found}) == len(found)
    assert words(q) or not found


def test_an_index_built_again_answers_alike(catalog: Catalog, english: Index) -> None:
    items = {kind: shelf.items for kind, shelf in catalog.shelves["en"].items()}
    backwards = {kind: dict(sorted(items[kind].items())[::-1]) for kind in sorted(items)}
    check = catalog.checks["self-check", catalog.in_force["self-check"], "en"]

    again = build(entries(backwards, check, "en"), "en")

    for q in ("hip pain", "glut brige", "scoliosis treatment", "st", "112"):
        assert told(hits(again, q)) == told(hits(english, q)), q


def test_every_item_is_found_first_by_its_own_name(indexes: Mapping[Lang, Index]) -> None:
    for index in indexes.values():
        alike = by_words(index)
        for entry in index.entries:
            for name in entry.names if entry.at is None else ():
                first = told(hits(index, name)[:1])

                assert set(first) & alike[stemmed(index, name)], (index.lang, name, first)


def test_every_item_is_found_first_by_its_code(indexes: Mapping[Lang, Index]) -> None:
    for index in indexes.values():
        for entry in index.entries:
            for code in entry.codes:
                sharing = {(e.kind, e.slug) for e in index.entries if code in e.codes}

                first = told(hits(index, code.upper())[: len(sharing)])

                assert set(first) == sharing, code


@ALWAYS
@given(data=st.data(), lang=LANGS)
def test_accents_and_capitals_change_nothing(
    indexes: Mapping[Lang, Index], data: st.DataObject, lang: Lang
) -> None:
    name = data.draw(st.sampled_from(long_names(indexes[lang])))

    found = hits(indexes[lang], name)

    assert found == hits(indexes[lang], without_accents(name))
    assert found == hits(indexes[lang], name.upper())
    assert found == hits(indexes[lang], name.lower())


@ALWAYS
@given(data=st.data(), lang=LANGS)
def test_a_typing_error_in_a_long_name_leaves_it_among_the_first_three(
    indexes: Mapping[Lang, Index], data: st.DataObject, lang: Lang
) -> None:
    index = indexes[lang]
    name = data.draw(st.sampled_from(long_names(index)))
    typed = data.draw(misspelt(" ".join(words(name))))

    first = told(hits(index, typed)[:3])

    assert set(first) & by_words(index)[stemmed(index, name)], (name, typed, first)


@ALWAYS
@given(st.text())
def test_folded_words_hold_letters_and_digits_only(text: str) -> None:
    bare = [c for c in unicodedata.normalize("NFKD", text.casefold()) if not combining(c)]

    assert plain(text).split() == "".join(c if c.isalnum() else " " for c in bare).split()


@pytest.mark.parametrize("lang", ["de", "pt-BR", "en-GB"])
def test_a_language_without_stemmer_or_stop_words_is_searched_all_the_same(
    lang: Lang, catalog: Catalog
) -> None:
    items = {kind: shelf.items for kind, shelf in catalog.shelves["en"].items()}
    check = catalog.checks["self-check", catalog.in_force["self-check"], "en"]

    index = build(entries(items, check, lang), lang)

    assert told(hits(index, "Clamshell")[:1]) == [("exercise", "clamshell")]
    assert told(hits(index, "ES")[:1]) == [("emergency-contact", "es")]


def in_order(hit: Hit) -> tuple[float, int, str]:
    return -hit.score, KIND_ORDER.index(hit.entry.kind), hit.entry.slug


def told(found: list[Hit]) -> list[tuple[str, str]]:
    return [(hit.entry.kind, hit.entry.slug) for hit in found]


def by_words(index: Index) -> dict[frozenset[str], set[tuple[str, str]]]:
    """What has a name with these words, whatever their order and form."""
    found: dict[frozenset[str], set[tuple[str, str]]] = {}
    for entry in index.entries:
        for name in entry.names:
            found.setdefault(stemmed(index, name), set()).add((entry.kind, entry.slug))
    return found


def stemmed(index: Index, name: str) -> frozenset[str]:
    return frozenset(index.stems.get(word, word) for word in telling(words(name), index.lang))


def long_names(index: Index) -> list[str]:
    """Names that can bear an error: at least two words, one of them long."""
    return sorted(
        name
        for entry in index.entries
        if entry.at is None
        for name in entry.names
        if len(words(name)) >= 2 and any(len(w) >= 8 and w.isalpha() for w in words(name))
    )


@st.composite
def misspelt(draw: st.DrawFn, name: str) -> str:
    """One letter of a long word left out, put in, exchanged or swapped with the next."""
    parts = name.split()
    long = [n for n, word in enumerate(parts) if len(word) >= 8 and word.isalpha()]
    at = draw(st.sampled_from(long))
    word = parts[at]
    place = draw(st.integers(1, len(word) - 2))
    letter = draw(st.sampled_from("aeiorstnl"))
    parts[at] = draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            ]
        )
    )
    return " ".join(parts)


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
