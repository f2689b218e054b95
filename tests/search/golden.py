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

    def __str__(self) -> str:
        return f"{self.lang} {self.q}"


CASES = [
    Case(
        lang=lang,
        q=case["q"],
        first=case["first"],
        at=case.get("at"),
        misspelt=case.get("misspelt", False),
    )
    for lang in ("en", "es")
    for case in _FILE[lang]
]
