"""Alembic's entry. Online only, against the database in the settings or the one handed over."""

from typing import Literal

from alembic import context
from sqlalchemy import text
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import app.access.rows
import app.audit
import app.content.kinds
import app.content.selfcheck
import app.publishing.rows
import app.webhooks.rows  # noqa: F401  these declare every table
from app.db import UtcDateTime, open_engine
from app.settings import Settings


def plain_types(type_: str, obj: object, _: object) -> str | Literal[False]:
    """A migration outlives our code, so it names none of our types."""
    if type_ == "type" and isinstance(obj, AutoString):
        return "sa.String()"
    if type_ == "type" and isinstance(obj, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


url = context.config.attributes.get("url") or Settings().database_url
engine = open_engine(url, foreign_keys=False).execution_options(writes=True)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=True,
        render_item=plain_types,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
            assert not orphans, f"the migration left {len(orphans)} rows without their parent"
engine.dispose()
