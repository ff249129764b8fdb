"""Copies the SQLite database, also while a server writes to it."""

import logging
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from app.core.errors import AppError

log = logging.getLogger(__name__)


class BackupFailed(AppError):
    """No copy was made; the message has the reason. Nothing is left behind."""


def backup(source: Path, target: Path) -> int:
    """Copy the database file `source` to `target`, which must not exist; returns the copy's size in bytes.

    One step of SQLite's backup interface reads one consistent state; with a write-ahead log it blocks nothing. The copy
    is one file without a log, is checked before it gets its name, and can be opened at once.
    """
    if os.path.lexists(target):
        raise BackupFailed(f"{target} exists already; a backup never overwrites")
    if not source.is_file():
        raise BackupFailed(f"there is no database at {source}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
            part = Path(folder) / "copy"
            with closing(_read_only(source)) as live, closing(sqlite3.connect(part)) as copy:
                live.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
                answer = [row[0] for row in copy.execute("PRAGMA integrity_check(5)")]
            if answer != ["ok"]:
                raise BackupFailed(
                    f"the copy is damaged, and so may be the database: {'; '.join(map(str, answer))[:300]}"
                )
            part.chmod(0o600)
            size_bytes = part.stat().st_size
            _settle(part, target)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(f"could not copy {source} to {target}: {error}") from error
    return size_bytes


def _settle(part: Path, target: Path) -> None:
    """Rename the copy without overwriting a file, atomically if the file system can."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise BackupFailed(f"{target} exists already; a backup never overwrites") from None
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise BackupFailed(f"{target} exists already; a backup never overwrites") from None
        part.rename(target)


def _read_only(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)


def has_keys(database: Path) -> bool:
    """Whether API keys are stored in the file; of one that cannot be read it is not known, and not said."""
    try:
        with closing(_read_only(database)) as connection:
            return connection.execute("SELECT 1 FROM api_keys LIMIT 1").fetchone() is not None
    except sqlite3.Error as error:  # damaged, or of an earlier release
        log.debug("API keys could not be read: %s", error)
        return False


def damage(database: Path) -> str | None:
    """The damage that SQLite finds in the file; None if there is none. Reads all of it: seconds for gigabytes."""
    try:
        with closing(_read_only(database)) as connection:
            answer = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)")]
    except sqlite3.Error as error:
        return str(error)
    return None if answer == ["ok"] else "; ".join(answer)
