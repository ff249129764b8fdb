"""Slots per resource: how many stages may download, transcribe, analyse or encode at once.

Who waits is served by the rank of its job, not by arrival, so a job of high priority overtakes at every stage.
"""

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from app.pipelines.stage import Resource


class Slots:
    """Counts the slots of each resource. One event loop."""

    def __init__(self, sizes: Mapping[Resource, int]) -> None:
        self._free = dict(sizes)
        self._waiting: dict[Resource, list[tuple[int, int, asyncio.Future[None]]]] = {kind: [] for kind in sizes}
        self._arrivals = itertools.count()

    @asynccontextmanager
    async def take(self, resource: Resource, rank: int) -> AsyncIterator[None]:
        """Hold a slot inside the block; waits for one, the smallest `rank` first. Safe to cancel."""
        await self._acquire(resource, rank)
        try:
            yield
        finally:
            self._release(resource)

    def waiting(self, resource: Resource) -> int:
        """How many wait for a slot."""
        return sum(not turn.done() for _, _, turn in self._waiting[resource])

    async def _acquire(self, resource: Resource, rank: int) -> None:
        if self._free[resource] > 0:
            self._free[resource] -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting[resource], (rank, next(self._arrivals), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._release(resource)  # the slot was ours already
            raise

    def _release(self, resource: Resource) -> None:
        waiting = self._waiting[resource]
        while waiting:
            _, _, turn = heapq.heappop(waiting)
            if not turn.done():
                turn.set_result(None)  # the slot passes on without becoming free
                return
        self._free[resource] += 1
