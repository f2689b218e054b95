"""Whatever a page names is there: links and anchors, paths, fields, settings, codes, files."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.errors import KINDS
from app.handbook.article import headings
from app.handbook.contents import ORDER
from tests.conftest import ROOT
from tests.docs.commands import unknown_command
from tests.docs.names import (
    document,
    in_the_code,
    in_the_content,
    in_the_document,
    settings,
    unknown_path,
)
from tests.docs.pages import PAGES, blocks, in_backticks, tokens

SNAKE = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
HYPHENS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
HEADER = re.compile(r"[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)+")
METHOD = re.compile(r"^(?:GET|HEAD|POST) ")
FILE = re.compile(r"[\w.-]+(?:/[\w.<>-]+)+/?|[\w-]+\.(?:py|md|yaml|json|toml|yml|mjs)")
NOT_THERE = {"/v2"}
"""Named to say that nothing is there."""
NOT_SENT_YET = {"Deprecation", "Sunset"}
OF_OTHERS = {
    "certlogic-js",
    "json-logic-js",
    "openapi-fetch",
    "openapi-generator",
    "pg_dump",
    "openapi-python-client",
    "openapi-typescript",
    "panzi-json-logic",
    "standardwebhooks",
    "swagger-ui-dist",
    "synchronous_commit",
}
"""Programs and packages that are not ours."""
MADE = ("data/", "secrets/")
"""Folders whose files are made, not kept."""


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    file = PAGES[page]
    wrong = []
    for target in _links(page):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (file.parent / path).resolve() if path else file
        there_is = there.exists() and (not anchor or anchor in _anchors(there))
        if not there_is:
            wrong.append(target)

    assert wrong == []


@pytest.mark.parametrize("page", PAGES)
def test_every_name_is_a_name_of_something(page: str) -> None:
    wrong = [
        f"{PAGES[page].name}:{line}: {reason}"
        for line, code in in_backticks(page)
        if (reason := unknown(code)) is not None
    ]

    assert wrong == []


def test_the_guide_has_every_page_of_the_folder() -> None:
    assert sorted(ORDER) == sorted(path.stem for path in (ROOT / "docs").glob("*.md"))


def test_the_table_of_settings_is_the_settings() -> None:
    shown = _table("docs/self-hosting", r"PLUMBLINE_\w+")

    assert {name: default.strip("`") for name, default in shown.items()} == settings()


def test_the_page_of_errors_has_every_code_with_its_status() -> None:
    shown = _table("docs/errors", r"[a-z_]+")

    assert shown == {code: str(kind.status.value) for code, kind in KINDS.items()}


def unknown(code: str) -> str | None:
    """What in a piece of code within a sentence is not there."""
    code = METHOD.sub("", code)
    if code in NOT_THERE:
        return None
    if code.startswith("/") and " " not in code:
        return unknown_path(code.rstrip("…"))
    if code.startswith(("./dev ", "python -m app ")):
        return unknown_command(code)
    if code.startswith("PLUMBLINE_"):
        return None if code.partition("=")[0] in (*settings(), *OF_TESTS) else f"no setting {code}"
    if SNAKE.fullmatch(code):
        known = code in in_the_document() | in_the_code() | OF_OTHERS
        return None if known else f"no field, code or name `{code}`"
    if HYPHENS.fullmatch(code):
        there = in_the_content() | in_the_document() | in_the_code() | OF_OTHERS
        return None if code in there else f"no slug or word `{code}`"
    if HEADER.fullmatch(code):
        known = code.lower() in {word.lower() for word in in_the_code()} or code in NOT_SENT_YET
        return None if known else f"no header `{code}`"
    if FILE.fullmatch(code) and "/" in code:
        return None if _is_file(code) else f"no file `{code}`"
    return None


OF_TESTS = {"PLUMBLINE_EVERY_REQUEST", "PLUMBLINE_NEED_TOOLS", "PLUMBLINE_URL"}


def _is_file(code: str) -> bool:
    first = code.partition("/")[0]
    if code.startswith(MADE) or not (ROOT / first).exists():
        return True  # not a path of the repository: a media type, a pair of words
    return bool(list(ROOT.glob(re.sub(r"<[^>]*>", "*", code.rstrip("/")))))


def _table(page: str, name: str) -> Mapping[str, str]:
    """First → second cell of each row whose first cell is code like `name`."""
    text = PAGES[page].read_text()
    rows = re.findall(rf"^\| `({name})` \| ([^|]+) \|", text, re.MULTILINE)
    return {first: second.strip() for first, second in rows}


def _links(page: str) -> list[str]:
    return [
        str(child.attrGet("href"))
        for token in tokens(page)
        for child in token.children or ()
        if child.type == "link_open"
    ]


def _anchors(file: Path) -> set[str]:
    page = file.relative_to(ROOT).as_posix().removesuffix(".md")
    return {heading.anchor for heading in headings(tokens(page))}


def test_no_page_is_longer_than_one_reads() -> None:
    guide = {page: len(PAGES[f"docs/{page}"].read_text().splitlines()) for page in ORDER}

    long = {page: lines for page, lines in guide.items() if lines > 160}
    assert set(long) <= {"clients"}


def test_every_page_has_code_or_an_answer() -> None:
    bare = [page for page in ORDER if not blocks(f"docs/{page}")]

    assert bare == ["app-store-review"] or bare == []


def test_what_is_said_to_be_closed_or_open_is_so_in_the_document() -> None:
    shapes = document()["components"]["schemas"]
    grow = "More values may come."

    for shape, field in (
        ("Outcome", "level"),
        ("Outcome", "status"),
        ("FollowUp", "action"),
        ("SafetyWarning", "severity"),
        ("RuleSetRef", "status"),
    ):
        assert grow not in shapes[shape]["properties"][field]["description"], field
    for shape, field in (
        ("Problem", "code"),
        ("Notice", "kind"),
        ("Exercise", "authorship"),
        ("StopRule", "measure"),
    ):
        assert grow in shapes[shape]["properties"][field]["description"], field
