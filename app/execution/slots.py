"""Limits how many stages may use a resource at once: download, transcribe, analyse, encode.

Waiting stages are served by the rank of their job, not by arrival, so a job of high priority overtakes at every stage.
Ranks are read when a slot becomes free, because they change: work for several jobs has the best rank of them.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from app.stages.stage import Resource


class Slots:
    """Counts the slots of each resource. One event loop."""

    def __init__(self, sizes: Mapping[Resource, int]) -> None:
        self._free = dict(sizes)
        self._waiting: dict[Resource, list[tuple[Callable[[], int], asyncio.Future[None]]]] = {k: [] for k in sizes}

    @asynccontextmanager
    async def take(self, resource: Resource, rank: Callable[[], int]) -> AsyncIterator[None]:
        """Hold a slot for the block; waits for one, the smallest `rank` first. Safe to cancel."""
        await self._acquire(resource, rank)
        try:
            yield
        finally:
            self._release(resource)

    def waiting(self, resource: Resource) -> int:
        """The number of stages that wait for a slot."""
        return sum(not turn.done() for _, turn in self._waiting[resource])

    async def _acquire(self, resource: Resource, rank: Callable[[], int]) -> None:
        if self._free[resource] > 0:
            self._free[resource] -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[resource].append((rank, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._release(resource)  # the slot was already assigned to us
            raise

    def _release(self, resource: Resource) -> None:
        waiting = [(rank, turn) for rank, turn in self._waiting[resource] if not turn.done()]
        self._waiting[resource] = waiting
        if not waiting:
            self._free[resource] += 1
            return
        best = min(waiting, key=lambda entry: entry[0]())  # of equals the first to arrive
        waiting.remove(best)
        best[1].set_result(None)  # the slot passes on without becoming free
