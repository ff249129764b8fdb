"""Copying an installation from one database into another: everything or nothing, row by row."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import inspect

from app.core.errors import DatabaseInUse, DatabaseUnusable
from app.db import moves, revisions
from app.db.access import open_access
from app.db.store import Store
from app.db.tables import METADATA
from app.db.transfer import TransferFailed, TransferRefused, transfer
from tests.current_schema import put_database
from tests.forked_python import ROOT
from tests.postgres import blank_postgres
from tests.schemas import FOLDER, restored
from tests.stores import new_job

#: Tables that the databases derive from others by triggers.
DERIVED = ("job_counts", "job_count_changes", "job_texts_indexed", "job_trigrams", "line_words", "alembic_version")


class Quiet:
    """A progress that nobody reads, but the tables that were copied."""

    def __init__(self) -> None:
        self.tables: list[str] = []

    def copying(self, table: str, done: int, total: int) -> None:
        """See `Progress`."""
        assert done <= total
        self.tables += [table] if done == total else []

    def comparing(self, table: str) -> None:
        """See `Progress`."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """An installation with jobs in all states."""
    restored(FOLDER / f"{revisions.HEAD}.sql", tmp_path / "source.db")
    return tmp_path / "source.db"


@pytest.fixture
def blank(postgres_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database without any table."""
    with blank_postgres(postgres_server) as url:
        yield url


def _rows(database: Path) -> dict[str, list[Any]]:
    """Every row of every table with content of its own."""
    with closing(sqlite3.connect(database)) as connection:
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in METADATA.tables
        }


async def _fetch(url: str, query: str) -> list[Any]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def test_there_and_back_every_row_is_as_it_was(source: Path, blank: str, tmp_path: Path) -> None:
    """To PostgreSQL and into a new SQLite file: the same values in every column, and the triggers' tables too."""
    seen = Quiet()
    done = await transfer(f"sqlite:///{source}", blank, seen)
    assert done.changed == {}
    before = _rows(source)
    assert done.rows == {name: len(rows) for name, rows in before.items()}
    assert set(seen.tables) == {name for name, rows in before.items() if rows}
    back = tmp_path / "back.db"
    assert (await transfer(blank, f"sqlite:///{back}", Quiet())).rows == done.rows
    assert _rows(back) == before
    count = "SELECT status, job_type, priority, jobs FROM job_counts WHERE jobs > 0 ORDER BY 1, 2, 3"
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(back)) as new:
        assert new.execute(count).fetchall() == old.execute(count).fetchall()
        assert new.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_every_table_is_copied_or_derived(database_url: str) -> None:
    """A migration that adds a table without a class has to say here who fills it."""
    access = open_access(database_url, writer=False, synchronous="normal", connections=1)
    try:
        names = await access.run(lambda conn: inspect(conn).get_table_names())
    finally:
        await access.dispose()
    assert [name for name in names if name not in METADATA.tables and not name.startswith(DERIVED)] == []


async def test_numbers_of_deleted_rows_do_not_come_again(source: Path, blank: str) -> None:
    """Of events, which are the cursor of the broadcast, and of jobs, their order."""
    with closing(sqlite3.connect(source)) as connection:
        ((last_job,), (last_event,)) = connection.execute(
            "SELECT seq FROM sqlite_sequence WHERE name IN ('jobs', 'events') ORDER BY name DESC"
        ).fetchall()
        connection.execute("DELETE FROM events WHERE id > ?", (last_event - 3,))
        connection.execute("DELETE FROM jobs WHERE num = ?", (last_job,))
        connection.execute("DELETE FROM job_texts WHERE num = ?", (last_job,))
        connection.commit()
    await transfer(f"sqlite:///{source}", blank, Quiet())
    async with Store(blank) as store:
        job, _ = await store.write(moves.submit, new_job())
        assert job.num == last_job + 1
    assert await _fetch(blank, "SELECT min(id) FROM events WHERE job_id = '" + job.id + "'") == [(last_event + 1,)]
    back = source.with_name("back.db")
    await transfer(blank, f"sqlite:///{back}", Quiet())
    async with Store(f"sqlite:///{back}") as store:
        again, _ = await store.write(moves.submit, new_job())
        assert again.num == last_job + 2


async def test_what_postgresql_cannot_store_is_counted(source: Path, blank: str) -> None:
    """U+0000 is left out and NaN is null in these rows, and only there; JSON is else the same text."""
    with closing(sqlite3.connect(source)) as connection:
        ids = [job_id for (job_id,) in connection.execute("SELECT id FROM jobs ORDER BY num LIMIT 3")]
        change = "UPDATE jobs SET video_title = ?, meta = ? WHERE id = ?"
        kept = '{"a":  1.50, "NaN": "\\u0000\\ud800"}'
        connection.execute(change, ("a\x00b", '{"x":NaN,"y":[-Infinity,"NaN"]}', ids[0]))
        connection.execute(change, ("Größe", kept, ids[1]))
        connection.commit()
    assert (await transfer(f"sqlite:///{source}", blank, Quiet())).changed == {"jobs": 1}
    rows = await _fetch(blank, "SELECT video_title, meta::text FROM jobs ORDER BY num LIMIT 2")
    assert (rows[0][0], json.loads(rows[0][1])) == ("ab", {"x": None, "y": [None, "NaN"]})
    assert rows[1] == ("Größe", kept)


async def _refused(source: str, target: str, why: str) -> None:
    with pytest.raises(TransferRefused, match=why) as refused:
        await transfer(source, target, Quiet())
    assert "\n" not in str(refused.value)


async def test_only_an_empty_target_is_filled(source: Path, blank: str, postgres_url: str, tmp_path: Path) -> None:
    """Jobs, other programs' tables, another schema: refused with the reason, and unchanged."""
    here = f"sqlite:///{source}"
    async with Store(postgres_url) as store:  # its flags are no content
        pass
    done = await transfer(here, postgres_url, Quiet())
    put_database(tmp_path / "migrated.db")
    assert await transfer(postgres_url, f"sqlite:///{tmp_path / 'migrated.db'}", Quiet()) == done
    async with Store(postgres_url) as store:
        await store.write(moves.submit, new_job())
    await _refused(here, postgres_url, r"content \(jobs: \d+ rows\)")
    await _fetch(blank, "CREATE TABLE invoices (id INTEGER)")
    await _refused(here, blank, r"other tables \(invoices\)")
    await _fetch(postgres_url, "UPDATE alembic_version SET version_num = '0003'")
    await _refused(here, postgres_url, rf"target has schema 0003, not {revisions.HEAD}")
    await _refused(
        postgres_url, f"sqlite:///{tmp_path / 'new.db'}", rf"source has schema 0003, this program {revisions.HEAD}"
    )
    await _refused(blank, f"sqlite:///{tmp_path / 'new.db'}", "no database of this program")
    await _refused(here, here, "the same")
    await _refused(here, f"sqlite:///{tmp_path / 'new.db'}", "both are SQLite files")
    await _refused(f"sqlite:///{tmp_path / 'none.db'}", blank, "there is no database at")


async def test_a_database_in_use_is_neither_copied_nor_filled(
    source: Path, blank: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server's lock on either side; on PostgreSQL any other connection, since servers that share it have no lock."""
    monkeypatch.setattr("app.db.postgres_lock.TIMEOUT_S", 0.2)
    monkeypatch.setattr("app.db.transfer.TIMEOUT_S", 0.2)
    here = f"sqlite:///{source}"
    async with Store(here):
        with pytest.raises(DatabaseInUse, match=r"source\.db is in use"):
            await transfer(here, blank, Quiet())
    async with Store(postgres_url):
        with pytest.raises(DatabaseInUse, match="in use by another server"):
            await transfer(here, postgres_url, Quiet())
    async with Store(postgres_url, shared=True) as store:
        await store.read(lambda conn: None)
        with pytest.raises(DatabaseInUse, match=r"target is in use: \d other connections"):
            await transfer(here, postgres_url, Quiet())
    other = source.with_name("foreign.db")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE invoices (id INTEGER)")
    with pytest.raises(DatabaseUnusable, match="another program's database"):
        await transfer(f"sqlite:///{other}", blank, Quiet())


ALTERED = """
CREATE FUNCTION altered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.priority := 7; RETURN NEW; END $$;
CREATE TRIGGER altered BEFORE INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION altered();
"""


async def test_a_copy_that_differs_is_not_kept(source: Path, postgres_url: str) -> None:
    """Here a trigger in the target changes a column; the same in a broken driver, disk or encoding."""
    connection = await asyncpg.connect(postgres_url)
    await connection.execute(ALTERED)
    await connection.close()
    with pytest.raises(TransferFailed, match="differs from the source in: jobs"):
        await transfer(f"sqlite:///{source}", postgres_url, Quiet())
    assert await _fetch(postgres_url, "SELECT count(*) FROM jobs") == [(0,)]
    await _fetch(postgres_url, "DROP TRIGGER altered ON jobs")
    await transfer(f"sqlite:///{source}", postgres_url, Quiet())


KILLED = """
import asyncio, os, signal, sys
from app.db.transfer import transfer
class Progress:
    def copying(self, table, done, total):
        pass
    def comparing(self, table):
        os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(transfer(sys.argv[1], sys.argv[2], Progress()))
"""


async def test_a_kill_leaves_the_target_empty_and_the_next_run_fills_it(source: Path, blank: str) -> None:
    """Also just before the commit, when every row is there; the source still serves."""
    command = [sys.executable, "-c", KILLED, f"sqlite:///{source}", blank]
    ended = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert await _fetch(blank, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []
    async with Store(f"sqlite:///{source}"):
        pass
    done = await transfer(f"sqlite:///{source}", blank, Quiet())
    assert await _fetch(blank, "SELECT count(*) FROM events") == [(done.rows["events"],)]
    async with Store(blank):
        pass
