"""The commands of those who hand out keys and read the audit log."""

import argparse
import getpass
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import get_args

from sqlalchemy import Engine
from sqlmodel import Session

from app import audit
from app.access import keys
from app.access.rows import Scope
from app.db import open_engine
from app.refused import Refused
from app.settings import Settings


class Tampered(Refused):
    """The audit log is not as it was written."""


def add_options(name: str, command: argparse.ArgumentParser) -> None:
    acts = command.add_subparsers(dest="act", required=True, metavar="act")
    if name == "keys":
        make = acts.add_parser("create", help="make a key and show it, this once")
        make.add_argument("--owner", required=True, help="who holds it")
        make.add_argument("--name", required=True, help="what it is for")
        make.add_argument("--scope", action="append", required=True, choices=get_args(Scope))
        make.add_argument("--days", type=_at_least_one, help="after which it ends by itself")
        acts.add_parser("list", help="print every key there ever was, newest first")
        rotate = acts.add_parser("rotate", help="make its successor; both work for a while")
        rotate.add_argument("id")
        rotate.add_argument("--overlap-h", type=int, default=24, choices=range(721), metavar="H")
        revoke = acts.add_parser("revoke", help="end it for good")
        revoke.add_argument("id")
        revoke.add_argument(
            "--line", action="store_true", help="and what it was rotated from or to"
        )
        return
    verify = acts.add_parser("verify", help="find entries that were changed, removed or put in")
    verify.add_argument(
        "--noted",
        action="append",
        type=_noted,
        default=[],
        metavar="NUMBER:DIGEST",
        help="an entry noted elsewhere, as printed by an earlier verify; shows what was cut off",
    )
    acts.add_parser("list", help="print every entry, oldest first")


def command_line() -> str:
    """Who acts, for the audit log."""
    return f"command line ({getpass.getuser()})"


def run(settings: Settings, arguments: argparse.Namespace) -> None:
    engine = open_engine(settings.database_url)
    try:
        ACTS[arguments.command, arguments.act](engine, arguments)
    finally:
        engine.dispose()


def _at_least_one(text: str) -> int:
    if (days := int(text)) < 1:
        raise ValueError
    return days


def _noted(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    return int(number), digest


def _create(engine: Engine, arguments: argparse.Namespace) -> None:
    now = datetime.now(UTC)
    expires_at = now + timedelta(days=arguments.days) if arguments.days else None
    scopes = tuple(dict.fromkeys(arguments.scope))
    wanted = keys.Wanted(arguments.owner, arguments.name, scopes, expires_at)
    _show(keys.create(engine, wanted, command_line(), now))


def _rotate(engine: Engine, arguments: argparse.Namespace) -> None:
    overlap = timedelta(hours=arguments.overlap_h)
    _show(keys.rotate(engine, arguments.id, overlap, command_line(), datetime.now(UTC)))


def _show(made: keys.Made) -> None:
    print(f"key {made.row.id} of {made.row.owner}; keep it now, it is not shown again:")
    print(made.key)


def _revoke(engine: Engine, arguments: argparse.Namespace) -> None:
    now = datetime.now(UTC)
    row = keys.revoke(engine, arguments.id, command_line(), now, line=arguments.line)
    print(f"key {row.id} of {row.owner} is revoked")


def _list_keys(engine: Engine, _: argparse.Namespace) -> None:
    now = datetime.now(UTC)
    for row in keys.listed(engine):
        state = "over" if keys.is_over(row, now) else "valid"
        until = row.expires_at.date().isoformat() if row.expires_at else "no end"
        scopes = ",".join(row.scopes)
        print(f"{row.id}  {state:5}  until {until:10}  {scopes}  {row.owner}: {row.name}")


def _list_audit(engine: Engine, _: argparse.Namespace) -> None:
    with Session(engine) as session:
        for row in audit.entries(session):
            when = row.at.isoformat(timespec="seconds")
            told = f"{row.number}  {when}  {row.actor}  {row.act}  {row.subject}  {row.details}"
            print("".join(c if c.isprintable() else "?" for c in told))


def _verify(engine: Engine, arguments: argparse.Namespace) -> None:
    with Session(engine) as session:
        if wrong := list(audit.faults(session, dict(arguments.noted))):
            raise Tampered("\n".join(wrong))
        last = audit.newest(session)
    if last is None:
        print("the audit log is empty")
    else:
        print(f"{last.number} entries, whole; note the last elsewhere: {last.number}:{last.digest}")


Act = Callable[[Engine, argparse.Namespace], None]
ACTS: dict[tuple[str, str], Act] = {
    ("keys", "create"): _create,
    ("keys", "list"): _list_keys,
    ("keys", "rotate"): _rotate,
    ("keys", "revoke"): _revoke,
    ("audit", "list"): _list_audit,
    ("audit", "verify"): _verify,
}
