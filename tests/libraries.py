"""The real library with something changed, for tests that publish."""

import dataclasses
from collections.abc import Mapping

from app.content.base import Authored
from app.content.words import split
from app.library import Library


def with_documents(library: Library, kind: str, documents: Mapping[str, Authored]) -> Library:
    """The library with these in place of all of their kind."""
    changed = {**library.documents, kind: documents}
    return told(dataclasses.replace(library, documents=changed))


def with_a_new_tip(library: Library, slug: str = "one-more") -> Library:
    tips = library.documents["tip"]
    return with_documents(library, "tip", {**tips, slug: next(iter(tips.values()))})


def told(library: Library) -> Library:
    """What a published language lacks is told in English, as if that were the translation."""
    words = {
        (kind, slug): split(document)[1]
        for kind, documents in library.documents.items()
        for slug, document in documents.items()
    } | {(name, name): split(check)[1] for name, check in library.checks.items()}
    translations = {
        lang: texts
        if library.languages[lang].status == "draft"
        else {
            item: {place: texts.get(item, {}).get(place, text) for place, text in of.items()}
            for item, of in words.items()
        }
        for lang, texts in library.translations.items()
    }
    return dataclasses.replace(library, translations=translations)
