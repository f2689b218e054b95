"""What the command line does. Whatever goes wrong ends in one sentence, not a traceback.

A command imports what it needs when it is run: a server does without what reads, proves, publishes
and migrates, a publisher without the framework, and each of these takes longer than its work.
"""

import argparse
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.db import DatabaseUnusable, open_engine
from app.refused import Refused
from app.revision import HEAD, current_revision
from app.settings import Settings
from app.version import seed_digest

KEEP_ALIVE_S = 65
"""Longer than the 60 s after which proxies give up a connection, so that none is closed under a
request."""
GRACE_S = 10
"""For requests that are being answered when a worker is told to stop."""

STARTING_S = 60
"""After which a worker that takes another's place has failed to start."""


class PortTaken(Refused):
    """Somebody listens there already."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (_, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        _add_options(name, command)
    parsed = parser.parse_args(arguments)
    settings = _settings()
    if settings is None:
        return 1
    try:
        COMMANDS[parsed.command][0](settings, parsed)
    except Refused as exc:
        print(exc.said, file=sys.stderr)
        return 1
    except SQLAlchemyError as exc:
        print(f"error: the database refused: {str(exc).splitlines()[0]}", file=sys.stderr)
        return 1
    return 0


def _add_options(name: str, command: argparse.ArgumentParser) -> None:
    if name in ("run", "serve"):
        command.add_argument("--host", default="127.0.0.1")
        command.add_argument("--port", type=int, default=8000)
        command.add_argument("--workers", type=int, default=1, help="processes on the port")
    if name == "untranslated":
        command.add_argument("language", help="as in seed/languages.yaml")
    if name == "publish":
        command.add_argument(
            "--no-png",
            action="store_true",
            help="leave PNGs to be made when they are asked for",
        )
    if name == "figures":
        command.add_argument("--to", type=Path, default=Path("data/figures"), help="a folder")
    if name == "openapi":
        command.add_argument(
            "--release",
            action="store_true",
            help="promise what the document says now, if it only adds to what was released",
        )
    if name in ("audit", "keys"):
        from app.administration import add_options

        add_options(name, command)
    if name in ("openapi", "prove"):
        command.add_argument("--check", action="store_true", help="only compare")


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
    import uvicorn

    from app.protocol import Protocol
    from app.signing import open_signer

    _check_port(arguments.host, arguments.port)
    _check_migrated(settings.database_url)
    _check_release(settings.database_url)
    signer = open_signer(settings.signing_key_file, settings.development_key_file)
    if signer.development:
        print(f"bundles are signed with a key for development, {signer.key_id}", flush=True)
    print(f"Plumbline serves http://{arguments.host}:{arguments.port}/docs", flush=True)
    uvicorn.run(
        "app.main:serving",
        factory=True,
        host=arguments.host,
        port=arguments.port,
        http=Protocol,
        workers=arguments.workers,
        # A query may hold words about somebody's health.
        access_log=False,
        log_level="warning",
        server_header=False,
        # Who asks is for `trusted_hops` to say: uvicorn would believe whoever connects locally.
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
        timeout_worker_healthcheck=STARTING_S,
    )


def _check_migrated(url: str) -> None:
    current = current_revision(url)
    if current != HEAD:
        from app.migrate import check_known

        check_known(current, url)
        raise DatabaseUnusable("the database is not migrated yet; run `python -m app migrate`")


def _check_release(url: str) -> None:
    """The server would find out too, but only when it starts, and with a traceback."""
    from app.catalog import load_releases

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
    if current_revision(settings.database_url) != HEAD:
        from app.migrate import migrate

        migrate(settings.database_url)


def _publish(settings: Settings, arguments: argparse.Namespace) -> None:
    from app.catalog import made_from

    seed = seed_digest(settings.seed_dir)
    engine = open_engine(settings.database_url)
    try:
        with Session(engine) as session:
            number = made_from(session, seed)
        told = _publish_files(engine, settings, seed) if number is None else _the_same(number)
        print(told, flush=True)
        if arguments.command == "publish" and not arguments.no_png:
            _render(engine)
    finally:
        engine.dispose()


def _render(engine: Engine) -> None:
    from app.publish.pictures import render_missing

    if made := render_missing(engine, _in_processes):
        print(f"{made} PNGs made")


def _in_processes(wanted: list[tuple[bytes, int]]) -> list[bytes]:
    """Some twenty seconds of two processors for all there are."""
    from multiprocessing import get_context

    from app.serving.png import rendered

    with get_context("spawn").Pool() as pool:
        return pool.map(rendered, wanted, 8)


def _publish_files(engine: Engine, settings: Settings, seed: str) -> str:
    from app.administration import command_line
    from app.library import read_library
    from app.publish import Order, publish
    from app.publishing.archive import packed

    library = read_library(settings.seed_dir)
    order = Order(command_line(), seed=seed, archive=packed(settings.seed_dir))
    if seed_digest(settings.seed_dir) != seed:  # somebody wrote to it meanwhile
        order = Order(command_line())
    done = publish(engine, library, datetime.now(UTC), order)
    if done.new:
        return f"release {done.number}: {done.changed} items changed, {done.deleted} retired"
    return _the_same(done.number)


def _the_same(number: int) -> str:
    return f"release {number} is published already; nothing changed"


def _administered(settings: Settings, arguments: argparse.Namespace) -> None:
    from app import administration

    _check_migrated(settings.database_url)
    administration.run(settings, arguments)


def _authored(settings: Settings, arguments: argparse.Namespace) -> None:
    from app import authoring

    authoring.COMMANDS[arguments.command](settings, arguments)


Command = Callable[[Settings, argparse.Namespace], None]
COMMANDS: dict[str, tuple[Command, str]] = {
    "run": (_run, "migrate, publish and serve: all a laptop needs"),
    "serve": (_serve, "serve the release in force"),
    "migrate": (_migrate, "bring the database to the newest revision"),
    "publish": (_publish, "make the database say what seed/ says, as one release"),
    "keys": (_administered, "make, list, rotate and revoke the keys of those who call"),
    "audit": (_administered, "read the log of privileged acts, and find what was tampered with"),
    "check": (_authored, "check seed/ and say everything that is wrong with it"),
    "prove": (_authored, "prove the rules for all answers, and keep the proof beside them"),
    "rules": (_authored, "print the rules as plain sentences, for a clinician to mark up"),
    "untranslated": (_authored, "print what a language still lacks, as pairs to fill in"),
    "openapi": (_authored, "write openapi/ from the code"),
    "figures": (_authored, "draw everything onto one page, for a person to look at"),
}
