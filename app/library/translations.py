"""Translations: a folder a language, a file beside each authored file, pairs of texts in it.

The English stands beside its translation, so whoever reads one sees the other, and an English text
that changes has no translation until somebody has looked at it again.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

from app.content.base import SOURCE_LANG, Lang
from app.content.kinds import KIND
from app.content.words import Words, split
from app.library.read import Shelf, read_shelf
from app.library.source import Fault, read_source

FOLDER = "translations"
A_FILE_EACH = ("exercise", "routine", "cause")

Texts = Mapping[tuple[str, str], Words]
"""(kind, slug), of a check twice its name → its words in one language."""


def english_texts(shelf: Shelf) -> Texts:
    items = {
        (kind, slug): split(entry.document)[1]
        for kind, entries in shelf.entries.items()
        for slug, entry in entries.items()
    }
    return items | {(name, name): split(check)[1] for name, check in shelf.checks.items()}


def read_translations(root: Path, shelf: Shelf, english: Texts) -> dict[Lang, Texts]:
    """Every other language's texts. In a published language, what is stale, unclear or missing
    is a fault; in a draft it is only a hole."""
    texts: dict[Lang, Texts] = {}
    for lang, document in shelf.languages.items():
        if lang != SOURCE_LANG:
            faults: list[Fault] = []
            texts[lang] = dict(_translated(root / FOLDER / lang, root, lang, english, faults))
            if document.status == "published" and shelf.whole:
                shelf.faults += [*faults, *_missing(lang, english, texts[lang])]
    for folder in (root / FOLDER).glob("*"):
        if folder.name not in texts:
            message = "no such language in languages.yaml"
            shelf.faults.append(Fault(f"{FOLDER}/{folder.name}", 1, message))
    return texts


def untranslated(root: Path, lang: Lang) -> Iterator[tuple[str, list[str]]]:
    """What a language lacks, file by file; also where the library as a whole is refused for it."""
    shelf = read_shelf(root)
    english = english_texts(shelf)
    return _left(english, read_translations(root, shelf, english).get(lang, {}))


def _left(english: Texts, texts: Texts) -> Iterator[tuple[str, list[str]]]:
    """File by file, the English texts without a translation, each once."""
    for file, items in _files(english).items():
        left = (
            text
            for item in items
            for place, text in english[item].items()
            if place not in texts.get(item, {})
        )
        if unique := list(dict.fromkeys(left)):
            yield file, unique


def _missing(lang: Lang, english: Texts, texts: Texts) -> Iterator[Fault]:
    for file, left in _left(english, texts):
        yield Fault(
            f"{FOLDER}/{lang}/{file}",
            1,
            f"{len(left)} texts are missing and {lang} is published, so nothing may be; "
            f"`./dev untranslated {lang}` lists them",
        )


def _translated(
    folder: Path, root: Path, lang: Lang, english: Texts, faults: list[Fault]
) -> Iterator[tuple[tuple[str, str], Words]]:
    files = _files(english)
    for path in sorted(folder.rglob("*.yaml")):
        items = files.get(path.relative_to(folder).as_posix(), [])
        known = {text for item in items for text in english[item].values()}
        pairs = _pairs(path, root, lang, known, faults)
        for item in items:
            words = english[item].items()
            yield item, {place: pairs[text] for place, text in words if text in pairs}


def _files(english: Texts) -> dict[str, list[tuple[str, str]]]:
    """Which items a file has the words of: `exercises/clamshell.yaml`, `warnings.yaml`."""
    files: dict[str, list[tuple[str, str]]] = {}
    for (kind, slug), words in english.items():
        name = (KIND[kind].plural if kind in KIND else kind).replace("-", "_")
        file = f"{name}/{slug}.yaml" if kind in A_FILE_EACH else f"{name}.yaml"
        if words:
            files.setdefault(file, []).append((kind, slug))
    return files


def _pairs(
    path: Path, root: Path, lang: Lang, known: Set[str], faults: list[Fault]
) -> dict[str, str]:
    source = read_source(path, root)
    faults += source.faults
    pairs: dict[str, str] = {}
    for index, entry in enumerate(source.value or []):
        if wrong := _wrong(entry, lang, known, pairs):
            faults.append(source.fault((index,), wrong))
        else:
            pairs[entry[SOURCE_LANG]] = entry[lang].strip()
    return pairs


def _wrong(entry: Any, lang: Lang, known: Set[str], before: Mapping[str, str]) -> str | None:
    if not isinstance(entry, dict) or set(entry) != {SOURCE_LANG, lang}:
        return f"should be a pair of `{SOURCE_LANG}` and `{lang}`"
    english, translation = entry[SOURCE_LANG], entry[lang]
    if not isinstance(translation, str) or not translation.strip():
        return f"`{lang}` has no words"
    if english not in known:
        return "no English text here says this; it changed or went, so look at the pair again"
    if english in before:
        return "the same English text is there twice; keep one"
    if _numbers(english) != _numbers(translation):
        return f"the numbers differ: {_shown(english)} in English, {_shown(translation)} here"
    if _placeholders(english) != _placeholders(translation):
        wanted = " ".join(_placeholders(english)) or "none"
        return f"the placeholders differ; the English has {wanted}"
    return None


def _numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+(?:\.\d+)?", text))


def _placeholders(text: str) -> list[str]:
    """What a label leaves open, to be filled in: `{n}`. Languages order them differently."""
    return sorted(re.findall(r"\{[^{}]*\}", text))


def _shown(text: str) -> str:
    return ", ".join(sorted(_numbers(text).elements())) or "none"
