"""Finds out whether a transaction was committed when the connection broke before the answer came.

Callers of a change that was made and not acknowledged would repeat it, and this process would not follow it: a job
would wait in a queue that nobody here knows of. PostgreSQL remembers the fate of each transaction by its number.
"""

import asyncio
import logging
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError, DBAPIError, ProgrammingError

from app.db.access import Access

log = logging.getLogger(__name__)

#: Number of the transaction, if it has changed anything.
NUMBER = text("SELECT CAST(pg_current_xact_id_if_assigned() AS text)")
STATUS = text("SELECT pg_xact_status(CAST(CAST(:number AS text) AS xid8))")
#: How long the database is asked, seconds, and the interval.
TIMEOUT_S, CHECK_EVERY_S = 5.0, 0.1


class CommitFate:
    """The fate of one transaction."""

    def __init__(self) -> None:
        self._number: str | None = None

    def note(self, conn: Connection) -> None:
        """Call it as the last statement before the commit. A commit of SQLite has no answer that could be lost."""
        if conn.dialect.name == "postgresql":
            self._number = conn.execute(NUMBER).scalar()

    async def is_committed(self, access: Access) -> bool:
        """Whether the transaction, which has failed for the caller, was committed all the same.

        False too if the database does not come back in time.
        """
        if self._number is None:
            return False
        try:
            async with asyncio.timeout(TIMEOUT_S):
                while True:
                    found = await self._status(access)
                    if found in ("committed", "aborted"):
                        return bool(found == "committed")
                    await asyncio.sleep(CHECK_EVERY_S)
        except TimeoutError:
            log.warning("whether transaction %s was committed is unknown", self._number)
            return False

    async def _status(self, access: Access) -> Any:
        try:
            return await access.run(lambda conn: conn.execute(STATUS, {"number": self._number}).scalar())
        except (ProgrammingError, DataError):
            raise  # a fault of ours
        except (DBAPIError, OSError) as error:
            log.debug("the fate of transaction %s is not known yet: %s", self._number, error)
            return None
