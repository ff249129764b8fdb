"""What every `JobQueue` does: order, time, pause, and takers that go away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import chain

import pytest

from app.execution import local_queue
from app.execution.local_queue import LocalQueue
from app.jobs.waiting import WaitingJob
from app.ports.job_queue import Enqueue, JobQueue
from tests.contracts.memory_queue import MemoryQueue


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


class Queues:
    """Makes queues of one kind."""

    def __init__(self, kind: type[LocalQueue] | type[MemoryQueue], clock: Clock) -> None:
        self._kind = kind
        self._clock = clock

    @asynccontextmanager
    async def opened(self, enqueue: Enqueue) -> AsyncIterator[JobQueue]:
        """An empty queue whose due jobs go to `enqueue`."""
        async with self._kind(now_ms=self._clock, enqueue=enqueue) as queue, asyncio.timeout(20):
            yield queue


@pytest.fixture(params=[LocalQueue, MemoryQueue])
def queues(request: pytest.FixtureRequest, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Queues:
    """Each implementation in turn."""
    monkeypatch.setattr(local_queue, "CLOCK_CHECK_S", 0.01)
    return Queues(request.param, clock)


@pytest.fixture
async def queue(queues: Queues) -> AsyncIterator[JobQueue]:
    """A queue whose due jobs are offered again at once."""

    async def enqueue(job_id: str) -> None:
        opened.offer(_job(job_id))

    async with queues.opened(enqueue) as opened:
        yield opened


def _job(job_id: str, rank: int = 0, num: int = 0, due_ms: int | None = None) -> WaitingJob:
    return WaitingJob(job_id, rank, num, 5, due_ms)


async def test_the_smallest_rank_goes_first_and_equals_in_order_of_arrival(queue: JobQueue) -> None:
    """Whatever the order of the offers."""
    for job in (_job("c", 2, 1), _job("b", 1, 2), _job("a", 1, 1)):
        queue.offer(job)
    assert [queue.position(name) for name in "abc"] == [1, 2, 3]
    assert [await queue.take() for _ in range(3)] == ["a", "b", "c"]


async def test_a_withdrawn_job_is_not_given_out(queue: JobQueue) -> None:
    """And withdrawing an unknown one is fine."""
    queue.offer(_job("a", 1))
    queue.offer(_job("b", 2))
    queue.withdraw("a")
    queue.withdraw("nobody")
    assert await queue.take() == "b"
    assert queue.waiting == 0


async def test_offering_again_moves_a_job(queue: JobQueue) -> None:
    """A changed priority is a new rank, not a second entry."""
    queue.offer(_job("a", 1))
    queue.offer(_job("b", 2))
    queue.offer(_job("b", 0))
    assert [await queue.take(), await queue.take()] == ["b", "a"]
    assert queue.waiting == 0


async def test_a_paused_queue_gives_out_nothing_until_it_is_resumed(queue: JobQueue) -> None:
    """Waiting jobs stay in place."""
    queue.pause()
    queue.offer(_job("a"))
    taking = asyncio.create_task(queue.take())
    for _ in range(5):
        await asyncio.sleep(0)
    assert not taking.done()
    queue.resume()
    assert await asyncio.wait_for(taking, 5) == "a"


async def test_a_pause_remembers_whether_it_is_a_drain(queue: JobQueue) -> None:
    """Until it is resumed."""
    seen = []
    for act in (queue.pause, lambda: queue.pause(drain=True), queue.pause, queue.resume):
        act()
        seen.append((queue.paused, queue.draining))
    assert seen == [(True, False), (True, True), (True, False), (False, False)]


async def test_a_job_for_later_is_given_out_when_its_time_has_come(queue: JobQueue, clock: Clock) -> None:
    """Also when the clock jumps."""
    queue.offer(_job("later", due_ms=clock.now + 3_600_000))
    queue.offer(_job("now"))
    assert await queue.take() == "now"
    assert queue.position("later") is None
    clock.now += 3_600_000
    assert await asyncio.wait_for(queue.take(), 5) == "later"


async def test_a_job_whose_time_has_not_come_for_the_store_is_asked_for_again(queues: Queues, clock: Clock) -> None:
    """The clock was put back between the look at the clock and the move; its rank may change meanwhile."""
    tries = 0

    async def enqueue(job_id: str) -> WaitingJob | None:
        nonlocal tries
        tries += 1
        if tries == 2:
            queue.offer(_job(job_id, 1, due_ms=clock.now))
        if tries < 4:
            return _job(job_id, due_ms=clock.now)
        queue.offer(_job(job_id))
        return None

    async with queues.opened(enqueue) as queue:
        queue.offer(_job("a", due_ms=clock.now))
        assert await queue.take() == "a"
    assert tries == 4


async def test_a_due_job_that_waits_no_more_keeps_no_later_one_waiting(queues: Queues, clock: Clock) -> None:
    """Another server on the store queued or cancelled it, and nothing was committed here."""
    asked: list[str] = []

    async def enqueue(job_id: str) -> None:
        asked.append(job_id)
        if job_id == "mine":
            queue.offer(_job(job_id))

    async with queues.opened(enqueue) as queue:
        queue.offer(_job("elsewhere", due_ms=clock.now - 1))
        queue.offer(_job("mine", due_ms=clock.now))
        assert await queue.take() == "mine"
        assert (asked, queue.waiting) == (["elsewhere", "mine"], 0)


async def test_a_job_whose_time_was_moved_elsewhere_comes_at_its_new_time(queues: Queues, clock: Clock) -> None:
    """And keeps no later one waiting; until then it is left alone."""
    asked: list[str] = []
    new_ms = clock.now + 5000

    async def enqueue(job_id: str) -> WaitingJob | None:
        asked.append(job_id)
        if job_id == "moved" and clock.now < new_ms:
            return _job(job_id, due_ms=new_ms)
        queue.offer(_job(job_id))
        return None

    async with queues.opened(enqueue) as queue:
        queue.offer(_job("moved", due_ms=clock.now - 1))
        queue.offer(_job("mine", due_ms=clock.now))
        assert await queue.take() == "mine"
        assert queue.waiting == 1
        clock.now = new_ms
        assert await queue.take() == "moved"
    assert asked == ["moved", "mine", "moved"]


async def test_a_job_for_later_that_is_withdrawn_never_comes(queue: JobQueue, clock: Clock) -> None:
    """Its alarm finds nothing."""
    queue.offer(_job("later", due_ms=clock.now + 1000))
    queue.withdraw("later")
    clock.now += 5000
    queue.offer(_job("due too", due_ms=clock.now - 1))
    assert await asyncio.wait_for(queue.take(), 5) == "due too"
    assert queue.waiting == 0


async def test_a_cancelled_take_loses_no_job(queue: JobQueue) -> None:
    """The next one gets it."""
    taking = asyncio.create_task(queue.take())
    await asyncio.sleep(0)
    taking.cancel()
    await asyncio.gather(taking, return_exceptions=True)
    queue.offer(_job("a"))
    assert await queue.take() == "a"


async def test_the_clock_survives_a_database_that_takes_nothing(queues: Queues, clock: Clock) -> None:
    """A job that could not be queued is tried again, and so are all later ones."""
    tries = 0

    async def enqueue(job_id: str) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OSError("disk full")
        queue.offer(_job(job_id))

    async with queues.opened(enqueue) as queue:
        queue.offer(_job("a", due_ms=clock.now))
        assert await queue.take() == "a"
        assert queue.healthy


async def test_a_queue_that_is_reloaded_knows_these_jobs_and_no_others(queue: JobQueue, clock: Clock) -> None:
    """The clock was set: ranks and times are told anew, old alarms ring for nobody."""
    queue.offer(_job("gone"))
    queue.offer(_job("later", due_ms=clock.now + 3_600_000))
    queue.reload([_job("b", 2), _job("a", 1), _job("later", due_ms=clock.now + 1)])
    assert [await queue.take(), await queue.take()] == ["a", "b"]
    clock.now += 1
    assert await asyncio.wait_for(queue.take(), 5) == "later"
    assert queue.waiting == 0


async def test_new_ranks_are_taken_over_only_by_jobs_that_still_wait(queue: JobQueue) -> None:
    """One that was given out, or that waits for its time, is not queued by it."""
    for job in (_job("a", 1), _job("b", 2), _job("c", 3), _job("later", 0, 0, due_ms=2_000_000)):
        queue.offer(job)
    assert await queue.take() == "a"
    queue.reorder([_job("a", 5), _job("c", 1), _job("later", 0)])
    assert queue.ready_ids(9) == ["c", "b"]
    assert queue.waiting == 3


async def test_each_offer_is_taken_once_whoever_waits(queue: JobQueue) -> None:
    """Takers that wait already are woken, and the others go on waiting."""
    taking = [asyncio.create_task(queue.take()) for _ in range(3)]
    await asyncio.sleep(0)
    queue.offer(_job("a", 1))
    queue.offer(_job("b", 2))
    done, waiting = await asyncio.wait(taking, timeout=5, return_when=asyncio.FIRST_COMPLETED)
    while len(done) < 2:
        fresh, waiting = await asyncio.wait(waiting, timeout=5, return_when=asyncio.FIRST_COMPLETED)
        done |= fresh
    assert sorted(task.result() for task in done) == ["a", "b"]
    queue.offer(_job("c"))
    assert [await task for task in waiting] == ["c"]


async def test_a_due_job_is_released_while_the_queue_is_paused(queues: Queues, clock: Clock) -> None:
    """It is queued then, and shown in its place."""
    released: list[str] = []

    async def enqueue(job_id: str) -> None:
        released.append(job_id)
        queue.offer(_job(job_id))
        news.set()

    news = asyncio.Event()
    async with queues.opened(enqueue) as queue:
        queue.pause()
        queue.offer(_job("a", due_ms=clock.now))
        await news.wait()
        assert released == ["a"]
        assert (queue.position("a"), queue.ready_ids(9), queue.has_more()) == (1, ["a"], False)


async def test_it_is_healthy_for_as_long_as_it_is_open(queues: Queues) -> None:
    """Afterwards nothing would be released."""

    async def enqueue(_: str) -> None: ...

    async with queues.opened(enqueue) as queue:
        assert queue.healthy
    assert not queue.healthy


def _of(user: str | None, *nums: int, priority: int = 5, placed: bool = False) -> list[WaitingJob]:
    """Jobs of a user, each named by user and number; a larger number came later."""
    return [WaitingJob(f"{user}{num}", num, num, priority, None, user, placed) for num in nums]


def _offer(queue: JobQueue, *jobs: list[WaitingJob]) -> None:
    for job in chain(*jobs):
        queue.offer(job)


async def _taken(queue: JobQueue, count: int) -> list[str]:
    """Take jobs for one worker."""
    found = []
    for _ in range(count):
        found.append(await queue.take())
        queue.release(found[-1])
    return found


async def test_users_of_equal_priority_take_turns(queue: JobQueue) -> None:
    """Each has its jobs in order; those of no user are one user's. Places are shown as they will be."""
    _offer(queue, _of("a", 1, 2, 3, 4), _of("b", 5, 6), _of(None, 7, 8))
    order = ["a1", "b5", "None7", "a2", "b6", "None8", "a3", "a4"]
    assert queue.ready_ids(9) == order
    assert [queue.position(job_id) for job_id in order] == list(range(1, 9))
    assert queue.shared
    assert await _taken(queue, 8) == order
    assert not queue.shared


async def test_a_user_that_comes_later_waits_for_one_job_of_each(queue: JobQueue) -> None:
    """Not for all that others have sent before, and it wins nothing by having waited."""
    _offer(queue, _of("a", *range(1, 9)))
    assert await _taken(queue, 3) == ["a1", "a2", "a3"]
    _offer(queue, _of("b", 20, 21))
    assert await _taken(queue, 5) == ["b20", "a4", "b21", "a5", "a6"]


async def test_the_next_job_is_of_the_user_with_the_fewest_workers(queue: JobQueue) -> None:
    """However long the jobs of the others take."""
    _offer(queue, _of("a", *range(1, 9)))
    assert [await queue.take() for _ in range(3)] == ["a1", "a2", "a3"]
    _offer(queue, _of("b", *range(20, 29)))
    assert [await queue.take() for _ in range(3)] == ["b20", "b21", "b22"]
    assert queue.ready_ids(2) == ["a4", "b23"]
    queue.release("b21")
    assert [await queue.take() for _ in range(3)] == ["b23", "a4", "b24"]


async def test_jobs_of_other_priorities_wait_no_longer_for_it(queue: JobQueue) -> None:
    """However many users send some of the lower one. Stages wait by the rank of the place, so they have turns too."""
    _offer(queue, _of("a", 1, 2, 3), _of("c", 4, priority=9), _of("b", 10, 11, 12))
    assert queue.ready_ids(9) == ["a1", "b10", "a2", "c4", "b11", "a3", "b12"]
    ranks = []
    for job_id in ("a1", "b10", "a2", "c4", "b11"):
        assert await queue.take() == job_id
        ranks.append(queue.rank_taken(job_id))
        queue.release(job_id)
        assert queue.rank_taken(job_id) is None
    assert ranks == [1, 2, 3, 4, 10]


async def test_a_job_that_was_placed_by_hand_takes_no_turn(queue: JobQueue) -> None:
    """It has its own place."""
    _offer(queue, _of("a", 1, 3, 4), _of("b", 10, 11), _of("a", 0, 2, placed=True))
    assert queue.ready_ids(9) == ["a0", "a1", "a2", "b10", "a3", "b11", "a4"]


async def test_jobs_behind_a_withdrawn_one_keep_their_places_among_others(queue: JobQueue) -> None:
    """A cancelled job takes its place away, whoever brought it."""
    _offer(queue, _of("a", 1, 2), _of("c", 3, priority=9), _of("b", 4))
    assert queue.ready_ids(9) == ["a1", "b4", "c3", "a2"]
    queue.withdraw("b4")
    assert queue.ready_ids(9) == ["a1", "c3", "a2"]
    queue.reload(_of("a", 1, 2) + _of("b", 4))
    assert queue.ready_ids(9) == ["a1", "b4", "a2"]
    queue.reorder(_of("b", 0))
    assert queue.ready_ids(9) == ["a1", "b4", "a2"]
