"""Multiplies the jobs of a database, with their events, stages, transcripts and artifacts, by SQL alone."""

import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path

#: The time between two copies, milliseconds: 100,000 jobs cover a month.
APART_MS = 26_000
#: The columns that tell the copies apart, by table; `i` is the number of the copy.
COPIED: Mapping[str, Mapping[str, str]] = {
    "jobs": {
        "num": "i + 1",
        "id": "copy_id(i)",
        "video_title": "'Lecture ' || (i * 7919 % 1000003) || ' on rockets'",
        "idempotency_key": "NULL",
        "rank": "rank + i * 7919 % 1000003",
    },
    "job_texts": {
        "num": "i + 1",
        "folded": "'lecture ' || (i * 7919 % 1000003) || ' on rockets' || char(10) || copy_id(i)",
    },
    "events": {"id": "NULL", "job_id": "copy_id(i)"},
    "job_stages": {"job_id": "copy_id(i)", "key": "key || '-' || i"},
    "outputs": {"key": "key || '-' || i"},
    "pieces": {"key": "key || '-' || i"},
    "key_blobs": {"key": "key || '-' || i"},
    "artifacts": {"id": "substr(copy_id(i), 1, 24) || substr(id, 25)", "job_id": "copy_id(i)"},
}


def copy_id(number: int) -> str:
    """The id of a copy: like a random UUID, spread over the whole index."""
    high, low = number * 0x9E3779B97F4A7C15 % 2**64, number * 0x5851F42D4C95 % 2**48
    return f"{high >> 32:08x}-{high >> 16 & 0xFFFF:04x}-4{high & 0xFFF:03x}-8{high >> 4 & 0xFFF:03x}-{low:012x}"


def multiply(database: Path, count: int, tables: Collection[str] = COPIED) -> None:
    """Copy the database's only job, in these tables, until there are `count`; each is older than the one after it."""
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.create_function("copy_id", 1, copy_id, deterministic=True)
        db.execute("PRAGMA synchronous=OFF")
        db.execute("PRAGMA cache_size=-400000")
        db.execute("BEGIN")
        for table in tables:
            _copy(db, table, COPIED[table], count)
        last = db.execute("SELECT max(id) FROM events").fetchone()
        db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'events'", last)
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copy(db: sqlite3.Connection, table: str, changed: Mapping[str, str], count: int) -> None:
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    values = [
        changed.get(name) or (f"{name} + (i - {count}) * {APART_MS}" if name.endswith("_ms") else name)
        for name in columns
    ]
    db.execute(
        f"WITH RECURSIVE copies (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM copies WHERE i < {count - 1}) "
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "
        f"FROM copies CROSS JOIN (SELECT * FROM {table}) ORDER BY i"
    )
