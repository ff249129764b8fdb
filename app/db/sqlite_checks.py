"""Checks a SQLite file before it is used: whose it is, and whether it is damaged."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

from app.core.errors import DatabaseUnusable

#: Tables and columns that identify a database of this program, of any release.
OUR_TABLES, OUR_COLUMNS = frozenset({"alembic_version", "jobs", "events"}), frozenset({"rank", "last_seq"})


def check_integrity(conn: Connection) -> None:
    """Raise DatabaseUnusable if SQLite finds damage."""
    answer = conn.execute(text("PRAGMA quick_check(5)")).scalars().all()
    if list(answer) != ["ok"]:
        found = " ".join("; ".join(map(str, answer)).split())
        raise DatabaseUnusable(
            f"The database is damaged ({found[:200]}). Restore a backup made with "
            "`python main.py backup`, or move the file away to start empty."
        )


def refuse_foreign(file: Path) -> None:
    """Raise DatabaseUnusable if the file is another program's SQLite database. Reads only."""
    if not file.is_file() or not file.stat().st_size:
        return
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            columns = {row[1] for row in connection.execute("PRAGMA table_info(jobs)")}
    except sqlite3.Error:  # damaged, or no database: the real opening reports it
        return
    if tables and not (tables >= OUR_TABLES and columns >= OUR_COLUMNS):
        known = ", ".join(sorted(tables)[:5])
        raise DatabaseUnusable(
            f"{file.name} is another program's database (its tables: {known}). Set DATABASE_URL to a file of its own."
        )
