"""Upgrades on PostgreSQL: from every released schema, to the same rows as on SQLite; once if several servers start."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Connection, Integer, MetaData, Table, insert, text

from app.db import numbers, revisions
from app.db.access import open_access
from app.db.store import Store
from app.db.table_copies import digest_of
from app.db.tables import METADATA
from app.db.transfer import connected
from app.db.upgrade import upgrade
from tests.postgres import blank_postgres
from tests.schemas import FOLDER, restored
from tests.stores import open_store

RELEASED = sorted(FOLDER.glob("*.sql"))
#: Those that the gate upgrades: from the first every migration runs, and from the last what people have.
GATED = {*RELEASED[::7], *RELEASED[-2:]}
EACH = [pytest.param(schema, id=schema.stem, marks=() if schema in GATED else pytest.mark.long) for schema in RELEASED]
MADE_BY_TRIGGERS = {"alembic_version", "job_counts", "job_count_changes", "job_texts_indexed"}


@pytest.fixture
def blank(postgres_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database without any table."""
    with blank_postgres(postgres_server) as url:
        yield url


def _released(conn: Connection, schema: Path, database: Path) -> None:
    """Bring a PostgreSQL database to a released schema, with the rows of the SQLite database of that release."""
    upgrade(conn, schema.stem)
    tables = MetaData()
    tables.reflect(conn)
    with closing(sqlite3.connect(database)) as old:
        old.row_factory = sqlite3.Row
        for table in tables.tables.values():
            if table.name not in MADE_BY_TRIGGERS:
                _fill(conn, table, [dict(row) for row in old.execute(f"SELECT * FROM {table.name}")])


def _fill(conn: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    flags = [column.name for column in table.columns if isinstance(column.type, Boolean)]
    for row in rows:
        row |= {name: bool(row[name]) for name in flags if row[name] is not None}
    if rows:
        conn.execute(insert(table), rows)
    key = list(table.primary_key)
    if rows and len(key) == 1 and isinstance(key[0].type, Integer) and key[0].server_default is not None:
        numbers.continue_after(conn, table, max(row[key[0].name] for row in rows))


@pytest.mark.slow
@pytest.mark.parametrize("schema", EACH)
async def test_a_database_of_every_release_has_the_rows_of_one_on_sqlite(
    schema: Path, tmp_path: Path, blank: str
) -> None:
    """Each migration with real jobs in the tables: folded texts, facts of events, videos of links, and all later."""
    database = tmp_path / "jobs.db"
    restored(schema, database)
    async with connected(blank, writer=True) as opened:
        await opened.run_sync(_released, schema, database)
    async with open_store(tmp_path), Store(blank):
        pass
    async with connected(blank, writer=False) as opened, connected(f"sqlite:///{database}", writer=False) as here:
        for table in METADATA.tables.values():
            if table.name != "flags":  # each start writes its time
                assert await opened.run_sync(digest_of, table) == digest_of(here, table), table.name


async def test_servers_that_start_at_once_migrate_once(blank: str, caplog: pytest.LogCaptureFixture) -> None:
    """One migrates, the others wait for it and find nothing to do."""
    caplog.set_level(logging.INFO, logger="app.db.migrate")

    async def start() -> None:
        async with Store(blank, shared=True):
            pass

    await asyncio.gather(*(start() for _ in range(4)))
    assert [record.message for record in caplog.records] == [
        f"the database is at schema {revisions.HEAD} now; it was empty"
    ]


async def test_an_upgrade_that_is_killed_leaves_the_schema_from_before(blank: str) -> None:
    """Here its connection is ended; the next start upgrades."""
    access = open_access(blank, writer=True, synchronous="normal")

    def begun(conn: Connection) -> None:
        with conn.begin():
            upgrade(conn, RELEASED[0].stem)
            conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(Exception, match=r"terminating connection|connection was closed"):
        await access.run(begun)
    await access.dispose()
    async with Store(blank) as store:
        assert await store.read(revisions.revision_of) == revisions.HEAD
