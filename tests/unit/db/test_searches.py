"""Searches are bounded in time, and nobody else waits for them."""

import asyncio
import threading
from typing import Any

import pytest
from sqlalchemy import Connection, text

from app.db import job_counts, searches
from app.db.searches import SearchesBusy, SearchTooLong
from app.db.store import Store

#: Work without end, in the words of both databases.
ENDLESS = text("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x > 0) SELECT max(x) FROM n")


def endless(conn: Connection) -> Any:
    return conn.execute(ENDLESS).scalar_one()


async def test_a_search_that_takes_too_long_is_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a refusal that says what to do; the connection goes on to serve the next one, without a limit left over."""
    monkeypatch.setattr(searches, "LONGEST_S", 0.2)
    for _ in range(3):
        with pytest.raises(SearchTooLong) as stopped:
            await store.search(endless)
        assert stopped.value.status == 503
        assert "narrow" in stopped.value.message
    assert await store.search(job_counts.depth) == await store.read(job_counts.depth)


class Held:
    """A search that lasts until it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.go = threading.Event()

    def __call__(self, conn: Connection) -> int:
        self.begun.release()
        assert self.go.wait(30)
        return int(conn.execute(text("SELECT 1")).scalar_one())

    async def until_begun(self, count: int) -> None:
        for _ in range(count):
            assert await asyncio.to_thread(self.begun.acquire, True, 30)


@pytest.fixture
def sqlite_only(database_url: str) -> None:
    """PostgreSQL's functions run on the loop itself, which a held one would stop."""
    if not database_url.startswith("sqlite"):
        pytest.skip("held searches need a thread of their own")


@pytest.mark.usefixtures("sqlite_only")
async def test_forty_searches_hold_nobody_up(store: Store) -> None:
    """Reads and the ping of readiness answer while all turns are taken; every search is answered in the end."""
    held = Held()
    waiting = [asyncio.create_task(store.search(held)) for _ in range(40)]
    await held.until_begun(searches.AT_ONCE)
    await store.read(job_counts.depth)
    await store.ping_s()
    assert not any(task.done() for task in waiting)
    held.go.set()
    assert await asyncio.gather(*waiting) == [1] * 40


@pytest.mark.usefixtures("sqlite_only")
async def test_a_search_waits_only_so_long_for_its_turn(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it is refused, and says that trying again helps."""
    monkeypatch.setattr(searches, "TIMEOUT_S", 0.05)
    held = Held()
    first = [asyncio.create_task(store.search(held)) for _ in range(searches.AT_ONCE)]
    await held.until_begun(searches.AT_ONCE)
    with pytest.raises(SearchesBusy) as refused:
        await store.search(job_counts.depth)
    assert int(refused.value.headers["Retry-After"]) > 0
    held.go.set()
    assert await asyncio.gather(*first) == [1] * searches.AT_ONCE


async def test_what_a_search_raises_is_raised(store: Store) -> None:
    """Its own errors are not taken for a lack of time."""

    def lost(conn: Connection) -> Any:
        return conn.execute(text("SELECT missing FROM nowhere"))

    with pytest.raises(Exception, match="nowhere"):
        await store.search(lost)
