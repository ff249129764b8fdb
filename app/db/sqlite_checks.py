"""Checks a SQLite file before it is used: whose it is, and whether it is damaged."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

from app.core.errors import DatabaseUnusable

#: Tables and columns that identify a database of this program, of any release.
OUR_TABLES, OUR_COLUMNS = frozenset({"alembic_version", "jobs", "events"}), frozenset({"rank", "last_seq"})


#: A larger file is not read as a whole at a start, bytes: that takes seconds for each gigabyte, many from a cold disk.
WHOLE_BYTES = 256 << 20
#: The tables that a start reads. Damage in the others, the largest of which hold events and texts, is reported by the
#: request or the move that meets it, by `doctor` and by `backup`.
ESSENTIAL = ("alembic_version", "jobs", "job_stages", "job_counts", "key_leases", "flags")


def check_integrity(conn: Connection) -> None:
    """Raise DatabaseUnusable if SQLite finds damage; in a large file, in the essential tables.

    What a large file has besides is checked by `backup` and `doctor`, and reported when it is read.
    """
    size_bytes = conn.execute(text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")).scalar()
    checks = ["5"] if int(size_bytes or 0) <= WHOLE_BYTES else _essential(conn)
    damage = [one for check in checks for one in _quick_check(conn, check) if one != "ok"]
    if damage:
        found = " ".join("; ".join(damage).split())
        raise DatabaseUnusable(
            f"The database is damaged ({found[:200]}). Restore a backup made with "
            "`python main.py backup`, or move the file away to start empty."
        )


def _essential(conn: Connection) -> list[str]:
    """The essential tables that there are: earlier releases have fewer."""
    tables = set(conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
    return [table for table in ESSENTIAL if table in tables]


def _quick_check(conn: Connection, what: str) -> list[str]:
    """SQLite's answer for a table, or for the whole file if `what` is the number of problems that are enough."""
    return [str(row[0]) for row in conn.execute(text(f"PRAGMA quick_check({what})"))]


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
