"""The queue follows what is committed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import pytest

from app.db import clock_moves, flags, moves, queries, queue_places
from app.db.store import Store
from app.db.transaction import Transaction
from app.engines.local import local_queue
from app.execution.local_queue import LocalQueue
from app.execution.queue_feed import QueueFeed
from app.jobs.record import JobRecord
from app.jobs.states import Cause
from app.jobs.waiting import WaitingJob
from app.ports.job_queue import PAUSE_FLAG
from tests.stages import PLANS
from tests.stores import new_job, open_store, other_writer

NOW_MS = 1_000_000


class Clock:
    """A clock that the test turns."""

    now_ms = NOW_MS

    def __call__(self) -> int:
        return self.now_ms


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest.fixture
async def store(tmp_path: Path, clock: Clock) -> AsyncIterator[Store]:
    """An empty store."""
    async with open_store(tmp_path, now_ms=clock) as opened, asyncio.timeout(30):
        yield opened


async def _submit(store: Store, **values: object) -> JobRecord:
    return (await store.write(moves.submit, new_job(**values)))[0]


async def test_a_job_can_be_taken_as_soon_as_it_is_accepted(store: Store) -> None:
    """And is out of the queue when it is claimed, whoever claimed it."""
    queue = local_queue(store)
    await QueueFeed(store, queue).start()
    first, second = await _submit(store), await _submit(store)
    assert queue.ready_ids(9) == [first.id, second.id]
    await store.write(moves.claim, first.id, PLANS)
    assert queue.ready_ids(9) == [second.id]


async def test_what_comes_back_waits_again(store: Store) -> None:
    """After a shutdown, for its next attempt, by hand."""
    queue = local_queue(store)
    await QueueFeed(store, queue).start()
    job = await _submit(store)
    await store.write(moves.claim, job.id, PLANS)
    await store.write(moves.requeue, job.id, 1)
    assert (queue.position(job.id), queue.waiting) == (1, 1)
    await store.write(moves.claim, job.id, PLANS)
    await store.write(moves.postpone, job.id, 2, due_ms=NOW_MS + 1000)
    assert (queue.position(job.id), queue.waiting) == (None, 1)
    await store.write(moves.cancel, job.id)
    assert queue.waiting == 0
    await store.write(moves.retry, job.id)
    assert (queue.position(job.id), queue.waiting) == (1, 1)


async def test_changes_come_in_the_order_of_their_commits(store: Store, clock: Clock) -> None:
    """A job whose time comes as it is cancelled does not come back into the queue behind the cancel."""
    queue = local_queue(store)
    await QueueFeed(store, queue).start()
    job = await _submit(store, run_at_ms=NOW_MS + 60_000)
    clock.now_ms += 60_000
    await asyncio.gather(store.write(moves.enqueue, job.id), store.write(moves.cancel, job.id))
    assert (await store.read(queries.job, job.id)).status == "cancelled"
    assert queue.waiting == 0


async def test_a_change_that_was_not_kept_reaches_nobody(store: Store) -> None:
    """A unit that fails after a move takes its change with it."""
    queue = local_queue(store)
    await QueueFeed(store, queue).start()

    def fail(tx: Transaction) -> None:
        moves.submit(tx, new_job())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write(fail)
    assert queue.waiting == 0


async def test_places_and_clocks_are_followed(store: Store) -> None:
    """The queue has the order of the store after either."""
    queue = local_queue(store)
    await QueueFeed(store, queue).start()
    jobs = [await _submit(store) for _ in range(4)]
    await store.write(queue_places.place, jobs[3].id, beside=jobs[1].id, before=True)
    await store.write(moves.to_top, jobs[2].id)
    expected = [jobs[n].id for n in (2, 0, 3, 1)]
    assert queue.ready_ids(9) == expected
    await store.write(clock_moves.set_clock, -86_400_000)
    assert queue.ready_ids(9) == expected
    assert [job.id for job in sorted(await store.read(queries.waiting_jobs), key=_key)] == expected


@pytest.mark.parametrize("unit", [moves.enqueue, moves.cancel])
async def test_a_due_job_that_another_server_moved_keeps_no_later_one_waiting(
    store: Store, tmp_path: Path, clock: Clock, unit: Callable[..., JobRecord | None]
) -> None:
    """What the other one commits is not received here; the look at the store takes the job out."""
    moved, mine = [await _submit(store, run_at_ms=NOW_MS + in_ms) for in_ms in (1000, 2000)]
    queue = local_queue(store)
    await QueueFeed(store, queue).start()
    clock.now_ms += 2000
    async with other_writer(f"sqlite:///{tmp_path / 'jobs.db'}", now_ms=clock) as write:
        await write(unit, moved.id)
    async with queue, asyncio.timeout(20):
        assert await queue.take() == mine.id
        assert queue.waiting == 0


async def test_a_clock_that_another_server_set_moves_the_times_here(store: Store, tmp_path: Path, clock: Clock) -> None:
    """The next attempt has another time in the store, and has its turn then."""
    job = await _submit(store)
    await store.write(moves.claim, job.id, PLANS)
    await store.write(moves.postpone, job.id, 1, due_ms=NOW_MS + 1000)
    queue = local_queue(store)
    await QueueFeed(store, queue).start()
    async with other_writer(f"sqlite:///{tmp_path / 'jobs.db'}", now_ms=clock) as write:
        await write(clock_moves.set_clock, 5000)
    clock.now_ms += 1000
    await queue._release_due(clock.now_ms)
    assert (queue._due, queue.waiting) == ([(NOW_MS + 6000, job.id)], 1)
    clock.now_ms += 5000
    async with queue, asyncio.timeout(20):
        assert await queue.take() == job.id


def _key(job: WaitingJob) -> tuple[int, int]:
    return job.rank, job.num


@pytest.mark.parametrize("drain", [False, True])
async def test_it_begins_with_what_the_store_has(store: Store, drain: bool) -> None:
    """What waits, and whether the queue was paused."""
    waits, ended = await _submit(store), await _submit(store)
    await store.write(moves.claim, ended.id, PLANS)
    await store.write(moves.finish, ended.id, 1, Cause.COMPLETE)
    await store.write(flags.set_flag, PAUSE_FLAG, {"paused": True, "draining": drain})
    queue = local_queue(store)
    await QueueFeed(store, queue).start()
    assert (queue.ready_ids(9), queue.paused, queue.draining) == ([waits.id], True, drain)


async def test_it_counts_what_runs(store: Store) -> None:
    """What ran at the start, and what began since; not what has ended."""
    jobs = [await _submit(store) for _ in range(3)]
    await store.write(moves.claim, jobs[0].id, PLANS)
    feed = QueueFeed(store, local_queue(store))
    await feed.start()
    counts = [feed.running]
    await store.write(moves.claim, jobs[1].id, PLANS)
    counts.append(feed.running)
    await store.write(moves.finish, jobs[0].id, 1, Cause.COMPLETE)
    await store.write(moves.cancel, jobs[2].id)
    assert [*counts, feed.running] == [1, 2, 1]


async def test_what_changes_while_it_loads_is_not_lost(store: Store) -> None:
    """The snapshot that was read is older than that."""
    gone = await _submit(store)
    snapshot = await store.read(queries.waiting_jobs)
    cancelled, fresh = await store.write(moves.cancel, gone.id), await _submit(store)

    class Slow(LocalQueue):
        def reload(self, jobs: Iterable[WaitingJob]) -> None:
            assert list(jobs) != snapshot
            super().reload(snapshot)

    queue = Slow(now_ms=store.now_ms, enqueue=lambda _: asyncio.sleep(0))
    feed = QueueFeed(store, queue)
    starting = asyncio.create_task(feed.start())
    await asyncio.sleep(0)
    feed.receive([cancelled, fresh])
    assert queue.waiting == 0
    await starting
    assert queue.ready_ids(9) == [fresh.id]
