"""`golden.yaml`, read: what people type and what must come first."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.content.base import Lang

_FILE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("golden.yaml").read_text())


@dataclass(frozen=True, slots=True)
class Case:
    lang: Lang
    q: str
    first: str
    at: str | None
    misspelt: bool
    waits: bool

    def __str__(self) -> str:
        return f"{self.lang} {self.q}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that the content would have to have of an item."""

    lang: Lang
    kind: str
    slug: str
    words: tuple[str, ...]


CASES = [
    Case(
        lang=lang,
        q=case["q"],
        first=case["first"],
        at=case.get("at"),
        misspelt=case.get("misspelt", False),
        waits=case.get("waits", False),
    )
    for lang in ("en", "es")
    for case in _FILE[lang]
]

WANTED = [
    Wanted(entry["language"], kind, slug, tuple(entry["words"]))
    for entry in _FILE["wanted"]
    for kind, slug in [entry["item"].split("/")]
]
