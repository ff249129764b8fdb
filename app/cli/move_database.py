"""Implements `python main.py move-database SOURCE TARGET`."""

import asyncio
import sys
import time

from pydantic import TypeAdapter, ValidationError

from app.core.errors import SettingsInvalid
from app.core.private import make_private
from app.core.setting_types import DatabaseUrl
from app.core.settings import without_password
from app.db.transfer import transfer

#: Interval of lines about one table, seconds.
LINE_EVERY_S = 5.0


class _Lines:
    """Prints how far it is: a line for each table, and for a long one a line every few seconds."""

    def __init__(self) -> None:
        self._printed_at = time.monotonic()

    def copying(self, table: str, done: int, total: int) -> None:
        """See `Progress`."""
        if done == total or time.monotonic() >= self._printed_at + LINE_EVERY_S:
            self._print(f"{table}: {done:,} rows" if done == total else f"{table}: {done:,} of {total:,} rows")

    def comparing(self, table: str) -> None:
        """See `Progress`."""
        if time.monotonic() >= self._printed_at + LINE_EVERY_S:
            self._print(f"comparing {table}")

    def _print(self, line: str) -> None:
        self._printed_at = time.monotonic()
        print(line, file=sys.stderr, flush=True)


def run_move(source: str, target: str) -> int:
    """Copy the installation; returns the exit code. Raises what `transfer` raises, and SettingsInvalid for a URL."""
    make_private()
    source, target = _checked("SOURCE", source), _checked("TARGET", target)
    done = asyncio.run(transfer(source, target, _Lines()))
    for table, rows in done.changed.items():
        print(
            f"warning: {table}: {rows:,} rows had U+0000, now left out, or NaN, now null: PostgreSQL stores neither",
            file=sys.stderr,
        )
    print(f"{sum(done.rows.values()):,} rows of {len(done.rows)} tables were copied and compared, each equal.")
    print(f"Set DATABASE_URL={without_password(target)} now, and keep DATA_DIR as it is. The source was not changed.")
    return 0


def _checked(name: str, url: str) -> str:
    try:
        return TypeAdapter[str](DatabaseUrl).validate_python(url)
    except ValidationError as error:
        raise SettingsInvalid(f"{name}: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from None
