"""Runs work once that several jobs need at the same time (single flight).

A flight is the run of one stage key. The first job that needs it starts it, others join; each leaves when it is
cancelled, and only when the last one has left is the work stopped. Its result, or its failure, goes to all of them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from app.execution.key_leases import KeyHold, KeyLeases
from app.execution.slots import Turn
from app.jobs.stage_messages import StageMessage

#: The turn of work that no job waits for.
NO_TURN: Turn = (0, 0.0)


@dataclass(frozen=True, slots=True)
class Began:
    """The work holds its slot and runs since `at_s` (monotonic); `resumed`: a part of it was done before."""

    at_s: float
    resumed: bool


@dataclass(frozen=True, slots=True)
class Rested:
    """The work has released its slot."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Files of the work are copied before it is recorded: no time of work until `GoesOn`, or to the end."""


@dataclass(frozen=True, slots=True)
class GoesOn:
    """The work waits no longer."""


@dataclass(frozen=True, slots=True)
class Alive:
    """The work was seen to progress, though it sent nothing."""


Notice = Began | Rested | Waits | GoesOn | Alive | StageMessage
Listener = Callable[[Notice], None]


@dataclass(eq=False, slots=True)
class Flight:
    """One run of a key.

    `listeners` receive its notices, pieces after they are committed; they must not wait. Late listeners receive
    `last` first, and whether it `waits`. `turns` are those of the joined jobs. `hold` is the lease on the key, if
    other processes may acquire it.
    """

    key: str
    task: asyncio.Task[None] | None = None
    listeners: list[Listener] = field(default_factory=list)
    turns: list[Callable[[], Turn]] = field(default_factory=list)
    last: Notice | None = None
    waits: bool = False
    hold: KeyHold | None = None

    def turn(self) -> Turn:
        """The first turn of the joined jobs, so that a job does not wait longer because a lower one began the work."""
        return min((turn() for turn in self.turns), default=NO_TURN)

    def publish(self, notice: Notice, *, lasting: bool = False) -> None:
        """Pass a notice to every joined job; a `lasting` one also to those that join later."""
        if lasting:
            self.last = notice
        if not isinstance(notice, Alive):
            self.waits = isinstance(notice, Waits)
        for listener in list(self.listeners):
            listener(notice)


class Flights:
    """The flights of this process, by key. One event loop.

    With `leases`, a flight begins its work when it holds the lease on its key, and ends when it loses it.
    """

    def __init__(self, leases: KeyLeases | None = None) -> None:
        self._leases = leases
        self._running: dict[str, Flight] = {}

    def keys(self) -> frozenset[str]:
        """Keys with work in progress."""
        return frozenset(self._running)

    def __contains__(self, key: str) -> bool:
        return key in self._running

    async def join(
        self,
        key: str,
        work: Callable[[Flight], Awaitable[None]],
        listen: Listener,
        *,
        turn: Callable[[], Turn] = lambda: NO_TURN,
        leased: bool = True,
    ) -> None:
        """Wait until the work on `key` is done, and start it if none runs. Raises what `work` raised, or KeyLeaseLost.

        Unless `leased`, the work itself acquires the lease on the key, or another process does the work. When the last
        waiting job is cancelled, the work is cancelled and has ended before this returns.
        """
        flight = self._running.get(key)
        while flight is not None and flight.task is not None and flight.task.cancelling():
            await asyncio.wait([flight.task])  # all jobs have left it: wait for its end, then start a new one
            flight = self._running.get(key)
        if flight is None:
            flight = Flight(key)
            self._running[key] = flight
            flight.listeners.append(listen)
            flight.turns.append(turn)
            flight.task = asyncio.create_task(self._fly(flight, work, leased=leased), name=f"stage {key[:20]}")
        else:
            flight.listeners.append(listen)
            flight.turns.append(turn)
            if flight.last is not None:
                listen(flight.last)
            if flight.waits:
                listen(Waits())
        assert flight.task is not None
        try:
            await asyncio.shield(flight.task)
        except asyncio.CancelledError:
            flight.listeners.remove(listen)
            flight.turns.remove(turn)
            if not flight.listeners and not flight.task.done():
                flight.task.cancel()
                await _ended(flight.task)
            raise

    async def _fly(self, flight: Flight, work: Callable[[Flight], Awaitable[None]], *, leased: bool) -> None:
        try:
            if self._leases is None or not leased:
                await work(flight)
            else:
                async with self._leases.held(flight.key) as flight.hold:
                    await work(flight)
        finally:
            if self._running.get(flight.key) is flight:
                del self._running[flight.key]


async def _ended(task: asyncio.Task[Any]) -> None:
    """Wait for a cancelled task to end, even if the waiting task is cancelled."""
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            continue
    if not task.cancelled():
        task.exception()  # retrieved: the job that left is not the one to report it
