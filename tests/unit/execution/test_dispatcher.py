"""The queue in memory: order, time, pause."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.db.queries import WaitingJob
from app.execution import dispatcher as dispatcher_module
from app.execution.dispatcher import LocalDispatcher


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = 1_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest.fixture
async def queue(clock: Clock) -> AsyncIterator[LocalDispatcher]:
    """A queue whose due jobs are queued at once."""

    async def enqueue(job_id: str) -> None:
        dispatcher.offer(_job(job_id))

    dispatcher = LocalDispatcher(now_ms=clock, enqueue=enqueue)
    async with dispatcher:
        yield dispatcher


def _job(job_id: str, rank: int = 0, num: int = 0, due_ms: int | None = None) -> WaitingJob:
    return WaitingJob(job_id, rank, num, 5, due_ms)


async def test_the_smallest_rank_goes_first_and_equals_in_order_of_arrival(queue: LocalDispatcher) -> None:
    """Whatever the order of the offers."""
    for job in (_job("c", 2, 1), _job("b", 1, 2), _job("a", 1, 1)):
        queue.offer(job)
    assert [queue.position(name) for name in "abc"] == [1, 2, 3]
    assert [await queue.take() for _ in range(3)] == ["a", "b", "c"]


async def test_a_withdrawn_job_is_not_given_out(queue: LocalDispatcher) -> None:
    """And withdrawing an unknown one is fine."""
    queue.offer(_job("a", 1))
    queue.offer(_job("b", 2))
    queue.withdraw("a")
    queue.withdraw("nobody")
    assert await queue.take() == "b"
    assert queue.waiting == 0


async def test_jobs_that_are_cancelled_before_their_day_leave_nothing(queue: LocalDispatcher, clock: Clock) -> None:
    """Else they would be kept until that day; one that still waits has its turn."""
    queue.offer(_job("waits", due_ms=clock.now + 1000))
    for n in range(3000):
        queue.offer(_job(f"far {n}", due_ms=clock.now + 10**9))
        queue.withdraw(f"far {n}")
    assert len(queue._due) <= dispatcher_module.STALE_ALARMS + 1
    clock.now += 1000
    queue.offer(_job("due", due_ms=clock.now))
    assert {await queue.take(), await queue.take()} == {"waits", "due"}


async def test_offering_again_moves_a_job(queue: LocalDispatcher) -> None:
    """A changed priority is a new rank, not a second entry."""
    queue.offer(_job("a", 1))
    queue.offer(_job("b", 2))
    queue.offer(_job("b", 0))
    assert [await queue.take(), await queue.take()] == ["b", "a"]
    assert queue.waiting == 0


async def test_a_paused_queue_gives_out_nothing_until_it_is_resumed(queue: LocalDispatcher) -> None:
    """Waiting jobs stay in place."""
    queue.pause()
    queue.offer(_job("a"))
    taking = asyncio.create_task(queue.take())
    for _ in range(5):
        await asyncio.sleep(0)
    assert not taking.done()
    queue.resume()
    assert await asyncio.wait_for(taking, 5) == "a"


async def test_a_job_for_later_is_given_out_when_its_time_has_come(queue: LocalDispatcher, clock: Clock) -> None:
    """Also when the clock jumps."""
    queue.offer(_job("later", due_ms=clock.now + 3_600_000))
    queue.offer(_job("now"))
    assert await queue.take() == "now"
    assert queue.position("later") is None
    clock.now += 3_600_000
    assert await asyncio.wait_for(queue.take(), 5) == "later"


async def test_a_job_whose_time_has_not_come_for_the_store_is_asked_for_again(clock: Clock) -> None:
    """Its time was moved, or the clock put back, between the look at the clock and the move."""
    tries = 0

    async def enqueue(job_id: str) -> None:
        nonlocal tries
        tries += 1
        if tries == 3:
            queue.offer(_job(job_id))

    queue = LocalDispatcher(now_ms=clock, enqueue=enqueue)
    async with queue, asyncio.timeout(20):
        queue.offer(_job("a", due_ms=clock.now))
        assert await queue.take() == "a"
    assert tries == 3


async def test_a_job_for_later_that_is_withdrawn_never_comes(queue: LocalDispatcher, clock: Clock) -> None:
    """Its alarm finds nothing."""
    queue.offer(_job("later", due_ms=clock.now + 1000))
    queue.withdraw("later")
    clock.now += 5000
    queue.offer(_job("due too", due_ms=clock.now - 1))
    assert await asyncio.wait_for(queue.take(), 5) == "due too"
    assert queue.waiting == 0


async def test_a_cancelled_take_loses_no_job(queue: LocalDispatcher) -> None:
    """The next one gets it."""
    taking = asyncio.create_task(queue.take())
    await asyncio.sleep(0)
    taking.cancel()
    await asyncio.gather(taking, return_exceptions=True)
    queue.offer(_job("a"))
    assert await queue.take() == "a"


async def test_the_clock_survives_a_database_that_takes_nothing(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that could not be queued is tried again, and so are all later ones."""
    monkeypatch.setattr(dispatcher_module, "CLOCK_CHECK_S", 0.01)
    tries = 0

    async def enqueue(job_id: str) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OSError("disk full")
        queue.offer(_job(job_id))

    queue = LocalDispatcher(now_ms=clock, enqueue=enqueue)
    async with queue, asyncio.timeout(20):
        queue.offer(_job("a", due_ms=clock.now))
        assert await queue.take() == "a"
        assert queue.healthy


async def test_offering_a_waiting_job_again_costs_nothing(queue: LocalDispatcher, clock: Clock) -> None:
    """A client that changes a priority a thousand times leaves one entry."""
    for rank in range(1000):
        queue.offer(_job("a", rank, due_ms=clock.now + 60_000))
    assert len(queue._due) == 1


async def test_a_queue_that_is_reloaded_knows_these_jobs_and_no_others(queue: LocalDispatcher, clock: Clock) -> None:
    """The clock was set: ranks and times are told anew, old alarms ring for nobody."""
    queue.offer(_job("gone"))
    queue.offer(_job("later", due_ms=clock.now + 3_600_000))
    queue.reload([_job("b", 2), _job("a", 1), _job("later", due_ms=clock.now + 1)])
    assert [await queue.take(), await queue.take()] == ["a", "b"]
    clock.now += 1
    assert await asyncio.wait_for(queue.take(), 5) == "later"
    assert queue.waiting == 0


async def test_new_ranks_are_taken_over_only_by_jobs_that_still_wait(queue: LocalDispatcher) -> None:
    """One that was given out, or that waits for its time, is not queued by it."""
    for job in (_job("a", 1), _job("b", 2), _job("c", 3), _job("later", 0, 0, due_ms=2_000_000)):
        queue.offer(job)
    assert await queue.take() == "a"
    queue.reorder([_job("a", 5), _job("c", 1), _job("later", 0)])
    assert queue.ready_ids(9) == ["c", "b"]
    assert queue.waiting == 3
