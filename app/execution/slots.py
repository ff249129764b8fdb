"""Slots per resource: how many stages may download, transcribe, analyse or encode at once.

Who waits is served by the rank of its job, not by arrival, so a job of high priority overtakes at every stage. A rank
is asked for when a slot becomes free, because it changes: work for several jobs counts as its best one.
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
        """Hold a slot inside the block; waits for one, the smallest `rank` first. Safe to cancel."""
        await self._acquire(resource, rank)
        try:
            yield
        finally:
            self._release(resource)

    def waiting(self, resource: Resource) -> int:
        """How many wait for a slot."""
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
                self._release(resource)  # the slot was ours already
            raise

    def _release(self, resource: Resource) -> None:
        waiting = [(rank, turn) for rank, turn in self._waiting[resource] if not turn.done()]
        self._waiting[resource] = waiting
        if not waiting:
            self._free[resource] += 1
            return
        best = min(waiting, key=lambda entry: entry[0]())  # of equals the first to come
        waiting.remove(best)
        best[1].set_result(None)  # the slot passes on without becoming free
