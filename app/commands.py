"""What the command line does. Whatever goes wrong ends in one sentence, not a traceback."""

import argparse
import json
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.catalog import NothingPublished, load_releases
from app.content.base import SOURCE_LANG
from app.content.proof import ProofDocument
from app.content.selfcheck import CheckName
from app.db import DatabaseUnusable, open_engine
from app.library import BrokenSeed, read_library, unproved
from app.library.translations import FOLDER, untranslated
from app.main import create_app, fast
from app.migrate import is_current, migrate
from app.publish import PublishRefused, publish
from app.reading import read_aloud
from app.settings import Settings
from app.signing import KeyUnusable, open_signer

OPENAPI = Path("openapi/v1.json")


class PortTaken(Exception):
    """Somebody listens there already."""


class NotProved(Exception):
    """The rules break a promise, or nobody has proved them as they stand."""


class Outdated(Exception):
    """A committed file is not what the code makes of it."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (_, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        if name in ("run", "serve"):
            command.add_argument("--host", default="127.0.0.1")
            command.add_argument("--port", type=int, default=8000)
        if name == "untranslated":
            command.add_argument("language", help="as in seed/languages.yaml")
        if name in ("openapi", "prove"):
            command.add_argument("--check", action="store_true", help="only compare")
    parsed = parser.parse_args(arguments)
    settings = _settings()
    if settings is None:
        return 1
    try:
        COMMANDS[parsed.command][0](settings, parsed)
    except BrokenSeed as exc:
        print(
            f"{exc}\n{len(exc.faults)} faults in the content; nothing was changed.", file=sys.stderr
        )
        return 1
    except (
        DatabaseUnusable,
        KeyUnusable,
        NotProved,
        NothingPublished,
        Outdated,
        PortTaken,
        PublishRefused,
    ) as exc:
        print(f"error: {exc}", file=sys.stderr)
        return 1
    except SQLAlchemyError as exc:
        print(f"error: the database refused: {str(exc).splitlines()[0]}", file=sys.stderr)
        return 1
    return 0


def _settings() -> Settings | None:
    try:
        return Settings()
    except ValidationError as exc:
        for error in exc.errors(include_input=False):
            name = f"PLUMBLINE_{'_'.join(map(str, error['loc'])).upper()}"
            print(f"{name}: {error['msg']}", file=sys.stderr)
        return None


def _run(settings: Settings, arguments: argparse.Namespace) -> None:
    _check_port(arguments.host, arguments.port)
    _migrate(settings, arguments)
    _publish(settings, arguments)
    _serve(settings, arguments)


def _serve(settings: Settings, arguments: argparse.Namespace) -> None:
    _check_port(arguments.host, arguments.port)
    if not is_current(settings.database_url):
        raise DatabaseUnusable("the database is not migrated yet; run `python -m app migrate`")
    _check_release(settings.database_url)
    signer = open_signer(settings.signing_key_file, settings.development_key_file)
    if signer.development:
        print(f"bundles are signed with a key for development, {signer.key_id}", flush=True)
    app = fast(create_app(settings))
    print(f"Plumbline serves http://{arguments.host}:{arguments.port}/docs", flush=True)
    # No access log: a query may hold words about somebody's health.
    uvicorn.run(
        app,
        host=arguments.host,
        port=arguments.port,
        access_log=False,
        log_level="warning",
        server_header=False,
    )


def _check_release(url: str) -> None:
    """The server would find out too, but only when it starts, and with a traceback."""
    engine = open_engine(url)
    with Session(engine) as session:
        load_releases(session)


def _check_port(host: str, port: int) -> None:
    """Before anything else is done, so that a taken port costs no time."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as exc:
            raise PortTaken(
                f"cannot listen on {host}:{port} ({exc.strerror}); choose another with --port"
            ) from None


def _migrate(settings: Settings, _: argparse.Namespace) -> None:
    migrate(settings.database_url)


def _publish(settings: Settings, _: argparse.Namespace) -> None:
    library = read_library(settings.seed_dir)
    engine = open_engine(settings.database_url)
    try:
        done = publish(engine, library, datetime.now(UTC))
    finally:
        engine.dispose()
    if done.new:
        print(f"release {done.number}: {done.changed} items changed, {done.deleted} retired")
    else:
        print(f"release {done.number} is published already; nothing changed")


def _check(settings: Settings, _: argparse.Namespace) -> None:
    library = read_library(settings.seed_dir)
    counts = ", ".join(f"{len(items)} {kind}" for kind, items in library.documents.items())
    print(f"content is whole: {counts}")
    for name, rules in library.rule_sets.items():
        print(f"{name} {rules.version}: {len(rules.questions)} questions, {len(rules.rules)} rules")
    print(f"{len(library.requirements.requirements)} safety requirements are met")


def _prove(settings: Settings, arguments: argparse.Namespace) -> None:
    # Only here, and z3 only for those who change rules: a server does without it.
    from app.proving import prove

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
        if not arguments.check and not _still_holds(library.proofs.get(name), proof):
            path = settings.seed_dir / name.replace("-", "_") / "proof.json"
            path.write_text(proof.model_dump_json(indent=1) + "\n")
    if arguments.check and (missing := list(unproved(library))):
        raise NotProved("; ".join(missing))


def _still_holds(kept: ProofDocument | None, proof: ProofDocument) -> bool:
    """Whether what was proved before is the same, so that only its date would change."""
    times: Any = {"proved_at": True, "seconds": True, "invariants": {"__all__": {"seconds"}}}
    return kept is not None and kept.model_dump(exclude=times) == proof.model_dump(exclude=times)


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
    document = create_app(settings).openapi()
    written = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    if arguments.check:
        if OPENAPI.read_text() != written:
            raise Outdated(f"{OPENAPI} is not what the code serves; run ./dev openapi")
    else:
        OPENAPI.write_text(written)
    print(f"{OPENAPI}: {sum(len(path) for path in document['paths'].values())} operations")


Command = Callable[[Settings, argparse.Namespace], None]
COMMANDS: dict[str, tuple[Command, str]] = {
    "run": (_run, "migrate, publish and serve: all a laptop needs"),
    "serve": (_serve, "serve the release in force"),
    "migrate": (_migrate, "bring the database to the newest revision"),
    "publish": (_publish, "make the database say what seed/ says, as one release"),
    "check": (_check, "check seed/ and say everything that is wrong with it"),
    "prove": (_prove, "prove the rules for all answers, and keep the proof beside them"),
    "rules": (_rules, "print the rules as plain sentences, for a clinician to mark up"),
    "untranslated": (_untranslated, "print what a language still lacks, as pairs to fill in"),
    "openapi": (_openapi, "write openapi/v1.json"),
}
