"""Workers: one job after another, until the pool is left."""

import asyncio

from app.execution.workers import WorkerPool
from app.jobs.waiting import WaitingJob
from tests.contracts.memory_queue import MemoryQueue


class Jobs:
    """What runs jobs, and a queue of them."""

    def __init__(self, *job_ids: str) -> None:
        self.queue = MemoryQueue(now_ms=lambda: 0, enqueue=lambda _: asyncio.sleep(0))
        for job_id in job_ids:
            self.put(job_id)
        self.begun: list[str] = []
        self.news = asyncio.Event()
        self.gate = asyncio.Event()

    def put(self, job_id: str) -> None:
        """One more job waits."""
        self.queue.offer(WaitingJob(job_id, 0, self.queue.waiting, 5, None))

    async def run_job(self, job_id: str) -> None:
        """One job; "bad" is a fault of ours."""
        self.begun.append(job_id)
        self.news.set()
        if job_id == "bad":
            raise ZeroDivisionError
        await self.gate.wait()

    def has_begun(self, job_id: str) -> bool:
        """Whether it was claimed."""
        return job_id in self.begun

    def check_queue(self) -> None:
        """Nothing is taken but by workers."""

    is_taking = False

    async def stop_all(self) -> None:
        """Every running job is stopped."""
        self.gate.set()

    async def until_begun(self, count: int) -> None:
        """Wait until so many jobs have begun."""
        async with asyncio.timeout(10):
            while len(self.begun) < count:
                self.news.clear()
                await self.news.wait()


async def test_no_more_jobs_than_workers_run_and_each_worker_shows_its_own() -> None:
    """The third job waits."""
    jobs = Jobs("a", "b", "c")
    async with WorkerPool(jobs.queue, jobs, size=2) as pool:
        await jobs.until_begun(2)
        assert {worker.job_id for worker in pool.workers} == {"a", "b"}
        assert jobs.queue.waiting == 1


async def test_a_fault_costs_neither_the_worker_nor_the_next_job() -> None:
    """It is logged, and the pool stays healthy."""
    jobs = Jobs("bad", "a")
    async with WorkerPool(jobs.queue, jobs, size=1) as pool:
        await jobs.until_begun(2)
        assert pool.healthy
    assert not pool.healthy


async def test_leaving_takes_nothing_more_and_waits_for_what_runs() -> None:
    """Idle workers do not keep the server."""
    jobs = Jobs("a")
    async with asyncio.timeout(10), WorkerPool(jobs.queue, jobs, size=3):
        await jobs.until_begun(1)
        jobs.gate.set()
    jobs.put("late")
    await asyncio.sleep(0)
    assert jobs.begun == ["a"]


async def test_a_pool_settles_when_its_workers_have_begun_what_they_can() -> None:
    """Not before a job that was taken has begun; and at once where there is nothing to take."""
    claims = asyncio.Event()

    class Slow(Jobs):
        async def run_job(self, job_id: str) -> None:
            await claims.wait()
            await super().run_job(job_id)

    jobs = Slow("a")
    async with WorkerPool(jobs.queue, jobs, size=2) as pool:
        settled = asyncio.create_task(pool.settled())
        await asyncio.wait({settled}, timeout=0.05)
        assert not settled.done()
        claims.set()
        await settled
        assert jobs.begun == ["a"]
        async with asyncio.timeout(0.1):
            await pool.settled()
