"""Text → the words it is found by. Knows languages, not content."""

import re
import unicodedata
from collections.abc import Callable, Iterable

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
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_WITH_HYPHEN = re.compile(r"\w+(?:-\w+)+")


def plain(text: str) -> str:
    """Lower case, no accents, only letters, digits and spaces."""
    folded = text.casefold()
    if not folded.isascii():
        folded = _BEYOND_ASCII.sub(_unaccented, unicodedata.normalize("NFKD", folded))
    return _BETWEEN_WORDS.sub(" ", folded)


def _unaccented(found: re.Match[str]) -> str:
    return "" if unicodedata.combining(found[0]) else found[0]


def words(text: str) -> list[str]:
    """In order, those too that say little."""
    return plain(text).split()


def with_hyphen(text: str) -> list[str]:
    """The words of a text of ours that have a hyphen, without it: they are heard in their parts
    and as a whole, since people type `xray` and `warmup`."""
    if "-" not in text:
        return []
    return [plain(match[0]).replace(" ", "") for match in _WITH_HYPHEN.finditer(text)]


def telling(typed: Iterable[str], lang: Lang) -> list[str]:
    """Without the stop words of the language, unless nothing else was typed."""
    known = list(typed)
    stops = STOP_WORDS.get(_primary(lang), frozenset())
    return [word for word in known if word not in stops] or known


def vague(word: str, lang: Lang) -> bool:
    return word in VAGUE_WORDS.get(_primary(lang), frozenset())


def stemmer(lang: Lang) -> Callable[[str], str]:
    """Word → what it shares with its plural and its other forms.

    A stemmer keeps its place in a word in itself, so each caller has one of its own: an index is
    built on another thread than the one that answers.
    """
    name = STEMMERS.get(_primary(lang))
    if name is None:
        return str
    # Loads the stemmers of 34 languages, 65 ms: of use to an index, not to a start.
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    return stem


def _primary(lang: Lang) -> str:
    return lang.partition("-")[0]
