"""What an item refers to by its slug, and is found by as well."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.content.base import SOURCE_LANG, Item, Lang
from app.content.exercise import ExerciseOut
from app.content.guide import TermOut
from app.content.kinds import KIND

Items = Mapping[str, Mapping[str, Item]]
"""Kind → slug → item, in one language."""


@dataclass(frozen=True, slots=True)
class Around:
    lang: Lang
    terms: Mapping[str, TermOut]
    exercises: Mapping[str, Item]
    """Looked at one by one: together they would be large."""

    def named(self, slugs: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.terms[slug].name for slug in slugs if slug in self.terms)

    def exercised(self, slugs: Iterable[str]) -> Iterator[str]:
        """The names of exercises."""
        for slug in slugs:
            item = self.exercises.get(slug)
            if isinstance(item, ExerciseOut):
                yield item.name

    def in_everyday_words(self, slugs: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.terms[slug].plain for slug in slugs if slug in self.terms)

    def said(self, slug: str) -> tuple[str, ...]:
        """The words of a slug, for those who speak its language."""
        return (slug.replace("-", " "),) if self.lang == SOURCE_LANG else ()


def around(items: Items, lang: Lang) -> Around:
    return Around(
        lang=lang,
        terms={slug: i for slug, i in items["term"].items() if isinstance(i, TermOut)},
        exercises=items["exercise"],
    )


def path(kind: str, slug: str) -> str:
    return f"/v1/{KIND[kind].plural}/{slug}"
