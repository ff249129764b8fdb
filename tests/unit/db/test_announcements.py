"""What one server commits the others learn by announcements, on a real PostgreSQL."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import AsyncExitStack

import asyncpg
import pytest

from app.db import flags, moves
from app.db.announcements import MOST_BYTES, Announcement, _parcels, parse
from app.db.channel import Channel
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.changes import FeedChanged, ProgressMade, QueuePaused
from app.jobs.events import LogLine
from app.jobs.progress import AttemptProgress, StageAtWork
from tests.stores import new_job

PATIENCE_S = 30.0


class Received:
    """Collects what a channel receives."""

    def __init__(self, channel: Channel) -> None:
        self.all: list[Announcement] = []
        self.interruptions = 0
        self._news = asyncio.Event()
        channel.subscribe(self._add, self._interrupted)

    def _add(self, announcement: Announcement) -> None:
        self.all.append(announcement)
        self._news.set()

    def _interrupted(self) -> None:
        self.interruptions += 1
        self._news.set()

    def job_ids(self) -> list[str]:
        """The jobs that were announced."""
        return [job_id for one in self.all for job_id in one.job_ids]

    async def until(self, holds: object) -> None:
        """Wait until a condition holds, checked at each announcement."""
        assert callable(holds)
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                self._news.clear()
                await self._news.wait()


async def _open(stack: AsyncExitStack, url: str) -> tuple[Store, Received]:
    store = await stack.enter_async_context(Store(url, shared=True))
    channel = Channel(url, store.origin)
    received = Received(channel)
    await stack.enter_async_context(channel)
    await channel.listening()
    return store, received


async def test_others_learn_what_was_committed_and_nothing_else(postgres_url: str) -> None:
    """Jobs, events with their numbers, the pause and progress; not what was rolled back, and not one's own."""
    progress = AttemptProgress(1, 0.25, "fetch", 12.5, {"fetch": StageAtWork(0.5, "2 MB/s")})

    def change(tx: Transaction) -> None:
        tx.append(job.id, [LogLine(level="info", message="a line")])
        tx.changes.append(ProgressMade(job.id, 7, progress))

    def fail(tx: Transaction) -> None:
        moves.submit(tx, new_job())
        raise RuntimeError("rolled back")

    async with AsyncExitStack() as stack:
        here, own = await _open(stack, postgres_url)
        _, there = await _open(stack, postgres_url)
        job, _ = await here.write(moves.submit, new_job())
        await there.until(lambda: job.id in there.job_ids())
        with pytest.raises(RuntimeError):
            await here.write(fail)
        await here.write(flags.pause_queue, "queue", paused=True, draining=True)
        await here.write(change)
        await there.until(lambda: any(ProgressMade(job.id, 7, progress) in one.changes for one in there.all))
        assert there.job_ids() == [job.id]
        assert [hint.seq for one in there.all for hint in one.hints if hint.job_id == job.id] == [1, 2]
        assert any(QueuePaused(True, True) in one.changes for one in there.all)
        assert own.all == []


async def test_after_a_lost_connection_it_listens_again_and_says_so(postgres_url: str) -> None:
    """What came meanwhile is lost; who follows must read the database."""
    async with AsyncExitStack() as stack:
        here, _ = await _open(stack, postgres_url)
        _, there = await _open(stack, postgres_url)
        connection = await asyncpg.connect(postgres_url)
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE 'LISTEN%' OR query = 'SELECT 1'"
        )
        await connection.close()
        await there.until(lambda: there.interruptions == 1)
        job, _ = await here.write(moves.submit, new_job())
        await there.until(lambda: job.id in there.job_ids())


def test_many_entries_are_divided_into_payloads_that_postgresql_takes() -> None:
    """None is lost, and the order stays."""
    entries: Sequence[list[object]] = [["event", f"job-{n:030}", n, n] for n in range(1000)]
    parcels = list(_parcels(list(entries)))
    assert [entry for parcel in parcels for entry in parcel] == entries
    assert len(parcels) > 1
    assert all(len(json.dumps({"from": "0" * 32, "what": parcel})) < MOST_BYTES + 1000 for parcel in parcels)


@pytest.mark.parametrize("payload", ["", "{}", "[1]", '{"from": "a", "what": [["event", 1]]}', '{"from": "a"}'])
def test_what_is_none_of_ours_is_refused(payload: str) -> None:
    """Anybody who may connect can notify."""
    with pytest.raises(ValueError):
        parse(payload)


def test_a_feed_is_announced_with_its_user() -> None:
    """So that other servers publish it to those who may see it."""
    found = parse('{"from": "a", "what": [["feed", "f", "ann", false], ["feed", "g", null, true]]}').changes
    assert found == [FeedChanged("f", "ann"), FeedChanged("g", deleted=True)]


def test_an_entry_of_a_later_release_is_ignored() -> None:
    """Servers of two releases share the database while one after the other is replaced."""
    assert parse('{"from": "a", "what": [["novelty", 1], ["job", "x"]]}').job_ids == ["x"]


async def test_a_process_that_is_held_up_in_a_transaction_keeps_nothing_from_others(postgres_url: str) -> None:
    """The database ends its connection after a while: another process would wait for its rows as long as it stands."""
    async with Store(postgres_url, shared=True) as store:
        limit = await store.write(
            lambda tx: tx.conn.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar()
        )
    assert limit == "5s"
