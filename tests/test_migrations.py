"""Up, down and over published content, on both databases."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlmodel import Session, SQLModel

from app.catalog import NothingPublished, load_catalog
from app.db import DatabaseUnusable, open_engine
from app.library import Library
from app.migrate import alembic_config, migrate
from app.publish import Published, publish
from app.revision import HEAD, current_revision
from tests.conftest import NOW


def test_migrations_build_exactly_what_the_tables_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_every_revision_goes_up_and_down_over_published_content(
    url: str, engine: Engine, library: Library
) -> None:
    config = alembic_config(url)
    publish(engine, library, NOW)

    for revision in ScriptDirectory.from_config(config).walk_revisions():
        command.downgrade(config, f"{revision.revision}-1")
        command.upgrade(config, revision.revision)
    command.upgrade(config, "head")

    publish(engine, library, NOW)
    with Session(engine) as session:
        catalog = load_catalog(session)
    assert catalog.shelves["en"]["exercise"].items
    assert catalog.pictures


def test_a_release_from_before_entries_gets_them_by_publishing_the_same_again(
    url: str, engine: Engine, library: Library
) -> None:
    config = alembic_config(url)
    publish(engine, library, NOW)
    with Session(engine) as session:
        before = load_catalog(session)
    command.downgrade(config, "b1f0c6c0a2d7")
    command.upgrade(config, "head")
    with Session(engine) as session, pytest.raises(NothingPublished, match="kept no entries"):
        load_catalog(session)

    done = publish(engine, library, NOW)

    assert done == Published(1, new=False, changed=0, deleted=0)
    with Session(engine) as session:
        after = load_catalog(session)
    assert {lang: copy.entries for lang, copy in after.copies.items()} == {
        lang: copy.entries for lang, copy in before.copies.items()
    }
    assert after.copies["en"].log == before.copies["en"].log
    assert after.statements == before.statements


def test_going_all_the_way_down_leaves_nothing(url: str, engine: Engine) -> None:
    command.downgrade(alembic_config(url), "base")

    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}


def test_the_newest_revision_is_the_one_that_servers_ask_for(url: str) -> None:
    script = ScriptDirectory.from_config(alembic_config(url))

    assert script.get_current_head() == HEAD == current_revision(url)


def test_migrating_twice_changes_nothing(url: str) -> None:
    before = current_revision(url)

    migrate(url)

    assert current_revision(url) == before


def test_a_database_from_a_newer_version_is_refused(url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-the-future'"))

    with pytest.raises(DatabaseUnusable, match="a newer version has migrated it"):
        migrate(url)


def test_names_follow_the_convention(engine: Engine) -> None:
    constraint = inspect(engine).get_pk_constraint("exercise")

    assert constraint["name"] == "pk_exercise"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://root@localhost/x", "should be sqlite:///"),
        ("nonsense", "should be sqlite:///"),
        ("sqlite://", "name a file"),
        ("sqlite:////proc/nowhere/plumbline.db", "cannot be made"),
    ],
    ids=["another database", "no URL", "in memory", "a folder that cannot be made"],
)
def test_a_database_we_cannot_use_is_refused_in_a_sentence(url: str, said: str) -> None:
    with pytest.raises(DatabaseUnusable, match=said):
        open_engine(url)


def test_a_server_that_is_not_there_is_refused_in_a_sentence() -> None:
    with pytest.raises(DatabaseUnusable, match="cannot be opened"):
        migrate("postgresql+psycopg://nobody@/none?host=/nowhere")


def test_postgresql_gives_up_on_locks_and_long_statements(postgres: str) -> None:
    engine = open_engine(postgres.format(name="postgres"))

    with engine.connect() as connection:
        lock = connection.execute(text("SHOW lock_timeout")).scalar_one()
        statement = connection.execute(text("SHOW statement_timeout")).scalar_one()

    assert (lock, statement) == ("4s", "1min")
