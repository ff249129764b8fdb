"""Work that several jobs need at the same time is done once.

A flight is the running of one stage key. The first job that needs it starts it, others join; each leaves when it is
cancelled, and only when the last one has left is the work stopped. Its result, or its failure, goes to all of them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from app.execution.key_leases import KeyHold, KeyLeases
from app.jobs.stage_messages import StageMessage

Rank = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Began:
    """The work holds its slot and runs since `at_s` (monotonic); `resumed`: a part of it was done before."""

    at_s: float
    resumed: bool


@dataclass(frozen=True, slots=True)
class Rested:
    """The work has given its slot back."""


@dataclass(frozen=True, slots=True)
class Alive:
    """The work was seen to move, though it sent nothing."""


Notice = Began | Rested | Alive | StageMessage
Listener = Callable[[Notice], None]


@dataclass(eq=False, slots=True)
class Flight:
    """One running of a key.

    `listeners` receive its notices, pieces after they are committed; they must not wait. Who joins late receives
    `last` first. `ranks` are those of the jobs on board. `hold` is the lease on the key, where other processes
    may want it.
    """

    key: str
    task: asyncio.Task[None] | None = None
    listeners: list[Listener] = field(default_factory=list)
    ranks: list[Rank] = field(default_factory=list)
    last: Notice | None = None
    hold: KeyHold | None = None

    def rank(self) -> int:
        """The best rank on board: a job does not wait longer because a lesser one began the work."""
        return min((rank() for rank in self.ranks), default=0)

    def publish(self, notice: Notice, *, lasting: bool = False) -> None:
        """Pass a notice on to every job on board; a `lasting` one also to those who join later."""
        if lasting:
            self.last = notice
        for listener in list(self.listeners):
            listener(notice)


class Flights:
    """The flights of this process, by key. One event loop.

    With `leases`, a flight begins its work when it holds the lease on its key, and gives up when it loses that.
    """

    def __init__(self, leases: KeyLeases | None = None) -> None:
        self._leases = leases
        self._running: dict[str, Flight] = {}

    def keys(self) -> frozenset[str]:
        """Keys that are being worked on."""
        return frozenset(self._running)

    async def join(
        self, key: str, work: Callable[[Flight], Awaitable[None]], listen: Listener, *, rank: Rank = lambda: 0
    ) -> None:
        """Wait until the work on `key` is done, starting it if nobody has. Raises what `work` raised, or KeyLeaseLost.

        When the last one that waits is cancelled, the work is cancelled and has ended before this returns.
        """
        flight = self._running.get(key)
        while flight is not None and flight.task is not None and flight.task.cancelling():
            await asyncio.wait([flight.task])  # everybody left it: let it end, then begin anew
            flight = self._running.get(key)
        if flight is None:
            flight = Flight(key)
            self._running[key] = flight
            flight.listeners.append(listen)
            flight.ranks.append(rank)
            flight.task = asyncio.create_task(self._fly(flight, work), name=f"stage {key[:20]}")
        else:
            flight.listeners.append(listen)
            flight.ranks.append(rank)
            if flight.last is not None:
                listen(flight.last)
        assert flight.task is not None
        try:
            await asyncio.shield(flight.task)
        except asyncio.CancelledError:
            flight.listeners.remove(listen)
            flight.ranks.remove(rank)
            if not flight.listeners and not flight.task.done():
                flight.task.cancel()
                await _ended(flight.task)
            raise

    async def _fly(self, flight: Flight, work: Callable[[Flight], Awaitable[None]]) -> None:
        try:
            if self._leases is None:
                await work(flight)
            else:
                async with self._leases.held(flight.key) as flight.hold:
                    await work(flight)
        finally:
            if self._running.get(flight.key) is flight:
                del self._running[flight.key]


async def _ended(task: asyncio.Task[Any]) -> None:
    """Wait for a cancelled task, whatever happens to whoever waits."""
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            continue
    if not task.cancelled():
        task.exception()  # seen: the job that left is not the one to report it
