"""Limits how many stages may use a resource at once: download, transcribe, analyse, encode.

Waiting stages are served by their turn, not by arrival: first by the rank of their job, so that a job of high priority
overtakes at every stage; of one rank, the stage that the most work waits for goes first. Turns are read when a slot
becomes free, because they change: work for several jobs has the first turn of them.

Stages of one job become ready together, but each has to read its records before it requests a slot. Until then it is
announced, and a free slot is not assigned to a stage of a later turn; for a moment only, however many are announced.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager

from app.stages.stage import Resource

#: A free slot is kept for an announced stage for at most this long, seconds: another process may be at its work.
KEPT_S = 1.0

Turn = tuple[int, float]
"""The rank of a stage's job, then the seconds of work that follow the stage, negative; the smallest is served first."""


class Announced:
    """A stage that is about to request a slot. `withdraw` it when it requests one, or needs none."""

    def __init__(self, slots: "Slots", resource: Resource, turn: Callable[[], Turn]) -> None:
        self.turn = turn
        self._slots = slots
        self._resource = resource
        self._timer = asyncio.get_running_loop().call_later(KEPT_S, self.withdraw)

    def withdraw(self) -> None:
        """No slot is kept for it any more. What the caller requests before its next await is still served first."""
        self._timer.cancel()
        self._slots.discard(self._resource, self)


class Slots:
    """Counts the slots of each resource. One event loop."""

    def __init__(self, sizes: Mapping[Resource, int]) -> None:
        self._free = dict(sizes)
        self._waiting: dict[Resource, list[tuple[Callable[[], Turn], asyncio.Future[None]]]] = {k: [] for k in sizes}
        self._announced: dict[Resource, set[Announced]] = {k: set() for k in sizes}
        #: Since when a stage waits beside a free slot that is kept for an announced one, event loop's seconds.
        self._kept_since: dict[Resource, float] = {}

    @asynccontextmanager
    async def take(self, resource: Resource, turn: Callable[[], Turn]) -> AsyncIterator[None]:
        """Hold a slot for the block; waits for one, the smallest `turn` first. Safe to cancel."""
        await self._acquire(resource, turn)
        try:
            yield
        finally:
            self._release(resource)

    @contextmanager
    def announced(self, resource: Resource, turn: Callable[[], Turn]) -> Iterator[Announced]:
        """Keep a free slot from stages of a later turn, until the announcement is withdrawn or the block ends."""
        announced = Announced(self, resource, turn)
        self._announced[resource].add(announced)
        try:
            yield announced
        finally:
            announced.withdraw()

    def discard(self, resource: Resource, announced: Announced) -> None:
        """End an announcement; stages that wait because of it are served in a moment."""
        if announced in self._announced[resource]:
            self._announced[resource].discard(announced)
            asyncio.get_running_loop().call_soon(self._serve, resource)

    def waiting(self, resource: Resource) -> int:
        """The number of stages that wait for a slot."""
        return sum(not served.done() for _, served in self._waiting[resource])

    async def _acquire(self, resource: Resource, turn: Callable[[], Turn]) -> None:
        served: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[resource].append((turn, served))
        self._serve(resource)
        try:
            await served
        except asyncio.CancelledError:
            if served.done() and not served.cancelled():
                self._release(resource)  # the slot was already assigned to us
            raise

    def _release(self, resource: Resource) -> None:
        self._free[resource] += 1
        self._serve(resource)

    def _serve(self, resource: Resource) -> None:
        """Assign the free slots, but none that an announced stage is to have before those that wait."""
        waiting = [(turn, served) for turn, served in self._waiting[resource] if not served.done()]
        while waiting and self._free[resource] > 0:
            best = min(waiting, key=lambda entry: entry[0]())  # of equals the first to arrive
            earlier = sum(announced.turn() < best[0]() for announced in self._announced[resource])
            if earlier >= self._free[resource] and self._may_keep(resource):
                break
            self._kept_since.pop(resource, None)
            waiting.remove(best)
            self._free[resource] -= 1
            best[1].set_result(None)
        self._waiting[resource] = waiting

    def _may_keep(self, resource: Resource) -> bool:
        """Whether a free slot may be kept still: new announcements do not prolong the wait of those that are ready."""
        loop = asyncio.get_running_loop()
        if resource not in self._kept_since:
            self._kept_since[resource] = loop.time()
            loop.call_later(KEPT_S, self._serve, resource)
        return loop.time() - self._kept_since[resource] < KEPT_S
