"""Brings the database to the newest revision, and says so plainly when it cannot."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.db import DatabaseUnusable
from app.revision import HEAD, current_revision

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


def migrate(url: str) -> None:
    """Upgrade to the head revision; nothing happens when it is there already.

    Raises:
        DatabaseUnusable: it cannot be reached or written, or a newer version has migrated it.
    """
    current = current_revision(url)
    if current != HEAD:
        check_known(current, url)
        command.upgrade(alembic_config(url), "head")


def check_known(current: str | None, url: str) -> None:
    """Raises: DatabaseUnusable: a newer version has migrated it."""
    script = ScriptDirectory.from_config(alembic_config(url))
    if current is not None and current not in {r.revision for r in script.walk_revisions()}:
        raise DatabaseUnusable(
            f"the database is at revision {current}, which this version does not know: a newer "
            "version has migrated it; run that one, or use another database"
        )


def alembic_config(url: str) -> Config:
    config = Config(toml_file=str(PYPROJECT))
    config.set_main_option("script_location", str(PYPROJECT.parent / "migrations"))
    config.attributes["url"] = url
    return config
