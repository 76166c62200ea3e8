import sqlite3
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from medpref_dagster.capture import database as module
from medpref_dagster.capture.database import METADATA, DatabaseError, find_newest_schema, open_database
from medpref_dagster.capture.reading import read_between


def test_migrations_make_the_tables_that_the_code_works_with(database):
    engine = open_database(database)
    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == find_newest_schema()
    engine.dispose()
    open_database(database).dispose()  # again is no error


def test_a_database_of_a_newer_schema_is_refused_in_one_sentence(database):
    engine = open_database(database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    engine.dispose()
    with pytest.raises(DatabaseError, match=r"has schema '9001' of a newer medpref; .* install the newer one"):
        open_database(database)


def test_a_migration_that_breaks_off_leaves_the_database_as_it_was(database, monkeypatch):
    def break_off(config, revision):
        config.attributes["connection"].execute(text("CREATE TABLE half (id INTEGER)"))
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module.command, "upgrade", break_off)
        with pytest.raises(KeyboardInterrupt):
            open_database(database)
    engine = open_database(database)
    assert set(inspect(engine).get_table_names()) == {"alembic_version", "events", "quarantine", "tokens", "tombstones"}
    engine.dispose()


def test_what_sqlite_commits_is_synced_and_for_its_owner_alone(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/new/c.sqlite")
    with engine.begin() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    for path in (tmp_path / "new").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    engine.dispose()


def test_postgresql_is_told_to_sync_whatever_its_default(postgres_server):
    engine = open_database(postgres_server)
    with engine.begin() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "URL is none"),
        ("mysql://x/y", "the database is 'mysql'"),
        ("sqlite://", "a database in memory would lose"),
        ("sqlite:///:memory:", "a database in memory would lose"),
        ("sqlite:///file:x?mode=memory&uri=true", "a database in memory would lose"),
        (
            "sqlite:///x.sqlite?mode=ro",
            r"takes nothing behind '\?', and this has mode: name the file alone",
        ),
        ("sqlite:///x.sqlite?timeout=30&key=a%20secret", "and this has timeout, key: name the file alone"),
        ("sqlite://user@host/x.sqlite", "sqlite:///FILE takes neither host nor user"),
        ("postgresql://x:port/y", "URL is none"),
        ("postgresql://nobody@127.0.0.1:1/x", "does not answer"),
    ],
)
def test_what_is_no_database_is_refused_in_one_sentence(url, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DatabaseError, match=says) as refused:
        open_database(url)
    assert "secret" not in str(refused.value)
    assert not list(tmp_path.iterdir()), "no file is left behind"


def test_a_file_that_is_no_database_is_refused_and_stays(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a database, " * 100)
    with pytest.raises(DatabaseError, match="SQLITE_NOTADB"):
        open_database(f"sqlite:///{path}")
    assert path.read_text().startswith("not a database")


def test_a_locked_database_is_named(tmp_path, monkeypatch):
    path: Path = tmp_path / "c.sqlite"
    monkeypatch.setattr(module, "WAIT_SECONDS", 0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseError, match="another process has locked the database") as refused:
        open_database(f"sqlite:///{path}")
    assert refused.value.kind == "locked"
    other.close()


def test_events_are_read_while_another_process_writes(tmp_path, monkeypatch):
    path: Path = tmp_path / "c.sqlite"
    open_database(f"sqlite:///{path}").dispose()
    monkeypatch.setattr(module, "WAIT_SECONDS", 0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert list(read_between(f"sqlite:///{path}", 0, 2**62)) == []
    other.close()
