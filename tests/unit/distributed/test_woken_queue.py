"""How messages wake the idle slots of a worker."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from app.distributed.woken_queue import PATIENCE_S, WokenQueue
from app.jobs.waiting import WaitingJob

GRACE_S = 30.0


async def _never(_: str) -> None:
    return None


def _job(job_id: str, rank: int = 0) -> WaitingJob:
    return WaitingJob(job_id, rank, int(job_id), 5, None)


@pytest.fixture
async def queue() -> AsyncIterator[WokenQueue]:
    """An empty queue."""
    async with WokenQueue(now_ms=lambda: time.time_ns() // 1_000_000, enqueue=_never) as opened:
        yield opened


async def test_a_message_wakes_a_slot_at_once_and_is_taken_up(queue: WokenQueue) -> None:
    """The slot takes the first job of the order, whichever the message was sent for."""
    taking = asyncio.create_task(queue.take())
    await asyncio.sleep(0)
    queue.offer(_job("2", rank=2))
    queue.offer(_job("1", rank=1))
    began = time.monotonic()
    async with asyncio.timeout(GRACE_S):
        await queue.wake()
        assert await taking == "1"
    assert time.monotonic() - began < PATIENCE_S


async def test_a_job_without_a_message_is_taken_all_the_same(queue: WokenQueue) -> None:
    """A message may be lost; a slot that has just ended a job needs none."""
    taking = asyncio.create_task(queue.take())
    await asyncio.sleep(0)
    queue.offer(_job("1"))
    queue.offer(_job("2"))
    async with asyncio.timeout(GRACE_S):
        assert await taking == "1"
        assert await queue.take() == "2"


async def test_a_message_without_a_job_is_taken_up_too(queue: WokenQueue) -> None:
    """Another worker was faster; the message must not wait for ever."""
    taking = asyncio.create_task(queue.take())
    async with asyncio.timeout(GRACE_S):
        await queue.wake()
        assert not taking.done()
        queue.offer(_job("1"))
        assert await taking == "1"


async def test_messages_wait_while_no_slot_is_idle_until_the_queue_is_closed(queue: WokenQueue) -> None:
    """So they stay with the broker, for others, and do not hold up the end of the worker."""
    waiting = [asyncio.create_task(queue.wake()) for _ in range(3)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in waiting)
    queue.close()
    async with asyncio.timeout(GRACE_S):
        await asyncio.gather(*waiting, queue.wake())
