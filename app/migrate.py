"""Brings the database to the newest revision, and says so plainly when it cannot."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from app.db import DatabaseUnusable, open_engine

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


def migrate(url: str) -> None:
    """Upgrade to the head revision; nothing happens when it is there already.

    Raises:
        DatabaseUnusable: it cannot be reached or written, or a newer version has migrated it.
    """
    config = alembic_config(url)
    if not is_current(url):
        command.upgrade(config, "head")


def is_current(url: str) -> bool:
    """Whether the database is at the head revision.

    Raises:
        DatabaseUnusable: it cannot be reached, or a newer version has migrated it.
    """
    current = current_revision(url)
    script = ScriptDirectory.from_config(alembic_config(url))
    if current is not None and current not in {r.revision for r in script.walk_revisions()}:
        raise DatabaseUnusable(
            f"the database is at revision {current}, which this version does not know: a newer "
            "version has migrated it; run that one, or use another database"
        )
    return current == script.get_current_head()


def current_revision(url: str) -> str | None:
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError as exc:
        raise DatabaseUnusable(
            f"the database cannot be opened ({_first_line(exc)}); check PLUMBLINE_DATABASE_URL, "
            "that the server runs and that the file's folder can be written"
        ) from exc
    finally:
        engine.dispose()


def alembic_config(url: str) -> Config:
    config = Config(toml_file=str(PYPROJECT))
    config.set_main_option("script_location", str(PYPROJECT.parent / "migrations"))
    config.attributes["url"] = url
    return config


def _first_line(exc: OperationalError) -> str:
    return str(exc.orig).strip().splitlines()[0]
