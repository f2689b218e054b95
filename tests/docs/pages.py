"""What is written for people, cut into blocks of code, each with the output that follows it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.conftest import ROOT

PAGES = {
    path.relative_to(ROOT).as_posix().removesuffix(".md"): path
    for path in (
        *sorted((ROOT / "docs").glob("*.md")),
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
    )
}
RUN = ("sh", "python", "js", "ts", "kotlin", "swift")
"""Languages whose blocks are programs."""
SHOWN = ("json", "text", "http")
"""Languages whose blocks are what the program before them printed."""
NOT_RUN = "not-run:"
FROM, AS = "from ", "as "
"""What YAML is: a part of a file of the repository, or a document of this name."""
PICTURES = ("drawing", "example")
"""What text may be that nothing printed."""


@dataclass(frozen=True, slots=True)
class Block:
    page: str
    line: int
    language: str
    note: str
    """What the fence says after the language."""
    text: str
    output: "Block | None" = None

    def __str__(self) -> str:
        return f"{PAGES[self.page].relative_to(ROOT)}:{self.line}"

    @property
    def reason(self) -> str | None:
        """Why it is not run; None: it is."""
        return self.note.removeprefix(NOT_RUN).strip() if self.note.startswith(NOT_RUN) else None


def tokens(page: str) -> list[Token]:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.parse(PAGES[page].read_text(encoding="utf-8"))


def blocks(page: str) -> list[Block]:
    """In their order; what shows an output is with the program that prints it."""
    found: list[Block] = []
    for token in tokens(page):
        if token.type not in ("fence", "code_block"):
            continue
        language, _, note = token.info.strip().partition(" ")
        line = (token.map or [0])[0] + 1
        block = Block(page, line, language, note.strip(), token.content)
        if language in SHOWN and not note and found and found[-1].output is None:
            last = found[-1]
            if last.language in RUN:
                found[-1] = Block(page, last.line, last.language, last.note, last.text, block)
                continue
        found.append(block)
    return found


def every_block() -> list[Block]:
    return [block for page in PAGES for block in blocks(page)]


def in_backticks(page: str) -> Iterator[tuple[int, str]]:
    """Line and text of every piece of code within a sentence or a table."""
    for token in tokens(page):
        for child in token.children or ():
            if child.type == "code_inline":
                yield (token.map or [0])[0] + 1, re.sub(r"\s+", " ", child.content)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")
