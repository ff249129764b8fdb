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


async def migrate(access: Access, *, check: Callable[[Connection], None] | None) -> None:
    """Check the database for damage, then migrate it to HEAD. Raises DatabaseUnusable."""

    def run(conn: Connection) -> None:
        with conn.begin():
            if check is not None:
                check(conn)
            if (before := revisions.revision_of(conn)) != revisions.HEAD:
                from app.db.upgrade import upgrade

                upgrade(conn)
                was = f"at {before}" if before else "empty"
                log.info("the database is at schema %s now; it was %s", revisions.HEAD, was)

    try:
        await access.run(run)
    except DatabaseError as error:
        raise DatabaseUnusable(
            f"The database cannot be used ({error.orig}). Check DATABASE_URL and its folder's rights, restore a backup "
            "made with `python main.py backup`, or move the file away to start empty."
        ) from error
