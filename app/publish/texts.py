"""Everything people read, one row a text and language."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.content.base import SOURCE_LANG, Lang
from app.content.words import Words
from app.library.translations import Texts


def text_rows(
    kind: str, slug: str, words: Words, translations: Mapping[Lang, Texts], stored_as: str
) -> Iterator[dict[str, Any]]:
    """In every language, drafts too: these are counted, and never served."""
    texts = {lang: items.get((kind, slug), {}) for lang, items in translations.items()}
    for lang, places in ({SOURCE_LANG: words} | texts).items():
        for place, text in places.items():
            yield {"kind": kind, "slug": stored_as, "language": lang, "place": place, "text": text}
