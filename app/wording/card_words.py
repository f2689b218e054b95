"""The words of a card: as Markdown, and as a heading that shows where it was cut."""

import re
from collections.abc import Iterable, Mapping

from app.content.cards import SUMMARY_CHARACTERS
from app.content.guide import TermOut

SPECIAL = re.compile(r"[\\`*_\[\]<>|~#&]|^(?:[-+=]|\d+(?=[.)]))")
CUT = " …"


def heading(text: str, terms: Mapping[str, TermOut], *, emergency: bool) -> str:
    """Whole where it is short enough; else its first sentences or words and a sign that there is
    more. Where the rest names the emergency number, or `emergency`, it says that too."""
    if len(text) <= SUMMARY_CHARACTERS:
        return text
    start = _beginning(text, SUMMARY_CHARACTERS - len(CUT))
    number = terms["emergency-number"].name
    if not emergency and text.count(number) == start.count(number):
        return start + CUT
    read_all = f"{CUT} " + terms["card-read-all"].name
    return _beginning(text, SUMMARY_CHARACTERS - len(read_all)) + read_all


def markdown(text: str) -> str:
    """Plain words as Markdown that shows them as they are."""
    return SPECIAL.sub(lambda found: _escaped(found[0]), text)


def listed(texts: Iterable[str], indent: str = "") -> str:
    """One line each, as Markdown."""
    return "\n".join(f"{indent}- {markdown(text)}" for text in texts)


def _beginning(text: str, most: int) -> str:
    start = text[:most]
    sentence = start.rfind(". ") + 1
    return start[:sentence] if sentence else start[: start.rfind(" ")]


def _escaped(sign: str) -> str:
    return sign if sign.isdigit() else f"\\{sign}"
