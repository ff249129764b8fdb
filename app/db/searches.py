"""Runs searches, which may read every row, on separate connections and with a time limit."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from app.core.errors import Unavailable
from app.db.access import Access, OutOfTime

T = TypeVar("T")
#: Searches that run at once, each on its own connection.
AT_ONCE = 2
#: Time limits of a search and of waiting for its turn, seconds.
LONGEST_S, TIMEOUT_S = 5.0, 30.0


class SearchTooLong(Unavailable):
    """A search was stopped because it took too long."""

    code = "search_timeout"

    def __init__(self) -> None:
        super().__init__(
            f"The search took longer than {LONGEST_S:.0f} s and was stopped. Look for more letters at once, or narrow "
            "the list by status, type or user.",
            retry_after_s=10,
            code="search_timeout",
        )


class SearchesBusy(Unavailable):
    """Too many searches are running."""

    code = "searches_busy"

    def __init__(self) -> None:
        super().__init__(
            f"Other searches took more than {TIMEOUT_S:.0f} s; this one was not begun. Try again.",
            retry_after_s=5,
            code="searches_busy",
        )


class Searches:
    """Runs searches on their own connections, a few at once, in order of arrival."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def run(self, query: Callable[[Connection], T]) -> T:
        """Run a search. Raises SearchTooLong or SearchesBusy."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                await self._turns.acquire()
        except TimeoutError:
            raise SearchesBusy from None
        try:
            return await self._access.run(query, within_s=LONGEST_S)
        except OutOfTime:
            raise SearchTooLong from None
        finally:
            self._turns.release()
