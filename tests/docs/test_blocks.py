"""Every block of code in the documentation is run, and every answer it shows is the real one."""

import re
from pathlib import Path

import pytest
import yaml

from app.content.base import Review
from tests.conftest import ROOT
from tests.docs.answers import difference
from tests.docs.commands import unknown_command
from tests.docs.pages import AS, FROM, PAGES, PICTURES, RUN, Block, blocks, every_block
from tests.docs.parts import not_in
from tests.docs.run import Failed, run
from tests.docs.server import Served

TOGETHER = [("sh", "python", "js"), *((language,) for language in RUN[3:])]
"""Languages whose blocks run in one order, because one reads what another wrote; the others need a
compiler each."""
PROGRAMS = [
    pytest.param(page, languages, id=f"{page}-{languages[0]}")
    for page in PAGES
    for languages in TOGETHER
    if any(one.language in languages and one.reason is None for one in blocks(page))
]
NOT_RUN = [
    "docs/clients: npm install openapi-fetch && npm install --save-dev openapi-typescript "
    "typescript",
    "docs/clients: openapi-generator generate -c clients/kotlin/generator.yaml -i openapi/v1.json "
    "-o build/plumbline",
    "docs/clients: openapi-generator generate -c clients/swift/generator.yaml -i openapi/v1.json "
    "-o build/plumbline",
    "docs/content-authoring: ./dev check",
    "docs/content-authoring: ./dev prove",
    "docs/figures: ./dev figures",
    "docs/how-it-is-built: ./dev test",
    "docs/mutation: ./dev mutate",
    "docs/performance: apt-get install wrk",
    "docs/quick-start: ./dev run",
    "docs/safety-case: ./dev prove",
    "docs/self-hosting: ./dev run --host 127.0.0.1 --port 8000",
    "docs/self-hosting: python -m app migrate",
    "docs/self-hosting: docker compose up --build",
    "docs/webhooks: import httpx",
    "README: ./dev run",
    "README: ./dev test",
]
"""Page and first line of every block that no test runs. Its fence says why."""


@pytest.mark.parametrize(("page", "languages"), PROGRAMS)
def test_every_block_runs_and_prints_what_is_shown(
    page: str, languages: tuple[str, ...], served: Served, folder: Path
) -> None:
    for block in blocks(page):
        if block.language in languages and block.reason is None:
            _check(block, served, folder)


def _check(block: Block, served: Served, folder: Path) -> None:
    served.answers.failed.clear()

    printed = run(block, served.url, folder, served.database_url)

    shown = block.output.text if block.output else ""
    unexpected = [one for one in served.answers.failed if str(one[0]) not in shown]
    assert unexpected == [], f"{block} asks for what is refused, and does not say so"
    if block.output:
        wrong = difference(block.output.language, shown, printed)
        assert wrong is None, f"{block.output}: {wrong}"


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("sh", "curl -s --no-such-option http://127.0.0.1:8000/v1/meta"),
        ("sh", "false\ntrue"),
        ("python", "import httpx\nhttpx.get('http://127.0.0.1:8000/v1/meta').json()['version']"),
        ("js", "(await fetch('http://127.0.0.1:8000/v1/meta')).version.length"),
    ],
)
def test_a_block_that_ends_badly_fails(
    language: str, wrong: str, served: Served, folder: Path
) -> None:
    with pytest.raises(Failed):
        _check(Block("README", 1, language, "", wrong), served, folder)


@pytest.mark.parametrize(
    ("asks", "shown", "said"),
    [
        ("/v1/exercise", None, "asks for what is refused"),
        ("/v1/exercises?aims=x", None, "asks for what is refused"),
        ("/v1/meta", '{"api_version": "2", …}', '/api_version: shown "2", printed "1"'),
        ("/v1/meta", '{"version": …, …}', "were not printed"),
        ("/v1/meta", '{"api_version": "1"}', "were printed too"),
    ],
)
def test_a_block_that_asks_or_shows_what_is_not_so_fails(
    asks: str, shown: str | None, said: str, served: Served, folder: Path
) -> None:
    output = None if shown is None else Block("README", 2, "json", "", shown)
    block = Block("README", 1, "sh", "", f"curl -s 'http://127.0.0.1:8000{asks}'", output)

    with pytest.raises(AssertionError, match=said):
        _check(block, served, folder)


def test_every_block_is_a_program_an_answer_or_a_part_of_a_file() -> None:
    lost = [
        str(one)
        for one in every_block()
        if not (one.language in RUN and (not one.note or one.reason))
        and not (one.language == "yaml" and one.note.startswith((FROM, AS)))
        and not (one.language == "text" and one.note in PICTURES)
    ]

    assert lost == []


def test_what_is_shown_of_a_file_is_in_it() -> None:
    for block in every_block():
        if block.note.startswith(FROM):
            file = ROOT / block.note.removeprefix(FROM)
            wrong = not_in(yaml.safe_load(block.text), yaml.safe_load(file.read_text()))
            assert wrong is None, f"{block}: {wrong} is not in {file.name}"


def test_a_review_is_written_as_the_checker_reads_it() -> None:
    shown = [one for one in every_block() if one.note == f"{AS}Review"]

    assert shown
    for block in shown:
        filled = re.sub(r"<[^>]*>", "f" * 64, block.text)  # the digest is the checker's to say
        Review.model_validate(yaml.safe_load(filled)["review"])


def test_nothing_is_left_unrun_in_silence() -> None:
    unrun = [
        f"{one.page}: {one.text.splitlines()[0].partition('#')[0].strip()}"
        for one in every_block()
        if one.reason is not None
    ]

    assert unrun == NOT_RUN


@pytest.mark.parametrize("block", [one for one in every_block() if one.reason], ids=str)
def test_what_is_not_run_names_commands_that_there_are(block: Block) -> None:
    assert block.reason
    if block.language == "python":
        compile(block.text, str(block), "exec")
        return
    for line in block.text.splitlines():
        wrong = unknown_command(line)
        assert wrong is None, f"{block}: {wrong}"
