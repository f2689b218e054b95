"""Every document against the types that schema-dts makes of schema.org's own definitions: which
properties a type has, and what each may hold. It needs Node: see tools/package.json."""

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from httpx import AsyncClient

from app.catalog import Catalog
from tests.linked.documents import Document, fetched, served
from tests.tools import TOOLS, linter

UNTESTED = "the JSON-LD is NOT compiled against the types of schema.org"
OPTIONS = {
    "strict": True,
    "noEmit": True,
    "skipLibCheck": True,
    "target": "es2022",
    "module": "esnext",
    "moduleResolution": "bundler",
    "types": [],
}


@pytest.fixture(scope="module")
def compiler() -> str:
    return linter("tsc", UNTESTED)


async def test_every_document_is_of_its_type(
    compiler: str, client: AsyncClient, catalog: Catalog, tmp_path: Path
) -> None:
    documents = [one.document async for one in served(client, catalog, "en")]

    assert {document["@type"] for document in documents} == {
        "ExercisePlan",
        "FAQPage",
        "MedicalWebPage",
        "NewsArticle",
        "Question",
        "ScholarlyArticle",
        "WebPage",
        "WebPageElement",
    }
    assert complaints(compiler, documents, tmp_path) == []


WRONG: list[Document] = [
    {"lastReviewed": "2026-11-22"},
    {"contraindication": "pregnancy"},
    {"repetitions": "eight"},
    {"hasPart": [{"@type": "MedicalCause", "name": "no work"}]},
    {"@type": "Exercise"},
]


async def test_what_is_not_of_its_type_is_found(
    compiler: str, client: AsyncClient, tmp_path: Path
) -> None:
    right = await fetched(client, "/v1/exercises/clamshell")

    found = complaints(compiler, [right, *({**right, **wrong} for wrong in WRONG)], tmp_path)

    # Each on a line of its own, after the import.
    lines = {int(line) for line in re.findall(r"documents\.ts\((\d+),", "\n".join(found))}
    assert lines == {3 + number for number, _ in enumerate(WRONG)}


def complaints(compiler: str, documents: Iterable[Document], folder: Path) -> list[str]:
    """What `tsc` says of them."""
    lines = ['import type * as schema from "schema-dts";']
    for number, document in enumerate(documents):
        told = json.dumps(document, ensure_ascii=False)
        of = f"schema.WithContext<schema.{document['@type']}>"
        lines.append(f"export const d{number}: {of} = {told};")
    (folder / "documents.ts").write_text("\n".join(lines), encoding="utf-8")
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS}))
    modules = folder / "node_modules"
    if not modules.exists():
        modules.symlink_to(TOOLS / "node_modules")
    done = subprocess.run(
        [compiler, "--pretty", "false"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = done.stdout.splitlines()
    assert bool(said) == bool(done.returncode), done.stderr
    return said
