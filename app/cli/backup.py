"""Implements `python main.py backup FILE`."""

from pathlib import Path

from app.core.private import make_private
from app.core.settings import Settings
from app.db.backup import BackupFailed, backup


def run_backup(settings: Settings, file: Path) -> int:
    """Copy the database to `file`; returns the exit code. Raises BackupFailed."""
    if settings.database_path is None:
        raise BackupFailed("this copies SQLite databases; use pg_dump for PostgreSQL")
    make_private()
    size_bytes = backup(settings.database_path, file.expanduser())
    print(f"{file}: {size_bytes / 1e6:.1f} MB, checked. Files are in {settings.data_dir}; copy them after this.")
    return 0
