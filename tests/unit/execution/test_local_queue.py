"""The queue in memory: what it keeps of jobs that come and go."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.execution import local_queue
from app.execution.local_queue import LocalQueue
from app.jobs.waiting import WaitingJob

NOW_MS = 1_000_000


@pytest.fixture
async def queue() -> AsyncIterator[LocalQueue]:
    """A queue whose clock stands still."""

    async def enqueue(job_id: str) -> None:
        opened.offer(WaitingJob(job_id, 0, 0, 5, None))

    async with LocalQueue(now_ms=lambda: NOW_MS, enqueue=enqueue) as opened, asyncio.timeout(20):
        yield opened


def _later(job_id: str, rank: int = 0, *, in_ms: int) -> WaitingJob:
    return WaitingJob(job_id, rank, 0, 5, NOW_MS + in_ms)


async def test_jobs_that_are_cancelled_before_their_day_leave_nothing(queue: LocalQueue) -> None:
    """Else they would be kept until that day; one that still waits has its turn."""
    for n in range(3000):
        queue.offer(_later(f"far {n}", in_ms=10**9))
        queue.withdraw(f"far {n}")
    assert len(queue._due) <= local_queue.STALE_ALARMS + 1
    queue.offer(_later("due", in_ms=0))
    assert await queue.take() == "due"


async def test_offering_a_waiting_job_again_costs_nothing(queue: LocalQueue) -> None:
    """A client that changes a priority a thousand times leaves one entry."""
    for rank in range(1000):
        queue.offer(_later("a", rank, in_ms=60_000))
    assert len(queue._due) == 1
