"""Examines a PostgreSQL that several processes share, for people: it changes nothing, and makes no tables."""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
from sqlalchemy import NullPool
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.ext.asyncio import create_async_engine

from app.db import folders, queries, workers
from app.db.access import driver_url
from app.jobs.worker_processes import WorkerProcess

#: Time in which the database must answer, and in which a notification must arrive, seconds.
ANSWERS_WITHIN_S, NOTIFIES_WITHIN_S = 5.0, 3.0


class NoAnswer(Exception):
    """The database does not answer; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found. `notifies`: a notification comes back. `workers` is None where no server has made the tables.

    `folder` is the id of the one DATA_DIR that has the files, None if there is none yet, or each machine has its own.
    """

    version: str
    notifies: bool
    connections: int
    most_connections: int
    workers: Sequence[WorkerProcess] | None
    folder: str | None


async def examine(url: str) -> Examined:
    """Examine the database. Raises NoAnswer."""
    engine = create_async_engine(
        driver_url(url),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": ANSWERS_WITHIN_S, "command_timeout": ANSWERS_WITHIN_S},
    )
    try:
        async with engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            count = await driver.fetchval("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")
            most, version = [await driver.fetchval(f"SHOW {name}") for name in ("max_connections", "server_version")]
            notifies = await _notifies(driver)
            try:
                found: Sequence[WorkerProcess] | None = await connection.run_sync(workers.workers)
                folder = await connection.run_sync(lambda conn: queries.flag(conn, folders.SHARED).get("id"))
            except ProgrammingError:
                found, folder = None, None
    except (DBAPIError, asyncpg.PostgresError, OSError, TimeoutError) as error:
        raise NoAnswer(str(getattr(error, "orig", error)) or type(error).__name__) from error
    finally:
        await engine.dispose()
    return Examined(version, notifies, count, int(most), found, folder)


async def _notifies(driver: Any) -> bool:
    """Whether a notification comes back: a pooler between us and PostgreSQL may swallow it."""
    arrived, channel = asyncio.Event(), f"doctor_{uuid.uuid4().hex}"
    await driver.add_listener(channel, lambda *_: arrived.set())
    await driver.execute(f"NOTIFY {channel}")
    try:
        async with asyncio.timeout(NOTIFIES_WITHIN_S):
            await arrived.wait()
    except TimeoutError:
        return False
    return True
