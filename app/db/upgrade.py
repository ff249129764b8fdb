"""Runs the missing migrations, with Alembic; imported only by a start that has something to revisions."""

import logging

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.core.errors import DatabaseUnusable
from app.db import revisions

log = logging.getLogger(__name__)


def upgrade(conn: Connection, target: str = "head") -> None:
    """Run all missing migrations up to `target`, in the caller's transaction.

    Raises DatabaseUnusable for a database of a newer release, and if a migration fails.
    """
    known = revisions.revision_of(conn)
    config = Config()
    config.set_main_option("script_location", str(revisions.SCRIPTS))
    config.attributes["connection"] = conn
    if known is not None and known not in {
        script.revision for script in ScriptDirectory.from_config(config).walk_revisions()
    }:
        raise DatabaseUnusable(
            f"The database was written by a newer release (schema {known}, this one knows {revisions.HEAD}). "
            "Use that release, or restore a backup from before the upgrade."
        )
    try:
        command.upgrade(config, target)
    except Exception as error:
        log.exception("a migration failed")
        raise DatabaseUnusable(
            f"The database could not be brought to schema {revisions.HEAD} ({_in_one_line(error)}). "
            f"It was left as it was, at schema {known}: use the release from before, and report this."
        ) from error


def _in_one_line(error: Exception) -> str:
    text = str(error.orig if isinstance(error, DBAPIError) else error)
    return f"{type(error).__name__}: {' '.join(text.split())}"
