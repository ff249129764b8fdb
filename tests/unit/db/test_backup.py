"""Copies of the database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.db.backup import BackupFailed, backup, damage


@pytest.fixture
def live(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A database with a write-ahead log and an open connection, as a running server has it."""
    with closing(sqlite3.connect(tmp_path / "live.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE jobs (id INTEGER PRIMARY KEY, note TEXT)")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO jobs (note) VALUES (?)", [(f"job {n}" * 50,) for n in range(500)])
        connection.execute("COMMIT")
        yield connection


def test_copy_holds_what_was_committed(live: sqlite3.Connection, tmp_path: Path) -> None:
    """Also what is still in the write-ahead log; what a transaction has not committed yet is not in it."""
    live.execute("BEGIN IMMEDIATE")
    live.execute("INSERT INTO jobs (note) VALUES ('not yet')")
    size_bytes = backup(tmp_path / "live.db", tmp_path / "copies" / "copy.db")
    live.execute("COMMIT")
    copy = tmp_path / "copies" / "copy.db"
    assert copy.stat().st_size == size_bytes
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM jobs").fetchone() == (500,)
    assert [file.name for file in copy.parent.iterdir()] == ["copy.db"]
    assert damage(copy) is None


def test_backup_never_overwrites(live: sqlite3.Connection, tmp_path: Path) -> None:
    """Yesterday's copy is worth more than a typing error."""
    (tmp_path / "copy.db").write_text("yesterday")
    with pytest.raises(BackupFailed, match="exists already"):
        backup(tmp_path / "live.db", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "yesterday"


def test_damaged_database_gives_no_copy(live: sqlite3.Connection, tmp_path: Path) -> None:
    """A copy gets its name only after it was checked, and nothing is left of one that was not."""
    live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    live.close()
    with (tmp_path / "live.db").open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 8192)
    assert damage(tmp_path / "live.db") is not None
    with pytest.raises(BackupFailed):
        backup(tmp_path / "live.db", tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


def test_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """With SQLite's own words."""
    (tmp_path / "notes.db").write_text("dear diary" * 100)
    with pytest.raises(BackupFailed, match="not a database"):
        backup(tmp_path / "notes.db", tmp_path / "copy.db")
    assert "not a database" in str(damage(tmp_path / "notes.db"))
    with pytest.raises(BackupFailed, match="no database at"):
        backup(tmp_path / "absent.db", tmp_path / "copy.db")


@pytest.mark.parametrize("name", ["50%25 done?.db", "a#b.db"])
def test_any_file_name_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    """SQLite is given an address; what means something in addresses means nothing in names."""
    with closing(sqlite3.connect(tmp_path / name)) as connection:
        connection.execute("CREATE TABLE jobs (id INTEGER)")
    assert backup(tmp_path / name, tmp_path / "copy.db") > 0
    assert damage(tmp_path / name) is None
