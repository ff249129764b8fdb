"""The workers: each takes the next job, runs it to its end, and takes another, as long as the pool is open.

`run_job` must not raise: an error of a job is the job's outcome. If it raises all the same, that is a fault
of ours: it is logged, and the worker continues. Nothing else would report a dead worker, so `healthy` checks it.
"""

import asyncio
import logging
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from app.ports.job_queue import JobQueue

log = logging.getLogger(__name__)

#: Interval of the checks of `settled`, seconds, and their greatest number.
SETTLE_CHECK_S = 0.005
SETTLE_CHECKS = 100


@dataclass(slots=True)
class Worker:
    """One worker as views show it. `since` is Unix seconds of its latest change."""

    id: str
    job_id: str | None = None
    since: float = 0.0


class RunsJobs(Protocol):
    """Runs jobs for workers."""

    async def run_job(self, job_id: str) -> None:
        """Run a job to its end, if it still waits. Raises nothing that a job could cause."""

    async def stop_all(self) -> None:
        """Stop running jobs, within a grace; none begins any more."""

    def has_begun(self, job_id: str) -> bool:
        """Whether the job was claimed and still runs."""

    def check_queue(self) -> None:
        """Follow that the queue was paused or resumed."""

    @property
    def is_taking(self) -> bool:
        """Whether jobs are being taken that no worker has."""


class WorkerPool:
    """`size` workers for the duration of the `async with` block.

    Leaving it takes no more jobs, then stops all jobs, then waits.
    """

    def __init__(
        self,
        queue: JobQueue,
        runner: RunsJobs,
        *,
        size: int,
    ) -> None:
        self._queue = queue
        self._runner = runner
        self.workers = [Worker(f"worker-{n + 1}", since=time.time()) for n in range(size)]
        self._tasks: list[asyncio.Task[None]] = []
        self._closing = False

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._work(worker), name=worker.id) for worker in self.workers]
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._closing = True
        for worker, task in zip(self.workers, self._tasks, strict=True):
            if worker.job_id is None:
                task.cancel()  # waits for a job; a claim that is lost in between is found by recovery
        await self._runner.stop_all()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def healthy(self) -> bool:
        """False once a worker has died, and before the block."""
        return len(self._tasks) == len(self.workers) and not any(task.done() for task in self._tasks)

    async def settled(self) -> None:
        """Wait, for a moment at most, until no worker is between taking and claiming a job, so counts stay true."""
        self._runner.check_queue()
        for _ in range(SETTLE_CHECKS):
            if not (self.healthy and self._about_to_begin()):
                return
            await asyncio.sleep(SETTLE_CHECK_S)

    def _about_to_begin(self) -> bool:
        taken = [worker.job_id for worker in self.workers if worker.job_id is not None]
        if len(taken) < len(self.workers) and self._queue.has_more():
            return True
        return self._runner.is_taking or not all(map(self._runner.has_begun, taken))

    async def _work(self, worker: Worker) -> None:
        while not self._closing:
            job_id = await self._queue.take()
            worker.job_id, worker.since = job_id, time.time()
            try:
                await self._runner.run_job(job_id)
            except Exception:
                log.exception("running job %s failed in the server itself", job_id)
            finally:
                self._queue.release(job_id)
                worker.job_id, worker.since = None, time.time()
