"""Which revision the database is at. Alembic is for those who migrate; it takes longer to import
than a release to load."""

from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from app.db import DatabaseUnusable, open_engine

HEAD = "d3a7f41b6c20"
"""The newest in `migrations/versions`."""


def current_revision(url: str) -> str | None:
    """None where nothing was ever migrated.

    Raises:
        DatabaseUnusable: it cannot be reached.
    """
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            asked = text("SELECT version_num FROM alembic_version")
            current: str | None = connection.execute(asked).scalar()
            return current
    except OperationalError as exc:
        raise DatabaseUnusable(
            f"the database cannot be opened ({_first_line(exc)}); check PLUMBLINE_DATABASE_URL, "
            "that the server runs and that the file's folder can be written"
        ) from exc
    finally:
        engine.dispose()


def _first_line(exc: OperationalError) -> str:
    return str(exc.orig).strip().splitlines()[0]
