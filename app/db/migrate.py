"""Migrates the schema at the start, with Alembic, through the writing connection.

Alembic is only imported if there is something to migrate: a start on a current database costs one SELECT.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError, DBAPIError

from app.core.errors import DatabaseUnusable
from app.db.engine import Access

log = logging.getLogger(__name__)

#: The newest revision in `migrations/versions`; a test compares it with the scripts.
HEAD = "0006"
SCRIPTS = Path(__file__).parent / "migrations"


def revision_of(conn: Connection) -> str | None:
    """The revision of the database; None for an empty one."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found: str | None = conn.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def upgrade(conn: Connection, target: str = "head") -> None:
    """Run all missing migrations up to `target`, in the caller's transaction.

    Raises DatabaseUnusable for a database of a newer release, and if a migration fails.
    """
    known = revision_of(conn)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = conn
    if known is not None and known not in {
        script.revision for script in ScriptDirectory.from_config(config).walk_revisions()
    }:
        raise DatabaseUnusable(
            f"The database was written by a newer release (schema {known}, this one knows {HEAD}). "
            "Use that release, or restore a backup from before the upgrade."
        )
    try:
        command.upgrade(config, target)
    except Exception as error:
        log.exception("a migration failed")
        raise DatabaseUnusable(
            f"The database could not be brought to schema {HEAD} ({_in_one_line(error)}). It was left as it was, at "
            f"schema {known}: use the release from before, and report this."
        ) from error


def _in_one_line(error: Exception) -> str:
    text = str(error.orig if isinstance(error, DBAPIError) else error)
    return f"{type(error).__name__}: {' '.join(text.split())}"


async def migrate(access: Access, *, check: Callable[[Connection], None] | None) -> None:
    """Check the database for damage, then migrate it to HEAD. Raises DatabaseUnusable."""

    def run(conn: Connection) -> None:
        with conn.begin():
            if check is not None:
                check(conn)
            if (before := revision_of(conn)) != HEAD:
                upgrade(conn)
                log.info("the database is at schema %s now; it was %s", HEAD, f"at {before}" if before else "empty")

    try:
        await access.run(run)
    except DatabaseError as error:
        raise DatabaseUnusable(
            f"The database cannot be used ({error.orig}). Check DATABASE_URL and its folder's rights, restore a backup "
            "made with `python main.py backup`, or move the file away to start empty."
        ) from error
