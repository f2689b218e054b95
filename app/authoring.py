"""The commands of those who write and review the content."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from app.content.base import SOURCE_LANG
from app.content.selfcheck import CheckName
from app.library import read_library, unproved
from app.library.translations import FOLDER, untranslated
from app.reading import read_aloud
from app.refused import Refused
from app.settings import Settings

OPENAPI = Path("openapi")


class NotProved(Refused):
    """The rules break a promise, or nobody has proved them as they stand."""


def _check(settings: Settings, _: argparse.Namespace) -> None:
    library = read_library(settings.seed_dir)
    counts = ", ".join(f"{len(items)} {kind}" for kind, items in library.documents.items())
    print(f"content is whole: {counts}")
    for name, rules in library.rule_sets.items():
        print(f"{name} {rules.version}: {len(rules.questions)} questions, {len(rules.rules)} rules")
    print(f"{len(library.requirements.requirements)} safety requirements are met")


def _prove(settings: Settings, arguments: argparse.Namespace) -> None:
    # Only here, and z3 only for those who change rules: a server does without it.
    from app.proving import prove, still_holds

    library = read_library(settings.seed_dir)
    names: tuple[CheckName, ...] = ("self-check", "follow-up")
    for name in names:
        proof = prove(library, name, datetime.now(UTC))
        print(f"{name} {proof.ruleset.version} ({proof.ruleset.digest[:12]}), {proof.prover}")
        for found in proof.invariants:
            print(
                f"  {found.id:3} {found.status:7} {found.seconds:5.2f} s "
                f"{found.claims:5} claims  {found.text}"
            )
            if found.counterexample:
                print(f"      {found.counterexample}")
        for conditions in proof.barred:
            print(f"  no routine may be left by: {', '.join(conditions)}")
        for rule in proof.never_matter:
            print(f"  only adds a reason: {rule}")
        print(f"  {proof.seconds} s in all")
        if any(found.status != "proved" for found in proof.invariants):
            raise NotProved(f"{name} is not proved; nothing was written")
        if not arguments.check and not still_holds(library.proofs.get(name), proof):
            path = settings.seed_dir / name.replace("-", "_") / "proof.json"
            path.write_text(proof.model_dump_json(indent=1) + "\n")
    if arguments.check and (missing := list(unproved(library))):
        raise NotProved("; ".join(missing))


def _rules(settings: Settings, _: argparse.Namespace) -> None:
    library = read_library(settings.seed_dir)
    for check in library.checks.values():
        print("\n\n".join(read_aloud(library, check)), end="\n\n")


def _untranslated(settings: Settings, arguments: argparse.Namespace) -> None:
    lang = arguments.language
    for file, texts in untranslated(settings.seed_dir, lang):
        print(f"# {FOLDER}/{lang}/{file}")
        for text in texts:
            print(f"- {SOURCE_LANG}: {json.dumps(text, ensure_ascii=False)}\n  {lang}:")


def _openapi(settings: Settings, arguments: argparse.Namespace) -> None:
    # Only here: nothing else that authors do needs the framework.
    from app.openapi import committed
    from app.writing import openapi_document

    document = openapi_document(read_library(settings.seed_dir))
    if arguments.check:
        committed.check(document, OPENAPI)
    elif arguments.release:
        committed.release(document, OPENAPI)
    else:
        committed.write(document, OPENAPI)
    operations = sum(len(path) for path in document["paths"].values())
    print(f"{OPENAPI}/: {operations} operations; nothing that was released is broken")


def _figures(settings: Settings, arguments: argparse.Namespace) -> None:
    # Only here: nothing else draws a page.
    from app.contact_sheet import contact_sheet

    print(contact_sheet(read_library(settings.seed_dir), arguments.to))
    print(arguments.to / "index.html")


COMMANDS = {
    "check": _check,
    "prove": _prove,
    "rules": _rules,
    "untranslated": _untranslated,
    "openapi": _openapi,
    "figures": _figures,
}
