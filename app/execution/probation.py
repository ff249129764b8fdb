"""Runs jobs that may crash the server one at a time, and only on a server that has been up for a while."""

import asyncio
import time

from app.execution.attempt import Attempt
from app.jobs.deaths import PROBATION_WAIT_S, Deaths


class Probation:
    """The lock of jobs on probation. One event loop."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._turn = asyncio.Lock()
        self._releasing: set[asyncio.Task[None]] = set()

    async def admit(self, attempt: Attempt) -> None:
        """Hold the lock for a job on probation, until it has passed the point where the server died."""
        if not Deaths.of(attempt.job.deaths).on_probation:
            return
        await asyncio.sleep(max(0.0, self._since + PROBATION_WAIT_S - time.monotonic()))
        await self._turn.acquire()
        releasing = asyncio.create_task(self._release(attempt), name=f"probation of {attempt.job.id}")
        self._releasing.add(releasing)
        releasing.add_done_callback(self._releasing.discard)

    async def _release(self, attempt: Attempt) -> None:
        waits = [asyncio.create_task(event.wait()) for event in (attempt.got_on, attempt.over)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            self._turn.release()
