"""Noticing that the clock was set."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.db import moves, queries
from app.db.writer import StorageFailed
from app.jobs.changes import ClockSet, JobChange
from app.upkeep import clock_watch
from app.upkeep.clock_watch import ClockWatch
from tests.stages import PLANS
from tests.stores import new_job, open_store

DAY_MS = 86_400_000


async def test_a_jump_is_put_right_within_a_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue is handed over in the new time, once."""
    monkeypatch.setattr(clock_watch, "CHECK_EVERY_S", 0.01)
    clock, boot = [100 * DAY_MS], [0.0]
    heard: list[ClockSet] = []
    news = asyncio.Event()

    def receive(changes: Sequence[JobChange]) -> None:
        heard.extend(change for change in changes if isinstance(change, ClockSet))
        news.set()

    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store, asyncio.timeout(20):
        job, _ = await store.write(moves.submit, new_job())
        store.follow_changes(receive)
        async with ClockWatch(store, elapsed_s=lambda: boot[0]) as watch:
            clock[0] -= DAY_MS
            await news.wait()
            await watch.check()
        assert [(change.by_ms, [waiting.rank for waiting in change.queue]) for change in heard] == [
            (-DAY_MS, [job.rank - DAY_MS])
        ]


async def test_a_clock_set_back_before_the_start_is_put_right_at_the_start(tmp_path: Path) -> None:
    """A wait of a minute does not become one of a day."""
    clock = [100 * DAY_MS]
    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store:
        job, _ = await store.write(moves.submit, new_job())
        await store.write(moves.claim, job.id, PLANS)
        await store.write(moves.postpone, job.id, 1, due_ms=clock[0] + 60_000)
        clock[0] -= DAY_MS
        for _ in range(2):
            async with ClockWatch(store):
                assert (await store.read(queries.job, job.id)).due_ms == clock[0] + 60_000


async def test_a_clock_set_back_forward_and_back_between_servers_is_put_right_each_time(tmp_path: Path) -> None:
    """Also before the new time has reached the old one, and once: a job's events in the old time are no jump."""
    clock = [100 * DAY_MS]
    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store:
        job, _ = await store.write(moves.submit, new_job())
        await store.write(moves.claim, job.id, PLANS)
        await store.write(moves.postpone, job.id, 1, due_ms=clock[0] + 60_000)

        async def wait_s() -> float:
            async with ClockWatch(store):
                due_ms = (await store.read(queries.job, job.id)).due_ms
                assert due_ms is not None
                return (due_ms - clock[0]) / 1000

        clock[0] -= 10 * DAY_MS
        assert await wait_s() == 60
        clock[0] += DAY_MS  # or a day has passed, which looks the same
        assert await wait_s() == 60 - DAY_MS / 1000
        clock[0] -= 3 * DAY_MS
        assert await wait_s() == 60 - DAY_MS / 1000
        old, (job, _) = job, await store.write(moves.submit, new_job())
        await store.write(moves.claim, job.id, PLANS)
        await store.write(moves.postpone, job.id, 1, due_ms=clock[0] + 60_000)
        await store.write(moves.cancel, old.id)
        assert await store.read(queries.newest_event_ms) == 100 * DAY_MS  # in the old job's own time
        for _ in range(2):
            assert await wait_s() == 60


async def test_a_jump_that_could_not_be_written_is_owed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next look does it."""
    clock, boot = [100 * DAY_MS], [0.0]
    heard: list[JobChange] = []
    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store:
        store.follow_changes(heard.extend)
        watch = ClockWatch(store, elapsed_s=lambda: boot[0])
        clock[0] += DAY_MS
        with monkeypatch.context() as patch:

            async def refuse(*_: object) -> None:
                raise StorageFailed("read-only")

            patch.setattr(store, "write", refuse)
            with pytest.raises(StorageFailed):
                await watch.check()
        await watch.check()
        await watch.check()
    assert heard == [ClockSet([], DAY_MS)]
