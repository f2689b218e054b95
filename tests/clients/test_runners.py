"""What runs the sessions and the documentation's blocks says what is wrong with a program."""

from pathlib import Path

import pytest

from tests.clients.programs import ProgramError
from tests.clients.python import run_python
from tests.clients.typescript import run_typescript

TYPESCRIPT = """
import createClient from "openapi-fetch";
import type { paths } from "./plumbline";

const client = createClient<paths>({ baseUrl: process.env.PLUMBLINE_URL ?? "" });
const { data } = await client.GET("/v1/meta");
console.log(data?.%s);
"""
PYTHON = """
import os
from plumbline_client import Client
from plumbline_client.api.about import get_meta

meta = get_meta.sync(client=Client(os.environ["PLUMBLINE_URL"], raise_on_unexpected_status=True))
print(meta.%s)
"""


def test_a_typescript_program_is_checked_and_run(server: str, tmp_path: Path) -> None:
    assert run_typescript(TYPESCRIPT % "content_release", server, tmp_path) == "1\n"


def test_a_field_that_is_not_there_does_not_compile(server: str, tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match=r"Property 'content_releases' does not exist"):
        run_typescript(TYPESCRIPT % "content_releases", server, tmp_path)


def test_a_python_program_is_run(server: str, tmp_path: Path) -> None:
    assert run_python(PYTHON % "content_release", server, tmp_path) == "1\n"


@pytest.mark.parametrize("wrong", ["meta.content_releases", "__import__('warnings').warn('old')"])
def test_what_a_python_program_dies_of_is_said(wrong: str, server: str, tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match=r"content_releases|UserWarning: old"):
        run_python(PYTHON % "content_release" + wrong, server, tmp_path)
