"""Listens to the announcements of other processes that share a PostgreSQL database."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

import asyncpg
from sqlalchemy import NullPool
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.background_loop import BackgroundLoop
from app.db.access import driver_url
from app.db.announcements import CHANNEL, Announcement, parse
from app.db.postgres_lock import KEEP_ALIVE

log = logging.getLogger(__name__)

#: Time between two attempts to connect, and between two checks of the connection, seconds.
AGAIN_S, CHECK_EVERY_S = 0.5, 5.0
#: A connection that does not answer a trivial query within this time is dead, seconds.
TIMEOUT_S = 5.0


class Channel(BackgroundLoop):
    """Calls its subscribers with announcements of others, on a connection of its own, for the duration of the block.

    `origin` is this process's name: its own announcements are ignored. After a lost connection, announcements may be
    missing: `interrupted` is called when it listens again.
    """

    def __init__(self, url: str, origin: str) -> None:
        self._engine = create_async_engine(
            driver_url(url),
            poolclass=NullPool,  # one that was lost must not come back
            isolation_level="AUTOCOMMIT",
            connect_args={"server_settings": KEEP_ALIVE, "timeout": TIMEOUT_S},
        )
        self._origin = origin
        self._receivers: list[Callable[[Announcement], None]] = []
        self._interrupted: list[Callable[[], None]] = []
        self._listening = asyncio.Event()
        self._was_lost = False

    def subscribe(self, receive: Callable[[Announcement], None], interrupted: Callable[[], None]) -> None:
        """Call `receive` with each announcement, in the order of commits. Neither may wait nor raise."""
        self._receivers.append(receive)
        self._interrupted.append(interrupted)

    async def listening(self) -> None:
        """Wait until announcements are received."""
        await self._listening.wait()

    async def __aexit__(self, *failure: object) -> None:
        await super().__aexit__(None, None, None)
        await self._engine.dispose()

    async def _watch(self) -> None:
        while True:
            try:
                await self._listen()
            except (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
                log.warning("announcements of other servers are not received: %s", error)
            except Exception:
                log.exception("announcements of other servers are not received")
            self._listening.clear()
            self._was_lost = True
            await asyncio.sleep(AGAIN_S)

    async def _listen(self) -> None:
        async with self._engine.connect() as connection:
            raw = await connection.get_raw_connection()
            driver: Any = raw.driver_connection
            ended = asyncio.Event()
            driver.add_termination_listener(lambda _: ended.set())
            await driver.add_listener(CHANNEL, self._receive)
            self._listening.set()
            if self._was_lost:
                log.info("announcements of other servers are received again")
                for interrupted in self._interrupted:
                    interrupted()
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(CHECK_EVERY_S):
                        await ended.wait()
                if not ended.is_set():
                    await driver.fetchval("SELECT 1", timeout=TIMEOUT_S)
            raise OSError("the connection has ended")

    def _receive(self, _: Any, __: int, ___: str, payload: Any) -> None:
        try:
            announcement = parse(payload)
        except ValueError as error:
            log.warning("an announcement is ignored: %s", error)
            return
        if announcement.origin == self._origin:
            return
        for receive in self._receivers:
            try:
                receive(announcement)
            except Exception:
                log.exception("an announcement was not received")
