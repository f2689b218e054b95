"""Text → the words it is found by. Knows languages, not content."""

import re
import unicodedata
from collections.abc import Iterable

import snowballstemmer

from app.content.base import Lang

STEMMERS = {"en": "english", "es": "spanish"}
"""A language that is not here is searched by whole words and how they begin."""


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


STOP_WORDS = {
    "en": _set(
        "a am an and are as at be been but by can could d did do does for from had has have how i "
        "if in is it its know ll m me my no not of on or re s should so t than that the their them "
        "then there these they this those to ve was we were what when where which who why will "
        "with would you your"
    ),
    "es": _set(
        "a al ante como con cual cuando de del desde donde e el ella ellos en era es esa ese eso "
        "esta este esto ha hacer han hay he la las le les lo los mas me mi mis muy o para pero por "
        "porque que quien se si son su sus te tu tus u un una unas uno unos y ya yo"
    ),
}
"""Words that say nothing about what is looked for, as `plain` leaves them."""

VAGUE_WORDS = {
    "en": _set("problem problems issue issues trouble help something anything thing things"),
    "es": _set("problema problemas cosa cosas algo ayuda"),
}
"""Words that may be in a name, but say little in a query."""


_BETWEEN_WORDS = re.compile(r"[\W_]")


def plain(text: str) -> str:
    """Lower case, no accents, only letters, digits and spaces."""
    folded = text.casefold()
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in parts if not unicodedata.combining(c))
    return _BETWEEN_WORDS.sub(" ", folded)


def words(text: str) -> list[str]:
    """In order, those too that say little."""
    return plain(text).split()


def spoken(text: str) -> list[str]:
    """The words of a text of ours. One with a hyphen is heard in its parts and as a whole, since
    people type `xray` and `warmup`."""
    joined = (plain(match[0]).replace(" ", "") for match in re.finditer(r"\w+(?:-\w+)+", text))
    return [*words(text), *joined]


def telling(typed: Iterable[str], lang: Lang) -> list[str]:
    """Without the stop words of the language, unless nothing else was typed."""
    known = list(typed)
    stops = STOP_WORDS.get(_primary(lang), frozenset())
    return [word for word in known if word not in stops] or known


def vague(word: str, lang: Lang) -> bool:
    return word in VAGUE_WORDS.get(_primary(lang), frozenset())


def stems(known: Iterable[str], lang: Lang) -> dict[str, str]:
    """Each word with what it shares with its plural and its other forms.

    A stemmer keeps its place in a word in itself, so each call has one of its own: a catalog is
    built on another thread than the one that answers.
    """
    name = STEMMERS.get(_primary(lang))
    if name is None:
        return {word: word for word in known}
    stemmer = snowballstemmer.stemmer(name)
    return {word: stemmer.stemWord(word) for word in known}


def _primary(lang: Lang) -> str:
    return lang.partition("-")[0]
