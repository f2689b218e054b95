"""One thing that can be found: what a list of results shows of it, and the words it is found by."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

KIND_ORDER = (
    "exercise",
    "routine",
    "cause",
    "condition",
    "warning",
    "question-and-answer",
    "key-point",
    "tip",
    "term",
    "question",
    "contributor",
    "citation",
    "emergency-contact",
    "notice",
)
"""Every kind that is searched; of equals the earlier comes first."""

Facet = Literal["aim", "position", "equipment", "difficulty"]
"""What hits are counted by, besides their kind."""

SUMMARY_CHARACTERS = 200
TITLE_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of a field count for less from `names` to `text`."""

    kind: str
    slug: str
    title: str
    summary: str
    path: str
    at: str | None = None
    codes: tuple[str, ...] = ()
    """Names for programs: found whole or not at all."""
    names: tuple[str, ...] = ()
    gist: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    """The names of the muscles, positions and things that it is about."""
    text: tuple[str, ...] = ()
    facets: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    emergency: bool = False

    @property
    def fields(self) -> Mapping[str, tuple[str, ...]]:
        """Its words by how much they say of it. An aspect is about its cause in the second place
        only: else each of them would be found by whatever finds the cause."""
        whole = self.at is None
        return {
            "names": self.names if whole else (),
            "gist": self.gist,
            "terms": self.terms if whole else (*self.names, *self.terms),
            "text": self.text,
        }


def shortened(text: str, most: int = SUMMARY_CHARACTERS) -> str:
    """At most so many characters, cut between words."""
    whole = " ".join(text.split())
    if len(whole) <= most:
        return whole
    return whole[: most - 1].rpartition(" ")[0].rstrip(" ,;:.") + "…"


def opening(text: str) -> tuple[str, str]:
    """A title for what has none, and a summary that goes on from there: the first sentence, then
    the rest, or all of it again where there is no rest."""
    whole = " ".join(text.split())
    sentence = re.match(r".+?[.!?](?=\s|$)", whole)
    first = sentence[0] if sentence else whole
    if len(first) > TITLE_CHARACTERS:
        return shortened(first, TITLE_CHARACTERS), shortened(whole)
    return first, shortened(whole[len(first) :].strip() or whole)


def names_in(name: str) -> Iterator[str]:
    """A name, and the names in it: "Abdominals (tummy muscles)" goes by all three."""
    yield name
    if bracket := re.search(r"\(([^()]+)\)", name):
        yield name.replace(bracket[0], " ")
        yield from re.split(r"[,;]", bracket[1])


def codes(slug: str, other: str | None = None) -> tuple[str, ...]:
    """A slug of one word is no code: who types it means the word."""
    return tuple(code for code in (slug if "-" in slug else None, other) if code)
