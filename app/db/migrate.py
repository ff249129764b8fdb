"""Migrates the schema at the start, with Alembic, through the writing connection.

Alembic is only imported if there is something to migrate: a start on a current database costs one SELECT.
"""

import logging
from collections.abc import Callable

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from app.core.errors import DatabaseUnusable
from app.db import revisions
from app.db.access import Access

log = logging.getLogger(__name__)

#: Held to the end of the transaction by the one of several servers that migrates a PostgreSQL database.
TAKE_TURN = "SELECT pg_advisory_xact_lock(1835625842)"


async def migrate(access: Access, *, check: Callable[[Connection], None] | None) -> None:
    """Check the database for damage, then migrate it to HEAD. Raises DatabaseUnusable."""

    def run(conn: Connection) -> None:
        with conn.begin():
            if check is not None:
                check(conn)
            if revisions.revision_of(conn) != revisions.HEAD:
                _upgrade(conn)

    try:
        await access.run(run)
    except DatabaseError as error:
        raise DatabaseUnusable(
            f"The database cannot be used ({error.orig}). Check DATABASE_URL and its folder's rights, restore a backup "
            "made with `python main.py backup`, or move the file away to start empty."
        ) from error


def _upgrade(conn: Connection) -> None:
    """Run the missing migrations, if no other server has done so meanwhile: of several that start at once one does."""
    from app.db.upgrade import upgrade

    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql(TAKE_TURN)
    if (before := revisions.revision_of(conn)) == revisions.HEAD:
        return
    upgrade(conn)
    log.info("the database is at schema %s now; it was %s", revisions.HEAD, f"at {before}" if before else "empty")
