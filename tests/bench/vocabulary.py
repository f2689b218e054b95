"""What can be asked for, from the real content: filter values, words, cursors."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from app.content.dose import Side
from app.content.exercise import Aim, Difficulty, ExerciseDocument, Position
from app.library import Library

LANGUAGES = ("en", "es")
SEARCHED = ("exercise", "routine", "cause", "condition", "warning")
WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    slugs: Mapping[str, Sequence[str]]
    """Kind → slugs."""
    filters: Mapping[str, Sequence[str]]
    """Parameter of `/v1/exercises` → values that some exercise has."""
    words: Mapping[str, Sequence[str]]
    """Language → words of names, aliases and summaries."""


def vocabulary(library: Library) -> Vocabulary:
    exercises = [
        e for e in library.documents["exercise"].values() if isinstance(e, ExerciseDocument)
    ]
    muscles = (m for e in exercises for m in (*e.muscles.primary, *e.muscles.secondary))
    against = (c.condition for e in exercises for c in e.contraindications)
    return Vocabulary(
        slugs={kind: tuple(documents) for kind, documents in library.documents.items()},
        filters={
            "aim": get_args(Aim),
            "position": get_args(Position),
            "difficulty": get_args(Difficulty),
            "side": get_args(Side),
            "equipment": _unique((*(slug for e in exercises for slug in e.equipment), "none")),
            "muscle": _unique(muscles),
            "exclude_contraindication": _unique(against),
        },
        words={lang: _unique(_words(library, lang)) for lang in LANGUAGES},
    )


def _words(library: Library, lang: str) -> Iterator[str]:
    documents = library.documents_in(lang)
    for kind in SEARCHED:
        for document in documents[kind].values():
            for name in ("name", "aliases", "summary", "what", "text"):
                value = getattr(document, name, ())
                for text in (value,) if isinstance(value, str) else value:
                    yield from WORD.findall(text.lower())


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
