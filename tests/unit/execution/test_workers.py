"""Workers: one job after another, until the pool is left."""

import asyncio

from app.execution.workers import WorkerPool


class Jobs:
    """A queue of job ids, and what became of them."""

    def __init__(self, *job_ids: str) -> None:
        self.waiting: asyncio.Queue[str] = asyncio.Queue()
        for job_id in job_ids:
            self.waiting.put_nowait(job_id)
        self.begun: list[str] = []
        self.news = asyncio.Event()
        self.gate = asyncio.Event()

    async def run(self, job_id: str) -> None:
        """One job; "bad" is a fault of ours."""
        self.begun.append(job_id)
        self.news.set()
        if job_id == "bad":
            raise ZeroDivisionError
        await self.gate.wait()

    async def stop(self) -> None:
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
    async with WorkerPool(jobs.waiting.get, jobs.run, jobs.stop, size=2) as pool:
        await jobs.until_begun(2)
        assert {worker.job_id for worker in pool.workers} == {"a", "b"}
        assert jobs.waiting.qsize() == 1


async def test_a_fault_costs_neither_the_worker_nor_the_next_job() -> None:
    """It is logged, and the pool stays healthy."""
    jobs = Jobs("bad", "a")
    async with WorkerPool(jobs.waiting.get, jobs.run, jobs.stop, size=1) as pool:
        await jobs.until_begun(2)
        assert pool.healthy
    assert not pool.healthy


async def test_leaving_takes_nothing_more_and_waits_for_what_runs() -> None:
    """Idle workers do not keep the server."""
    jobs = Jobs("a")
    async with asyncio.timeout(10), WorkerPool(jobs.waiting.get, jobs.run, jobs.stop, size=3):
        await jobs.until_begun(1)
        jobs.gate.set()
    jobs.waiting.put_nowait("late")
    await asyncio.sleep(0)
    assert jobs.begun == ["a"]


async def test_a_pool_settles_when_its_workers_have_begun_what_they_can() -> None:
    """Not before a job that was taken has begun; and at once where there is nothing to take."""
    jobs, begun = Jobs("a"), set[str]()
    claims = asyncio.Event()

    async def run(job_id: str) -> None:
        await claims.wait()
        begun.add(job_id)
        await jobs.run(job_id)

    async with WorkerPool(jobs.waiting.get, run, jobs.stop, size=2) as pool:
        settled = asyncio.create_task(pool.settled(more=lambda: not jobs.waiting.empty(), begun=begun.__contains__))
        await asyncio.wait({settled}, timeout=0.05)
        assert not settled.done()
        claims.set()
        await settled
        assert begun == {"a"}
        async with asyncio.timeout(0.1):
            await pool.settled(more=lambda: False, begun=begun.__contains__)
