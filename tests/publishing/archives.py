"""Archives of the real content with something changed, honest ones and others."""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.content.selfcheck import CheckName
from app.library import read_library
from app.library.source import read_source
from app.proving import prove
from app.publishing.archive import packed, unpack
from app.publishing.examine import NAMES
from app.triage.document import digest, to_document
from tests.conftest import NOW, SEED

Edit = Callable[[str], str]
Change = Callable[[Any], object]
"""Of a whole document."""

A_RULE = """  # About
  - slug: nobody
    when: {pain: [mild]}
    level: clinician_first
    warnings: [answer-together]
    text: "You are answering for somebody else, and only they know what they feel."
    citations:
      - {slug: wikihow-align-your-hips-2023, known: read}

"""
"""By which more pain is less urgent. The checker has nothing against it; the prover has."""


def seed(edits: Mapping[str, Edit] | None = None) -> bytes:
    """The real content, with these files changed."""
    with edited(edits or {}) as root:
        return packed(root)


def with_a_new_tip() -> bytes:
    """The last tip once more, so that its translation is there too."""
    return seed({"tips.yaml": lambda text: text.rstrip() + "\n\n" + _renamed(text)})


def _renamed(text: str) -> str:
    _, _, rest = text[text.rindex("- slug:") :].partition("\n")
    return f"- slug: one-more\n{rest}"


def with_a_forged_proof() -> bytes:
    """Rules that break a promise, and a proof that says they do not, with every digest right."""
    rules = {
        "self_check/rules.yaml": lambda text: text.replace("  # About\n", A_RULE).replace(
            "version: 1.0.0", "version: 1.0.1"
        )
    }
    with edited(rules) as root:
        changed = read_library(root).rule_sets["self-check"]
        return seed(
            {**rules, "self_check/proof.json": _told_of("1.0.1", digest(to_document(changed)))}
        )


def _told_of(version: str, of: str) -> Edit:
    name: CheckName = "self-check"

    def forge(text: str) -> str:
        proof = json.loads(text)
        proof["ruleset"] = {"name": name, "version": version, "digest": of}
        return json.dumps(proof)

    return forge


@contextmanager
def edited(edits: Mapping[str, Edit]) -> Iterator[Path]:
    """A folder with the real content, these files changed."""
    with TemporaryDirectory() as made:
        archive, root = Path(made) / "seed.zip", Path(made) / "seed"
        root.mkdir()
        archive.write_bytes(packed(SEED))
        unpack(archive, root)
        for name, edit in edits.items():
            file = root / name
            before = file.read_text("utf-8") if file.exists() else ""
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(edit(before), "utf-8")
        yield root


def zipped(*files: tuple[ZipInfo | str, bytes], compression: int = ZIP_DEFLATED) -> bytes:
    """These files, after the one that every archive needs."""
    whole = io.BytesIO()
    with ZipFile(whole, "w", compression) as archive:
        archive.writestr("languages.yaml", "[]")
        for name, body in files:
            archive.writestr(name, body, compression)
    return whole.getvalue()


@contextmanager
def changed(changes: Mapping[str, Change], *, proved: bool = False) -> Iterator[Path]:
    """The real content with these documents changed; an honest proof of it where there can be."""
    with edited({}) as root:
        for file, change in changes.items():
            document = read_source(root / file, root).value
            change(document)
            (root / file).write_text(json.dumps(document), "utf-8")
        if proved:
            library = read_library(root)
            for name in NAMES:
                proof = prove(library, name, NOW)
                (root / name.replace("-", "_") / "proof.json").write_text(proof.model_dump_json())
        yield root
