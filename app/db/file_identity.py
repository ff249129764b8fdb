"""Checks that the database's files are still those that were opened.

A file that is removed, moved or replaced under a running server accepts changes as before, and all of them are lost
when the process ends. So the names are compared with the opened files: before a commit, before it is acknowledged, and
periodically when nothing is written.
"""

from pathlib import Path

#: Suffixes of the files that SQLite keeps beside an open database.
BESIDE = ("-wal", "-shm")


class DatabaseLost(OSError):
    """The files with the database's names are not those that the server has open."""


class DatabaseFiles:
    """The files of an open SQLite database in write-ahead mode. Call `note` once all of them exist."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._noted: dict[Path, tuple[int, int]] = {}

    def note(self) -> None:
        """Record the open files. A file that does not exist (no write-ahead log) is not checked later."""
        names = [self._database, *(self._database.with_name(f"{self._database.name}{end}") for end in BESIDE)]
        self._noted = {name: found for name in names if (found := _identity(name)) is not None}

    def lost(self) -> str | None:
        """The problem as text for users; None if there is none. Costs one `stat` per file."""
        for name, noted in self._noted.items():
            found = _identity(name)
            if found != noted:
                what = "is gone" if found is None else "was replaced by another file"
                return (
                    f"{name.name} {what} under the running server. Put it back as it was, or stop the server and start "
                    "it again"
                )
        return None

    def log_is_all_that_is_gone(self) -> bool:
        """Whether the log was removed and not recreated, and the database itself is unchanged."""
        states = {name: _identity(name) for name in self._noted}
        beside = [name for name in states if name != self._database]
        intact = states.get(self._database) == self._noted.get(self._database)
        return (
            intact
            and any(states[name] is None for name in beside)
            and all(states[name] in (None, self._noted[name]) for name in beside)
        )

    def check(self) -> None:
        """Raise DatabaseLost if the files have changed."""
        if (why := self.lost()) is not None:
            raise DatabaseLost(why)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
